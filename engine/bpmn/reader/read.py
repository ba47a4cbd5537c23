"""BPMN bytes -> process definitions, or every reason at once why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from engine.bpmn.reader.drawing import check_drawing
from engine.bpmn.reader.events import read_roots
from engine.bpmn.reader.grammar import Grammar
from engine.bpmn.reader.names import BPMN, Node, children, tag_of
from engine.bpmn.reader.pools import check_pools
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.processes import read_process
from engine.bpmn.reader.references import References
from engine.bpmn.reader.source import parse_xml
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.errors import Finding, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says. With an error among the findings, the definitions are incomplete and
    only good for further checks."""

    definitions: tuple[ProcessDefinition, ...]
    findings: tuple[Finding, ...]


def read_bpmn(data: bytes, *, file: str | None = None) -> tuple[ProcessDefinition, ...]:
    """The file's processes. Raises DeploymentRefused with all findings when there is an error."""
    problems = Problems(file)
    definitions = _read(data, problems)
    if problems.has_errors():
        raise problems.refusal()
    return definitions


def inspect_bpmn(data: bytes, *, file: str | None = None) -> Reading:
    """The same without raising, with warnings: for lint and for showing them at deployment."""
    problems = Problems(file)
    return Reading(definitions=_read(data, problems), findings=tuple(problems.found))


def digest_of(data: bytes) -> Digest:
    """The content address of a file."""
    return Digest("sha256:" + hashlib.sha256(data).hexdigest())


def _read(data: bytes, problems: Problems) -> tuple[ProcessDefinition, ...]:
    root = parse_xml(data, problems)
    if root is None or not _is_bpmn(root, problems):
        return ()
    grammar = Grammar(problems)
    grammar.check(root)
    check_pools(root, problems)
    References(root, grammar.refused, problems).check()
    check_drawing(root, problems)
    digest = digest_of(data)
    roots = read_roots(root)
    return tuple(read_process(node, roots, digest, problems) for node in children(root, "process"))


def _is_bpmn(root: Node, problems: Problems) -> bool:
    if tag_of(root) == (BPMN, "definitions"):
        return True
    namespace, local = tag_of(root)
    problems.error(
        "not-bpmn",
        root,
        Text(
            zh=f"不是 BPMN 2.0 文件:根元素是 {{{namespace}}}{local}",
            en=f"Not a BPMN 2.0 file: the root element is {{{namespace}}}{local}",
        ),
        Text(
            zh=f"根元素应为 definitions,命名空间 {BPMN}",
            en=f"The root element is definitions of namespace {BPMN}",
        ),
    )
    return False

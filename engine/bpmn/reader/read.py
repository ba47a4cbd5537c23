"""BPMN bytes -> process definitions, or every reason at once why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from engine.bpmn.reader.compensation import read_handlers
from engine.bpmn.reader.correlation import Correlations
from engine.bpmn.reader.data import Data
from engine.bpmn.reader.drawing import check_drawing
from engine.bpmn.reader.events import Events
from engine.bpmn.reader.flow_nodes import GLOBAL_TASKS, File
from engine.bpmn.reader.grammar import Grammar
from engine.bpmn.reader.loops import LoopReader
from engine.bpmn.reader.message_flows import check_message_flows
from engine.bpmn.reader.names import BPMN, Node, elements_of, local_of, tag_of
from engine.bpmn.reader.pools import check_pools
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.processes import read_global_task, read_process
from engine.bpmn.reader.references import References
from engine.bpmn.reader.roots import read_roots
from engine.bpmn.reader.source import parse_xml
from engine.bpmn.reader.unnamed import name_unnamed
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.errors import Finding, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says. With an error among the findings, the definitions are incomplete and
    only good for further checks."""

    definitions: tuple[ProcessDefinition, ...]
    findings: tuple[Finding, ...]


def read_bpmn(
    data: bytes, *, file: str | None = None, draft: bool = False
) -> tuple[ProcessDefinition, ...]:
    """The file's processes and global tasks, each of them deployable by itself.

    A `draft` may lack what only we ask for (being marked executable, ids, freedom from other
    tools' extensions): these are then warnings.
    Raises DeploymentRefused with all findings when there is an error.
    """
    problems = Problems(file, draft=draft)
    definitions = _read(data, problems)
    if problems.has_errors():
        raise problems.refusal()
    return definitions


def inspect_bpmn(data: bytes, *, file: str | None = None, draft: bool = False) -> Reading:
    """The same without raising, with warnings: for lint and for showing them at deployment."""
    problems = Problems(file, draft=draft)
    return Reading(definitions=_read(data, problems), findings=tuple(problems.found))


def digest_of(data: bytes) -> Digest:
    """The content address of a file."""
    return Digest("sha256:" + hashlib.sha256(data).hexdigest())


def _read(data: bytes, problems: Problems) -> tuple[ProcessDefinition, ...]:
    root = parse_xml(data, problems)
    if root is None or not is_bpmn(root, problems):
        return ()
    return read_tree(root, digest_of(data), problems)


def read_tree(root: Node, digest: Digest, problems: Problems) -> tuple[ProcessDefinition, ...]:
    """The definitions of a parsed file as far as they can be understood."""
    if problems.draft:
        name_unnamed(root, problems)
    grammar = Grammar(problems)
    grammar.check(root)
    check_pools(root, problems)
    references = References(root, grammar.passed_over, problems)
    references.check()
    check_message_flows(root, references.by_id, problems)
    check_drawing(root, problems)
    file = _file(root, problems)
    return tuple(
        read_process(node, file, digest)
        if local_of(node) == "process"
        else read_global_task(node, file, digest)
        for node in elements_of(root)
        if local_of(node) in _DEFINED and node not in grammar.passed_over
    )


_DEFINED = GLOBAL_TASKS | {"process"}


def _file(root: Node, problems: Problems) -> File:
    roots = read_roots(root)
    data = Data(root, problems)
    events = Events(roots, Correlations(root, problems), problems)
    return File(
        roots=roots,
        events=events,
        data=data,
        loops=LoopReader(data=data, events=events, problems=problems),
        handlers=read_handlers(root, problems),
        problems=problems,
    )


def is_bpmn(root: Node, problems: Problems) -> bool:
    if tag_of(root) == (BPMN, "definitions"):
        return True
    namespace, local = tag_of(root)
    problems.error(
        "not-bpmn",
        root,
        Text(
            zh=f"不是 BPMN 2.0 文件：根元素是 {{{namespace}}}{local}",
            en=f"Not a BPMN 2.0 file: the root element is {{{namespace}}}{local}",
        ),
        Text(
            zh=f"根元素应为 definitions，命名空间 {BPMN}",
            en=f"The root element is definitions of namespace {BPMN}",
        ),
    )
    return False

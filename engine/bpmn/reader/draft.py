"""Any BPMN 2.0 file of any tool -> what of it can be understood, and what it lacks to be run."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from engine.bpmn.reader.names import Node, elements_of, local_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.read import digest_of, is_bpmn, read_tree
from engine.bpmn.reader.source import parse_xml
from engine.bpmn.reader.unnamed import name_unnamed
from engine.core.definition import ProcessDefinition
from engine.errors import Finding

_DRAWINGS: Final = frozenset(
    {
        "collaboration",
        "choreography",
        "conversation",
        "globalConversation",
        "globalChoreographyTask",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file as another tool wrote it: `tree` is the whole of it, `save` writes it back.

    Elements without an id have one in `definitions` only, not in `tree`.
    """

    definitions: tuple[ProcessDefinition, ...]
    findings: tuple[Finding, ...]  # what is missing before it can run
    drawings: tuple[str, ...] = ()  # ids (or tags) of what is only looked at
    tree: etree._ElementTree = field(repr=False, compare=False)


def import_draft(data: bytes, *, file: str | None = None) -> Draft:
    """The model as far as it can be understood, with everything that is missing.

    Raises DeploymentRefused only for what is no BPMN 2.0 file at all: not well-formed, of another
    namespace, over the limits, or with a DTD.
    """
    problems = Problems(file)
    root = parse_xml(data, problems, keep_instructions=True)
    if root is None or not is_bpmn(root, problems):
        raise problems.refusal()
    model = deepcopy(root)
    name_unnamed(model, problems)
    definitions = read_tree(model, digest_of(data), problems)
    return Draft(
        definitions=definitions,
        findings=tuple(problems.found),
        drawings=tuple(_drawings(root)),
        tree=root.getroottree(),
    )


def save(draft: Draft) -> bytes:
    """The file as it is in the tree: every element, attribute, comment and foreign extension."""
    return etree.tostring(draft.tree, encoding="UTF-8", xml_declaration=True)


def _drawings(root: Node) -> list[str]:
    found = [node for node in elements_of(root) if local_of(node) in _DRAWINGS]
    return [node.get("id") or local_of(node) for node in found]

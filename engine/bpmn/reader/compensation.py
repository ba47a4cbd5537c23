"""Associations that lead from a compensation boundary event to the activity that undoes."""

from __future__ import annotations

from typing import Final

from engine.bpmn.reader.names import Node, bpmn, elements_of, local_of, reference
from engine.bpmn.reader.problems import Problems
from engine.core.definition import ACTIVITIES, Kind
from engine.errors import Text

_ENDS: Final = ("sourceRef", "targetRef")
_DEFINED: Final = frozenset({"compensateEventDefinition", "eventDefinitionRef"})
"""A reference may be to a compensation too; with another trigger the handler is never used."""


def read_handlers(root: Node, problems: Problems) -> dict[str, str]:
    """Boundary event id -> id of its handler (BPMN 2.0.2, 10.7.1): exactly one."""
    nodes = {node.get("id") or "": node for node in root.iter(*_tags())}
    found: dict[str, str] = {}
    for association in root.iter(bpmn("association")):
        ends = [reference(association, association.get(end) or "") for end in _ENDS]
        for event, other in (ends, ends[::-1]):
            if not _is_compensation(nodes.get(event)) or not _is_activity(nodes.get(other)):
                continue
            if found.setdefault(event, other) != other:
                _refuse(association, event, problems)
    return found


def _tags() -> list[str]:
    return [bpmn(kind) for kind in (Kind.BOUNDARY_EVENT, *sorted(ACTIVITIES))]


def _is_activity(node: Node | None) -> bool:
    return node is not None and local_of(node) in ACTIVITIES


def _is_compensation(node: Node | None) -> bool:
    if node is None or local_of(node) != Kind.BOUNDARY_EVENT:
        return False
    return any(local_of(child) in _DEFINED for child in elements_of(node))


def _refuse(association: Node, event: str, problems: Problems) -> None:
    problems.error(
        "compensation-handler",
        association,
        Text(
            zh=f"补偿边界事件 {event} 有多个处理活动",
            en=f"The compensation boundary event {event} has several handlers",
        ),
        Text(zh="只连接一个；多个步骤用子流程", en="Tie one; put several steps in a sub-process"),
    )

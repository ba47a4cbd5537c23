"""Lanes, nested ones too -> the lane of each flow node, and who works in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import Node, bpmn, children, reference, text_of
from engine.core.definition import Assignment, AssignmentKind


@dataclass(slots=True, kw_only=True)
class Lanes:
    """The lanes of one process."""

    names: dict[str, str] = field(default_factory=dict)  # lane id -> name
    members: dict[str, str] = field(default_factory=dict)  # flow node id -> innermost lane
    roles: dict[str, str] = field(default_factory=dict)  # lane id -> role that works in it

    def assignments_in(self, lane: str | None) -> tuple[Assignment, ...]:
        """Who gets a user task of this lane that does not say so itself."""
        role = self.roles.get(lane or "")
        return () if role is None else (Assignment(kind=AssignmentKind.ROLE, literal=role),)


def read_lanes(process: Node) -> Lanes:
    """Lane sets of the process and of its sub-processes; an inner lane keeps the outer's role."""
    found = Lanes()
    for lane_set in process.iter(bpmn("laneSet")):
        for lane in children(lane_set, "lane"):
            _read(lane, None, found)
    return found


def _read(lane: Node, outer_role: str | None, found: Lanes) -> None:
    own = lane.get("id") or ""
    found.names[own] = (lane.get("name") or "").strip()
    role = expressions.ours(lane, "role") or outer_role
    if role is not None:
        found.roles[own] = role
    for ref in children(lane, "flowNodeRef"):
        found.members[reference(ref, text_of(ref))] = own
    for inner_set in children(lane, "childLaneSet"):
        for inner in children(inner_set, "lane"):
            _read(inner, role, found)

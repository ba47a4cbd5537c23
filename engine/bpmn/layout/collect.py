"""A parsed BPMN file -> the levels, shapes and lines that must be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from engine.bpmn.layout.labels import text_size
from engine.bpmn.layout.model import EVENTS, GATEWAYS, SATELLITES, Level, Line, Role, Shape
from engine.bpmn.reader.names import (
    BPMN,
    Node,
    bpmn,
    children,
    elements_of,
    local_of,
    reference,
    tag_of,
    text_of,
)
from engine.core.definition import SUB_PROCESSES, Kind

_DRAWN: Final = frozenset(Kind) | SATELLITES
TASK: Final = (110, 80)
ANNOTATION_WIDTH: Final = 130


@dataclass(slots=True, kw_only=True)
class Pool:
    """A participant; the one with a process has the level, the others are black boxes."""

    id: str
    name: str = ""
    process: str | None = None


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Everything that one diagram shows."""

    plane: str
    levels: list[Level] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    messages: list[Line] = field(default_factory=list)


def collect(root: Node) -> Sheet:
    """The file's processes with their collaboration, if there is one."""
    collaborations = children(root, "collaboration")
    processes = children(root, "process")
    sheet = Sheet(plane=(collaborations or processes)[0].get("id") or "")
    for collaboration in collaborations[:1]:
        _collect_pools(collaboration, sheet)
    sheet.levels = [_level(process) for process in processes]
    return sheet


def _collect_pools(collaboration: Node, sheet: Sheet) -> None:
    for node in children(collaboration, "participant"):
        ref = node.get("processRef")
        sheet.pools.append(
            Pool(
                id=node.get("id") or "",
                name=node.get("name") or "",
                process=reference(node, ref) if ref else None,
            )
        )
    for node in children(collaboration, "messageFlow"):
        sheet.messages.append(_line(node, Role.MESSAGE))


def _level(node: Node) -> Level:
    level = Level(id=node.get("id") or "")
    lane_of = _lanes(node, level)
    for child in elements_of(node):
        if tag_of(child)[0] == BPMN:
            _collect_child(child, level, lane_of)
    _set_ties_apart(level)
    _forget_gateway_conditions(level)
    _widen_hosts(level)
    return level


def _lanes(node: Node, level: Level) -> dict[str, int]:
    lane_of: dict[str, int] = {}
    for lane in _innermost(node, "laneSet"):
        for ref in children(lane, "flowNodeRef"):
            lane_of[reference(ref, text_of(ref))] = len(level.lanes)
        level.lanes.append(lane.get("id") or "")
    return lane_of


def _innermost(node: Node, sets: str) -> list[Node]:
    """The lanes that hold flow nodes, in order; what only holds other lanes gets no band."""
    found: list[Node] = []
    for lane_set in children(node, sets):
        for lane in children(lane_set, "lane"):
            found += _innermost(lane, "childLaneSet") or [lane]
    return found


def _collect_child(node: Node, level: Level, lane_of: dict[str, int]) -> None:
    local = local_of(node)
    if local in _DRAWN:
        shape = _shape(node, local)
        shape.lane = lane_of.get(shape.id, 0)
        level.shapes[shape.id] = shape
        level.lines += _data_lines(node)
    elif local == "sequenceFlow":
        line = _line(node, Role.FLOW)
        line.is_aside = bool(children(node, "conditionExpression"))
        level.lines.append(line)
    elif local == "association":
        level.lines.append(_line(node, Role.ASSOCIATION))


def _shape(node: Node, local: str) -> Shape:
    attached = node.get("attachedToRef")
    shape = Shape(
        id=node.get("id") or "",
        tag=local,
        name=(node.get("name") or "").strip(),
        host=reference(node, attached) if attached else None,
        inside=_level(node) if local in SUB_PROCESSES else None,
    )
    if local == "textAnnotation":
        shape.name = " ".join(text_of(text) for text in children(node, "text"))
    shape.w, shape.h = _size(shape)
    return shape


def _size(shape: Shape) -> tuple[int, int]:
    if shape.tag in EVENTS:
        return 36, 36
    if shape.tag in GATEWAYS:
        return 50, 50
    if shape.tag == "textAnnotation":
        height = text_size(shape.name, ANNOTATION_WIDTH - 14, 12)[1] + 12
        return ANNOTATION_WIDTH, max(30, height)
    sizes = {"dataStoreReference": (50, 50), "dataObjectReference": (36, 50)}
    return sizes.get(shape.tag, TASK)


def _line(node: Node, role: Role) -> Line:
    return Line(
        id=node.get("id") or "",
        source=reference(node, node.get("sourceRef") or ""),
        target=reference(node, node.get("targetRef") or ""),
        name=(node.get("name") or "").strip(),
        role=role,
    )


def _data_lines(task: Node) -> list[Line]:
    own = task.get("id") or ""
    found: list[Line] = []
    for tag, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
        for node in task.iterchildren(bpmn(tag)):
            stores = [reference(ref, text_of(ref)) for ref in children(node, end)]
            for store in stores[:1]:
                ends = (store, own) if end == "sourceRef" else (own, store)
                found.append(
                    Line(id=node.get("id") or "", source=ends[0], target=ends[1], role=Role.DATA)
                )
    return found


def _forget_gateway_conditions(level: Level) -> None:
    """Every way out of a gateway is a normal case."""
    for line in level.lines:
        if level.shapes[line.source].tag in GATEWAYS:
            line.is_aside = False


def _widen_hosts(level: Level) -> None:
    """Three and more boundary events need a wider task to stand on."""
    for shape in level.shapes.values():
        events = sum(1 for other in level.shapes.values() if other.host == shape.id)
        if events > 2:
            shape.w = max(shape.w, 44 * events)


def _set_ties_apart(level: Level) -> None:
    """An annotation may be tied to a flow, which is no shape: drawn after all else."""
    flows = {line.id for line in level.flows()}
    for line in level.lines:
        if line.role is Role.ASSOCIATION and {line.source, line.target} & flows:
            level.ties.append(line)
    level.lines = [
        line for line in level.lines if line.source in level.shapes and line.target in level.shapes
    ]

"""Reads what a file's diagram interchange shows: figures with their boxes, lines, and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.bpmn.layout.model import Box, Point
from engine.bpmn.reader.names import (
    BPMNDI,
    DC,
    DI,
    Node,
    bpmn,
    elements_of,
    guicheng,
    local_of,
    reference,
    truth,
)

FLOWS: Final = frozenset({"sequenceFlow", "messageFlow"})
_TRIGGER: Final = "EventDefinition"
_LOOPS: Final = {
    "standardLoopCharacteristics": "loop",
    "multiInstanceLoopCharacteristics": "parallel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One drawn node, lane or pool, with what of the model shows in its picture."""

    id: str
    tag: str
    name: str
    english: str
    box: Box
    label: Box | None
    trigger: str = ""  # of an event: timer, message ...; multiple when there are several
    interrupting: bool = True
    loop: str = ""  # loop, parallel or sequential
    expanded: bool = False
    upright: bool = False  # a pool or lane whose name runs along its left side

    @property
    def is_around(self) -> bool:
        """Whether it is a frame with other figures inside."""
        return self.tag in ("participant", "lane") or self.expanded


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One drawn connection."""

    id: str
    tag: str
    name: str
    english: str
    points: tuple[Point, ...]
    label: Box | None
    default: bool = False
    conditional: bool = False  # with a condition, out of an activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One diagram of the file."""

    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]


def sheets_of(root: Node) -> tuple[Sheet, ...]:
    """Every diagram of the file that shows something."""
    model = {node.get("id", ""): node for node in root.iter(bpmn("*")) if node.get("id")}
    found = (_sheet(diagram, model) for diagram in root.iter(f"{{{BPMNDI}}}BPMNDiagram"))
    return tuple(sheet for sheet in found if sheet.figures)


def _sheet(diagram: Node, model: dict[str, Node]) -> Sheet:
    shapes = diagram.iter(f"{{{BPMNDI}}}BPMNShape")
    edges = diagram.iter(f"{{{BPMNDI}}}BPMNEdge")
    return Sheet(
        figures=tuple(figure for shape in shapes if (figure := _figure(shape, model))),
        lines=tuple(line for edge in edges if (line := _line(edge, model))),
    )


def _element(drawn: Node, model: dict[str, Node]) -> Node | None:
    return model.get(reference(drawn, drawn.get("bpmnElement", "")))


def _figure(shape: Node, model: dict[str, Node]) -> Figure | None:
    node, bounds = _element(shape, model), shape.find(f"{{{DC}}}Bounds")
    if node is None or bounds is None:
        return None
    tag = local_of(node)
    upright = tag in ("participant", "lane") and truth(shape.get("isHorizontal", "true")) is True
    inside = any(local_of(child) in ("startEvent", "sequenceFlow") for child in elements_of(node))
    return Figure(
        id=node.get("id", ""),
        tag=tag,
        name=_name_of(node),
        english=node.get(guicheng("nameEn"), ""),
        box=_box(bounds),
        label=_label(shape),
        trigger=_trigger(node),
        interrupting=_is_interrupting(node),
        loop=_loop(node),
        expanded=inside and tag not in ("participant", "lane") and _is_expanded(shape),
        upright=upright,
    )


def _is_expanded(shape: Node) -> bool:
    return truth(shape.get("isExpanded", "false")) is True


def _is_interrupting(node: Node) -> bool:
    said = node.get("cancelActivity", node.get("isInterrupting", "true"))
    return truth(said) is not False


def _name_of(node: Node) -> str:
    if local_of(node) == "textAnnotation":
        return "".join(text.text or "" for text in node.iterchildren(bpmn("text")))
    return node.get("name", "")


def _trigger(node: Node) -> str:
    names = [local_of(child) for child in elements_of(node)]
    found = [name.removesuffix(_TRIGGER) for name in names if name.endswith(_TRIGGER)]
    return "multiple" if len(found) > 1 else "".join(found)


def _loop(node: Node) -> str:
    for child in elements_of(node):
        kind = _LOOPS.get(local_of(child), "")
        if kind == "parallel" and truth(child.get("isSequential", "false")):
            return "sequential"
        if kind:
            return kind
    return ""


def _line(edge: Node, model: dict[str, Node]) -> Line | None:
    node = _element(edge, model)
    points = tuple(_points(edge))
    if node is None or len(points) < len(("from", "to")):
        return None
    source = model.get(node.get("sourceRef", ""))
    has_condition = node.find(bpmn("conditionExpression")) is not None
    return Line(
        id=node.get("id", ""),
        tag=local_of(node),
        name=node.get("name", ""),
        english=node.get(guicheng("nameEn"), ""),
        points=points,
        label=_label(edge),
        default=source is not None and source.get("default") == node.get("id"),
        conditional=has_condition
        and source is not None
        and not local_of(source).endswith("Gateway"),
    )


def _points(edge: Node) -> Iterator[Point]:
    for point in edge.iterchildren(f"{{{DI}}}waypoint"):
        yield _whole(point.get("x", "0")), _whole(point.get("y", "0"))


def _label(drawn: Node) -> Box | None:
    bounds = drawn.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
    return None if bounds is None else _box(bounds)


def _box(bounds: Node) -> Box:
    x, y, w, h = (_whole(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x=x, y=y, w=w, h=h)


def _whole(number: str) -> int:
    """Other tools write fractions of a pixel, which nobody sees."""
    return int(number.partition(".")[0] or 0)

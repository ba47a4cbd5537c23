"""Lays out a whole sheet: levels from the inside out, then pools around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.collect import Pool, Sheet
from engine.bpmn.layout.columns import assign_columns
from engine.bpmn.layout.labels import place_labels, reserve_labels, text_size
from engine.bpmn.layout.messages import BLACK_BOX, POOL_GAP, attach, black_box_tops, detach
from engine.bpmn.layout.model import Box, Level, Line, Point, Shape
from engine.bpmn.layout.place import place
from engine.bpmn.layout.router import Router
from engine.bpmn.layout.rows import assign_rows

ORIGIN: Final = (160, 80)
POOL_LABEL: Final = 30
LANE_LABEL: Final = 30
_INNER_TOP: Final = 40
INNER: Final = 34
_EVENTS: Final = 24  # more, where boundary events stand on the lower border


def draw(sheet: Sheet) -> dict[str, Box]:
    """Sets boxes, points and labels of everything; gives the boxes of the pools."""
    x, y = ORIGIN
    pools: dict[str, Box] = {}
    for number, level in enumerate(sheet.levels):
        own = pool_of(sheet, level)
        has_messages = own is not None or number == 0
        lay_out(level, Around(sheet=sheet, pool=own) if has_messages else None)
        indent = (POOL_LABEL if own else 0) + (LANE_LABEL if level.lanes else 0)
        tops = black_box_tops(sheet, level) if has_messages else {}
        move(level, x + indent, y)
        width = level.box.w + indent
        if has_messages:
            for line in sheet.messages:
                _move_line(line, x + indent, y)
        if own:
            pools[own.id] = Box(x=x, y=y, w=width, h=level.box.h)
        pools |= {p: Box(x=x, y=y + top, w=width, h=BLACK_BOX) for p, top in tops.items()}
        y += max([level.box.h, *(top + BLACK_BOX for top in tops.values())]) + POOL_GAP
    return pools


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What lies around the level of a pool: message flows and black boxes."""

    sheet: Sheet
    pool: Pool | None


def lay_out(level: Level, around: Around | None = None, *, inner: int = 0, title: str = "") -> None:
    """One level with the levels inside it; its corner is (0, 0). `inner` and `title`: the lower
    padding and the name of a sub-process."""
    for shape in level.shapes.values():
        if shape.inside is not None:
            has_events = any(other.host == shape.id for other in level.shapes.values())
            padding = INNER + (_EVENTS if has_events else 0)
            lay_out(shape.inside, inner=padding, title=shape.name)
            name_width = text_size(shape.name, 400, 12)[0] + 40
            shape.w = max(shape.w, shape.inside.box.w, name_width)
            shape.h = shape.inside.box.h
    assign_columns(level)
    assign_rows(level)
    if inner:
        place(level, padding_top=_INNER_TOP, padding_bottom=inner)
        level.title = _title(level, title)
    else:
        place(level)
    reserve_labels(level)
    height = level.box.h
    added = attach(around.sheet, level, around.pool) if around is not None else []
    Router(level).route_all()
    place_labels(level)
    _draw_ties(level)
    detach(level, added, height)
    for shape in level.shapes.values():
        if shape.inside is not None:
            move(shape.inside, shape.box.x, shape.box.y)


def _title(level: Level, name: str) -> Box | None:
    """Where modelers write the name of an open sub-process."""
    if not name:
        return None
    width = text_size(name, 400, 12)[0]
    return Box(x=level.box.center[0] - width // 2, y=level.box.y + 4, w=width, h=18)


def _draw_ties(level: Level) -> None:
    """A note's straight tie to the middle of a flow's longest piece."""
    flows = {line.id: line for line in level.flows()}
    for tie in level.ties:
        flow = flows.get(tie.target) or flows[tie.source]
        note = level.shapes.get(tie.source) or level.shapes.get(tie.target)
        if note is not None:
            x, y = _middle(flow)
            box = note.box
            near = (box.center[0], box.y if y < box.y else box.bottom)
            tie.points = [near, (x, y)] if note.id == tie.source else [(x, y), near]


def _middle(flow: Line) -> Point:
    (ax, ay), (bx, by) = max(
        pairwise(flow.points),
        key=lambda ends: abs(ends[0][0] - ends[1][0] + ends[0][1] - ends[1][1]),
    )
    return (ax + bx) // 2, (ay + by) // 2


def move(level: Level, dx: int, dy: int) -> None:
    """Shifts the level with everything in it."""
    level.box = level.box.moved(dx, dy)
    level.bands = [band.moved(dx, dy) for band in level.bands]
    for shape in level.shapes.values():
        _move_shape(shape, dx, dy)
    for line in (*level.lines, *level.ties):
        _move_line(line, dx, dy)


def _move_shape(shape: Shape, dx: int, dy: int) -> None:
    shape.box = shape.box.moved(dx, dy)
    shape.label = shape.label.moved(dx, dy) if shape.label else None
    if shape.inside is not None:
        move(shape.inside, dx, dy)


def _move_line(line: Line, dx: int, dy: int) -> None:
    line.points = [(px + dx, py + dy) for px, py in line.points]
    line.label = line.label.moved(dx, dy) if line.label else None


def pool_of(sheet: Sheet, level: Level) -> Pool | None:
    """The participant that shows this process."""
    return next((pool for pool in sheet.pools if pool.process == level.id), None)

"""Lays out a whole sheet: levels from the inside out, then pools around them."""

from __future__ import annotations

from typing import Final

from engine.bpmn.layout.collect import Pool, Sheet
from engine.bpmn.layout.columns import assign_columns
from engine.bpmn.layout.labels import place_labels, reserve_labels, text_size
from engine.bpmn.layout.model import Box, Level, Line, Shape
from engine.bpmn.layout.place import place
from engine.bpmn.layout.router import Router
from engine.bpmn.layout.rows import assign_rows

ORIGIN: Final = (160, 80)
POOL_LABEL: Final = 30
LANE_LABEL: Final = 30
_BLACK_BOX: Final = 60
_POOL_GAP: Final = 50
_INNER_TOP: Final = 40


def draw(sheet: Sheet) -> dict[str, Box]:
    """Sets boxes, points and labels of everything; gives the boxes of the pools."""
    x, y = ORIGIN
    pools: dict[str, Box] = {}
    by_process = {pool.process: pool for pool in sheet.pools if pool.process}
    for level in sheet.levels:
        lay_out(level)
        pool = by_process.get(level.id)
        indent = (POOL_LABEL if pool else 0) + (LANE_LABEL if level.lanes else 0)
        move(level, x + indent, y)
        if pool:
            pools[pool.id] = Box(x=x, y=y, w=level.box.w + indent, h=level.box.h)
        y += level.box.h + _POOL_GAP
    width = max((box.w for box in pools.values()), default=600)
    for pool in sheet.pools:
        if not pool.process:
            pools[pool.id] = Box(x=x, y=y, w=width, h=_BLACK_BOX)
            y += _BLACK_BOX + _POOL_GAP
    return pools


def lay_out(level: Level, *, is_inner: bool = False) -> None:
    """One level with the levels inside it; its corner is (0, 0)."""
    for shape in level.shapes.values():
        if shape.inside is not None:
            lay_out(shape.inside, is_inner=True)
            shape.w = max(shape.inside.box.w, text_size(shape.name, 400, 12)[0] + 40)
            shape.h = shape.inside.box.h
    assign_columns(level)
    assign_rows(level)
    if is_inner:
        place(level, padding_top=_INNER_TOP)
    else:
        place(level)
    reserve_labels(level)
    Router(level).route_all()
    place_labels(level)
    for shape in level.shapes.values():
        if shape.inside is not None:
            move(shape.inside, shape.box.x, shape.box.y)


def move(level: Level, dx: int, dy: int) -> None:
    """Shifts the level with everything in it."""
    level.box = level.box.moved(dx, dy)
    level.bands = [band.moved(dx, dy) for band in level.bands]
    for shape in level.shapes.values():
        _move_shape(shape, dx, dy)
    for line in level.lines:
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

"""Gives each shape a row in its lane: the straight line on top of the lane, branches below it."""

from __future__ import annotations

from functools import partial
from itertools import chain

from engine.bpmn.layout.columns import neighbours
from engine.bpmn.layout.model import Level, Line, Role, Shape

Cell = tuple[int, int, int]  # lane, row, column


def assign_rows(level: Level) -> None:
    """Sets `row`; no two shapes share a cell, except boundary events with their hosts."""
    taken: dict[Cell, str] = {}
    nodes = [s for s in level.shapes.values() if not s.is_satellite and not s.host]
    for shape in nodes:
        if shape.on_path:
            _take(shape, 0, taken)
    _keep_path_free(level, taken)
    for shape in sorted((s for s in nodes if not s.on_path), key=partial(_turn, level)):
        _take(shape, _row_for(level, shape, taken), taken)
    for shape in level.shapes.values():
        if shape.host:
            shape.row = level.shapes[shape.host].row
    for shape in level.shapes.values():
        if shape.is_satellite:
            _place_satellite(level, shape, taken)


def _turn(level: Level, shape: Shape) -> tuple[int, bool]:
    """From left to right; the normal case before what is aside."""
    return shape.column, all(line.is_aside for _, line in _sources(level, shape))


def _take(shape: Shape, row: int, taken: dict[Cell, str]) -> None:
    shape.row = row
    taken[(shape.lane, row, shape.column)] = shape.id


def _keep_path_free(level: Level, taken: dict[Cell, str]) -> None:
    """Nothing is put where the straight line runs through a lane between two of its nodes."""
    for line in level.flows():
        source, target = level.shapes[line.source], level.shapes[line.target]
        if source.on_path and target.on_path and source.lane == target.lane:
            for column in range(source.column + 1, target.column):
                taken.setdefault((source.lane, 0, column), line.id)


def _row_for(level: Level, shape: Shape, taken: dict[Cell, str]) -> int:
    sources = _sources(level, shape)
    wanted = 0
    for source, line in sources:
        if source.lane != shape.lane:
            continue
        is_branch = _is_branch(level, source, line, taken)
        wanted = source.row + 1 if is_branch else source.row
        break
    first = sources[0][0] if sources else None
    for row in chain(range(wanted, wanted + 12), range(wanted)):
        if (shape.lane, row, shape.column) in taken:
            continue
        if first is None or _run_is_free(shape, row, first, taken):
            return row
    used: list[int] = [row for lane, row, _ in taken if lane == shape.lane]
    return max(used, default=-1) + 1


def _sources(level: Level, shape: Shape) -> list[tuple[Shape, Line]]:
    return [
        (level.shapes[line.source], line)
        for line in level.lines
        if line.target == shape.id and line.role is Role.FLOW
    ]


def _is_branch(level: Level, source: Shape, line: Line, taken: dict[Cell, str]) -> bool:
    """Whether the target belongs below its source instead of straight on."""
    if source.host or source.on_path or line.is_aside:
        return True
    placed = set(taken.values())
    for other in level.flows():
        if other.source != source.id or other.target == line.target:
            continue
        target = level.shapes[other.target]
        if target.id in placed and target.lane == source.lane and target.row == source.row:
            return True
    return False


def _run_is_free(shape: Shape, row: int, source: Shape, taken: dict[Cell, str]) -> bool:
    """Whether the way along the row, from beside the source's column, is free."""
    return all(
        (shape.lane, row, column) not in taken for column in range(source.column + 1, shape.column)
    )


def _place_satellite(level: Level, shape: Shape, taken: dict[Cell, str]) -> None:
    near = neighbours(level, shape)
    anchor = near[0] if near else None
    if anchor is None:
        shape.column, start = 0, 0
    else:
        shape.lane, shape.column, start = anchor.lane, anchor.column, anchor.row + 1
    row = start
    while (shape.lane, row, shape.column) in taken:
        row += 1
    _take(shape, row, taken)

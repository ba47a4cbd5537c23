"""Turns columns and rows into coordinates, with bands for lanes and room for lines and labels."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from engine.bpmn.layout.labels import text_size
from engine.bpmn.layout.model import Box, Level, Line, Role, Shape

GAP: Final = 60
ROW_GAP: Final = 60
PAD: Final = 40
LANE_HEIGHT: Final = 150
TRACK: Final = 12
_MAX_LABEL: Final = 100


def place(level: Level, *, padding_top: int = PAD, padding_bottom: int = PAD) -> None:
    """Sets `box` of the shapes and `bands`, with (0, 0) as the level's corner."""
    lefts, widths, total = _columns(level)
    top = 0
    level.bands = []
    for lane in range(max(1, len(level.lanes))):
        inside = [s for s in level.shapes.values() if s.lane == lane and not s.host]
        height = _place_band(level, inside, top + padding_top, lane)
        band = max(height + padding_top + padding_bottom, LANE_HEIGHT if level.lanes else 0)
        slack = (band - height - padding_top - padding_bottom) // 2
        _place_columns(inside, lefts, widths, slack)
        level.bands.append(Box(x=0, y=top, w=total, h=band))
        top += band
    level.box = Box(x=0, y=0, w=total, h=top)
    _place_boundaries(level)


def _columns(level: Level) -> tuple[list[int], list[int], int]:
    count = 1 + max((s.column for s in level.shapes.values()), default=0)
    widths = [36] * count
    gaps = [GAP] * count
    for shape in level.shapes.values():
        if not shape.host:
            widths[shape.column] = max(widths[shape.column], shape.w)
    for line in level.flows():
        source = level.shapes[line.source]
        if line.name and line.role is Role.FLOW and not source.host:
            needed = min(text_size(line.name, _MAX_LABEL)[0], _MAX_LABEL) + 30
            gaps[source.column] = max(gaps[source.column], needed)
    _widen_crowded(level, gaps)
    steps = [w + g for w, g in zip(widths, gaps, strict=True)]
    lefts = [PAD + offset for offset in accumulate([0, *steps[:-1]])]
    return lefts, widths, lefts[-1] + widths[-1] + PAD + 10


def _widen_crowded(level: Level, gaps: list[int]) -> None:
    """Room for the upright pieces of flows that change row or lane beside a column."""
    for column in range(len(gaps)):
        upright = sum(
            1
            for line in level.flows()
            for source in (level.shapes[line.source],)
            for target in (level.shapes[line.target],)
            if source.column == column and (source.lane, source.row) != (target.lane, target.row)
        )
        gaps[column] = max(gaps[column], TRACK * (upright + 3))


def _place_band(level: Level, shapes: list[Shape], top: int, lane: int) -> int:
    """Sets the vertical places in one lane; gives the height from the first row to the last."""
    rows = sorted({s.row for s in shapes})
    y = top
    for row in rows:
        members = [s for s in shapes if s.row == row]
        height = max([_needed(s) for s in members] + ([80] if row == 0 else []))
        for shape in members:
            shape.box = Box(x=0, y=y + (height - shape.h) // 2, w=shape.w, h=shape.h)
        y += height + _gap_below(level, members, lane, row == rows[-1])
    return y - top if rows else 0


def _needed(shape: Shape) -> int:
    """The height of a shape's row: labels stand below events, gateways and data."""
    return shape.h if shape.w > 50 else shape.h + 12


def _gap_below(level: Level, members: list[Shape], lane: int, is_last: bool) -> int:
    ids = {shape.id for shape in members}
    has_boundary = any(s.host in ids for s in level.shapes.values() if s.host)
    extra = 18 if has_boundary else 0
    if not is_last:
        return ROW_GAP + extra
    backs = sum(
        1 for line in level.lines if line.role is Role.BACK and _lowest(level, line) == lane
    )
    return extra + TRACK * max(0, backs - 1)


def _lowest(level: Level, line: Line) -> int:
    return max(level.shapes[line.source].lane, level.shapes[line.target].lane)


def _place_columns(shapes: list[Shape], lefts: list[int], widths: list[int], slack: int) -> None:
    for shape in shapes:
        x = lefts[shape.column] + (widths[shape.column] - shape.w) // 2
        shape.box = Box(x=x, y=shape.box.y + slack, w=shape.w, h=shape.h)


def _place_boundaries(level: Level) -> None:
    """Side by side on the host's lower border, the middle left free for its own flows."""
    hosts: dict[str, list[Shape]] = {}
    for shape in level.shapes.values():
        if shape.host:
            hosts.setdefault(shape.host, []).append(shape)
    for host_id, events in hosts.items():
        host = level.shapes[host_id].box
        slots = _slots(host.w, len(events))
        for event, slot in zip(events, slots, strict=True):
            event.box = Box(x=host.x + slot - 18, y=host.bottom - 18, w=36, h=36)


def _slots(width: int, count: int) -> list[int]:
    if count == 1:
        return [width - 28]
    if count == 2:
        return [width - 28, 28]
    step = (width - 36) // (count - 1) if count > 1 else 0
    return [18 + step * index for index in range(count)]

"""Cuts a long diagram into strips that are read one below the other, like lines of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.model import Box
from engine.bpmn.picture.sheet import Sheet

WIDEST: Final = 1440
"""Pixels: what a common screen shows without making anything smaller."""
_LEAST: Final = 500
_MARGIN: Final = 10
_EDGE: Final = 2  # above and below the lanes that are shown
_CLEARANCES: Final = (16, 4)
"""How far from a cut a node or name should stand, and must at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What one line of the picture shows: the headers of pool and lanes, and a part behind them."""

    header: Box | None  # repeated at the left of every strip but the first
    part: Box


def strips_of(sheet: Sheet) -> tuple[Strip, ...]:
    """The parts from left to right; no cut goes through a node or a name."""
    whole = _around([*_boxes(sheet), *_line_boxes(sheet)]).grown(_MARGIN)
    header = _header(sheet, whole)
    cuts = _cuts(sheet, whole, header.w if header else 0)
    edges = [whole.x, *cuts, whole.right]
    parts = (Box(x=a, y=whole.y, w=b - a, h=whole.h) for a, b in pairwise(edges))
    return tuple(_strip(sheet, part, header if part.x > whole.x else None) for part in parts)


def _strip(sheet: Sheet, part: Box, header: Box | None) -> Strip:
    """The part, as high as the lanes in which it shows something."""
    seen = [box for box in (*_inner(sheet), *_line_boxes(sheet)) if box.overlaps(part)]
    lanes = [one.box for one in sheet.figures if one.tag == "lane"]
    used = [lane for lane in lanes if any(lane.overlaps(box) for box in seen)]
    if not used:
        return Strip(header=header, part=part)
    top = min(lane.y for lane in used) - _EDGE
    bottom = max(lane.bottom for lane in used) + _EDGE
    cropped = Box(x=part.x, y=top, w=part.w, h=bottom - top)
    across = header and Box(x=header.x, y=top, w=header.w, h=bottom - top)
    return Strip(header=across, part=cropped)


def _header(sheet: Sheet, whole: Box) -> Box | None:
    """The strip at the left in which the names of pool and lanes stand."""
    upright = [one.box.x for one in sheet.figures if one.upright]
    if not upright:
        return None
    return Box(x=whole.x, y=whole.y, w=max(upright) + 30 - whole.x, h=whole.h)


def _cuts(sheet: Sheet, whole: Box, header: int) -> list[int]:
    """Where to cut into strips of about one width, through nothing but frames and lines."""
    solid = list(_inner(sheet))
    cuts: list[int] = []
    left, room = whole.x, WIDEST
    while whole.right - left > room:
        strips = -(-(whole.right - left) // (WIDEST - header))
        wanted = left + (whole.right - left) // strips
        cuts.append(_cut(solid, range(left + _LEAST, left + room + 1), wanted))
        left, room = cuts[-1], WIDEST - header
    return cuts


def _cut(solid: list[Box], places: range, wanted: int) -> int:
    """The free place nearest to the wanted one; the last place when none is free."""
    for clear in _CLEARANCES:
        blocked = {
            x for box in solid for x in range(box.x - clear + 1, box.right + clear) if x in places
        }
        free = [x for x in places if x not in blocked]
        if free:
            return min(free, key=lambda x: abs(x - wanted))
    return places[-1]


def _inner(sheet: Sheet) -> Iterable[Box]:
    """Nodes that hold nothing, the names of frames, and outside names."""
    for figure in sheet.figures:
        if not figure.is_around:
            yield figure.box
        if figure.label is not None:
            yield figure.label
    yield from (line.label for line in sheet.lines if line.label is not None)


def _boxes(sheet: Sheet) -> Iterable[Box]:
    yield from _inner(sheet)
    yield from (figure.box for figure in sheet.figures)


def _line_boxes(sheet: Sheet) -> Iterable[Box]:
    """Each straight piece of each line."""
    for line in sheet.lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            yield Box(x=min(ax, bx), y=min(ay, by), w=abs(bx - ax) + 1, h=abs(by - ay) + 1)


def _around(boxes: list[Box]) -> Box:
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(
        x=x, y=y, w=max(box.right for box in boxes) - x, h=max(box.bottom for box in boxes) - y
    )

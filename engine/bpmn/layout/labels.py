"""Finds places for names that stand outside their shape: free of shapes, lines and other names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.model import OUTSIDE_LABEL, Box, Level, Line, Point, Shape

_FONT: Final = 11
_LINE: Final = 14
_WIDTH: Final = 100  # where we break outside names

_NARROW: Final = 40


def text_size(text: str, width: int = _WIDTH, font: int = _FONT) -> tuple[int, int]:
    """Width and height of a text that is broken at the width, as a modeler will draw it."""
    em = font + 0.5
    full = sum(em if ord(char) > 0x2E7F else em * 0.56 for char in text)
    is_short = full + 2 <= width
    lines = 1 if is_short else max(1, -(-int(full) // max(1, width - font)))
    line_height = _LINE if font == _FONT else font + 4
    across = full if lines == 1 else full / lines + em
    return min(int(across) + 6, width), lines * line_height


def reserve_labels(level: Level) -> None:
    """First places, below the shapes, so that lines keep out of them where they can."""
    for shape in level.shapes.values():
        if shape.name and shape.tag in OUTSIDE_LABEL:
            shape.label = next(_around(shape, _size_of(shape.name)))


def place_labels(level: Level) -> None:
    """Final places, after the lines are drawn."""
    taken: list[Box] = [level.title] if level.title is not None else []
    for shape in level.shapes.values():
        if shape.name and shape.tag in OUTSIDE_LABEL:
            shape.label = _best(level, _places_of(shape), taken)
            taken.append(shape.label)
    for line in level.lines:
        if line.name and line.points:
            line.label = _best(level, _along(level, line), taken)
            taken.append(line.label)


def _places_of(shape: Shape) -> Iterator[Box]:
    """Around the shape; between the ways of boundary events also broken into short lines, and
    further down, below a line that crosses them close to the event."""
    yield from _around(shape, _size_of(shape.name))
    if shape.host:
        w, h = text_size(shape.name, _NARROW)
        yield from _around(shape, (w, h))
        x, below = shape.box.center[0], shape.box.bottom
        for dy in (14, 20, 26, 34, 44):
            yield Box(x=x + 4, y=below + dy, w=w, h=h)
            yield Box(x=x - w - 4, y=below + dy, w=w, h=h)


def _size_of(name: str) -> tuple[int, int]:
    return text_size(name)


def _best(level: Level, places: Iterator[Box], taken: list[Box]) -> Box:
    """The first place that touches nothing, else the one that touches least."""
    best: tuple[int, Box] | None = None
    for place in places:
        harm = _harm(level, place, taken)
        if harm == 0:
            return place
        if best is None or harm < best[0]:
            best = (harm, place)
    if best is None:
        msg = "a label needs at least one place"
        raise AssertionError(msg)
    return best[1]


def _harm(level: Level, place: Box, taken: list[Box]) -> int:
    harm = sum(5 for other in taken if place.overlaps(other))
    harm += sum(8 for shape in level.shapes.values() if _covers(shape, place))
    harm += sum(4 for line in level.lines if crosses(line.points, place))
    inside = any(
        band.x <= place.x
        and place.right <= band.right
        and band.y <= place.y
        and place.bottom <= band.bottom
        for band in level.bands
    )
    return harm + (0 if inside else 3)


def _covers(shape: Shape, place: Box) -> bool:
    return shape.box.overlaps(place)


def crosses(points: list[Point], box: Box) -> bool:
    """Whether a line of right-angled pieces runs through the box."""
    return any(
        min(ax, bx) < box.right
        and max(ax, bx) > box.x
        and min(ay, by) < box.bottom
        and max(ay, by) > box.y
        for (ax, ay), (bx, by) in pairwise(points)
    )


def _around(shape: Shape, size: tuple[int, int]) -> Iterator[Box]:
    w, h = size
    box = shape.box
    x, y = box.center
    if shape.host:  # the host stands above a boundary event
        yield Box(x=box.right + 2, y=box.bottom - 8, w=w, h=h)
        yield Box(x=box.right + 2, y=box.bottom - 14, w=w, h=h)
        yield Box(x=x + 4, y=box.bottom + 4, w=w, h=h)
        yield Box(x=box.x - w - 2, y=box.bottom - 8, w=w, h=h)
        yield Box(x=x - w - 4, y=box.bottom + 4, w=w, h=h)
    yield Box(x=x - w // 2, y=box.bottom + 5, w=w, h=h)
    yield Box(x=x - w // 2, y=box.y - h - 5, w=w, h=h)
    for dy in (0, 6, 12):
        yield Box(x=x + 6, y=box.y - h - 2 - dy, w=w, h=h)
        yield Box(x=x + 6, y=box.bottom + 3 + dy, w=w, h=h)
        yield Box(x=x - w - 6, y=box.y - h - 2 - dy, w=w, h=h)
        yield Box(x=x - w - 6, y=box.bottom + 3 + dy, w=w, h=h)
    yield Box(x=box.right + 4, y=y - h - 3, w=w, h=h)
    yield Box(x=box.right + 4, y=y + 3, w=w, h=h)
    yield Box(x=box.x - w - 4, y=y - h - 3, w=w, h=h)
    yield Box(x=box.x - w - 4, y=y + 3, w=w, h=h)


def _along(level: Level, line: Line) -> Iterator[Box]:
    """Near the flow's beginning first, above lying and right of upright pieces; not beside a
    first piece that the flow shares with another."""
    w, h = text_size(line.name)
    pieces = list(pairwise(line.points))
    if len(pieces) > 1 and _is_shared(level, line):
        pieces = [*pieces[1:], pieces[0]]
    for (ax, ay), (bx, by) in pieces:
        if ay == by:
            yield from _beside_lying(ax, bx, ay, w, h)
        else:
            yield from _beside_upright(ax, ay, by, w, h)


def _is_shared(level: Level, line: Line) -> bool:
    return any(
        other is not line and other.points and other.points[0] == line.points[0]
        for other in level.lines
    )


def _beside_lying(ax: int, bx: int, y: int, w: int, h: int) -> Iterator[Box]:
    low, high = min(ax, bx), max(ax, bx)
    near = low + 9 if ax <= bx else high - w - 9
    middle = (low + high - w) // 2
    step = 34 if ax <= bx else -34
    steps = [near + step * n for n in range(5) if low < near + step * n < high - w]
    for x in (near, *steps, middle, low + 6, high - w - 6):
        yield Box(x=x, y=y - h - 5, w=w, h=h)
    for x in (near, middle):
        yield Box(x=x, y=y + 3, w=w, h=h)


def _beside_upright(x: int, ay: int, by: int, w: int, h: int) -> Iterator[Box]:
    low, high = min(ay, by), max(ay, by)
    near = low + 6 if ay <= by else high - h - 6
    step = 22 if ay <= by else -22
    steps = [near + step * n for n in range(16) if low < near + step * n < high - h]
    for y in (near, *steps, (low + high - h) // 2, low + 4, high - h - 4):
        yield Box(x=x + 4, y=y, w=w, h=h)
    for y in (near, (low + high - h) // 2):
        yield Box(x=x - w - 4, y=y, w=w, h=h)

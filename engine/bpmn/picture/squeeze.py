"""Takes out of a strip the height in which nothing stands, so that it is seen at a glance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.model import Box
from engine.bpmn.picture.sheet import Figure, Line, Sheet
from engine.bpmn.picture.strips import Strip

_KEPT: Final = 18  # of a free height
_AROUND: Final = 10  # above and below a node, a name or a lying line
_TITLE: Final = 34  # within the upper side of an open sub-process
_MARKER: Final = 26  # within its lower side
_CHARACTER: Final = 14  # of an upright name
_MARGIN: Final = 24  # around it

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Squeezed:
    """What one strip shows, as high as it has to be."""

    sheet: Sheet
    strip: Strip


def squeezed(sheet: Sheet, strip: Strip) -> Squeezed:
    """The figures and lines of the strip, moved together; order and widths stay as they are."""
    figures = tuple(one for one in sheet.figures if _is_shown(one.box, strip) or one.upright)
    lines = tuple(one for one in sheet.lines if _passes(one, strip))
    move = _moves(_merged(sorted(_solid(figures, lines, strip))), strip.part)
    shown = Sheet(
        figures=tuple(_figure(one, move) for one in figures),
        lines=tuple(_line(one, move) for one in lines),
    )
    header = strip.header and _box(strip.header, move)
    return Squeezed(sheet=shown, strip=Strip(header=header, part=_box(strip.part, move)))


def _is_shown(box: Box, strip: Strip) -> bool:
    return box.overlaps(strip.part)


def _passes(line: Line, strip: Strip) -> bool:
    pieces = (_piece(a, b) for a, b in pairwise(line.points))
    return any(_is_shown(piece, strip) for piece in pieces) or bool(
        line.label and _is_shown(line.label, strip)
    )


def _piece(a: tuple[int, int], b: tuple[int, int]) -> Box:
    (ax, ay), (bx, by) = a, b
    return Box(x=min(ax, bx), y=min(ay, by), w=abs(bx - ax) + 1, h=abs(by - ay) + 1)


def _solid(figures: tuple[Figure, ...], lines: tuple[Line, ...], strip: Strip) -> Iterator[Span]:
    """Heights in which something stands that must keep its shape."""
    for figure in figures:
        yield from _of_frame(figure, strip.part) if figure.upright else _of_node(figure)
        yield from _of_name(figure.label, strip)
    for line in lines:
        yield from _of_name(line.label, strip)
        for a, b in pairwise(line.points):
            if a[1] == b[1] and _is_shown(_piece(a, b), strip):
                yield a[1] - _AROUND, a[1] + _AROUND


def _of_name(label: Box | None, strip: Strip) -> Iterator[Span]:
    if label is not None and _is_shown(label, strip):
        yield label.y - 4, label.bottom + 4


def _of_node(figure: Figure) -> Iterator[Span]:
    """All of it; of an open sub-process its two sides, with its name and what repeats it."""
    top, bottom = figure.box.y - _AROUND, figure.box.bottom + _AROUND
    if figure.expanded:
        yield top, figure.box.y + _TITLE
        yield figure.box.bottom - _MARKER, bottom
    else:
        yield top, bottom


def _of_frame(figure: Figure, part: Box) -> Iterator[Span]:
    """Its sides, and room for its name in the middle of what is shown of it."""
    top, bottom = max(figure.box.y, part.y), min(figure.box.bottom, part.bottom)
    if top >= bottom:
        return
    yield top - 2, top + 2
    yield bottom - 2, bottom + 2
    room = min(len(figure.name) * _CHARACTER + _MARGIN, bottom - top)
    middle = (top + bottom) // 2
    yield middle - room // 2, middle + room // 2


def _merged(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for low, high in spans:
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _moves(solid: list[Span], part: Box) -> Callable[[int], int]:
    """Where a height of the strip comes to stand."""
    knots: list[tuple[int, int]] = [(part.y, part.y)]

    def reach(to: int, most: int | None) -> None:
        """Go on to this height; what lies between is no higher than `most`."""
        at, put = knots[-1]
        if to > at:
            knots.append((to, put + (to - at if most is None else min(to - at, most))))

    for low, high in solid:
        reach(min(low, part.bottom), _KEPT)
        reach(min(high, part.bottom), None)
    reach(part.bottom, _KEPT)
    marks = [at for at, _ in knots]

    def move(y: int) -> int:
        place = max(bisect_right(marks, y) - 1, 0)
        at, put = knots[place]
        if place + 1 == len(knots):
            return put + y - at
        following, there = knots[place + 1]
        return put + (y - at) * (there - put) // (following - at)

    return move


def _box(box: Box, move: Callable[[int], int]) -> Box:
    y = move(box.y)
    return Box(x=box.x, y=y, w=box.w, h=move(box.bottom) - y)


def _figure(figure: Figure, move: Callable[[int], int]) -> Figure:
    label = figure.label and _box(figure.label, move)
    return replace(figure, box=_box(figure.box, move), label=label)


def _line(line: Line, move: Callable[[int], int]) -> Line:
    label = line.label and _box(line.label, move)
    return replace(line, points=tuple((x, move(y)) for x, y in line.points), label=label)

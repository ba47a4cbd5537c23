"""The places where lines may run on one level: centre lines of shapes and tracks between them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.model import ANCHOR, TITLE, Box, Level, Shape

_FIRST: Final = 18  # from a shape to the first track beside it
_STEP: Final = 12  # from track to track
_CLEAR: Final = 6  # how far a line stays away from a shape
_UNDER: Final = 6  # how far a line stays below the name of a sub-process
_BORDER: Final = 8  # how far a line that runs along a lane's border stays away from it


class Grid:
    """Sorted coordinates, and for each crossing the shapes whose surroundings cover it."""

    def __init__(self, level: Level) -> None:
        boxes = {shape.id: shape.box for shape in level.shapes.values()}
        self.level = level
        self.xs = _tracks(
            [(b.x, b.right) for b in boxes.values()],
            {b.center[0] for b in boxes.values()},
            (level.box.x, level.box.right),
            set(),
        )
        borders = {b.y for b in level.bands} | {b.bottom for b in level.bands}
        self.ys = _tracks(
            [(b.y, b.bottom) for b in boxes.values()],
            {b.center[1] for b in boxes.values()},
            (level.box.y, level.box.bottom),
            borders,
        )
        self.blocked: dict[tuple[int, int], set[str]] = {}
        if level.title is not None:
            self._keep_clear(level.title)
        for own, box in boxes.items():
            self._block(own, box.grown(_CLEAR))
        self.own_x, self.own_y = self._private_lines(level)

    def _block(self, own: str, box: Box) -> None:
        for i in range(bisect_left(self.xs, box.x), bisect_left(self.xs, box.right + 1)):
            for j in range(bisect_left(self.ys, box.y), bisect_left(self.ys, box.bottom + 1)):
                self.blocked.setdefault((i, j), set()).add(own)

    def _keep_clear(self, title: Box) -> None:
        """No line runs through the name of a sub-process; there is a track below it instead."""
        self.ys = sorted({*self.ys, title.bottom + _UNDER})
        left, right = self.index_x(title.x), self.index_x(title.right)
        for i in range(max(left - 1, 0), min(right + 1, len(self.xs))):
            for j in range(self.index_y(title.y), self.index_y(title.bottom + 1)):
                self.blocked.setdefault((i, j), set()).add(TITLE)

    def _private_lines(self, level: Level) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
        """Centre lines on a border: other lines do not run along them."""
        common = [s for s in level.shapes.values() if not _is_private(s)]
        common_x = {s.box.center[0] for s in common}
        common_y = {s.box.center[1] for s in common}
        own_x: dict[int, set[str]] = {}
        own_y: dict[int, set[str]] = {}
        for shape in level.shapes.values():
            x, y = shape.box.center
            if _is_private(shape) and x not in common_x:
                own_x.setdefault(self.index_x(x), set()).add(shape.id)
            if _is_private(shape) and y not in common_y:
                own_y.setdefault(self.index_y(y), set()).add(shape.id)
        return own_x, own_y

    def index_x(self, x: int) -> int:
        return bisect_left(self.xs, x)

    def index_y(self, y: int) -> int:
        return bisect_left(self.ys, y)


def _is_private(shape: Shape) -> bool:
    """Boundary events and the ends of message flows lie on a border."""
    return shape.host is not None or shape.tag == ANCHOR


def _tracks(
    spans: list[tuple[int, int]], centers: set[int], whole: tuple[int, int], borders: set[int]
) -> list[int]:
    found = set(centers)
    for low, high in _free(spans, whole):
        edges = [low, *sorted(b for b in borders if low < b < high), high]
        for a, b in pairwise(edges):
            first = a + (_BORDER if a in borders else _FIRST)
            last = b - (_BORDER if b in borders else _FIRST)
            if first > last and a not in borders and b not in borders:
                found.add((a + b) // 2)
            found.update(range(first, last + 1, _STEP))
    return sorted(found)


def _free(spans: list[tuple[int, int]], whole: tuple[int, int]) -> list[tuple[int, int]]:
    """The stretches of the axis that no shape covers."""
    free: list[tuple[int, int]] = []
    at = whole[0]
    for low, high in sorted(spans):
        if low > at:
            free.append((at, low))
        at = max(at, high)
    if whole[1] > at:
        free.append((at, whole[1]))
    return free

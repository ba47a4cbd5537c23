"""Finds for each line the cheapest right-angled way that meets no foreign shape."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import Final

from engine.bpmn.layout.grid import Grid
from engine.bpmn.layout.labels import crosses
from engine.bpmn.layout.model import GATEWAYS, Box, Level, Line, Point, Role, Shape

RIGHT, DOWN, LEFT, UP = range(4)
_STEP: Final = ((1, 0), (0, 1), (-1, 0), (0, -1))
_BEND: Final = 55
_CROSSING: Final = 45
_TOUCH: Final = 70  # a bend on another line
_MERGED: Final = 1.5  # for each pixel along a line to the same target
_FORKED: Final = 3.5  # for each pixel along a line from the same source
_FOREIGN: Final = 400  # for each pixel along any other line: only when there is no other way
_WANTED: Final = 220  # arriving where a way out of the target belongs
_CROWDED: Final = 30
_ABOVE: Final = 2  # times the length, for a rework loop above the path
_AWAY: Final = 150  # leaving upwards for a shape that lies below
_LABEL: Final = 25  # a step through the place of a label
_LEAVE: Final = {
    "task": (0, 70, 400, 130),
    "gateway": (0, 10, 300, 30),
    "back": (60, 0, 300, 260),
    "boundary": (900, 0, 900, 900),
}
_ARRIVE: Final = {  # by the direction of travel: RIGHT arrives at the left side
    "task": (0, 75, 400, 70),
    "gateway": (0, 15, 300, 15),
    "back": (40, 260, 300, 0),
}

Vertex = tuple[int, int]
State = tuple[int, int, int]


class Router:
    """Routes the lines of one level, one after the other; each minds those before it."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.grid = Grid(level)
        self.runs: dict[tuple[Vertex, bool], list[Line]] = {}  # a unit step from a vertex on
        self.passes: dict[Vertex, list[tuple[Line, int]]] = {}
        self.names: set[Vertex] = set()
        for shape in level.shapes.values():
            if shape.label is not None:
                self._mark_label(shape.label)

    def route_all(self) -> None:
        for line in sorted(self.level.lines, key=self._urgency):
            line.points = self.route(line)

    def route(self, line: Line) -> list[Point]:
        source, target = self.level.shapes[line.source], self.level.shapes[line.target]
        if source is target:
            has_events = any(shape.host == source.id for shape in self.level.shapes.values())
            return _own_loop(source.box, over=has_events)
        straight = self._straight_down(line, source, target)
        if straight:
            return straight
        path = _Search(self, line, source, target).run()
        self._remember(line, path)
        points = [(self.grid.xs[i], self.grid.ys[j]) for i, j in path]
        return _clip(_corners(points), source.box, target.box)

    def _straight_down(self, line: Line, source: Shape, target: Shape) -> list[Point] | None:
        """Data and notes right below their step: one upright line, beside what is there."""
        upper, lower = sorted((source, target), key=lambda shape: shape.box.y)
        is_near = (upper.column, upper.lane) == (lower.column, lower.lane)
        if line.role not in (Role.DATA, Role.ASSOCIATION) or not is_near:
            return None
        for aside in (0, -20, 20, -35, 35):
            x = upper.box.center[0] + aside
            between = Box(x=x - 4, y=upper.box.bottom, w=8, h=lower.box.y - upper.box.bottom)
            if self._is_empty(between) and lower.box.x < x < lower.box.right:
                ends = (x, upper.box.bottom), (x, lower.box.y)
                return list(ends if upper is source else reversed(ends))
        return None

    def _is_empty(self, box: Box) -> bool:
        shapes = (shape.box for shape in self.level.shapes.values())
        is_free = not any(shape.overlaps(box) for shape in shapes)
        return is_free and not any(crosses(line.points, box) for line in self.level.lines)

    def _urgency(self, line: Line) -> tuple[int, int, int]:
        source, target = self.level.shapes[line.source], self.level.shapes[line.target]
        if line.role in (Role.DATA, Role.ASSOCIATION):
            return 4, 0, 0
        if line.role is Role.BACK:
            return 3, source.column - target.column, 0
        is_next = source.column + 1 == target.column
        straight = is_next and source.on_path and target.on_path and not source.host
        if straight:
            return 0, 0, source.column
        return 1 + line.is_aside, target.column - source.column, source.column

    def _mark_label(self, box: Box) -> None:
        around = box.grown(3)
        columns = range(self.grid.index_x(around.x + 1), self.grid.index_x(around.right))
        rows = range(self.grid.index_y(around.y + 1), self.grid.index_y(around.bottom))
        self.names.update((i, j) for i in columns for j in rows)

    def _remember(self, line: Line, path: list[Vertex]) -> None:
        for (i, j), (k, m) in pairwise(path):
            low = (min(i, k), min(j, m))
            self.runs.setdefault((low, j == m), []).append(line)
        for before, here, after in zip(path, path[1:], path[2:], strict=False):
            straight = before[0] == after[0] or before[1] == after[1]
            axis = 2 if not straight else int(before[0] == after[0])
            self.passes.setdefault(here, []).append((line, axis))


class _Search:
    """One shortest-way search (A*) over vertices and directions."""

    def __init__(self, router: Router, line: Line, source: Shape, target: Shape) -> None:
        self.router = router
        self.grid = router.grid
        self.line = line
        self.own = {source.id, target.id}
        self.source, self.target = source, target
        self.start = self._vertex(source)
        self.goal = self._vertex(target)
        self.events = [  # the host stands in its event's way
            (shape.host, self._vertex(shape)) for shape in (source, target) if shape.host
        ]
        self.crowded = source.box.grown(24)
        self.loop_top = min(source.box.y, target.box.y) if line.role is Role.BACK else -1

    def _vertex(self, shape: Shape) -> Vertex:
        x, y = shape.box.center
        return self.grid.index_x(x), self.grid.index_y(y)

    def run(self) -> list[Vertex]:
        queue: list[tuple[float, int, State]] = []
        cost: dict[State, float] = {}
        came: dict[State, State] = {}
        leave = _prices(_LEAVE, self.line, self.source)
        for direction in range(4):
            state = (*self.start, direction)
            away = direction == UP and self.target.box.y >= self.source.box.bottom
            cost[state] = leave[direction] + (_AWAY if away else 0)
            heappush(queue, (cost[state], len(cost), state))
        done: set[State] = set()
        while queue:
            state = heappop(queue)[2]
            if state in done:
                continue
            done.add(state)
            if state[:2] == self.goal:
                return self._path(state, came)
            for following, price in self._moves(state):
                total = cost[state] + price
                if total < cost.get(following, float("inf")):
                    cost[following] = total
                    came[following] = state
                    heappush(queue, (total + self._rest(following), len(cost), following))
        msg = f"no way from {self.source.id} to {self.target.id}"
        raise AssertionError(msg)

    def _path(self, state: State, came: dict[State, State]) -> list[Vertex]:
        path = [state[:2]]
        while state in came:
            state = came[state]
            if state[:2] != path[-1]:
                path.append(state[:2])
        return path[::-1]

    def _rest(self, state: State) -> int:
        """The way at least, as the crow flies along the grid, with the turn that it needs."""
        i, j, heading = state
        xs, ys = self.grid.xs, self.grid.ys
        away = abs(xs[i] - xs[self.goal[0]]) + abs(ys[j] - ys[self.goal[1]])
        is_ahead = j == self.goal[1] if heading in (LEFT, RIGHT) else i == self.goal[0]
        return away if is_ahead else away + _BEND

    def _moves(self, state: State) -> list[tuple[State, float]]:
        i, j, heading = state
        found: list[tuple[State, float]] = []
        inside = bool(self.grid.blocked.get((i, j), set()) & self.own)
        for direction in range(4):
            turns = direction != heading
            if turns and (inside or direction == (heading + 2) % 4):
                continue
            dx, dy = _STEP[direction]
            here, there = (i, j), (i + dx, j + dy)
            if not self._is_open(there, direction):
                continue
            price = self._price(here, there, direction)
            if turns:
                price += _BEND + (_TOUCH if here in self.router.passes else 0)
                price += self._crowding(here)
            else:
                price += self._crossing(here, direction)
            found.append(((*there, direction), price))
        return found

    def _is_open(self, there: Vertex, direction: int) -> bool:
        i, j = there
        if not (0 <= i < len(self.grid.xs) and 0 <= j < len(self.grid.ys)):
            return False
        inside = self.grid.blocked.get(there)
        if inside is not None and not self._may_enter(inside, there, direction):
            return False
        if direction in (LEFT, RIGHT):
            return j not in self.grid.own_y  # that is along a border
        private = self.grid.own_x.get(i)
        return private is None or bool(private & self.own)

    def _may_enter(self, inside: set[str], there: Vertex, direction: int) -> bool:
        """Only its own ends; within them a line runs along centre lines, never across them."""
        if inside - self.own - self._host(there):
            return False
        for shape, (i, j) in ((self.source, self.start), (self.target, self.goal)):
            is_on_axis = there[0] == i if direction in (UP, DOWN) else there[1] == j
            if shape.id in inside and not is_on_axis:
                return False
        return True

    def _host(self, there: Vertex) -> set[str]:
        """The host covers the upper half of its boundary event, which a line may leave."""
        hosts = set()
        for host, vertex in self.events:
            if there[0] == vertex[0] and there[1] >= vertex[1]:
                hosts.add(host)
        return hosts

    def _price(self, here: Vertex, there: Vertex, direction: int) -> float:
        xs, ys = self.grid.xs, self.grid.ys
        length = abs(xs[here[0]] - xs[there[0]]) + abs(ys[here[1]] - ys[there[1]])
        price: float = length * (_ABOVE if self._is_loop_above(ys[here[1]]) else 1)
        low = (min(here[0], there[0]), min(here[1], there[1]))
        for other in self.router.runs.get((low, direction in (LEFT, RIGHT)), ()):
            price += length * self._company(other)
        if there in self.router.names:
            price += _LABEL
        if there == self.goal:
            price += _prices(_ARRIVE, self.line, self.target)[direction]
            price += self._kept_free(direction)
        return price

    def _is_loop_above(self, y: int) -> bool:
        """Rework loops belong below what they go back over."""
        return y < self.loop_top

    def _kept_free(self, direction: int) -> int:
        """The lower side, then the upper one, is wanted by the target's own ways aside."""
        target = self.target.id
        asides = sum(line.is_aside for line in self.router.level.lines if line.source == target)
        wanted = {UP: 1, DOWN: 2}.get(direction, 99)
        return _WANTED if asides >= wanted and self.line.role is not Role.BACK else 0

    def _company(self, other: Line) -> float:
        """The price of a pixel of running along another line."""
        if Role.BACK in (other.role, self.line.role):
            return _FOREIGN if other.source != self.line.source else _FORKED
        if other.target == self.line.target:
            return _MERGED
        return _FORKED if other.source == self.line.source else _FOREIGN

    def _crowding(self, here: Vertex) -> int:
        """A bend so near to the source leaves no room for the flow's name and mark."""
        if not self.line.name:
            return 0
        x, y = self.grid.xs[here[0]], self.grid.ys[here[1]]
        return _CROWDED if self.crowded.has((x, y)) else 0

    def _crossing(self, here: Vertex, direction: int) -> float:
        axis = 1 if direction in (UP, DOWN) else 0
        crossing = 18 if self.line.role is Role.BACK else _CROSSING
        return sum(
            _TOUCH if other == 2 else crossing
            for _, other in self.router.passes.get(here, ())
            if other != axis
        )


def _prices(
    table: dict[str, tuple[int, int, int, int]], line: Line, shape: Shape
) -> tuple[int, int, int, int]:
    if shape.host and "boundary" in table:
        return table["boundary"]
    if line.role is Role.BACK:
        return table["back"]
    if line.role in (Role.DATA, Role.ASSOCIATION):
        return 0, 0, 0, 0
    return table["gateway" if shape.tag in GATEWAYS else "task"]


def _corners(points: list[Point]) -> list[Point]:
    kept = points[:1]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
            kept.append(here)
    return kept + points[-1:]


def _clip(points: list[Point], source: Box, target: Box) -> list[Point]:
    """From border to border instead of centre to centre."""
    first = _border(source, points[0], points[1])
    last = _border(target, points[-1], points[-2])
    return [first, *points[1:-1], last]


def _border(box: Box, center: Point, towards: Point) -> Point:
    if towards[1] == center[1]:
        return (box.right if towards[0] > center[0] else box.x), center[1]
    return center[0], (box.bottom if towards[1] > center[1] else box.y)


def _own_loop(box: Box, *, over: bool) -> list[Point]:
    """A flow from a shape to itself: out on the right, round the corner, in from below; over the
    top where boundary events stand below."""
    x, y = box.center
    edge, far = (box.y, box.y - 15) if over else (box.bottom, box.bottom + 15)
    side = box.right + 15
    return [(box.right, y), (side, y), (side, far), (x, far), (x, edge)]

"""The plain boxes and lines that laying out works on; coordinates are whole pixels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Point = tuple[int, int]


class Role(StrEnum):
    """What a line is, which decides how it may run."""

    FLOW = "flow"
    BACK = "back"  # a rework loop: the flow that closes a circle
    DATA = "data"
    ASSOCIATION = "association"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle; the lower and right border belong to it."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def center(self) -> Point:
        return self.x + self.w // 2, self.y + self.h // 2

    def grown(self, by: int) -> Box:
        return Box(x=self.x - by, y=self.y - by, w=self.w + 2 * by, h=self.h + 2 * by)

    def moved(self, dx: int, dy: int) -> Box:
        return Box(x=self.x + dx, y=self.y + dy, w=self.w, h=self.h)

    def overlaps(self, other: Box) -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def has(self, point: Point) -> bool:
        """Whether the point lies strictly inside."""
        return self.x < point[0] < self.right and self.y < point[1] < self.bottom


@dataclass(slots=True, kw_only=True)
class Shape:
    """A drawn node: flow node, data store, data object or annotation."""

    id: str
    tag: str
    name: str = ""
    lane: int = 0
    w: int = 0
    h: int = 0
    column: int = 0
    row: int = 0
    on_path: bool = False  # on the straight line of the level
    host: str | None = None  # boundary events
    inside: Level | None = None  # sub-processes
    box: Box = field(default_factory=lambda: Box(x=0, y=0, w=0, h=0))
    label: Box | None = None

    @property
    def is_satellite(self) -> bool:
        """Drawn beside a flow node, without flows of its own."""
        return self.tag in SATELLITES


@dataclass(slots=True, kw_only=True)
class Line:
    """A drawn connection."""

    id: str
    source: str
    target: str
    name: str = ""
    role: Role = Role.FLOW
    is_aside: bool = False  # has a condition, out of an activity: what is not the normal case
    points: list[Point] = field(default_factory=list)
    label: Box | None = None


@dataclass(slots=True, kw_only=True)
class Level:
    """One process or sub-process: what is drawn side by side in it."""

    id: str
    shapes: dict[str, Shape] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    ties: list[Line] = field(default_factory=list)  # from a note to a flow
    lanes: list[str] = field(default_factory=list)  # lane ids; empty: one band without a frame
    bands: list[Box] = field(default_factory=list)  # one per lane after placing
    box: Box = field(default_factory=lambda: Box(x=0, y=0, w=0, h=0))
    title: Box | None = None  # of a sub-process: its name, in the middle of its upper side

    def flows(self) -> list[Line]:
        return [line for line in self.lines if line.role in (Role.FLOW, Role.BACK)]


ANCHOR = "anchor"
"""Stands for the end of a message flow at a black box while lines are routed."""

TITLE = "title"
"""Stands for the name of a sub-process among what lines keep clear of."""

EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
SATELLITES = frozenset({"dataStoreReference", "dataObjectReference", "textAnnotation"})
OUTSIDE_LABEL = EVENTS | GATEWAYS | {"dataStoreReference", "dataObjectReference"}
"""Shapes whose name stands outside them."""

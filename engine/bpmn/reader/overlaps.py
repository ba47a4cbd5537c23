"""Warns of flow nodes that are drawn on top of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn.reader.names import Node, elements_of, local_of
from engine.bpmn.reader.problems import Problems
from engine.errors import Text

_MOST: Final = 2_000  # shapes of one level that are compared
_SITS_ON_ANOTHER: Final = frozenset({"boundaryEvent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    node: Node
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: _Box) -> bool:
        """Whether the two share some area; to touch is not to overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def check_overlaps(drawn: Mapping[str, Node], nodes: Mapping[str, Node], p: Problems) -> None:
    """One warning for each node that lies on one before it of the same process or sub-process."""
    levels: dict[Node | None, list[_Box]] = {}
    for own, node in nodes.items():
        box = _box(node, drawn.get(own))
        if box is not None and local_of(node) not in _SITS_ON_ANOTHER:
            levels.setdefault(node.getparent(), []).append(box)
    for boxes in levels.values():
        for one, other in _overlapping(boxes):
            ids = one.node.get("id"), other.node.get("id")
            p.warning(
                "overlapping",
                other.node,
                Text(
                    zh=f"{ids[1]} 画在了 {ids[0]} 之上", en=f"{ids[1]} is drawn on top of {ids[0]}"
                ),
                Text(zh="运行 guicheng layout 文件", en="Run guicheng layout FILE"),
            )


def _overlapping(boxes: list[_Box]) -> Iterator[tuple[_Box, _Box]]:
    """From left to right, each box beside those that it may still touch."""
    open_boxes: list[_Box] = []
    for box in sorted(boxes[:_MOST], key=lambda one: one.left):
        open_boxes = [one for one in open_boxes if one.right > box.left]
        found = next((one for one in open_boxes if one.covers(box)), None)
        if found is not None:
            yield found, box
        open_boxes.append(box)


def _box(node: Node, shape: Node | None) -> _Box | None:
    """The bounds of a shape; None without any, or with bounds that are no numbers."""
    for bounds in () if shape is None else elements_of(shape):
        if local_of(bounds) == "Bounds":
            try:
                x, y, width, height = (float(bounds.get(k) or "") for k in _SIDES)
            except ValueError:
                return None
            return _Box(node=node, left=x, top=y, right=x + width, bottom=y + height)
    return None


_SIDES: Final = ("x", "y", "width", "height")

"""Message flows between the steps of a process and black-box pools below it."""

from __future__ import annotations

from typing import Final

from engine.bpmn.layout.collect import Pool, Sheet
from engine.bpmn.layout.model import ANCHOR, Box, Level, Line, Shape

POOL_GAP: Final = 60
BLACK_BOX: Final = 60


def black_box_tops(sheet: Sheet, level: Level) -> dict[str, int]:
    """The upper border of each black-box pool, in the level's coordinates."""
    boxes = [pool for pool in sheet.pools if not pool.process]
    return {
        pool.id: level.box.h + POOL_GAP + number * (BLACK_BOX + POOL_GAP)
        for number, pool in enumerate(boxes)
    }


def attach(sheet: Sheet, level: Level, own: Pool | None) -> list[Line]:
    """Adds a stand-in shape on the black box's border for each message flow of this level, so
    that it is routed like every other line; gives the lines to take away again."""
    tops = black_box_tops(sheet, level)
    added: list[Line] = []
    for number, line in enumerate(sheet.messages):
        ends = (line.source, line.target)
        pools = [end for end in ends if end in tops]
        steps = [end for end in ends if end in level.shapes]
        if len(pools) == 1 and steps:
            added.append(_anchored(level, line, pools[0], tops[pools[0]]))
        elif len(pools) == 1 and own is not None and own.id in ends:
            _between_pools(level, line, tops[pools[0]], number, own.id)
    if added:
        lowest = max(tops.values())
        level.box = Box(x=0, y=0, w=level.box.w, h=lowest + 2)
    level.lines += added
    return added


def detach(level: Level, added: list[Line], height: int) -> None:
    """Takes lines and stand-ins out again; the level has its own height back."""
    level.lines = [line for line in level.lines if line not in added]
    level.shapes = {own: s for own, s in level.shapes.items() if s.tag != ANCHOR}
    level.box = Box(x=0, y=0, w=level.box.w, h=height)


def _anchored(level: Level, line: Line, pool: str, top: int) -> Line:
    step = line.source if line.target == pool else line.target
    box = level.shapes[step].box
    x = box.center[0]
    own = f"{ANCHOR}-{line.id}"
    level.shapes[own] = Shape(id=own, tag=ANCHOR, box=Box(x=x - 1, y=top, w=2, h=2))
    if line.target == pool:
        line.target = own
    else:
        line.source = own
    return line


def _between_pools(level: Level, line: Line, top: int, number: int, own: str) -> None:
    x = 60 + 40 * number
    upper, lower = (x, level.box.h), (x, top)
    line.points = [upper, lower] if line.source == own else [lower, upper]

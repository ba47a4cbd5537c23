"""Names as SVG text, broken where a reader would break them."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from engine.bpmn.layout.model import Box

_CJK_FROM: Final = 0x2E7F
_PIECES: Final = re.compile(r"[^\s⺀-￿]+|[⺀-￿][，。？！、；：）”》]*|\s")


def broken(text: str, width: int, font: int) -> list[str]:
    """Lines of at most this many pixels; a single word that is longer stays whole."""
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        if lines[-1] and _across(lines[-1] + piece, font) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _across(text: str, font: int) -> float:
    return sum(font if ord(char) > _CJK_FROM else font * 0.56 for char in text)


def words(text: str, box: Box, *, font: int = 12, top: bool = False) -> str:
    """The text in the middle of the box, or along its upper side."""
    lines = broken(text, box.w, font)
    step = font + 3
    x, middle = box.center
    first = box.y + font if top else middle - (len(lines) - 1) * step // 2 + font // 3
    rows = "".join(
        f'<tspan x="{x}" y="{first + number * step}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return f'<text font-size="{font}" text-anchor="middle">{rows}</text>' if rows else ""


def upright(text: str, box: Box, font: int = 12) -> str:
    """The name of a pool or lane, running upwards in the strip at its left."""
    x, y = box.x + 19, box.center[1]
    turned = f'transform="rotate(-90 {x} {y})"'
    return (
        f'<text font-size="{font}" text-anchor="middle" x="{x}" y="{y}" {turned}>'
        f"{escape(text)}</text>"
    )

"""A picture (SVG) of a BPMN file, drawn from its own diagram interchange and nothing else."""

from __future__ import annotations

from typing import Final

from engine.bpmn.layout.model import Box
from engine.bpmn.picture.figures import drawn, line_drawn
from engine.bpmn.picture.sheet import Sheet, sheets_of
from engine.bpmn.picture.squeeze import squeezed
from engine.bpmn.picture.strips import Strip, strips_of
from engine.bpmn.picture.words import upright
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.source import parse_xml
from engine.errors import DeploymentRefused, Finding, Text

_GAP: Final = 24  # between strips
_SMALLEST: Final = 20  # less of a lane than this needs no name
_LOOK: Final = (
    "font-family=\"'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif\" "
    'stroke="#333" stroke-width="1.5" stroke-linejoin="round" fill="none"'
)
_DEFINED: Final = (
    "<style>text{fill:#222;stroke:none}</style>"
    '<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
    'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10Z" fill="#333" '
    'stroke="none"/></marker>'
    '<marker id="hollow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" '
    'markerUnits="userSpaceOnUse" orient="auto"><path d="M1 1L9 5L1 9Z" fill="#fff"/></marker>'
)


def picture(data: bytes, *, file: str | None = None) -> str:
    """The file's diagrams one below the other, at most 1440 pixels wide and never made smaller: a
    longer diagram goes on in the next strip, and a strip is as high as what it shows. The same
    bytes always give the same text.

    Raises DeploymentRefused for what cannot be read or has no diagram.
    """
    problems = Problems(file)
    root = parse_xml(data, problems)
    if root is None:
        raise problems.refusal()
    sheets = sheets_of(root)
    if not sheets:
        raise _nothing_drawn(file)
    bodies: list[str] = []
    strips, y, widest = [], 0, 0
    for one in (squeezed(sheet, strip) for sheet in sheets for strip in strips_of(sheet)):
        strip = one.strip
        strips.append(_placed(strip, len(bodies), y) + _headed(one.sheet, strip, y))
        bodies.append(f'<g id="d{len(bodies)}">{_body(one.sheet)}</g>')
        y += strip.part.h + _GAP
        widest = max(widest, strip.part.w + (strip.header.w if strip.header else 0))
    return _svg(bodies, strips, widest, y - _GAP)


def _body(sheet: Sheet) -> str:
    frames = [drawn(one) for one in sheet.figures if one.is_around]
    lines = [line_drawn(line) for line in sheet.lines]
    nodes = [drawn(one) for one in sheet.figures if not one.is_around]
    return "\n".join((*frames, *lines, *nodes))


def _placed(strip: Strip, number: int, y: int) -> str:
    windows, x = [], 0
    for box in (strip.header, strip.part):
        if box is not None:
            windows.append(
                f'<svg x="{x}" y="{y}" width="{box.w}" height="{box.h}" '
                f'viewBox="{box.x} {box.y} {box.w} {box.h}"><use href="#d{number}"/></svg>'
            )
            x += box.w
    return "".join(windows)


def _headed(sheet: Sheet, strip: Strip, y: int) -> str:
    """The names of pool and lanes, in the middle of what the strip shows of each."""
    seen, left = strip.part, (strip.header or strip.part).x
    names = []
    for one in sheet.figures:
        top, bottom = max(one.box.y, seen.y), min(one.box.bottom, seen.bottom)
        if one.upright and bottom - top > _SMALLEST:
            box = Box(x=one.box.x - left, y=top - seen.y + y, w=one.box.w, h=bottom - top)
            names.append(upright(one.name, box))
    return "".join(names)


def _svg(bodies: list[str], strips: list[str], width: int, height: int) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" {_LOOK}>',
        f'<rect width="{width}" height="{height}" fill="#fff" stroke="none"/>',
        f"<defs>{_DEFINED}",
        *bodies,
        "</defs>",
        *strips,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _nothing_drawn(file: str | None) -> DeploymentRefused:
    text = Text(
        zh="文件里没有图形；先用 guicheng layout 排图",
        en="The file has no diagram; lay it out first with guicheng layout",
    )
    return DeploymentRefused((Finding(rule="no-diagram", severity="error", text=text, file=file),))

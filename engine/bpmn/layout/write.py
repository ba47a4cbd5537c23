"""Puts diagram interchange into a file and leaves every other byte of it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from engine.bpmn.layout.collect import Sheet
from engine.bpmn.layout.draw import LANE_LABEL
from engine.bpmn.layout.model import Box, Level, Line, Shape
from engine.bpmn.reader.names import BPMN, BPMNDI, DC, DI

_OPEN: Final = (
    f'<bpmndi:BPMNDiagram xmlns:bpmndi="{BPMNDI}" xmlns:dc="{DC}" xmlns:di="{DI}" '
    'id="BPMNDiagram_1">'
)


def interchange(sheet: Sheet, pools: dict[str, Box]) -> str:
    """The BPMNDiagram element, with its own namespace declarations, indented by two spaces."""
    lines = [
        f"  {_OPEN}",
        f'    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement={quoteattr(sheet.plane)}>',
    ]
    for pool_id, box in pools.items():
        lines += _shape(pool_id, box, ' isHorizontal="true"')
    for level in sheet.levels:
        lines += _lanes(level)
        lines += _level(level)
    for line in sheet.messages:
        lines += _edge(line)
    lines += ["    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>"]
    return "\n".join(lines)


def splice(data: bytes, diagram: str, encoding: str) -> bytes:
    """Replaces the file's diagrams by this one, or adds it before the end of definitions."""
    is_plain = encoding.lower() in ("utf-8", "ascii", "us-ascii")
    text = data if is_plain else data.decode(encoding).encode()
    spans, end = _find(text)
    out = diagram.encode()
    if spans:
        at, rest = spans[0][0], text[spans[0][1] :]
        for start, stop in reversed(spans[1:]):
            rest = rest[: start - spans[0][1]] + rest[stop - spans[0][1] :]
        text = text[:at] + out.strip() + rest
    else:
        text = text[:end] + out + b"\n" + text[end:]
    return text if is_plain else text.decode().encode(encoding, "xmlcharrefreplace")


def _lanes(level: Level) -> Iterator[str]:
    for lane, band in zip(level.lanes, level.bands, strict=False):
        framed = Box(x=band.x - LANE_LABEL, y=band.y, w=band.w + LANE_LABEL, h=band.h)
        yield from _shape(lane, framed, ' isHorizontal="true"')


def _level(level: Level) -> Iterator[str]:
    for shape in level.shapes.values():
        yield from _drawn(shape)
        if shape.inside is not None:
            yield from _level(shape.inside)
    for line in (*level.lines, *level.ties):
        yield from _edge(line)


def _drawn(shape: Shape) -> Iterator[str]:
    extra = ""
    if shape.inside is not None:
        extra = ' isExpanded="true"'
    elif shape.tag == "exclusiveGateway":
        extra = ' isMarkerVisible="true"'
    yield from _shape(shape.id, shape.box, extra, shape.label)


def _shape(own: str, box: Box, extra: str = "", label: Box | None = None) -> Iterator[str]:
    name = quoteattr(own)
    yield f"      <bpmndi:BPMNShape id={quoteattr(own + '_di')} bpmnElement={name}{extra}>"
    yield f"        {_bounds(box)}"
    yield from _label(label)
    yield "      </bpmndi:BPMNShape>"


def _edge(line: Line) -> Iterator[str]:
    name = quoteattr(line.id)
    yield f"      <bpmndi:BPMNEdge id={quoteattr(line.id + '_di')} bpmnElement={name}>"
    for x, y in line.points:
        yield f'        <di:waypoint x="{x}" y="{y}" />'
    yield from _label(line.label)
    yield "      </bpmndi:BPMNEdge>"


def _label(label: Box | None) -> Iterator[str]:
    if label is not None:
        yield "        <bpmndi:BPMNLabel>"
        yield f"          {_bounds(label)}"
        yield "        </bpmndi:BPMNLabel>"


def _bounds(box: Box) -> str:
    return f'<dc:Bounds x="{box.x}" y="{box.y}" width="{box.w}" height="{box.h}" />'


def _find(text: bytes) -> tuple[list[tuple[int, int]], int]:
    """The byte ranges of the diagrams, and where the end tag of definitions begins."""
    parser = expat.ParserCreate("utf-8", " ")
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    end = [len(text)]

    def on_start(name: str, _: dict[str, str]) -> None:
        if name == f"{BPMNDI} BPMNDiagram":
            opened.append(parser.CurrentByteIndex)

    def on_end(name: str) -> None:
        at = parser.CurrentByteIndex
        if name == f"{BPMNDI} BPMNDiagram":
            close = text.find(b">", at)
            spans.append((opened.pop(), close + 1))
        elif name == f"{BPMN} definitions":
            end[0] = at

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.Parse(text, True)
    return spans, end[0]

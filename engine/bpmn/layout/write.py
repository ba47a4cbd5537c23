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


def splice(data: bytes, diagram: str) -> bytes:
    """Replaces the file's diagrams by this one, or adds it before the end of definitions."""
    spans, end = _find(data)
    encoded = diagram.encode(_encoding(data), "xmlcharrefreplace")
    if not spans:
        return data[:end] + encoded + b"\n" + data[end:]
    first = spans[0]
    out = data[: first[0]] + encoded.strip() + data[first[1] : spans[-1][1]]
    for start, stop in spans[1:]:
        out = out.replace(data[start:stop], b"", 1)
    return out + data[spans[-1][1] :]


def _lanes(level: Level) -> Iterator[str]:
    for lane, band in zip(level.lanes, level.bands, strict=False):
        framed = Box(x=band.x - LANE_LABEL, y=band.y, w=band.w + LANE_LABEL, h=band.h)
        yield from _shape(lane, framed, ' isHorizontal="true"')


def _level(level: Level) -> Iterator[str]:
    for shape in level.shapes.values():
        yield from _drawn(shape)
        if shape.inside is not None:
            yield from _level(shape.inside)
    for line in level.lines:
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


def _find(data: bytes) -> tuple[list[tuple[int, int]], int]:
    """The byte ranges of the diagrams, and where the end tag of definitions begins."""
    parser = expat.ParserCreate(namespace_separator=" ")
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    end = [len(data)]

    def on_start(name: str, _: dict[str, str]) -> None:
        if name == f"{BPMNDI} BPMNDiagram":
            opened.append(parser.CurrentByteIndex)

    def on_end(name: str) -> None:
        at = parser.CurrentByteIndex
        if name == f"{BPMNDI} BPMNDiagram":
            close = data.find(b">", at)
            spans.append((opened.pop(), close + 1))
        elif name == f"{BPMN} definitions":
            end[0] = at

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.Parse(data, True)
    return spans, end[0]


def _encoding(data: bytes) -> str:
    head = data[:200].decode("ascii", "ignore")
    marker = 'encoding="'
    if head.startswith("<?xml") and marker in head:
        return head.split(marker, 1)[1].split('"', 1)[0]
    return "utf-8"

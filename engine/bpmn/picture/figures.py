"""Draws one figure or line of a diagram as SVG."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from engine.bpmn.layout.model import EVENTS, GATEWAYS, Box, Point
from engine.bpmn.picture.marks import sign
from engine.bpmn.picture.sheet import Figure, Line
from engine.bpmn.picture.words import words

_OUTSIDE: Final = 11
"""Font of names that stand outside their figure; the size that the layout reckons with."""


def drawn(figure: Figure) -> str:
    """The figure with its name; hovering shows the English name."""
    body = _body(figure)
    title = f"<title>{escape(figure.english)}</title>" if figure.english else ""
    return f"<g>{title}{body}{_outside_name(figure.name, figure.label)}</g>"


def _body(figure: Figure) -> str:
    if figure.upright:
        shade = "#f6f8fa" if figure.tag == "participant" else "none"
        return _frame(figure.box, shade)  # its name is written beside every strip
    if figure.tag in EVENTS:
        return _event(figure)
    if figure.tag in GATEWAYS:
        return _gateway(figure)
    if figure.tag.startswith("data"):
        return _data(figure)
    if figure.tag == "textAnnotation":
        box = figure.box
        return f'<path d="M{box.x + 10} {box.y}H{box.x}V{box.bottom}H{box.x + 10}"/>' + words(
            figure.name, box, font=_OUTSIDE
        )
    return _activity(figure)


def _outside_name(name: str, label: Box | None) -> str:
    return words(name, label, font=_OUTSIDE) if name and label is not None else ""


def _frame(box: Box, fill: str) -> str:
    return f'<rect x="{box.x}" y="{box.y}" width="{box.w}" height="{box.h}" fill="{fill}"/>'


def _activity(figure: Figure) -> str:
    box = figure.box
    thick = ' stroke-width="4"' if figure.tag == "callActivity" else ""
    dotted = ' stroke-dasharray="6 4"' if figure.tag == "subProcess" and figure.trigger else ""
    shape = (
        f'<rect x="{box.x}" y="{box.y}" width="{box.w}" height="{box.h}" rx="10" '
        f'fill="{"#fcfcfc" if figure.expanded else "#fff"}"{thick}{dotted}/>'
    )
    if figure.expanded:
        across = Box(x=box.x + 12, y=box.y + 6, w=box.w - 24, h=20)
        return shape + words(figure.name, across, top=True) + _below(figure)
    inside = Box(x=box.x + 8, y=box.y + 8, w=box.w - 16, h=box.h - 16)
    return (
        shape + sign(figure.tag, (box.x + 13, box.y + 14)) + words(figure.name, inside)
    ) + _below(figure)


def _below(figure: Figure) -> str:
    x, y = figure.box.center[0], figure.box.bottom - 9
    is_collapsed = not figure.expanded and figure.tag in ("subProcess", "transaction")
    is_call = figure.tag == "callActivity"
    signs = [name for name in (figure.loop, "collapsed" if is_collapsed or is_call else "") if name]
    first = x - 9 * (len(signs) - 1)
    return "".join(sign(name, (first + 18 * n, y)) for n, name in enumerate(signs))


def _event(figure: Figure) -> str:
    x, y = figure.box.center
    radius = figure.box.w // 2
    thick = ' stroke-width="3.5"' if figure.tag == "endEvent" else ""
    dashed = "" if figure.interrupting else ' stroke-dasharray="4 3"'
    circle = f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#fff"{thick}{dashed}/>'
    if figure.tag not in ("startEvent", "endEvent"):
        circle += f'<circle cx="{x}" cy="{y}" r="{radius - 3}" fill="none"{dashed}/>'
    thrown = figure.tag in ("endEvent", "intermediateThrowEvent")
    return circle + sign(figure.trigger, (x, y), thrown=thrown)


def _gateway(figure: Figure) -> str:
    box = figure.box
    x, y = box.center
    diamond = f"M{x} {box.y}L{box.right} {y}L{x} {box.bottom}L{box.x} {y}Z"
    return f'<path d="{diamond}" fill="#fff"/>' + sign(figure.tag, (x, y))


def _data(figure: Figure) -> str:
    box = figure.box
    if figure.tag == "dataStoreReference":
        rim = f"a{box.w // 2} 7 0 0 0 {box.w} 0a{box.w // 2} 7 0 0 0 -{box.w} 0"
        side = f"v{box.h - 14}a{box.w // 2} 7 0 0 0 {box.w} 0v-{box.h - 14}"
        return f'<path d="M{box.x} {box.y + 7}{rim}{side}" fill="#fff"/>'
    fold = box.right - 10
    sheet = f"M{box.x} {box.y}H{fold}L{box.right} {box.y + 10}V{box.bottom}H{box.x}Z"
    return f'<path d="{sheet}" fill="#fff"/><path d="M{fold} {box.y}v10h10"/>'


def line_drawn(line: Line) -> str:
    """The line with its arrow and its name."""
    points = " ".join(f"{x},{y}" for x, y in line.points)
    style = {
        "sequenceFlow": ' marker-end="url(#arrow)"',
        "messageFlow": ' marker-end="url(#hollow)" stroke-dasharray="8 5"',
    }.get(line.tag, ' stroke-dasharray="2 4"')
    title = f"<title>{escape(line.english)}</title>" if line.english else ""
    first, second = line.points[0], line.points[1]
    return (
        f'<g>{title}<polyline points="{points}" fill="none"{style}/>'
        f"{_beginning(line, first, second)}{_outside_name(line.name, line.label)}</g>"
    )


def _beginning(line: Line, first: Point, second: Point) -> str:
    """The stroke of a default flow or the diamond of a conditional one, at the source."""
    dx = (second[0] > first[0]) - (second[0] < first[0])
    dy = (second[1] > first[1]) - (second[1] < first[1])
    x, y = first[0] + dx * 9, first[1] + dy * 9
    if line.default:
        return f'<path d="M{x - 4} {y + 5}L{x + 4} {y - 5}"/>'
    if not line.conditional:
        return ""
    return (
        f'<path d="M{first[0]} {first[1]}L{x + 5 * dy} {y + 5 * dx}'
        f'L{first[0] + dx * 18} {first[1] + dy * 18}L{x - 5 * dy} {y - 5 * dx}Z" fill="#fff"/>'
    )

"""The small signs of BPMN 2.0.2: what starts an event, what a gateway or task does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.bpmn.layout.model import Point


def _path(d: str, filled: bool) -> str:
    """A sign drawn around (0, 0)."""
    return f'<path d="{d}" fill="{"#333" if filled else "none"}"/>'


_SIGNS: Final[Mapping[str, Callable[[bool], str]]] = {
    "timer": lambda _: '<circle r="10" fill="none"/>' + _path("M0 -7V0H5", filled=False),
    "message": lambda thrown: (
        '<rect x="-9" y="-6" width="18" height="12" fill="#333"/>'
        '<path d="M-9 -6L0 1L9 -6" fill="none" stroke="#fff"/>'
        if thrown
        else '<rect x="-9" y="-6" width="18" height="12" fill="none"/>'
        '<path d="M-9 -6L0 1L9 -6" fill="none"/>'
    ),
    "error": lambda thrown: _path("M-8 8L-3 -7L3 3L8 -8L3 9L-3 -1Z", thrown),
    "escalation": lambda thrown: _path("M0 -9L7 8L0 1L-7 8Z", thrown),
    "signal": lambda thrown: _path("M0 -9L9 7H-9Z", thrown),
    "compensate": lambda thrown: _path("M0 -7L-8 0L0 7ZM8 -7L0 0L8 7Z", thrown),
    "link": lambda thrown: _path("M-9 -4H2V-8L9 0L2 8V4H-9Z", thrown),
    "cancel": lambda thrown: _path(
        "M-8 -5L-5 -8L0 -3L5 -8L8 -5L3 0L8 5L5 8L0 3L-5 8L-8 5L-3 0Z", thrown
    ),
    "terminate": lambda _: '<circle r="10" fill="#333"/>',
    "conditional": lambda _: _path("M-7 -9H7V9H-7ZM-4 -5H4M-4 0H4M-4 5H4", filled=False),
    "multiple": lambda thrown: _path("M0 -9L9 -2L5 8H-5L-9 -2Z", thrown),
    "exclusiveGateway": lambda _: '<path d="M-7 -8L7 8M7 -8L-7 8" stroke-width="3"/>',
    "parallelGateway": lambda _: '<path d="M0 -11V11M-11 0H11" stroke-width="3"/>',
    "inclusiveGateway": lambda _: '<circle r="11" fill="none" stroke-width="3"/>',
    "complexGateway": lambda _: '<path d="M0 -11V11M-11 0H11M-8 -8L8 8M8 -8L-8 8"/>',
    "eventBasedGateway": lambda _: (
        '<circle r="13" fill="none"/><circle r="10" fill="none"/>'
        + _path("M0 -7L7 -2L4 6H-4L-7 -2Z", filled=False)
    ),
    "userTask": lambda _: (
        '<circle cy="-3" r="4" fill="none"/>' + _path("M-7 8C-7 1 7 1 7 8Z", filled=False)
    ),
    "manualTask": lambda _: _path("M-7 -3H6M-7 0H7M-7 3H6M-7 -5V6H2", filled=False),
    "serviceTask": lambda _: (
        '<circle r="3" fill="none"/>'
        '<circle r="6" fill="none" stroke-width="3" stroke-dasharray="3 2"/>'
    ),
    "businessRuleTask": lambda _: _path("M-7 -6H7V6H-7ZM-7 -2H7M-2 -2V6M-7 2H7", filled=False),
    "scriptTask": lambda _: _path("M-6 -7H6L3 7H-7ZM-3 -3H3M-4 0H2M-4 3H1", filled=False),
    "loop": lambda _: _path("M-3 5A6 6 0 1 1 3 5M-3 5L-6 2M-3 5L-7 6", filled=False),
    "parallel": lambda _: '<path d="M-4 -5V5M0 -5V5M4 -5V5" stroke-width="2"/>',
    "sequential": lambda _: '<path d="M-5 -4H5M-5 0H5M-5 4H5" stroke-width="2"/>',
    "collapsed": lambda _: _path("M-6 -6H6V6H-6ZM0 -4V4M-4 0H4", filled=False),
}
_ALIKE: Final = {"sendTask": ("message", True), "receiveTask": ("message", False)}


def sign(name: str, at: Point, *, thrown: bool = False) -> str:
    """The sign with this name at a place; nothing where BPMN has none."""
    name, thrown = _ALIKE.get(name, (name, thrown))
    drawn = _SIGNS.get(name)
    return "" if drawn is None else f'<g transform="translate({at[0]} {at[1]})">{drawn(thrown)}</g>'

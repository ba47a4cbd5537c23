"""What stops a token: the reason as data, with the sentences that people get to read."""

from __future__ import annotations

from engine.core.definition import Element
from engine.core.state import IncidentKind
from engine.errors import Text


class Stuck(Exception):
    """Raised by a behaviour before it changed anything; becomes an incident at `element`."""

    def __init__(self, kind: IncidentKind, element: Element, zh: str, en: str) -> None:
        super().__init__(en)
        self.kind = kind
        self.element = element
        self.text = Text(zh=f"“{element.name or element.id}”：{zh}", en=f"{element.id}: {en}")

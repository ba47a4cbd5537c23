"""Sentences about control that people moved, against or beside the arrows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from engine.core import events as ev
from engine.errors import Text


class Names(Protocol):
    """What logins, elements and what belongs to them are called."""

    @property
    def person(self) -> Callable[[str], Text]: ...

    def element(self, element_id: str) -> Text: ...

    def owner(self, owned_id: str) -> Text: ...


def _moved(event: ev.ControlMoved, names: Names) -> Text:
    who, to = names.person(event.by), names.element(event.target)
    return Text(zh=f"{who.zh}使流程转到“{to.zh}”", en=f'{who.en} moved the case to "{to.en}"')


MOVES: Final[Mapping[type[ev.Event], Callable[[Any, Names], Text]]] = {
    ev.ControlMoved: _moved,
}
"""By event type; part of engine.history.sentences.SENTENCES."""

"""What data that is shown of a case is called: labels beyond its forms, and names of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from api import show
from api.deps import House
from api.labels import labels_of, spoken
from api.schemas.work import Label, OptionText
from engine.core.coded import coded
from engine.core.definition import Bundle
from engine.core.ids import UserId
from engine.errors import Text

Named = Collection[tuple[str, Any]]
"""Names of data, `one.other` too, with their values."""


def labels_for(bundle: Bundle, told: Named) -> list[Label]:
    """Those of the forms, and of whatever else is told."""
    own = labels_of(bundle)
    known = {label.name for label in own}
    parts = {part for name, value in told for part in (*name.split("."), *_inside(value))}
    names = parts | {name for name, _ in told}
    return [*own, *spoken(names - known)]


def called(house: House, told: Named) -> list[OptionText]:
    """People, else roles and departments, among the values, by the names that they have."""
    texts = sorted({text for _, value in told for text in coded(value)})
    found = ((text, _name(house, text)) for text in texts)
    return [OptionText(value=text, zh=one.zh, en=one.en) for text, one in found if one.zh != text]


def _name(house: House, text: str) -> Text:
    people = house.runtime.people
    if people.person(UserId(text)) is not None:
        return show.person_name(house, text)
    role = people.role_name(text)
    return role if role.zh != text else people.department_name(text)


def _inside(value: Any) -> Iterator[str]:
    """The names within a value, at any depth."""
    if isinstance(value, Mapping):
        yield from value
    within = value.values() if isinstance(value, Mapping) else value
    if isinstance(within, str | bytes) or not isinstance(within, Iterable):
        return
    for one in within:
        yield from _inside(one)

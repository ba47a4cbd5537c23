"""Keeps a change of the organisation from being undone by what is recorded for a later day.

Entries are recorded whole. One that takes effect later was written before this change was known,
so at its day it would bring back what is changed now: what somebody lost, or who has left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from engine.errors import Text
from engine.identity.entries import Entries

_JUST_BEFORE: Final = timedelta(microseconds=1)
_Fields = Mapping[str, Any]


class Recorded(NamedTuple):
    """What is recorded for a later day: the entries before it, at it, and which it names."""

    when: datetime
    before: Entries
    at: Entries
    named: frozenset[tuple[str, str]]


def just_before(when: datetime) -> datetime:
    """The last moment at which the change of `when` is not in effect yet."""
    return when - _JUST_BEFORE


def corrections(
    changes: Entries, later: Sequence[Recorded]
) -> tuple[dict[datetime, Entries], list[Text]]:
    """What must be recorded for the later days too, and what they still change otherwise: a field
    that was to be different from that day on stays so."""
    found: dict[datetime, Entries] = {}
    notices: list[Text] = []
    for section, entries in changes.items():
        for key, entry in entries.items():
            running: _Fields | None = entry
            for day in (one for one in later if (section, key) in one.named):
                old, then = day.before[section].get(key), day.at[section].get(key)
                running, told = _on(running, old, then)
                notices += _told(day.when, f"{section}.{key}", told)
                if running != then:
                    found.setdefault(day.when, {}).setdefault(section, {})[key] = running
    return found, notices


def _on(
    running: _Fields | None, old: _Fields | None, then: _Fields | None
) -> tuple[_Fields | None, list[str]]:
    """The entry on that day: as it has become, with what that day was to change."""
    if running is None or then is None:
        return None, []
    meant = [name for name in {**(old or {}), **then} if (old or {}).get(name) != then.get(name)]
    kept = {name: value for name, value in running.items() if name not in meant}
    kept |= {name: then[name] for name in meant if name in then}
    ordered = {name: kept[name] for name in {**then, **kept} if name in kept}
    return ordered, [name for name in meant if running.get(name) != then.get(name)]


def _told(when: datetime, entry: str, fields: Sequence[str]) -> Iterator[Text]:
    for name in fields:
        day = when.date().isoformat()
        yield Text(
            zh=f"{entry} 的 {name} 自 {day} 起仍按已记录的变更",
            en=f"{name} of {entry} still changes on {day} as is recorded already",
        )

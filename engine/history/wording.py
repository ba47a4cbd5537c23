"""Tells what an event decided from the words in which the engine of its day explained it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Final, NamedTuple, cast, get_args, get_origin, get_type_hints

import orjson

from engine.codec import decode_event, encode_event, encode_plain
from engine.core.events import ApprovalDecided, InstanceTerminated
from engine.core.events.base import ENGINE_WORDS, Event
from engine.errors import GuichengError

Entry = tuple[str, bytes]
"""Type and body of one row."""

VERDICT: Final = "\0"
"""Stands for the sentence that tells a verdict: nothing that anybody could write."""


class Places(NamedTuple):
    """The fields of one class that are words, and those that hold a fact with words in it."""

    words: tuple[str, ...]
    holders: tuple[str, ...]


@cache
def places(kind: type[Any]) -> Places:
    """By the declared types only: what lies in a value of the case is never looked into."""
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind)]
    return Places(
        words=tuple(name for name in names if _is_words(hints[name])),
        holders=tuple(name for name in names if _may_hold_words(hints[name])),
    )


def _is_words(hint: Any) -> bool:
    return get_origin(hint) is Annotated and ENGINE_WORDS in get_args(hint)[1:]


def _may_hold_words(hint: Any) -> bool:
    if isinstance(hint, type) and is_dataclass(hint):
        return any(places(hint))
    return any(_may_hold_words(part) for part in get_args(hint))


def without_words(event: Event) -> Event:
    """The same with nothing in the fields of type `Words`: what was decided, exactly."""
    return cast(Event, _blank(event))


def _blank(fact: Any) -> Any:
    if isinstance(fact, tuple):
        return tuple(map(_blank, fact))
    if not is_dataclass(fact) or isinstance(fact, type):
        return fact
    words, holders = places(type(fact))
    blank = dict.fromkeys(words, "")
    return replace(fact, **blank, **{name: _blank(getattr(fact, name)) for name in holders})


def is_same_decision(then: Sequence[Entry], now: Sequence[Entry], place: int) -> bool:
    """Whether the entries at one place of what a command led to then and now are one fact apart
    from the engine's words.

    A field that came later counts as its default, as the codec reads it. What is not in the
    canonical form, or cannot be read, is the same as nothing.
    """
    if then[place][0] != now[place][0] or not _is_canonical(then[place][1]):
        return False
    try:
        # As bytes: of values 1, 1.0 and true are equal, and yet not the same.
        return _decided(then, place) == _decided(now, place)
    except GuichengError:
        return False


def _decided(entries: Sequence[Entry], place: int) -> bytes:
    event = without_words(decode_event(*entries[place]))
    if isinstance(event, InstanceTerminated) and event.reason in _verdicts(entries):
        event = replace(event, reason=VERDICT)
    return encode_event(event)


def _verdicts(entries: Sequence[Entry]) -> list[str]:
    """How the engine put what rounds of opinions of this command came to. A case that this ends
    has that sentence where an administrator's reason stands else: the one field of both."""
    events = (decode_event(*one) for one in entries if one[0] == ApprovalDecided.__name__)
    return [event.zh for event in events if isinstance(event, ApprovalDecided)]


def _is_canonical(body: bytes) -> bool:
    try:
        return encode_plain(orjson.loads(body)) == body
    except orjson.JSONDecodeError:
        return False

"""Tells a case step by step: for each command who, what followed, why, and what was true after.

A window of steps stands on a checkpoint, so that a long case is read a part at a time. What one
command led to is cut into several steps where it is very much, as in a long automatic loop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.codec import decode_envelope, decode_event, encode_plain
from engine.core import events as ev
from engine.core.commands import Envelope
from engine.core.definition import Bundle
from engine.core.values import Value
from engine.handlers.load import commands_of
from engine.history.control import Control
from engine.history.places import Places, Spot
from engine.history.scoped import Scoped
from engine.history.sentences import belongings, element_of
from engine.views import LogRow

MOST_EVENTS = 100
"""Events of one step; more of one command's are told in the steps after it."""

See = Callable[[ev.Event], ev.Event]
"""An event -> the same without what the reader may not see."""


class Fact(NamedTuple):
    """One event of a step, with the number of its row in the case."""

    version: int
    event: ev.Event
    element_id: str | None
    process: str = ""  # as in Places


class Way(NamedTuple):
    """A flow that was chosen among others, and why."""

    flow_id: str
    element_id: str  # where the choice was
    target: str
    reason: ev.Reason
    process: str = ""  # as in Places


class Change(NamedTuple):
    """A variable of one scope got a new value. `known`: it had one before."""

    scope: int
    name: str
    before: Value
    after: Value
    known: bool
    by: str
    element_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is true at one place of the history: where control stands, how often flows were taken
    and elements reached, and the variables of the case itself."""

    positions: Mapping[Spot, int] = field(default_factory=dict)
    flows: Mapping[Spot, int] = field(default_factory=dict)
    visits: Mapping[Spot, int] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command, or a further part of what it led to (`part` from 1 on)."""

    number: int
    part: int
    row: LogRow  # of the command
    envelope: Envelope
    facts: tuple[Fact, ...]
    element_id: str | None  # what it was about
    process: str = ""  # in which that is, as in Places
    ways: tuple[Way, ...] = ()
    changes: tuple[Change, ...] = ()
    flows: tuple[Spot, ...] = ()  # taken, in order
    visited: tuple[Spot, ...] = ()  # elements reached, in order
    clauses: tuple[str, ...] = ()
    positions: Mapping[Spot, int] = field(default_factory=dict)  # afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """Some steps of a case that has `total`, and what was true before the first of them.
    `belongs` as in engine.history.sentences, of everything up to the last of them, and so
    `places`."""

    total: int
    before: Standing
    steps: tuple[Step, ...]
    belongs: Mapping[str, str]
    places: Places


class _Part(NamedTuple):
    """Some events of one command, as they are stored."""

    number: int
    part: int
    row: LogRow
    rows: tuple[LogRow, ...]


def number_at(rows: Sequence[LogRow], place: str) -> int | None:
    """The step of a place: the number of a row of the case, else the id of a work item or of an
    element, of which it is the last step. None where there is no such step."""
    version = int(place) if place.isascii() and place.isdecimal() else 0
    quoted = encode_plain(place).decode()
    named = [f'"{name}":{quoted}'.encode() for name in ("element_id", "work_item_id")]
    found = None
    for part in _parts(rows):
        if version:
            if version in {row.version for row in (part.row, *part.rows)}:
                return part.number
        elif any(one in row.body for row in part.rows for one in named):
            found = part.number
    return None if version else found


def play(
    bundle: Bundle, rows: Sequence[LogRow], see: See, first: int = 1, limit: int | None = None
) -> Playback:
    """The steps from number `first` on, at most `limit`. What comes after them is not read."""
    parts = list(_parts(rows))
    until = len(parts) if limit is None else first - 1 + limit
    told, belongs = Telling(bundle), dict[str, str]()
    steps: list[Step] = []
    before = told.standing()
    for part in parts[:until]:
        events = [decode_event(row.type, row.body) for row in part.rows]
        belongs |= {k: v for k, v in belongings(events).items() if k not in belongs}
        seen = [see(event) for event in events]
        if part.number < first:
            told.tell(seen)
            before = told.standing() if part.number == first - 1 else before
        else:
            steps.append(told.step(part, seen, belongs))
    return Playback(
        total=len(parts),
        before=before,
        steps=tuple(steps),
        belongs=belongs,
        places=told.places,
    )


def _parts(rows: Sequence[LogRow]) -> Iterator[_Part]:
    number = 0
    for command, led_to in commands_of(rows):
        for part, start in enumerate(range(0, max(1, len(led_to)), MOST_EVENTS)):
            number += 1
            yield _Part(number, part, command, led_to[start : start + MOST_EVENTS])


class Telling:
    """Goes through the events of one case in order and keeps what is true."""

    def __init__(self, bundle: Bundle) -> None:
        self._control = Control(bundle)
        self._flows: Counter[Spot] = Counter()
        self._visits: Counter[Spot] = Counter()
        self.scoped = Scoped(bundle)
        self.places = self._control.places
        self._beside: dict[str, Spot | None] = {}  # work item that stands beside the flow -> where

    def tell(self, events: Iterable[ev.Event]) -> None:
        """Some more events."""
        for event in events:
            self._control.tell(event)
            self.scoped.tell(event)
            self._stand_beside(event)
            self._flows.update(self._taken(event))
            self._visits.update(self._came_to(event))

    def _taken(self, event: ev.Event) -> list[Spot]:
        if not isinstance(event, ev.FlowTaken):
            return []
        return [(self.places.process_of(event), event.flow_id)]

    def _came_to(self, event: ev.Event) -> list[Spot]:
        if not isinstance(event, ev.ElementActivated | ev.ElementPassed):
            return []
        return [(self.places.process_of(event), event.element_id)]

    def _stand_beside(self, event: ev.Event) -> None:
        """Who answers a return, or reviews late, does so where control does not stand."""
        if isinstance(event, ev.WorkItemAdded):
            self._beside[event.work_item_id] = None
        elif isinstance(event, ev.WorkItemCreated) and event.work_item_id in self._beside:
            spot = self.places.key(event.process), event.element_id
            self._beside[event.work_item_id] = spot
        elif isinstance(event, ev.WorkItemCompleted | ev.WorkItemCanceled):
            self._beside.pop(event.work_item_id, None)

    def _positions(self) -> dict[Spot, int]:
        """How many tokens and how many work items beside the flow are where."""
        found = self._control.positions()
        found.update(spot for spot in self._beside.values() if spot)
        return dict(found)

    def standing(self) -> Standing:
        """What is true now."""
        return Standing(
            positions=self._positions(),
            flows=dict(self._flows),
            visits=dict(self._visits),
            variables=dict(self.scoped.of(0)),
        )

    def step(self, part: _Part, events: Sequence[ev.Event], belongs: Mapping[str, str]) -> Step:
        """The step of these events, which are told by it."""
        envelope = decode_envelope(part.row.body)
        changes = tuple(self._changes(events))
        self.tell(events)
        facts = tuple(
            Fact(row.version, event, element_of(event, belongs), self.places.process_of(event))
            for row, event in zip(part.rows, events, strict=True)
        )
        about = self._about(envelope, facts, belongs)
        visited = tuple(spot for one in events for spot in self._came_to(one))
        return Step(
            number=part.number,
            part=part.part,
            row=part.row,
            envelope=envelope,
            facts=facts,
            element_id=about[1] if about else None,
            process=about[0] if about else "",
            ways=tuple(self._ways(events)),
            changes=changes,
            flows=tuple(spot for one in events for spot in self._taken(one)),
            visited=visited,
            clauses=self._clauses((*([about] if about else []), *visited)),
            positions=self._positions(),
        )

    def _about(
        self, envelope: Envelope, facts: Sequence[Fact], belongs: Mapping[str, str]
    ) -> Spot | None:
        """What the command was about."""
        item = getattr(envelope.command, "work_item_id", None)
        if isinstance(item, str) and item in belongs:
            return self.places.of(item), belongs[item]
        named = getattr(envelope.command, "element_id", None)
        if isinstance(named, str) and named:
            found = next((one.process for one in facts if one.element_id == named), None)
            return found if found is not None else self.places.with_element(named), named
        return next(((one.process, one.element_id) for one in facts if one.element_id), None)

    def _changes(self, events: Iterable[ev.Event]) -> Iterator[Change]:
        for event in events:
            if isinstance(event, ev.VariablesChanged):
                for name, value in event.new.items():
                    known = name in event.old
                    about = (event.by, event.element_id)
                    yield Change(event.scope, name, event.old.get(name), value, known, *about)

    def _ways(self, events: Iterable[ev.Event]) -> Iterator[Way]:
        for event in events:
            if isinstance(event, ev.FlowTaken) and event.reason is not None:
                key = self.places.process_of(event)
                flow = self.places.flow(key, event.flow_id)
                ends = (flow.source, flow.target) if flow is not None else ("", "")
                yield Way(event.flow_id, *ends, event.reason, key)

    def _clauses(self, spots: Iterable[Spot]) -> tuple[str, ...]:
        found = map(self.places.element, spots)
        return tuple(dict.fromkeys(c for one in found if one is not None for c in one.clauses))

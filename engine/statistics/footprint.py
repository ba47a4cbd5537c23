"""The log of a case -> where it was, for how long, who had it in hand: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from engine.codec import decode_event, is_command
from engine.core import events as ev
from engine.statistics.model import Handling, LogPart, Mark, Passage, micros


class Footprint(NamedTuple):
    """Everything that statistics want to know of one case."""

    passages: Sequence[Passage]
    handlings: Sequence[Handling]


@dataclass(slots=True)
class _Open:
    """A work item while the log is read."""

    item: Handling
    in_hand: bool
    turns: list[int]

    def turn(self, at: int, in_hand: bool) -> None:
        """From now on it is in somebody's hands, or in nobody's."""
        if in_hand != self.in_hand and self.item.ended_at is None:
            self.turns.append(at)
            self.in_hand = in_hand


class _Reader:
    """Reads the rows of one case in order."""

    def __init__(self) -> None:
        self.at = 0
        self.passages: list[tuple[int, Passage]] = []  # with their scope
        self.items: dict[str, _Open] = {}
        self.scope_of: dict[int, int] = {}  # token -> the scope that it is in
        self.called: dict[int, str] = {}  # scope -> the called process that runs in it
        self._at_element: dict[tuple[str, int], int] = {}

    def read(self, part: LogPart) -> None:
        if is_command(part.type):
            self.at = micros(datetime.fromisoformat(orjson.loads(part.body)["at"]))
            return
        event = decode_event(part.type, part.body)
        _READERS[type(event)](self, event)

    # -- where control is -------------------------------------------------------------------------

    def activated(self, event: ev.ElementActivated) -> None:
        self.scope_of[event.token] = event.scope
        if event.process:
            self.called[event.scope] = event.process
        self._at_element[event.element_id, event.token] = len(self.passages)
        self._mark(Mark.OPEN, event.element_id, event.scope)

    def passed(self, event: ev.ElementPassed) -> None:
        self.scope_of[event.token] = event.scope
        self._mark(Mark.PASSED, event.element_id, event.scope)

    def _mark(self, mark: Mark, name: str, scope: int) -> None:
        left = None if mark is Mark.OPEN else self.at
        self.passages.append((scope, Passage(mark.value, "", name, self.at, left)))

    def left(self, event: ev.ElementCompleted | ev.ElementCanceled) -> None:
        number = self._at_element.pop((event.element_id, event.token), None)
        if number is not None:
            scope, stay = self.passages[number]
            mark = Mark.CANCELED if isinstance(event, ev.ElementCanceled) else Mark.LEFT
            self.passages[number] = scope, stay._replace(mark=mark.value, left_at=self.at)

    def flow(self, event: ev.FlowTaken) -> None:
        self._mark(Mark.FLOW, event.flow_id, self.scope_of.get(event.token, 0))

    def incident(self, event: ev.IncidentRaised) -> None:
        self._mark(Mark.INCIDENT, event.element_id, self.scope_of.get(event.token, 0))

    # -- who has it -------------------------------------------------------------------------------

    def created(self, event: ev.WorkItemCreated) -> None:
        in_hand = event.assignee is not None
        item = Handling(
            process=event.process,
            element_id=event.element_id,
            created_at=micros(event.created_at),
            due_at=None if event.due_at is None else micros(event.due_at),
            ended_at=None,
            done=False,
            by=None,
            role=_role(event.candidates),
            returned=0,
            in_hand=in_hand,
            turns=(),
        )
        self.items[event.work_item_id] = _Open(item, in_hand, [self.at])

    def assigned(self, event: ev.WorkItemAssigned) -> None:
        self._turn(event.work_item_id, event.assignee is not None)
        if event.work_item_id in self.items:
            one = self.items[event.work_item_id]
            one.item = one.item._replace(role=_role(event.candidates))

    def in_hand(self, event: Any) -> None:
        self._turn(event.work_item_id, True)

    def released(self, event: ev.WorkItemReleased) -> None:
        self._turn(event.work_item_id, False)

    def _turn(self, work_item_id: str, in_hand: bool) -> None:
        if work_item_id in self.items:
            self.items[work_item_id].turn(self.at, in_hand)

    def given_back(self, event: ev.WorkItemReturned) -> None:
        if event.work_item_id in self.items:
            one = self.items[event.work_item_id]
            one.item = one.item._replace(returned=one.item.returned + 1)

    def ended(self, event: ev.WorkItemCompleted | ev.WorkItemFailed | ev.WorkItemCanceled) -> None:
        one = self.items.get(event.work_item_id)
        if one is None or one.item.ended_at is not None:
            return
        one.turns.append(self.at)
        by: str | None = getattr(event, "by", None)
        done = isinstance(event, ev.WorkItemCompleted)
        one.item = one.item._replace(ended_at=self.at, done=done, by=by)

    # -- the whole --------------------------------------------------------------------------------

    def footprint(self, root: str) -> Footprint:
        return Footprint(
            [one._replace(process=self._process(scope)) for scope, one in self.passages],
            [_whole(one, root) for one in self.items.values()],
        )

    def _process(self, scope: int) -> str:
        """The called process that the scope belongs to; empty in the case's own."""
        seen: set[int] = set()
        while scope and scope not in seen:
            if scope in self.called:
                return self.called[scope]
            seen.add(scope)
            scope = self.scope_of.get(scope, 0)
        return ""


def _whole(one: _Open, root: str) -> Handling:
    process = "" if one.item.process == root else one.item.process
    return one.item._replace(process=process, turns=tuple(one.turns))


def _role(candidates: Sequence[str]) -> str:
    """The role that work was offered to first; empty: people by name."""
    return next((one for one in candidates if not one.startswith("user:")), "")


_READERS: Final[Mapping[type[ev.Event], Callable[[_Reader, Any], None]]] = {
    ev.ElementActivated: _Reader.activated,
    ev.ElementPassed: _Reader.passed,
    ev.ElementCompleted: _Reader.left,
    ev.ElementCanceled: _Reader.left,
    ev.FlowTaken: _Reader.flow,
    ev.IncidentRaised: _Reader.incident,
    ev.WorkItemCreated: _Reader.created,
    ev.WorkItemAssigned: _Reader.assigned,
    ev.WorkItemClaimed: _Reader.in_hand,
    ev.WorkItemTransferred: _Reader.in_hand,
    ev.WorkItemDelegated: _Reader.in_hand,
    ev.DelegationResolved: _Reader.in_hand,
    ev.WorkItemAppointed: _Reader.in_hand,
    ev.WorkItemReleased: _Reader.released,
    ev.WorkItemReturned: _Reader.given_back,
    ev.WorkItemCompleted: _Reader.ended,
    ev.WorkItemFailed: _Reader.ended,
    ev.WorkItemCanceled: _Reader.ended,
}

READ_TYPES: Final = tuple(one.__name__ for one in _READERS)
"""What is read of the log, beside the commands, which say when."""


def footprint(process: str, parts: Iterable[LogPart]) -> Footprint:
    """The footprint of a case of this process, from the rows of READ_TYPES and its commands."""
    reader = _Reader()
    for part in parts:
        reader.read(part)
    return reader.footprint(process)

"""The log of a case -> where it was, for how long, who had it in hand: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from engine.codec import decode_event, is_command
from engine.core import events as ev
from engine.core.ids import Principal, UserId
from engine.statistics.model import Footprint, Item, LogPart, Moved, Stretch, Visit


@dataclass(slots=True)
class _Open:
    """A work item while the log is read."""

    item: Item
    since: datetime
    in_hand: bool
    stretches: list[Stretch] = field(default_factory=list)

    def turn(self, at: datetime, in_hand: bool) -> None:
        """From now on it is in somebody's hands, or in nobody's."""
        if in_hand != self.in_hand:
            self.stop(at)
            self.since, self.in_hand = at, in_hand

    def stop(self, at: datetime | None) -> None:
        """The stretch at hand ends."""
        self.stretches.append(Stretch(begins=self.since, ends=at, in_hand=self.in_hand))


class _Reader:
    """Reads the rows of one case in order."""

    def __init__(self) -> None:
        self.at = datetime.min.replace(tzinfo=UTC)
        self.visits: list[tuple[int, Visit]] = []  # with their scope
        self.flows: list[tuple[int, str, datetime]] = []  # with their token's scope
        self.incidents: list[tuple[int, str, datetime]] = []
        self.items: dict[str, _Open] = {}
        self.order: list[str] = []
        self.scope_of: dict[int, int] = {}  # token -> the scope that it is in
        self.called: dict[int, str] = {}  # scope -> the called process that runs in it
        self._at_element: dict[tuple[str, int], int] = {}

    def read(self, part: LogPart) -> None:
        if is_command(part.type):
            self.at = datetime.fromisoformat(orjson.loads(part.body)["at"])
            return
        event = decode_event(part.type, part.body)
        _READERS[type(event)](self, event)

    # -- where control is -------------------------------------------------------------------------

    def activated(self, event: ev.ElementActivated) -> None:
        self.scope_of[event.token] = event.scope
        if event.process:
            self.called[event.scope] = event.process
        self._at_element[event.element_id, event.token] = len(self.visits)
        self._came(event.element_id, event.scope, None, waited=True)

    def passed(self, event: ev.ElementPassed) -> None:
        self.scope_of[event.token] = event.scope
        self._came(event.element_id, event.scope, self.at, waited=False)

    def _came(self, element_id: str, scope: int, left: datetime | None, *, waited: bool) -> None:
        visit = Visit(
            process="", element_id=element_id, came_at=self.at, left_at=left, waited=waited
        )
        self.visits.append((scope, visit))

    def left(self, event: ev.ElementCompleted | ev.ElementCanceled) -> None:
        number = self._at_element.pop((event.element_id, event.token), None)
        if number is not None:
            scope, visit = self.visits[number]
            canceled = isinstance(event, ev.ElementCanceled)
            self.visits[number] = scope, replace(visit, left_at=self.at, canceled=canceled)

    def flow(self, event: ev.FlowTaken) -> None:
        self.flows.append((self.scope_of.get(event.token, 0), event.flow_id, self.at))

    def incident(self, event: ev.IncidentRaised) -> None:
        self.incidents.append((self.scope_of.get(event.token, 0), event.element_id, self.at))

    # -- who has it -------------------------------------------------------------------------------

    def created(self, event: ev.WorkItemCreated) -> None:
        item = Item(
            process=event.process,
            element_id=event.element_id,
            created_at=event.created_at,
            due_at=event.due_at,
            ended_at=None,
            completed=False,
            by=None,
            candidates=tuple(event.candidates),
            returned=0,
            stretches=(),
        )
        self.order.append(event.work_item_id)
        self.items[event.work_item_id] = _Open(item, self.at, event.assignee is not None)

    def assigned(self, event: ev.WorkItemAssigned) -> None:
        self._turn(event.work_item_id, event.assignee is not None)
        if event.work_item_id in self.items:
            one = self.items[event.work_item_id]
            one.item = replace(one.item, candidates=tuple(event.candidates))

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
            one.item = replace(one.item, returned=one.item.returned + 1)

    def ended(self, event: ev.WorkItemCompleted | ev.WorkItemFailed | ev.WorkItemCanceled) -> None:
        one = self.items.get(event.work_item_id)
        if one is None or one.item.ended_at is not None:
            return
        one.stop(self.at)
        by: UserId | None = getattr(event, "by", None)
        done = isinstance(event, ev.WorkItemCompleted)
        one.item = replace(one.item, ended_at=self.at, completed=done, by=by)

    # -- the whole --------------------------------------------------------------------------------

    def footprint(self, root: str) -> Footprint:
        return Footprint(
            visits=tuple(replace(v, process=self._process(scope)) for scope, v in self.visits),
            items=tuple(self._item(self.items[number], root) for number in self.order),
            flows=tuple(Moved(self._process(s), flow, at) for s, flow, at in self.flows),
            incidents=tuple(Moved(self._process(s), one, at) for s, one, at in self.incidents),
        )

    def _item(self, one: _Open, root: str) -> Item:
        if one.item.ended_at is None:
            one.stop(None)
        process = "" if one.item.process == root else one.item.process
        return replace(one.item, process=process, stretches=tuple(one.stretches))

    def _process(self, scope: int) -> str:
        """The called process that the scope belongs to; empty in the case's own."""
        seen: set[int] = set()
        while scope and scope not in seen:
            if scope in self.called:
                return self.called[scope]
            seen.add(scope)
            scope = self.scope_of.get(scope, 0)
        return ""


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


def offered_to(item: Item) -> Principal | None:
    """The role that the work item was offered to first; None: people by name."""
    return next((one for one in item.candidates if not one.startswith("user:")), None)

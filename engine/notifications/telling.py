"""Events of the log -> who is told what: a projection, asking only who people are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from engine.core import events as ev
from engine.core import policy
from engine.core.calendar import OFFICE_ZONE
from engine.core.ids import UserId
from engine.core.people import SYSTEM, Person
from engine.core.state import InstanceStatus, WorkItemState
from engine.errors import Text
from engine.notifications.model import NotificationKind, Over, Watch
from engine.views import InstanceView, LogRow, WorkItemView

MAX_NOTE: Final = 300
"""How much of what somebody wrote goes into a notification."""


class People(Protocol):
    """What is asked of the organisation."""

    def person(self, user: UserId) -> Person | None: ...
    def is_active(self, user: UserId) -> bool: ...
    def people(self) -> tuple[Person, ...]: ...
    def holders(self, role: str) -> tuple[Person, ...]: ...
    def members_of(self, group: str) -> tuple[Person, ...]: ...


class Cases(Protocol):
    """What is asked of the read model."""

    def work_item(self, work_item_id: str) -> WorkItemView | None: ...
    def work_items_of(self, instance_id: str) -> Sequence[WorkItemView]: ...
    def instance(self, instance_id: str) -> InstanceView | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One person is to be told. The store adds what names the event."""

    user: UserId
    kind: NotificationKind
    at: datetime
    about: Mapping[str, str]
    instance_id: str
    item: WorkItemView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What one event means: who is told, and which work needs no attention any more."""

    tales: tuple[Tale, ...] = ()
    over: tuple[Over, ...] = ()
    watches: tuple[Watch, ...] = ()


class Teller:
    """Asks of people and cases as they are now: what is over by now is told to nobody."""

    def __init__(self, people: People, cases: Cases, now: datetime) -> None:
        self._people, self._cases, self._now = people, cases, now

    def told(self, event: ev.Event, row: LogRow) -> Meaning:
        """What the event of this row means to people."""
        kind = type(event)
        if kind in _ENDS:
            at = getattr(event, "at", self._now)
            return Meaning(over=(Over(work_item_id=_item_of(event), at=at),))
        if isinstance(event, ev.WorkItemClaimed):
            over = Over(work_item_id=event.work_item_id, at=self._now, keeps=event.by)
            return Meaning(over=(over,))
        if isinstance(event, ev.FollowUpSet | ev.DueMoved):
            return Meaning(watches=tuple(_watched(event)))
        return Meaning(tales=tuple(_TELLERS[kind](self, event, row)))

    def of_item(
        self, item: WorkItemView, kind: NotificationKind, at: datetime, **more: str
    ) -> Iterator[Tale]:
        """Whoever has the open work item, or is offered it."""
        for person in self.holders_of(item):
            yield self.tale(person.id, item, kind, at, **more)

    def holders_of(self, item: WorkItemView) -> list[Person]:
        """By login, each once; nobody who left or is kept apart."""
        return [] if item.ended_at is not None else self._meant(item)

    def _meant(self, item: WorkItemView) -> list[Person]:
        if item.assignee is not None:
            return self._working([item.assignee])
        logins: set[str] = set()
        for principal in item.candidates:
            what, _, name = principal.partition(":")
            if what == "user":
                logins.add(name)
            else:
                found = self._people.holders if what == "role" else self._people.members_of
                logins.update(person.id for person in found(name))
        return self._working(sorted(logins - set(item.excluded)))

    def tale(
        self, user: UserId, item: WorkItemView, kind: NotificationKind, at: datetime, **more: str
    ) -> Tale:
        """One person is told of one work item."""
        about = {"task": item.name, "task_en": item.name_en, **_case_words(item), **more}
        filled = {name: text for name, text in about.items() if text}
        return Tale(
            user=user, kind=kind, at=at, about=filled, instance_id=item.instance_id, item=item
        )

    def case_tale(
        self, user: UserId, case: InstanceView, kind: NotificationKind, at: datetime, **more: str
    ) -> Tale:
        """One person is told of a case."""
        about = {
            "title": case.title,
            "number": case.number,
            "process": case.process_name,
            "process_en": case.process_name_en,
            **more,
        }
        filled = {name: text for name, text in about.items() if text}
        return Tale(user=user, kind=kind, at=at, about=filled, instance_id=case.id)

    def called(self, user: UserId) -> dict[str, str]:
        """Who did it, in words."""
        person = SYSTEM if user == SYSTEM.id else self._people.person(user)
        if person is None:
            return {"by": user}
        return {"by": person.name, "by_en": person.name_en or person.name}

    def _working(self, logins: Iterable[str]) -> list[Person]:
        users = [UserId(login) for login in logins]
        found = [self._people.person(user) for user in users if self._people.is_active(user)]
        return [person for person in found if person is not None]

    # -- the events ------------------------------------------------------------------------------

    def _open_item(self, work_item_id: str) -> WorkItemView | None:
        item = self._cases.work_item(work_item_id)
        return None if item is None or item.ended_at is not None else item

    def _offered(self, event: Any, row: LogRow) -> Iterator[Tale]:
        item = self._open_item(event.work_item_id)
        if item is None or (item.assignee is not None and event.assignee is None):
            return  # somebody has taken it: they know
        at = getattr(event, "created_at", self._now)
        yield from self.of_item(item, NotificationKind.NEW, at)

    def _transferred(
        self,
        event: ev.WorkItemTransferred | ev.WorkItemDelegated | ev.WorkItemAppointed,
        row: LogRow,
    ) -> Iterator[Tale]:
        item = self._open_item(event.work_item_id)
        if item is not None and item.assignee == event.to and event.by != event.to:
            more = {**self.called(event.by), "note": event.reason[:MAX_NOTE]}
            yield self.tale(event.to, item, NotificationKind.TRANSFERRED, event.at, **more)

    def _back(self, event: Any, row: LogRow) -> Iterator[Tale]:
        """It is for its owner to go on: the opinion that they asked for is there."""
        item = self._open_item(event.work_item_id)
        if item is not None:
            yield from self.of_item(item, NotificationKind.NEW, self._now)

    def _released(self, event: ev.WorkItemReleased, row: LogRow) -> Iterator[Tale]:
        item = self._open_item(event.work_item_id)
        if item is None or item.assignee is not None:
            return
        for tale in self.of_item(item, NotificationKind.NEW, self._now):
            if tale.user != event.by:
                yield tale

    def _urged(self, event: ev.WorkItemUrged, row: LogRow) -> Iterator[Tale]:
        item = self._open_item(event.work_item_id)
        if item is not None:
            more = {**self.called(event.by), "note": event.reason[:MAX_NOTE]}
            yield from self.of_item(item, NotificationKind.URGED, event.at, **more)

    def _returned(self, event: ev.WorkItemReturned, row: LogRow) -> Iterator[Tale]:
        """Whoever did the task that it was returned to, if they get it again."""
        item = self._cases.work_item(event.work_item_id)
        case = self._cases.instance(row.instance_id)
        if event.performer is None or item is None or case is None:
            return
        more = {**self.called(event.by), "note": event.reason[:MAX_NOTE]}
        named = {"task": item.name, "task_en": item.name_en}
        for person in self._working([event.performer]):
            kind = NotificationKind.RETURNED
            yield self.case_tale(person.id, case, kind, event.at, **more, **named)

    def _taken_back(self, event: ev.WorkItemTakenBack, row: LogRow) -> Iterator[Tale]:
        """Whoever had what it had led to has it no more."""
        case = self._cases.instance(row.instance_id)
        if case is None:
            return
        said = event.reason[:MAX_NOTE]
        why = Text(zh=said and f"：{said}", en=said and f": {said}")
        for item in self._cases.work_items_of(row.instance_id):
            if item.ended_at != event.at or item.state != WorkItemState.CANCELED:
                continue
            for person in self._meant(item):
                more = {
                    **self.called(event.by),
                    "task": item.name,
                    "task_en": item.name_en,
                    "note": f"上一环节被拿回，此项不必再办{why.zh}",
                    "note_en": f"What came before was taken back: nothing is to be done{why.en}",
                }
                kind = NotificationKind.TAKEN_BACK
                yield self.case_tale(person.id, case, kind, event.at, **more)

    def _restored(self, event: ev.RoundRestored, row: LogRow) -> Iterator[Tale]:
        """Whoever has spoken in a round that is open again."""
        case = self._cases.instance(row.instance_id)
        item = self._cases.work_item(event.was) or self._cases.work_item(_first(event))
        if case is None or item is None:
            return
        more = {
            **self.called(event.by),
            "task": item.name,
            "task_en": item.name_en,
            "note": "这一轮重新进行，您的意见仍然有效，不必重办",
            "note_en": "The round is open again; what you said still holds",
        }
        for person in self._working(dict.fromkeys(one.by for one in event.opinions)):
            if person.id != event.by:
                kind = NotificationKind.TAKEN_BACK
                yield self.case_tale(person.id, case, kind, event.at, **more)

    def _reopened(self, event: ev.WorkItemReopened, row: LogRow) -> Iterator[Tale]:
        item = self._open_item(event.work_item_id)
        if item is not None and item.assignee == event.to:
            yield self.tale(event.to, item, NotificationKind.NEW, event.at)

    def _deadline(self, event: ev.DeadlinePassed, row: LogRow) -> Iterator[Tale]:
        """Holders are reminded; an escalation goes to the superior of each."""
        item = self._open_item(event.work_item_id)
        if item is None or event.done == "hand-over":
            return  # who gets it is told of that
        more = {"note": event.zh[:MAX_NOTE], "note_en": event.en[:MAX_NOTE]}
        if event.done != "escalate":
            yield from self.of_item(item, NotificationKind.REMINDED, event.at, **more)
            return
        above = {one.reports_to for one in self.holders_of(item) if one.reports_to is not None}
        for person in self._working(sorted(above)):
            yield self.tale(person.id, item, NotificationKind.ESCALATED, event.at, **more)

    def _counted(self, event: ev.AbsenceCounted, row: LogRow) -> Iterator[Tale]:
        """Whom the policy names: the superior of who is away, the owners of the process."""
        item, absent = self._open_item(event.work_item_id), self._people.person(event.person)
        if item is None or absent is None:
            return
        told: set[UserId] = set()
        if "superior" in event.tells and absent.reports_to is not None:
            told.add(absent.reports_to)
        if "owner" in event.tells:
            process = item.case_process
            people = self._people.people()
            own = [one for one in people if policy.may_deploy(one, process)]
            told.update(one.id for one in own if not policy.may_administer(one))
        due = item.due_at.astimezone(OFFICE_ZONE) if item.due_at is not None else None
        more = {
            **self.called(event.person),
            "note": f"现在的期限：{due:%Y-%m-%d %H:%M}" if due else "",
            "note_en": f"Due now: {due:%Y-%m-%d %H:%M}" if due else "",
        }
        for person in self._working(sorted(told - {event.person})):
            yield self.tale(person.id, item, NotificationKind.DUE_MOVED, event.at, **more)

    def _copied(self, event: ev.InstanceCopied, row: LogRow) -> Iterator[Tale]:
        case = self._cases.instance(row.instance_id)
        if case is not None:
            more = {**self.called(event.by), "note": event.note[:MAX_NOTE]}
            for person in self._working(event.to):
                yield self.case_tale(person.id, case, NotificationKind.COPIED, event.at, **more)

    def _mentioned(self, event: ev.CommentAdded, row: LogRow) -> Iterator[Tale]:
        case = self._cases.instance(row.instance_id) if event.mentions else None
        if case is not None:
            more = {**self.called(event.by), "note": event.text[:MAX_NOTE]}
            for person in self._working(event.mentions):
                if person.id != event.by:
                    yield self.case_tale(
                        person.id, case, NotificationKind.MENTIONED, event.at, **more
                    )

    def _ended(
        self, event: ev.InstanceCompleted | ev.InstanceTerminated, row: LogRow
    ) -> Iterator[Tale]:
        case = self._cases.instance(row.instance_id)
        by = getattr(event, "by", "")
        if case is None or case.initiator == by or not self._working([case.initiator]):
            return
        more = {"note": getattr(event, "reason", "")[:MAX_NOTE]}
        if isinstance(event, ev.InstanceTerminated):
            how = "rejected" if case.status == InstanceStatus.REJECTED else "terminated"
            more |= {how: "yes"} | self.called(UserId(by))
        yield self.case_tale(case.initiator, case, NotificationKind.ENDED, event.at, **more)

    def _stuck(self, event: ev.IncidentRaised, row: LogRow) -> Iterator[Tale]:
        yield from self._to_operators(row.instance_id, event.zh, event.en)

    def _quarantined(self, event: ev.InstanceQuarantined, row: LogRow) -> Iterator[Tale]:
        yield from self._to_operators(event.case, "案件已隔离", "The case is under quarantine")

    def _to_operators(self, instance_id: str, zh: str, en: str) -> Iterator[Tale]:
        case = self._cases.instance(instance_id)
        if case is None:
            return
        more = {"note": zh[:MAX_NOTE], "note_en": en[:MAX_NOTE]}
        for person in self._people.people():
            if policy.may_operate(person, case.process):
                yield self.case_tale(person.id, case, NotificationKind.INCIDENT, self._now, **more)


def _item_of(event: ev.Event) -> str:
    found: str = event.work_item_id  # type: ignore[attr-defined]  # each of _ENDS has one
    return found


def _first(event: ev.RoundRestored) -> str:
    return next((seat.was for seat in event.seats), "")


def _watched(event: ev.FollowUpSet | ev.DueMoved) -> Iterator[Watch]:
    """At its time it is looked whether that still holds."""
    if isinstance(event, ev.DueMoved):
        yield Watch(work_item_id=event.work_item_id, due_at=event.due_at)
    elif event.until is not None:
        kind = NotificationKind.FOLLOW_UP
        yield Watch(work_item_id=event.work_item_id, due_at=event.until, kind=kind)


def _case_words(item: WorkItemView) -> dict[str, str]:
    return {
        "title": item.title,
        "number": item.number,
        "process": item.case_process_name,
        "process_en": item.case_process_name_en,
    }


_ENDS: Final = frozenset({ev.WorkItemCompleted, ev.WorkItemCanceled, ev.WorkItemFailed})

_TELLERS: Final[Mapping[type[ev.Event], Callable[[Teller, Any, LogRow], Iterator[Tale]]]] = {
    ev.WorkItemCreated: Teller._offered,
    ev.WorkItemAssigned: Teller._offered,
    ev.WorkItemReleased: Teller._released,
    ev.WorkItemTransferred: Teller._transferred,
    ev.DelegationResolved: Teller._back,
    ev.WorkItemResumed: Teller._back,
    ev.WorkItemUrged: Teller._urged,
    ev.WorkItemDelegated: Teller._transferred,
    ev.WorkItemAppointed: Teller._transferred,
    ev.WorkItemReturned: Teller._returned,
    ev.WorkItemTakenBack: Teller._taken_back,
    ev.RoundRestored: Teller._restored,
    ev.WorkItemReopened: Teller._reopened,
    ev.DeadlinePassed: Teller._deadline,
    ev.AbsenceCounted: Teller._counted,
    ev.InstanceCopied: Teller._copied,
    ev.CommentAdded: Teller._mentioned,
    ev.InstanceCompleted: Teller._ended,
    ev.InstanceTerminated: Teller._ended,
    ev.IncidentRaised: Teller._stuck,
    ev.InstanceQuarantined: Teller._quarantined,
}

_OTHERS: Final = (*_ENDS, ev.WorkItemClaimed, ev.FollowUpSet, ev.DueMoved)
TYPES: Final = tuple(sorted(kind.__name__ for kind in (*_TELLERS, *_OTHERS)))
"""The rows of the log that mean something to somebody."""

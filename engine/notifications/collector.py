"""Reads on in the log and keeps what it means to people, each stretch of it exactly once.

The cursor moves in the transaction that keeps the notifications: whoever dies before it has told
nothing, whoever dies after it has told everything (docs/adr/0015).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from engine.codec import decode_event
from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import Person
from engine.notifications.model import (
    ABOUT_WORK,
    Delivery,
    Notification,
    NotificationKind,
    NotificationStore,
    Over,
    Telling,
    Told,
    Watch,
)
from engine.notifications.preferences import Preferences, of_body
from engine.notifications.telling import TYPES, Cases, People, Tale, Teller
from engine.offers import as_item
from engine.people_records import PeopleRecords, SubstitutionRow
from engine.ports import Clock
from engine.views import LogRow, WorkItemView

PAGE: Final = 200
TOO_OLD: Final = timedelta(days=7)
"""What happened longer ago than this is told to nobody: nobody has been working meanwhile."""


class Routes(Protocol):
    """Which channels may take a message to a person."""

    def channels_for(self, wanted: Preferences, kind: NotificationKind) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorTools:
    """What the collector is wired with."""

    kept: NotificationStore
    cases: Cases
    people: People
    records: PeopleRecords
    clock: Clock
    routes: Routes


class Collector:
    """Several may run, in several processes: they take turns by the cursor."""

    def __init__(self, tools: CollectorTools) -> None:
        self._tools = tools

    def collect(self) -> int:
        """Tell whatever was committed since, and what has become overdue. Returns how many
        notifications were made."""
        made = 0
        while (told := self._next()) is not None:
            if self._tools.kept.tell(told):
                made += len(told.notifications)
        return made + self._come()

    def telling(self, name: str, tales: Iterable[Tale]) -> Telling:
        """What is to be told of what is no event of the log, once for each name: whoever asks
        keeps it in the transaction of what it tells of."""
        tellings = _Tellings(self._tools, self._tools.clock.now())
        tellings.add(name, tales)
        return Telling(tellings.notifications, tellings.deliveries())

    def _next(self) -> Told | None:
        kept = self._tools.kept
        after, until = kept.cursor(), kept.settled()
        if until <= after:
            return None
        rows = kept.fresh_rows(after, until, TYPES, PAGE)
        if len(rows) == PAGE:
            until = rows[-1].seq
        return self._told(rows, after, until)

    def _told(self, rows: Sequence[LogRow], after: int, until: int) -> Told:
        now = self._tools.clock.now()
        teller = Teller(self._tools.people, self._tools.cases, now)
        tellings = _Tellings(self._tools, now)
        over: list[Over] = []
        for row in rows:
            meaning = teller.told(decode_event(row.type, row.body), row)
            over += meaning.over
            tellings.watch(meaning.watches)
            tellings.add(f"{row.instance_id}:{row.version}", meaning.tales)
        deliveries = tellings.deliveries()
        return Told(
            after=after,
            until=until,
            notifications=tellings.notifications,
            deliveries=deliveries,
            over=over,
            watches=tellings.watches(),
        )

    def _come(self) -> int:
        """What was watched and whose time has come."""
        return self._due(NotificationKind.OVERDUE) + self._due(NotificationKind.FOLLOW_UP)

    def _due(self, kind: NotificationKind) -> int:
        """Open work that is late, or to be looked at again: told once for each time. What was put
        off meanwhile is watched anew."""
        kept, now = self._tools.kept, self._tools.clock.now()
        made = 0
        while watches := kept.due_watches(now, PAGE, kind):
            teller = Teller(self._tools.people, self._tools.cases, now)
            tellings = _Tellings(self._tools, now)
            later: list[Watch] = []
            for watch in watches:
                item = self._tools.cases.work_item(watch.work_item_id)
                moment = _moment_of(item, kind)
                if item is None or moment is None:
                    continue
                if moment > now:
                    later.append(replace(watch, due_at=moment))
                    continue
                name = f"{item.id}:{kind.value}:{moment.isoformat()}"
                tellings.add(name, tuple(teller.of_item(item, kind, moment)))
            at = kept.cursor()
            told = Told(
                after=at,
                until=at,
                notifications=tellings.notifications,
                deliveries=tellings.deliveries(),
                unwatched=watches,
                watches=later,
            )
            if kept.tell(told):
                made += len(told.notifications)
        return made


def _moment_of(item: WorkItemView | None, kind: NotificationKind) -> datetime | None:
    """When it is late, or to be looked at again, by now; None: not any more."""
    if item is None or item.ended_at is not None:
        return None
    return item.due_at if kind is NotificationKind.OVERDUE else item.follow_up_at


class _Tellings:
    """Gathers what one stretch means: also to substitutes, and through which channels."""

    def __init__(self, tools: CollectorTools, now: datetime) -> None:
        self._tools, self._now = tools, now
        self._substitutions: Sequence[SubstitutionRow] | None = None
        self._watched: dict[tuple[str, NotificationKind], Watch] = {}
        self.notifications: list[Notification] = []

    def add(self, name: str, tales: Iterable[Tale]) -> None:
        """The event of this name is told to these, and to who acts for them."""
        fresh = [tale for tale in tales if self._now - tale.at <= TOO_OLD]
        known = {tale.user for tale in fresh}
        for tale in fresh:
            self._make(name, tale, tale.user, tale.about)
            if tale.kind is NotificationKind.FOLLOW_UP:
                continue  # the date is theirs alone
            if tale.item is not None and tale.kind in ABOUT_WORK:
                self._watch(tale.item)
                for person in self._substitutes(tale.user, tale.item):
                    if person.id not in known:
                        known.add(person.id)
                        self._make(name, tale, person.id, {**tale.about, "for": tale.user})

    def _make(self, name: str, tale: Tale, user: UserId, about: Mapping[str, str]) -> None:
        made = Notification(
            id=f"{name}:{user}",
            user=user,
            kind=tale.kind,
            instance_id=tale.instance_id,
            work_item_id=tale.item.id if tale.item else "",
            at=tale.at,
            about=about,
        )
        self.notifications.append(made)

    def _watch(self, item: WorkItemView) -> None:
        if item.due_at is not None:
            self.watch((Watch(work_item_id=item.id, due_at=item.due_at),))

    def watch(self, watches: Iterable[Watch]) -> None:
        """Look at these again at their time, at each once."""
        self._watched.update(((one.work_item_id, one.kind), one) for one in watches)

    def watches(self) -> list[Watch]:
        """Of what is new here, what is to be looked at again."""
        return list(self._watched.values())

    def _substitutes(self, user: UserId, item: WorkItemView) -> Iterable[Person]:
        """Who acts for the person on this work item now, separation of duties allowing."""
        people = self._tools.people
        absent = people.person(user)
        for row in self._in_effect():
            if row.person != user or absent is None or not row.covers(item.case_process):
                continue
            substitute = people.person(row.substitute)
            if substitute is None or not people.is_active(substitute.id):
                continue
            for_them = policy.as_substituted(absent)
            if policy.may_act_for(substitute, for_them, as_item(item), item.initiator):
                yield substitute

    def _in_effect(self) -> Sequence[SubstitutionRow]:
        if self._substitutions is None:
            found = self._tools.records.substitutions(ending_after=self._now)
            self._substitutions = [row for row in found if row.is_on(self._now)]
        return self._substitutions

    def deliveries(self) -> list[Delivery]:
        """What of it goes out, by what each person prefers."""
        users = {one.user for one in self.notifications}
        bodies = self._tools.kept.preferences(users) if users else {}
        wanted = {user: of_body(body) for user, body in bodies.items()}
        found: list[Delivery] = []
        for one in self.notifications:
            theirs = wanted.get(one.user, Preferences())
            channels = self._tools.routes.channels_for(theirs, one.kind)
            found += [self._delivery(one, channel, theirs) for channel in channels]
        return found

    def _delivery(self, one: Notification, channel: str, wanted: Preferences) -> Delivery:
        due_at, gathered = wanted.goes_at(one.kind, self._now)
        name = f"{one.id}:{channel}"
        batch = f"digest:{one.user}:{channel}:{due_at.isoformat()}" if gathered else name
        return Delivery(
            id=name,
            notification_id=one.id,
            user=one.user,
            channel=channel,
            batch=batch,
            due_at=due_at,
        )

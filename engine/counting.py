"""Has open work due by when people are there, once an absence of theirs is recorded or ends early.

The worker's turn. What has been counted is in each case's log: a repetition changes nothing, so a
process that begins simply counts again whoever is away, or would be if they had not come back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

from engine.codec import decode_envelope, decode_event, is_command
from engine.core.commands_deadlines import CountAbsence
from engine.core.events import WorkItemCreated
from engine.core.ids import InstanceId, UserId
from engine.core.people import SYSTEM, Person
from engine.core.state import WorkItem
from engine.dispatcher import Dispatcher
from engine.errors import CommandRejected, ConcurrencyConflict
from engine.handlers.load import commands_of
from engine.handlers.office import offered_to
from engine.handlers.trial import tried
from engine.people_records import AbsenceRow, PeopleRecords
from engine.ports import Clock, Store
from engine.views import LogRow, WorklistQuery

AT_ONCE: Final = 64
PAGE: Final = 200
AGAIN: Final = timedelta(minutes=1)
"""When a case that rests is looked at again."""


class Directory(Protocol):
    """What is asked of the organisation."""

    def person(self, user: UserId) -> Person | None: ...


class _Asked(NamedTuple):
    """One open work item of somebody whose absence has changed."""

    name: str  # of the absence, as it is now
    person: UserId
    work_item_id: str
    instance_id: str


class Counting:
    """Several may run, in several processes: each change is one command of one id."""

    def __init__(
        self,
        engine: tuple[Store, Dispatcher],
        records: PeopleRecords,
        people: Directory,
        clock: Clock,
    ) -> None:
        self._store, self._dispatcher = engine
        self._records, self._people, self._clock = records, people, clock
        self._known: dict[str, AbsenceRow] | None = None  # nothing was looked at yet
        self._queue: deque[_Asked] = deque()
        self._resting: list[_Asked] = []
        self._look_again: datetime | None = None

    def run(self) -> int:
        """Count what is new, some of it if it is much. Returns how many due times moved."""
        now = self._clock.now()
        self._notice(now)
        if self._resting and self._look_again is not None and self._look_again <= now:
            self._queue.extend(self._resting)
            self._resting.clear()
        moved = 0
        for _ in range(min(AT_ONCE, len(self._queue))):
            moved += self._count(self._queue.popleft())
        return moved

    def _notice(self, now: datetime) -> None:
        current = {row.id: row for row in self._records.absences(ending_after=now)}
        known = self._known
        if known is None:  # what was ended while nobody looked
            everybody = self._records.absences()
            known, earlier = {}, [row for row in everybody if row.ended_at is not None]
        else:
            earlier = [row for row in known.values() if row.id not in current]
        for row in current.values():
            if row.id not in known:
                self._queue.extend(self._of(row, f"{row.id}:on"))
        for row in earlier:
            if row.ends_at > now:
                self._queue.extend(self._of(row, f"{row.id}:off"))
        self._known = current

    def _of(self, row: AbsenceRow, name: str) -> Iterator[_Asked]:
        """What is offered to the person, or theirs."""
        person = self._people.person(row.person)
        if person is None:
            return
        cursor: str | None = None
        while True:
            query = WorklistQuery(
                user=person.id, principals=person.principals(), limit=PAGE, cursor=cursor
            )
            page = self._store.worklist(query)
            for item in page.items:
                yield _Asked(name, person.id, item.id, item.instance_id)
            cursor = page.next
            if cursor is None:
                return

    def _count(self, asked: _Asked) -> int:
        try:
            command = self._command(asked)
            if command is None or not self._changes(command):
                return 0
            name = f"count:{asked.name}:{asked.work_item_id}"
            done = self._dispatcher.dispatch(command, SYSTEM, command_id=name)
        except ConcurrencyConflict:
            self._queue.append(asked)
            return 0
        except CommandRejected:  # it has ended in between, or waits for an answer
            return 0
        return 0 if done.repeated else 1

    def _command(self, asked: _Asked) -> CountAbsence | None:
        """None where nothing has a time, and while the case rests."""
        state = self._dispatcher.live(asked.instance_id).state
        item = state.work_items.get(asked.work_item_id)
        if item is None or (item.due_at is None and item.deadlines is None):
            return None
        if state.moves is not None and state.moves.suspended:
            self._resting.append(asked)
            self._look_again = self._clock.now() + AGAIN
            return None
        away, department = _counted(self._store.rows(asked.instance_id), item)
        return CountAbsence(
            instance_id=InstanceId(asked.instance_id),
            work_item_id=item.id,
            person=asked.person,
            away_from=tuple(begins for begins, _ in away),
            away_until=tuple(ends for _, ends in away),
            department=department,
        )

    def _changes(self, command: CountAbsence) -> bool:
        """Whether it would lead to anything: nothing is recorded that does not."""
        dispatcher = self._dispatcher
        live = dispatcher.live(command.instance_id)
        return bool(tried(live, command, SYSTEM, self._clock.now(), dispatcher.answers).events)


Span = tuple[datetime, datetime]


def _counted(rows: Sequence[LogRow], item: WorkItem) -> tuple[tuple[Span, ...], str]:
    """What the due time of the work item counts with: what was recorded when it was offered, or
    counted last, of those who may do it now."""
    for command, events in reversed(commands_of(rows)):
        if not _is_about(command, events, item.id):
            continue
        offered = list(offered_to(item))
        for answer in decode_envelope(command.body).answers:
            question: Any = answer.get("question")
            if question[:2] == ["whereabouts", offered]:
                read = datetime.fromisoformat
                away = tuple((read(begins), read(ends)) for begins, ends in answer["away"])
                return away, answer["department"]
        break
    return (), ""


def _is_about(command: LogRow, events: Sequence[LogRow], work_item_id: str) -> bool:
    if is_command(command.type) and command.type.endswith(CountAbsence.__name__):
        asked = decode_envelope(command.body).command
        return isinstance(asked, CountAbsence) and asked.work_item_id == work_item_id
    created = (row for row in events if row.type == WorkItemCreated.__name__)
    return any(_id_of(row) == work_item_id for row in created)


def _id_of(row: LogRow) -> str:
    event = decode_event(row.type, row.body)
    return event.work_item_id if isinstance(event, WorkItemCreated) else ""

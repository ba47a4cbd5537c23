"""Absence of people (不在岗): who is away from when to when, and what that means for work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from engine.core import policy
from engine.core.absence import HERE, Span, Whereabouts, common, left_of
from engine.core.commands import Command
from engine.core.commands_office import EndAbsence, RecordAbsence
from engine.core.ids import ABSENCE_STREAM, InstanceId, UserId
from engine.core.people import SYSTEM, Person
from engine.errors import ConcurrencyConflict, InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.people_records import AbsenceRow, Away, PeopleRecords
from engine.ports import Clock, IdGenerator

LONGEST: Final = timedelta(days=366)
MOST: Final = 20
"""Of one person that are not over yet."""
LOOK_EVERY: Final = timedelta(seconds=2)
"""How soon what another process has recorded counts here."""


class Directory(Protocol):
    """What is asked of the organisation."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...

    def holders(self, role: str) -> tuple[Person, ...]: ...

    def members_of(self, group: str) -> tuple[Person, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceTools:
    """What absence is wired with."""

    records: PeopleRecords
    record: Callable[[Command, Person, str], None]
    """Appends to the log under a command id. Raises ConcurrencyConflict."""
    people: Directory
    clock: Clock
    ids: IdGenerator


class Absences:
    """Each one is a stream of the log. Work whose people are all away, and have no substitute, is
    due later by the working time that they miss; of open work engine.counting sees to it."""

    def __init__(self, tools: AbsenceTools) -> None:
        self._tools = tools
        self._known: dict[UserId, tuple[Span, ...]] = {}
        self._looked: datetime | None = None

    # -- recording -------------------------------------------------------------------------------

    def record(self, asked: Away, actor: Person) -> AbsenceRow:
        """Raises NotPermitted, InvalidCommand, InvalidState, each saying why."""
        tools, now = self._tools, self._tools.clock.now()
        person = tools.people.person(UserId(asked.person))
        if person is None or not tools.people.is_active(person.id):
            raise InvalidCommand(
                f"没有在职人员 {asked.person}",
                f"Expected somebody who works here, got {asked.person!r}",
            )
        if actor.id != person.id and not policy.may_change_people(actor):
            raise NotPermitted(
                "只能登记自己不在岗；管理员可为他人登记",
                "Expected to be the person who is away, or an administrator",
            )
        begins_at = max(now, asked.begins_at or now)
        _refuse_period(begins_at, asked.ends_at)
        if len(tools.records.absences(person=person.id, ending_after=now)) >= MOST:
            raise InvalidState(
                f"{person.name}登记的不在岗已有 {MOST} 项", f"Expected fewer than {MOST} absences"
            )
        stream = f"{ABSENCE_STREAM}{tools.ids.new()}"
        command = RecordAbsence(
            instance_id=InstanceId(stream),
            person=person.id,
            begins_at=begins_at,
            ends_at=asked.ends_at,
            reason=asked.reason,
        )
        tools.record(command, actor, stream)
        self._looked = None
        return self._found(stream)

    def end(self, stream: str, actor: Person, reason: str = "") -> AbsenceRow:
        """Back before the time. Raises NotFound to who is not concerned, InvalidState."""
        row = self._tools.records.absence(stream)
        may = row is not None and (actor.id == row.person or policy.may_change_people(actor))
        if row is None or not may:
            raise NotFound(f"没有不在岗登记 {stream}", f"Expected an absence, got {stream!r}")
        if row.is_over(self._tools.clock.now()):
            raise InvalidState("不在岗已经结束", "Expected an absence that is not over")
        command = EndAbsence(instance_id=InstanceId(stream), reason=reason)
        try:
            self._tools.record(command, actor, f"{stream}:end")
        except ConcurrencyConflict as error:
            raise InvalidState("不在岗已经结束", "Expected an absence that is not over") from error
        self._looked = None
        return self._found(stream)

    def end_all(self, user: UserId) -> None:
        """Of somebody who has left."""
        now = self._tools.clock.now()
        for row in self._tools.records.absences(person=user, ending_after=now):
            self.end(row.id, SYSTEM, "离职 / left")

    def listed(self, actor: Person, *, everybody: bool = False) -> Sequence[AbsenceRow]:
        """One's own, the newest first; everybody's for who changes the organisation."""
        if everybody and not policy.may_change_people(actor):
            raise NotPermitted(
                "只有管理员可以查看全部不在岗登记", "Expected an administrator to see everybody's"
            )
        rows = self._tools.records.absences(person=None if everybody else actor.id)
        return list(reversed(rows))

    # -- what it means for work ------------------------------------------------------------------

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts:
        """Of all to whom work is offered together; their department where it is one of these. Who
        has a substitute for the process is there, for their work is done."""
        away = self._away()
        if not away and not departments:  # nearly always
            return HERE
        people = [one for one in self._meant(offered) if one.id not in excluded]
        theirs = {one.department for one in people}
        department = next(iter(theirs)) if len(theirs) == 1 else ""
        department = department if department in departments else ""
        if not away or not all(one.id in away for one in people):
            return Whereabouts(department=department) if department else HERE
        spans = common(self._uncovered(one.id, away[one.id], process) for one in people)
        return Whereabouts(away=spans, department=department)

    def _meant(self, offered: Sequence[str]) -> list[Person]:
        people, found = self._tools.people, dict[UserId, Person]()
        for principal in offered:
            kind, _, name = principal.partition(":")
            if kind == "user":
                person = people.person(UserId(name))
                meant: tuple[Person, ...] = (person,) if person else ()
            else:
                meant = people.holders(name) if kind == "role" else people.members_of(name)
            found |= {one.id: one for one in meant}
        return list(found.values())

    def _uncovered(self, user: UserId, spans: Sequence[Span], process: str) -> tuple[Span, ...]:
        rows = self._tools.records.substitutions(person=user, ending_after=self._tools.clock.now())
        return left_of(spans, [(row.begins_at, row.ends_at) for row in rows if row.covers(process)])

    def _away(self) -> dict[UserId, tuple[Span, ...]]:
        """Who is or will be away; looked up anew where that may have changed."""
        now = self._tools.clock.now()
        if self._looked is None or not self._looked <= now < self._looked + LOOK_EVERY:
            found: dict[UserId, tuple[Span, ...]] = {}
            for row in self._tools.records.absences(ending_after=now):
                found[row.person] = (*found.get(row.person, ()), (row.begins_at, row.ends_at))
            self._known, self._looked = found, now
        return self._known

    def _found(self, stream: str) -> AbsenceRow:
        row = self._tools.records.absence(stream)
        assert row is not None  # noqa: S101 -- just recorded
        return row


def _refuse_period(begins_at: datetime, ends_at: datetime) -> None:
    if not begins_at < ends_at:
        raise InvalidCommand(
            "结束须晚于开始，并在将来", "Expected an end after the beginning, in the future"
        )
    if ends_at - begins_at > LONGEST:
        raise InvalidCommand(
            f"不在岗最长 {LONGEST.days} 天", f"Expected at most {LONGEST.days} days of absence"
        )

"""Substitution (代理): who does an absent person's work, for how long, in which processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from engine.core import policy
from engine.core.commands import Command, EndSubstitution, NameSubstitute
from engine.core.ids import SUBSTITUTION_STREAM, InstanceId, UserId
from engine.core.people import SYSTEM, Person
from engine.errors import ConcurrencyConflict, InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.identity.separation import forbidden_pairs
from engine.offers import as_item
from engine.people_records import PeopleRecords, SubstitutionRow, Wish
from engine.ports import Clock, IdGenerator
from engine.views import ActingFor, WorkItemView

LONGEST: Final = timedelta(days=366)
MOST: Final = 20
"""Of one person, and by one substitute, that are not over yet."""


class Directory(Protocol):
    """What is asked of the organisation."""

    def person(self, user: UserId) -> Person | None: ...

    def is_active(self, user: UserId) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionTools:
    """What substitution is wired with."""

    records: PeopleRecords
    record: Callable[[Command, Person, str], None]
    """Appends to the log under a command id. Raises ConcurrencyConflict."""
    people: Directory
    is_process: Callable[[str], bool]
    clock: Clock
    ids: IdGenerator


class Substitutions:
    """Each one is a stream of the log; it counts while its time lasts, both work here, and their
    roles may be held together."""

    def __init__(self, tools: SubstitutionTools) -> None:
        self._tools = tools

    # -- naming and ending -----------------------------------------------------------------------

    def name(self, wish: Wish, actor: Person) -> SubstitutionRow:
        """Record it. Raises NotPermitted, InvalidCommand, InvalidState, each saying why."""
        absent, substitute = self._worker(wish.person), self._worker(wish.substitute)
        if not policy.may_name_substitute(actor, absent, substitute):
            raise NotPermitted(
                "只能为自己指定代理人；管理员可为他人指定，但不能指定自己",
                "Expected to be the absent person, or an administrator who names somebody else",
            )
        now = self._tools.clock.now()
        begins_at = max(now, wish.begins_at or now)
        _refuse_period(begins_at, wish.ends_at, now)
        self._refuse_pair(absent, substitute)
        self._refuse_processes(wish.processes)
        self._refuse_many(absent, substitute, now)
        stream = f"{SUBSTITUTION_STREAM}{self._tools.ids.new()}"
        command = NameSubstitute(
            instance_id=InstanceId(stream),
            person=absent.id,
            substitute=substitute.id,
            begins_at=begins_at,
            ends_at=wish.ends_at,
            processes=tuple(sorted(set(wish.processes))),
            reason=wish.reason,
        )
        self._refuse_cycle(_row_of(command, actor, now))
        self._tools.record(command, actor, stream)
        return self._unless_crossed(self._found(stream), actor)

    def _unless_crossed(self, made: SubstitutionRow, actor: Person) -> SubstitutionRow:
        """Somebody may have named the other way round at the same moment."""
        try:
            self._refuse_cycle(made)
        except InvalidState:
            self._end(made, actor, "成环 / cycle")
            raise
        return made

    def end(self, stream: str, actor: Person, reason: str = "") -> SubstitutionRow:
        """End it before its time. Raises NotFound to who is not concerned, InvalidState."""
        row = self._tools.records.substitution(stream)
        if row is None or not policy.may_end_substitution(actor, row.person, row.substitute):
            raise NotFound(f"没有代理 {stream}", f"Expected a substitution, got {stream!r}")
        if row.is_over(self._tools.clock.now()):
            raise InvalidState("代理已经结束", "Expected a substitution that is not over")
        self._end(row, actor, reason)
        return self._found(stream)

    def end_all(self, user: UserId) -> None:
        """Of somebody who has left: nobody acts for them, they act for nobody."""
        now, records = self._tools.clock.now(), self._tools.records
        own = records.substitutions(person=user, ending_after=now)
        others = records.substitutions(substitute=user, ending_after=now)
        for row in (*own, *others):
            self._end(row, SYSTEM, "离职 / left")

    def _end(self, row: SubstitutionRow, actor: Person, reason: str) -> None:
        command = EndSubstitution(instance_id=InstanceId(row.id), reason=reason)
        try:
            self._tools.record(command, actor, f"{row.id}:end")
        except ConcurrencyConflict as error:
            raise InvalidState(
                "代理已经结束", "Expected a substitution that is not over"
            ) from error

    # -- what holds ------------------------------------------------------------------------------

    def listed(self, actor: Person, *, everybody: bool = False) -> Sequence[SubstitutionRow]:
        """One's own, of both kinds, newest first; everybody's for administrators."""
        records = self._tools.records
        if everybody:
            if not (policy.may_administer(actor) or policy.is_system(actor)):
                raise NotPermitted(
                    "只有管理员可以查看全部代理", "Expected an administrator to see everybody's"
                )
            return list(reversed(records.substitutions()))
        own = records.substitutions(person=actor.id)
        others = records.substitutions(substitute=actor.id)
        return sorted((*own, *others), key=lambda row: (row.begins_at, row.id), reverse=True)

    def acting_for(self, actor: Person) -> tuple[ActingFor, ...]:
        """Whose work the person does now, for lists."""
        return tuple(
            ActingFor(absent.id, row.processes, absent.principals())
            for row, absent in self._in_effect(actor)
        )

    def absent_on(self, actor: Person, view: WorkItemView) -> Person | None:
        """Whom the person acts for on this work item; None when it is theirs to do anyway, or
        nobody's whom they substitute."""
        item = as_item(view)
        if view.ended_at is not None or item.assignee == actor.id:
            return None
        if item.assignee is None and policy.may_claim(actor, item):
            return None
        for row, absent in self._in_effect(actor):
            if row.covers(view.case_process) and policy.may_act_for(
                actor, absent, item, view.initiator
            ):
                return absent
        return None

    def checked(self, actor: Person, absent: str, view: WorkItemView) -> Person:
        """The absent person of this name. Raises NotPermitted unless the actor may act for them
        on this work item now."""
        for row, person in self._in_effect(actor):
            if person.id == absent and row.covers(view.case_process):
                if policy.may_act_for(actor, person, as_item(view), view.initiator):
                    return person
                raise NotPermitted(
                    "此项不能由您代办：没有分派给被代理人，或须职责分离",
                    f"Expected a work item of {absent} that you are not kept apart from",
                )
        raise NotPermitted(
            f"您现在不是 {absent} 的代理人", f"Expected to be the substitute of {absent} now"
        )

    def _in_effect(self, actor: Person) -> Iterator[tuple[SubstitutionRow, Person]]:
        now, tools = self._tools.clock.now(), self._tools
        if not policy.may_substitute(actor):
            return
        for row in tools.records.substitutions(substitute=actor.id, ending_after=now):
            absent = tools.people.person(row.person)
            if absent is None or not row.is_on(now) or not tools.people.is_active(row.person):
                continue
            if not _kept_apart(absent, actor):
                yield row, policy.as_substituted(absent)

    # -- what is refused -------------------------------------------------------------------------

    def _worker(self, login: str) -> Person:
        person = self._tools.people.person(UserId(login))
        if person is None or not self._tools.people.is_active(person.id):
            raise InvalidCommand(
                f"没有在职人员 {login}", f"Expected somebody who works here, got {login!r}"
            )
        return person

    def _refuse_pair(self, absent: Person, substitute: Person) -> None:
        if absent.id == substitute.id:
            raise InvalidCommand("不能代理自己", "Expected somebody else as the substitute")
        if not policy.may_substitute(substitute):
            raise InvalidCommand(
                f"{substitute.name}是审计员，只读，不能代理",
                f"Expected a substitute who works: {substitute.id} is an auditor",
            )
        apart = _kept_apart(absent, substitute)
        if apart:
            raise InvalidCommand(
                f"职责分离：{substitute.name}不能代理{absent.name}（{apart}）",
                f"Separation of duties: {substitute.id} may not act for {absent.id} ({apart})",
            )

    def _refuse_processes(self, processes: Sequence[str]) -> None:
        unknown = [key for key in processes if not self._tools.is_process(key)]
        if unknown:
            raise InvalidCommand(
                f"没有流程 {'、'.join(unknown)}",
                f"Expected deployed processes, got {', '.join(unknown)}",
            )

    def _refuse_many(self, absent: Person, substitute: Person, now: datetime) -> None:
        records = self._tools.records
        for person, rows in (
            (absent, records.substitutions(person=absent.id, ending_after=now)),
            (substitute, records.substitutions(substitute=substitute.id, ending_after=now)),
        ):
            if len(rows) >= MOST:
                raise InvalidState(
                    f"{person.name}的代理已有 {MOST} 项，请先结束一些",
                    f"Expected fewer than {MOST} substitutions of {person.id}",
                )

    def _refuse_cycle(self, wanted: SubstitutionRow) -> None:
        """Raises InvalidState naming the people, when at some moment and in some process
        everybody in a ring would be absent for the next."""
        ring = self._ring(wanted, [wanted])
        if ring is not None:
            path = " → ".join(
                [self._called(row.person) for row in ring] + [self._called(wanted.person)]
            )
            raise InvalidState(
                f"代理成环：{path}，同一时间会无人办理",
                f"Expected no cycle of substitutes: {path}; nobody would be there",
            )

    def _ring(
        self, wanted: SubstitutionRow, path: list[SubstitutionRow]
    ) -> list[SubstitutionRow] | None:
        last = path[-1]
        if last.substitute == wanted.person:
            return path
        now = self._tools.clock.now()
        seen = {row.person for row in path}
        for row in self._tools.records.substitutions(person=last.substitute, ending_after=now):
            if row.person not in seen and _meet([*path, row]):
                found = self._ring(wanted, [*path, row])
                if found is not None:
                    return found
        return None

    def _called(self, login: UserId) -> str:
        person = self._tools.people.person(login)
        return person.name if person else login

    def _found(self, stream: str) -> SubstitutionRow:
        row = self._tools.records.substitution(stream)
        assert row is not None  # noqa: S101 -- just recorded
        return row


def _refuse_period(begins_at: datetime, ends_at: datetime, now: datetime) -> None:
    if not begins_at < ends_at or ends_at <= now:
        raise InvalidCommand(
            "代理的结束须晚于开始，并在将来", "Expected an end after the beginning, in the future"
        )
    if ends_at - begins_at > LONGEST:
        raise InvalidCommand(
            f"代理最长 {LONGEST.days} 天", f"Expected at most {LONGEST.days} days of substitution"
        )


def _kept_apart(absent: Person, substitute: Person) -> str:
    """The roles that the substitute would bring together; empty when none must stay apart."""
    own = set(substitute.roles)
    pairs = forbidden_pairs((*policy.as_substituted(absent).roles, *substitute.roles))
    new = (pair for pair in pairs if not {pair.one, pair.other} <= own)
    return "; ".join(f"{pair.one} / {pair.other}: {pair.why}" for pair in new)


def _meet(rows: Sequence[SubstitutionRow]) -> bool:
    """Whether there are a moment and a process in which all of them hold."""
    if max(row.begins_at for row in rows) >= min(row.ends_at for row in rows):
        return False
    scopes = [set(row.processes) for row in rows if row.processes]
    return not scopes or bool(set.intersection(*scopes))


def _row_of(command: NameSubstitute, actor: Person, now: datetime) -> SubstitutionRow:
    return SubstitutionRow(
        id=command.instance_id,
        person=command.person,
        substitute=command.substitute,
        begins_at=command.begins_at,
        ends_at=command.ends_at,
        processes=command.processes,
        made_by=actor.id,
        made_at=now,
    )

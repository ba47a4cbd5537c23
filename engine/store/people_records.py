"""Substitutions, absences and readings as the projections have them, in SQL and in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, literal, select, union_all

from engine.access import ReadingRow
from engine.core.ids import UserId
from engine.people_records import AbsenceRow, PeopleRecords, SubstitutionRow
from engine.ports import Store
from engine.store import access_tables as earlier
from engine.store import tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory import MemoryStore
from engine.store.memory_state import MemoryState
from engine.store.sql_store import SqlStore
from engine.store.worklist_tables import absence as t_absence

_KEPT: Final = t.substitution.c
_AWAY: Final = t_absence.c
_READ: Final = t.reading.c
_EARLIER: Final = earlier.case_reading.c


@cache
def _absences(of_person: bool, later: bool) -> Select[Any]:
    """Built once: whoever looks for what is due asks after every command."""
    wanted = [_AWAY.person == bindparam("of_person")] if of_person else []
    if later:
        wanted += [_AWAY.ended_at.is_(None), _AWAY.ends_at > bindparam("after")]
    return select(t_absence).where(*wanted).order_by(_AWAY.begins_at, _AWAY.id)


def people_records_of(store: Store) -> PeopleRecords:
    """The records in a store's own projections."""
    if isinstance(store, SqlStore):
        return SqlPeopleRecords(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there are these two
    return MemoryPeopleRecords(store.memory)


class SqlPeopleRecords:
    """PeopleRecords over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def substitution(self, stream: str) -> SubstitutionRow | None:
        """One of them, also when it is over."""
        found = self._rows(select(t.substitution).where(_KEPT.id == stream))
        return _substitution(found[0]) if found else None

    def substitutions(
        self,
        *,
        person: UserId | None = None,
        substitute: UserId | None = None,
        ending_after: datetime | None = None,
    ) -> Sequence[SubstitutionRow]:
        """One statement, by an index where somebody is named."""
        wanted = [
            column == value
            for column, value in ((_KEPT.person, person), (_KEPT.substitute, substitute))
            if value is not None
        ]
        if ending_after is not None:
            wanted += [_KEPT.ended_at.is_(None), _KEPT.ends_at > micros(ending_after)]
        statement = select(t.substitution).where(*wanted).order_by(_KEPT.begins_at, _KEPT.id)
        return [_substitution(row) for row in self._rows(statement)]

    def absence(self, stream: str) -> AbsenceRow | None:
        """One of them, also when it is over."""
        found = self._rows(select(t_absence).where(_AWAY.id == stream))
        return _absence(found[0]) if found else None

    def absences(
        self, *, person: UserId | None = None, ending_after: datetime | None = None
    ) -> Sequence[AbsenceRow]:
        """One statement, by an index."""
        statement = _absences(person is not None, ending_after is not None)
        values: dict[str, Any] = {} if person is None else {"of_person": person}
        if ending_after is not None:
            values["after"] = micros(ending_after)
        return [_absence(row) for row in self._rows(statement, values)]

    def readings(self, instance_id: str) -> Sequence[ReadingRow]:
        """Also those from before readings were in the log."""
        names = ("instance_id", "login", "what", "at")
        now = select(*(_READ[name] for name in names)).where(_READ.instance_id == instance_id)
        before = select(*(_EARLIER[name] for name in names)).where(
            _EARLIER.instance_id == instance_id
        )
        both = union_all(now, before).subquery()
        ordered = select(both).order_by(both.c.at, both.c.login, both.c.what)
        return [_reading(row) for row in self._rows(ordered)]

    def was_read(self, row: ReadingRow, since: datetime) -> bool:
        """One look at the index of the case and person."""
        same = select(literal(1)).where(
            _READ.instance_id == row.instance_id,
            _READ.login == row.user,
            _READ.what == row.what,
            _READ.at > micros(since),
        )
        return bool(self._rows(same.limit(1)))

    def _rows(
        self, statement: Select[Any], values: Mapping[str, Any] | None = None
    ) -> list[Mapping[str, Any]]:
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(statement, values).mappings()]


class MemoryPeopleRecords:
    """PeopleRecords over dictionaries."""

    def __init__(self, memory: MemoryState) -> None:
        self._memory = memory

    def substitution(self, stream: str) -> SubstitutionRow | None:
        """One of them, also when it is over."""
        row = self._memory.tables["substitution"].get((stream,))
        return _substitution(row) if row else None

    def substitutions(
        self,
        *,
        person: UserId | None = None,
        substitute: UserId | None = None,
        ending_after: datetime | None = None,
    ) -> Sequence[SubstitutionRow]:
        """Those that fit, in order."""
        with self._memory.lock:
            rows = [_substitution(row) for row in self._memory.tables["substitution"].values()]
        found = [
            row
            for row in rows
            if person in (None, row.person)
            and substitute in (None, row.substitute)
            and (ending_after is None or not row.is_over(ending_after))
        ]
        return sorted(found, key=lambda row: (row.begins_at, row.id))

    def absence(self, stream: str) -> AbsenceRow | None:
        """One of them, also when it is over."""
        row = self._memory.tables["absence"].get((stream,))
        return _absence(row) if row else None

    def absences(
        self, *, person: UserId | None = None, ending_after: datetime | None = None
    ) -> Sequence[AbsenceRow]:
        """Those that fit, in order."""
        with self._memory.lock:
            rows = [_absence(row) for row in self._memory.tables["absence"].values()]
        found = [
            row
            for row in rows
            if person in (None, row.person)
            and (ending_after is None or not row.is_over(ending_after))
        ]
        return sorted(found, key=lambda row: (row.begins_at, row.id))

    def readings(self, instance_id: str) -> Sequence[ReadingRow]:
        """Of one case, oldest first."""
        with self._memory.lock:
            rows = [_reading(row) for row in self._memory.tables["reading"].values()]
        found = [row for row in rows if row.instance_id == instance_id]
        return sorted(found, key=lambda row: (row.at, row.user, row.what))

    def was_read(self, row: ReadingRow, since: datetime) -> bool:
        """Whether the same reading was recorded after `since`."""
        return any(
            (one.user, one.what) == (row.user, row.what) and one.at > since
            for one in self.readings(row.instance_id)
        )


def _substitution(row: Mapping[str, Any]) -> SubstitutionRow:
    by, at = row["ended_by"], row["ended_at"]
    return SubstitutionRow(
        id=row["id"],
        person=UserId(row["person"]),
        substitute=UserId(row["substitute"]),
        begins_at=from_micros(row["begins_at"]),
        ends_at=from_micros(row["ends_at"]),
        processes=tuple(json.loads(row["processes"])),
        made_by=UserId(row["made_by"]),
        made_at=from_micros(row["made_at"]),
        ended_by=None if by is None else UserId(by),
        ended_at=None if at is None else from_micros(at),
    )


def _absence(row: Mapping[str, Any]) -> AbsenceRow:
    by, at = row["ended_by"], row["ended_at"]
    return AbsenceRow(
        id=row["id"],
        person=UserId(row["person"]),
        begins_at=from_micros(row["begins_at"]),
        ends_at=from_micros(row["ends_at"]),
        reason=row["reason"],
        made_by=UserId(row["made_by"]),
        made_at=from_micros(row["made_at"]),
        ended_by=None if by is None else UserId(by),
        ended_at=None if at is None else from_micros(at),
    )


def _reading(row: Mapping[str, Any]) -> ReadingRow:
    return ReadingRow(
        instance_id=row["instance_id"],
        user=UserId(row["login"]),
        what=row["what"],
        at=from_micros(row["at"]),
    )

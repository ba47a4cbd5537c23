"""What statistics read of a SQL database: a fixed number of statements, however many cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from engine.ports import Store
from engine.statistics import Asked, CaseHead, RoleLoad, StatisticsStore
from engine.statistics.model import (
    WAITED,
    Handled,
    Mark,
    Marked,
    Overall,
    Place,
    StayAt,
    Stays,
    Version,
)
from engine.store import tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.following import behind, keep, look
from engine.store.memory import MemoryStore
from engine.store.memory_statistics import MemoryStatistics, overall_of_rows
from engine.store.narrowing import given
from engine.store.running_tables import handling, passage
from engine.store.sql_store import SqlStore
from engine.store.sql_worklist import in_given
from engine.store.tallies import days, marked

_CASE: Final = t.process_instance.c
_MODEL: Final = t.process_definition.c
_ITEM: Final = t.work_item.c
_INCIDENT: Final = t.incident.c
_SPAN: Final = (_CASE.started_at, _CASE.ended_at, _CASE.open_incidents)
_MARK: Final = passage.c
_HAND: Final = handling.c


def statistics_of(store: Store) -> StatisticsStore:
    """What statistics read of a store; of one in memory in memory."""
    if isinstance(store, SqlStore):
        return SqlStatistics(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there is no third kind
    return MemoryStatistics(store.memory)


class SqlStatistics:
    """A StatisticsStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, asked: Asked | None, limit: int) -> int:
        """Reads first and writes then: on SQLite only the writing takes the writer's turn."""
        statement, values = _BEHIND, dict[str, Any](limit=limit)
        if asked is not None:
            statement = _behind_of(asked.digest is not None)
            values |= _values(asked)
        with self._database.read() as connection:
            found = look(connection, statement, values)
        if found is None:
            return 0
        with self._database.write() as connection:
            keep(connection, found)
        return len(found.ids)

    def overall(self, asked: Asked, now: datetime) -> Overall:
        """Three statements over rows that the projections keep."""
        of_version = asked.digest is not None
        values = {**_values(asked), "now": micros(now)}
        with self._database.read() as connection:
            spans = connection.execute(_of_touched(_SPAN, of_version), values).all()
            late = connection.execute(_late(of_version), values).all()
            raised = connection.execute(_raised(of_version), values).scalars().all()
        return overall_of_rows(spans, late, raised)

    def marked(self, asked: Asked) -> list[Marked]:
        """Counts of whole days are kept, see engine.store.tallies."""
        values = _values(asked)
        values |= days(values["since"], values["until"])
        with self._database.read() as connection:
            rows = connection.execute(marked(asked.digest is not None), values).all()
        return [Marked(mark, called, name, int(marks)) for mark, called, name, marks in rows]

    def stays(self, asked: Asked) -> list[Stays]:
        """One walk along the key; numbers come as one text for each place."""
        with self._database.read() as connection:
            rows = connection.execute(_stays(asked.digest is not None), _values(asked)).all()
        every = [((row[0], row[1], row[2]), orjson.loads(f"[{row[3]}]")) for row in rows]
        return [Stays(*place, found[::2], found[1::2]) for place, found in every]

    def handled(self, asked: Asked, now: datetime) -> list[Handled]:
        """One walk along the key; numbers come as one text for each place."""
        values = {**_values(asked), "now": micros(now)}
        with self._database.read() as connection:
            rows = connection.execute(_handled(asked.digest is not None), values).all()
        # PostgreSQL gives sums as decimals.
        return [Handled._make((*row[:6], int(row[6]), orjson.loads(f"[{row[7]}]"))) for row in rows]

    def roles(self, asked: Asked) -> list[RoleLoad]:
        """Counted by the database."""
        with self._database.read() as connection:
            rows = connection.execute(_roles(asked.digest is not None), _values(asked))
            return [RoleLoad(role, int(lying), int(done)) for role, lying, done in rows]

    def stays_at(self, asked: Asked, place: Place) -> list[StayAt]:
        """One walk along the key."""
        values = {**_values(asked), "called": place[0], "name": place[1]}
        with self._database.read() as connection:
            rows = connection.execute(_stays_at(asked.digest is not None), values).all()
        return [StayAt._make(row) for row in rows]

    def late_at(self, instance_ids: Sequence[str], place: Place, now: datetime) -> frozenset[str]:
        """By the index of cases."""
        values = {"ids": list(instance_ids), "called": place[0], "name": place[1]}
        with self._database.read() as connection:
            rows = connection.execute(_LATE_AT, {**values, "now": micros(now)})
            return frozenset(rows.scalars())

    def heads(self, instance_ids: Sequence[str]) -> list[CaseHead]:
        """By their key."""
        with self._database.read() as connection:
            rows = connection.execute(_HEADS, {"ids": list(instance_ids)})
            return [CaseHead(*row) for row in rows]

    def versions(self, process: str) -> list[Version]:
        """The published versions of a process, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(_VERSIONS, {"process": process})
            return [Version(row[0], row[1], from_micros(row[2])) for row in rows]


def _values(asked: Asked) -> dict[str, Any]:
    return {
        "process": asked.process,
        "since": micros(asked.since),
        "until": micros(asked.until),
        "digest": asked.digest,
    }


def _of_touched(columns: Iterable[ColumnElement[Any]], of_version: bool) -> Select[Any]:
    """These columns of the cases that the period touches."""
    statement = select(*columns).where(
        _CASE.process == given("process", t.Id),
        _CASE.started_at < given("until", t.Micros),
        or_(_CASE.ended_at.is_(None), _CASE.ended_at >= given("since", t.Micros)),
    )
    if not of_version:
        return statement
    return statement.where(_CASE.process_digest == given("digest", t.Id))


def _behind_of(of_version: bool) -> Select[Any]:
    touched = _of_touched((_CASE.id,), of_version).scalar_subquery()
    return _BEHIND.where(_CASE.id.in_(touched))


def _in_period(
    columns: Iterable[ColumnElement[Any]], began: ColumnElement[int], of_version: bool
) -> Select[Any]:
    """These columns of what began in the period, in cases of the process."""
    row = began.table.c
    statement = select(*columns).where(
        row.process == given("process", t.Id),
        began >= given("since", t.Micros),
        began < given("until", t.Micros),
    )
    return _of_version(statement, row.instance_id) if of_version else statement


def _of_version(statement: Select[Any], case: ColumnElement[str]) -> Select[Any]:
    ids = select(_CASE.id).where(
        _CASE.process == given("process", t.Id), _CASE.process_digest == given("digest", t.Id)
    )
    return statement.where(case.in_(ids))


def _stays(of_version: bool) -> Select[Any]:
    place = (_MARK.mark, _MARK.called, _MARK.name)
    left = func.coalesce(cast(_MARK.left_at, Text), "null")
    moments = func.aggregate_strings(cast(_MARK.came_at, Text) + "," + left, ",")
    found = _in_period((*place, moments), _MARK.came_at, of_version)
    return found.where(_MARK.mark.in_(WAITED)).group_by(*place)


def _stays_at(of_version: bool) -> Select[Any]:
    columns = (_MARK.instance_id, _MARK.came_at, _MARK.left_at)
    return _in_period(columns, _MARK.came_at, of_version).where(
        _MARK.called == given("called", t.Id),
        _MARK.name == given("name", t.Id),
        _MARK.mark.in_((*WAITED, Mark.PASSED)),
    )


def _handled(of_version: bool) -> Select[Any]:
    place = (_HAND.called, _HAND.element_id)
    ends = func.coalesce(_HAND.ended_at, given("now", t.Micros))
    columns = (
        func.count(),
        func.count(case((_HAND.done, _HAND.by)).distinct()),
        func.count(_HAND.due_at),
        func.count(case((_HAND.due_at < ends, 1))),
        func.sum(_HAND.returned),
        func.aggregate_strings(_HAND.turns, ","),
    )
    return _in_period((*place, *columns), _HAND.created_at, of_version).group_by(*place)


def _roles(of_version: bool) -> Select[Any]:
    """What began in the period and is open, and what was done in it."""
    lying = case((_HAND.ended_at.is_(None), 1), else_=0).label("lying")
    nothing = literal_column("0", Integer())
    done = case((_HAND.done, 1), else_=0).label("done")
    began = _in_period((_HAND.role, lying, nothing.label("done")), _HAND.created_at, of_version)
    ended = _in_period((_HAND.role, nothing.label("lying"), done), _HAND.ended_at, of_version)
    both = union_all(began, ended).subquery()
    counted = select(both.c.role, func.sum(both.c.lying), func.sum(both.c.done))
    return counted.group_by(both.c.role)


def _late(of_version: bool) -> Select[Any]:
    """Work of those cases that was, or is, not done when it was due."""
    until = func.coalesce(_ITEM.ended_at, given("now", t.Micros))
    columns = (_ITEM.instance_id, _ITEM.due_at, _ITEM.ended_at)
    statement = _of_touched(columns, of_version).where(_ITEM.due_at < until)
    return statement.join_from(t.process_instance, t.work_item, _ITEM.instance_id == _CASE.id)


def _raised(of_version: bool) -> Select[Any]:
    statement = _of_touched((_INCIDENT.raised_at,), of_version)
    return statement.join_from(t.process_instance, t.incident, _INCIDENT.instance_id == _CASE.id)


_VERSIONS: Final = (
    select(_MODEL.version, _MODEL.digest, _MODEL.deployed_at)
    .where(_MODEL.key == given("process", t.Id))
    .order_by(_MODEL.version.desc())
)
_BEHIND: Final = behind().limit(bindparam("limit", type_=Integer()))
_LATE_AT: Final = select(_HAND.instance_id).where(
    in_given(_HAND.instance_id, "ids"),
    _HAND.called == given("called", t.Id),
    _HAND.element_id == given("name", t.Id),
    _HAND.due_at < func.coalesce(_HAND.ended_at, given("now", t.Micros)),
)
_HEADS: Final = select(_CASE.id, _CASE.title, _CASE.number, _CASE.status).where(
    in_given(_CASE.id, "ids")
)

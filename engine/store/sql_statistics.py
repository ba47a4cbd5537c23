"""What statistics read of a SQL database: at most five statements, however many cases there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from engine.codec import COMMAND_PREFIX
from engine.ports import Store
from engine.statistics import Asked, CaseHead, StatisticsStore
from engine.statistics.model import LogPart, Overall, Version
from engine.store import tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory import MemoryStore
from engine.store.memory_statistics import MemoryStatistics, overall_of_rows
from engine.store.narrowing import given
from engine.store.sql_store import SqlStore
from engine.store.sql_worklist import in_given

_CASE: Final = t.process_instance.c
_LOG: Final = t.log.c
_MODEL: Final = t.process_definition.c
_ITEM: Final = t.work_item.c
_INCIDENT: Final = t.incident.c
_SPAN: Final = (_CASE.started_at, _CASE.ended_at, _CASE.open_incidents)
_HEAD: Final = (
    _CASE.id,
    _CASE.version,
    _CASE.process_digest,
    _CASE.title,
    _CASE.number,
    _CASE.status,
    _CASE.started_at,
    _CASE.ended_at,
    _CASE.open_incidents,
)


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

    def touched(self, asked: Asked, most: int) -> tuple[int, list[CaseHead]]:
        """How many cases the period touches, and the heads of the newest of them."""
        values = {**_values(asked), "most": most}
        with self._database.read() as connection:
            rows = connection.execute(_touched(asked.digest is not None), values).all()
        heads = [
            CaseHead._make((*row[:6], from_micros(row[6]), row[7] and from_micros(row[7]), row[8]))
            for row in rows
        ]
        return (rows[0][-1] if rows else 0), heads

    def overall(self, asked: Asked, now: datetime) -> Overall:
        """Of every case that the period touches, when there are too many for their logs."""
        of_version = asked.digest is not None
        values = {**_values(asked), "now": micros(now)}
        with self._database.read() as connection:
            spans = connection.execute(_of_touched(_SPAN, of_version), values).all()
            late = connection.execute(_late(of_version), values).all()
            raised = connection.execute(_raised(of_version), values).scalars().all()
        return overall_of_rows(spans, late, raised)

    def log_of(self, instance_ids: Sequence[str], types: Sequence[str]) -> list[LogPart]:
        """The rows of these types and all commands, by case, in order."""
        values = {"ids": list(instance_ids), "types": list(types)}
        with self._database.read() as connection:
            return [LogPart(*row) for row in connection.execute(_ROWS, values)]

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


def _touched(of_version: bool) -> Select[Any]:
    statement = _of_touched((*_HEAD, func.count().over().label("all_of_them")), of_version)
    newest = statement.order_by(_CASE.started_at.desc(), _CASE.id.desc())
    return newest.limit(bindparam("most", type_=t.Micros))


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
_ROWS: Final = (
    select(_LOG.instance_id, _LOG.type, _LOG.body)
    .where(
        in_given(_LOG.instance_id, "ids"),
        or_(in_given(_LOG.type, "types"), _LOG.type.startswith(COMMAND_PREFIX)),
    )
    .order_by(_LOG.instance_id, _LOG.version)
)

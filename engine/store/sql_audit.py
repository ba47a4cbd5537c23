"""What findings read of a database: a statement each, however many cases there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, insert, or_, select

from engine.audit import AuditStore, Happened, Item, Note, Period, Refused
from engine.ports import Store
from engine.store import tables as t
from engine.store.audit_tables import finding_note
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory import MemoryStore
from engine.store.memory_audit import OF_ITEM, OPEN, MemoryAudit, item_of
from engine.store.narrowing import given
from engine.store.rows import instance_view, log_row
from engine.store.sql_cases import shown_cases
from engine.store.sql_store import SqlStore
from engine.store.sql_worklist import in_given
from engine.store.statements import ROW
from engine.views import InstanceView

_LOG: Final = t.log.c
_ITEM: Final = t.work_item.c
_REFUSAL: Final = t.refusal.c
_CASE: Final = t.process_instance.c
_NOTE: Final = finding_note.c
_VALUE: Final = t.case_value.c


def audit_of(store: Store) -> AuditStore:
    """What findings read of a store; of one in memory in memory."""
    if isinstance(store, SqlStore):
        return SqlAudit(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there is no third kind
    return MemoryAudit(store)


class SqlAudit:
    """An AuditStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def how_many(self, period: Period) -> int:
        """The cases of the period."""
        with self._database.read() as connection:
            found: int = connection.execute(_COUNT, _values(period)).scalar_one()
        return found

    def happened(self, period: Period, types: Sequence[str]) -> list[Happened]:
        """The rows of these types, in order of their cases and rows."""
        values = _values(period) | {"types": list(types)}
        with self._database.read() as connection:
            rows = connection.execute(_HAPPENED, values).all()
        return [Happened(log_row(tuple(row[:-2])), row[-2], from_micros(row[-1])) for row in rows]

    def separated(self, period: Period) -> list[Item]:
        """Work items that exclude somebody."""
        return self._items(_SEPARATED, _values(period))

    def late(self, period: Period) -> list[Item]:
        """Work items that were finished after their due time, or are open past it."""
        return self._items(_LATE, _values(period) | {"now": micros(period.now)})

    def again(self, period: Period) -> list[Item]:
        """Finished work items of whoever finished different ones of the same case."""
        return self._items(_AGAIN, _values(period))

    def items_of(self, instance_ids: Sequence[str]) -> list[Item]:
        """All work items of these cases."""
        return self._items(_ITEMS, {"ids": list(instance_ids)})

    def _items(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Item]:
        with self._database.read() as connection:
            return [_item(row) for row in connection.execute(statement, values).mappings()]

    def refused(self, period: Period) -> list[Refused]:
        """Those of the time itself, newest first; of one process those in its cases."""
        with self._database.read() as connection:
            rows = connection.execute(_REFUSED, _values(period)).all()
        return [Refused(row[0], row[1], row[2], from_micros(row[3]), *row[4:]) for row in rows]

    def cases(self, instance_ids: Sequence[str]) -> Mapping[str, InstanceView]:
        """These cases, by their ids."""
        with self._database.read() as connection:
            rows = connection.execute(_CASES, {"ids": list(instance_ids)}).mappings()
            views = [instance_view(row) for row in rows]
        return {view.id: view for view in views}

    def amounts(self) -> list[str]:
        """The names of numbers that cases can be found by, in order."""
        with self._database.read() as connection:
            return list(connection.execute(_AMOUNTS).scalars())

    def add_note(self, note: Note) -> None:
        """Durable when it returns."""
        row = {"finding": note.finding, "ref": note.ref, "text": note.text, "by": note.by}
        with self._database.write() as connection:
            connection.execute(insert(finding_note).values(**row, at=micros(note.at)))

    def notes(self) -> Mapping[tuple[str, str], Note]:
        """The newest note of each finding, by kind and ref."""
        with self._database.read() as connection:
            rows = connection.execute(_NOTES).mappings().all()
        return {
            (row["finding"], row["ref"]): Note(
                finding=row["finding"],
                ref=row["ref"],
                text=row["text"],
                by=row["by"],
                at=from_micros(row["at"]),
            )
            for row in rows
        }


def _values(period: Period) -> dict[str, Any]:
    """The parameters that say which cases are meant."""
    return {
        "since": micros(period.since),
        "until": micros(period.until),
        "process": period.process or "",
    }


def _item(row: Mapping[str, Any] | Any) -> Item:
    return item_of({name: row[name] for name in OF_ITEM})


_MEANT: Final = (
    _CASE.started_at >= given("since", t.Micros),
    _CASE.started_at < given("until", t.Micros),
    or_(given("process", t.Id) == "", _CASE.process == given("process", t.Id)),
)
_COUNT: Final = select(func.count()).select_from(t.process_instance).where(*_MEANT)
_HAPPENED: Final = (
    select(*(_LOG[name] for name in ROW), _CASE.initiator, _CASE.started_at)
    .select_from(t.process_instance.join(t.log, _LOG.instance_id == _CASE.id))
    .where(*_MEANT, in_given(_LOG.type, "types"))
    .order_by(_LOG.instance_id, _LOG.version)
)
_CHOSEN: Final = select(*(_ITEM[name] for name in OF_ITEM))
_OF_PERIOD: Final = (
    _CHOSEN.select_from(t.process_instance.join(t.work_item, _ITEM.instance_id == _CASE.id))
    .where(*_MEANT)
    .order_by(_ITEM.instance_id, _ITEM.created_at, _ITEM.id)
)
_DONE: Final = _ITEM.state == "completed"
_SEPARATED: Final = _OF_PERIOD.where(_ITEM.excluded != "[]")
_LATE: Final = _OF_PERIOD.where(
    _ITEM.due_at.is_not(None),
    or_(
        and_(_DONE, _ITEM.ended_at > _ITEM.due_at),
        and_(_ITEM.state.in_(OPEN), _ITEM.due_at < given("now", t.Micros)),
    ),
)
_OTHER: Final = t.work_item.alias("other")
_AGAIN: Final = _OF_PERIOD.where(
    _DONE,
    _ITEM.ended_by.is_not(None),
    exists().where(
        _OTHER.c.instance_id == _ITEM.instance_id,
        _OTHER.c.ended_by == _ITEM.ended_by,
        _OTHER.c.state == "completed",
        or_(_OTHER.c.element_id != _ITEM.element_id, _OTHER.c.process != _ITEM.process),
    ),
)
_ITEMS: Final = _CHOSEN.where(in_given(_ITEM.instance_id, "ids")).order_by(
    _ITEM.instance_id, _ITEM.created_at, _ITEM.id
)
_CASES: Final = shown_cases().where(in_given(_CASE.id, "ids"))
_REFUSED: Final = (
    select(
        _REFUSAL.seq, _REFUSAL.instance_id, _REFUSAL.actor, _REFUSAL.at, _REFUSAL.type,
        _REFUSAL.problem, _REFUSAL.en,
    )
    .select_from(t.refusal.outerjoin(t.process_instance, _REFUSAL.instance_id == _CASE.id))
    .where(
        _REFUSAL.at >= given("since", t.Micros),
        _REFUSAL.at < given("until", t.Micros),
        or_(given("process", t.Id) == "", _CASE.process == given("process", t.Id)),
    )
    .order_by(_REFUSAL.seq.desc())
)  # fmt: skip
_AMOUNTS: Final = (
    select(_VALUE.name)
    .where(_VALUE.value >= "n", _VALUE.value < "o")
    .distinct()
    .order_by(_VALUE.name)
)
_NEWEST: Final = select(func.max(_NOTE.seq)).group_by(_NOTE.finding, _NOTE.ref)
_NOTES: Final = select(finding_note).where(_NOTE.seq.in_(_NEWEST))

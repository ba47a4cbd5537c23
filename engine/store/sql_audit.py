"""What findings read of a database or of memory: three statements, however many cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import bindparam, select

from engine.audit import AuditStore, Item, Refused
from engine.ports import Store
from engine.store import tables as t
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory import MemoryStore
from engine.store.memory_state import MemoryState
from engine.store.narrowing import given
from engine.store.rows import log_row
from engine.store.sql_store import SqlStore
from engine.store.sql_worklist import in_given
from engine.store.statements import ROW
from engine.views import LogRow

_LOG: Final = t.log.c
_ITEM: Final = t.work_item.c
_REFUSAL: Final = t.refusal.c
_OF_ITEM: Final = (
    "id", "instance_id", "element_id", "name", "name_en", "due_at", "ended_at", "ended_by",
    "excluded", "state", "created_at",
)  # fmt: skip


def audit_of(store: Store) -> AuditStore:
    """What findings read of a store; of one in memory in memory."""
    if isinstance(store, SqlStore):
        return SqlAudit(store.database)
    assert isinstance(store, MemoryStore)  # noqa: S101 -- there is no third kind
    return MemoryAudit(store.memory)


class SqlAudit:
    """An AuditStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows_of(self, instance_ids: Sequence[str], types: Sequence[str]) -> list[LogRow]:
        """The rows of these types, in order."""
        values = {"ids": list(instance_ids), "types": list(types)}
        with self._database.read() as connection:
            return [log_row(tuple(row)) for row in connection.execute(_ROWS, values)]

    def items_of(self, instance_ids: Sequence[str]) -> list[Item]:
        """All work items of these cases."""
        with self._database.read() as connection:
            found = connection.execute(_ITEMS, {"ids": list(instance_ids)}).mappings()
            return [_item(row) for row in found]

    def refused(self, since: datetime, until: datetime, most: int) -> list[Refused]:
        """The newest refusals of the period."""
        values = {"since": micros(since), "until": micros(until), "most": most}
        with self._database.read() as connection:
            rows = connection.execute(_REFUSED, values).all()
        return [Refused(row[0], row[1], row[2], from_micros(row[3]), *row[4:]) for row in rows]


class MemoryAudit:
    """An AuditStore over dictionaries."""

    def __init__(self, memory: MemoryState) -> None:
        self._memory = memory

    def rows_of(self, instance_ids: Sequence[str], types: Sequence[str]) -> list[LogRow]:
        """The rows of these types, in order."""
        wanted = frozenset(types)
        with self._memory.lock:
            return [
                row
                for number in sorted(instance_ids)
                for row in self._memory.cases.get(number, ())
                if row.type in wanted
            ]

    def items_of(self, instance_ids: Sequence[str]) -> list[Item]:
        """All work items of these cases."""
        wanted = frozenset(instance_ids)
        with self._memory.lock:
            rows = [
                dict(row)
                for row in self._memory.tables["work_item"].values()
                if row["instance_id"] in wanted
            ]
        rows.sort(key=lambda row: (row["instance_id"], row["created_at"], row["id"]))
        return [_item(row) for row in rows]

    def refused(self, since: datetime, until: datetime, most: int) -> list[Refused]:
        """The newest refusals of the period."""
        with self._memory.lock:
            found = [
                Refused(seq, o.instance_id, o.actor, o.at, o.type, o.problem, o.en)
                for seq, o in enumerate(self._memory.refusals, 1)
                if since <= o.at < until
            ]
        return found[::-1][:most]


def _item(row: Mapping[str, Any] | Any) -> Item:
    values = {name: row[name] for name in _OF_ITEM}
    for name in ("due_at", "ended_at", "created_at"):
        values[name] = None if values[name] is None else from_micros(values[name])
    return Item(**{**values, "excluded": tuple(orjson.loads(values["excluded"]))})


_ROWS: Final = (
    select(*(_LOG[name] for name in ROW))
    .where(in_given(_LOG.instance_id, "ids"), in_given(_LOG.type, "types"))
    .order_by(_LOG.instance_id, _LOG.version)
)
_ITEMS: Final = (
    select(*(_ITEM[name] for name in _OF_ITEM))
    .where(in_given(_ITEM.instance_id, "ids"))
    .order_by(_ITEM.instance_id, _ITEM.created_at, _ITEM.id)
)
_REFUSED: Final = (
    select(
        _REFUSAL.seq, _REFUSAL.instance_id, _REFUSAL.actor, _REFUSAL.at, _REFUSAL.type,
        _REFUSAL.problem, _REFUSAL.en,
    )
    .where(_REFUSAL.at >= given("since", t.Micros), _REFUSAL.at < given("until", t.Micros))
    .order_by(_REFUSAL.seq.desc())
    .limit(bindparam("most", type_=t.Micros))
)  # fmt: skip

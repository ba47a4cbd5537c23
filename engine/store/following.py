"""Brings the rows of how cases ran up to their logs, some cases in a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, Select, Table, delete, insert, or_, select, text

from engine.codec import COMMAND_PREFIX
from engine.statistics.footprint import READ_TYPES, Footprint, footprint
from engine.statistics.model import LogPart
from engine.store import tables as t
from engine.store.running_tables import OF_CASES, followed, handling, passage
from engine.store.sql_worklist import in_given
from engine.store.tallies import tell

FOLLOW_LOCK: Final = 0x6775_6366
"""PostgreSQL advisory lock: one transaction at a time follows cases."""

_CASE: Final = t.process_instance.c
_LOG: Final = t.log.c


class Found(NamedTuple):
    """Cases that have gone on, and the rows that are to be kept of them."""

    ids: Sequence[str]
    rows: Mapping[Table, Sequence[Mapping[str, Any]]]


def look(connection: Connection, behind: Select[Any], values: Mapping[str, Any]) -> Found | None:
    """Those that `behind` (ids, versions and processes) finds, with their rows. Reads only: who
    works does not wait for it. A case that goes on meanwhile is behind again."""
    cases = {one.id: one for one in connection.execute(behind, values)}
    if not cases:
        return None
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in OF_CASES}
    rows[followed] = [{"instance_id": one.id, "version": one.version} for one in cases.values()]
    versions = {one.id: one.version for one in cases.values()}
    parts = _parts(connection, list(cases), versions)
    for number, of_case in groupby(parts, attrgetter("instance_id")):
        process = cases[number].process
        _add(rows, footprint(process, of_case), {"process": process, "instance_id": number})
    return Found(list(cases), rows)


def keep(connection: Connection, found: Found) -> None:
    """In the place of what was kept of these cases."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": FOLLOW_LOCK})
    tell(connection, found.ids, -1)
    for table, rows in found.rows.items():
        connection.execute(delete(table).where(table.c.instance_id.in_(found.ids)))
        if rows:
            connection.execute(insert(table), rows)
    tell(connection, found.ids, 1)


def behind() -> Select[Any]:
    """Ids, versions and processes of cases that have gone on since they were followed."""
    beside = t.process_instance.outerjoin(followed, followed.c.instance_id == _CASE.id)
    return (
        select(_CASE.id, _CASE.version, _CASE.process)
        .select_from(beside)
        .where(or_(followed.c.version.is_(None), followed.c.version != _CASE.version))
        .order_by(_CASE.id)
    )


def _parts(
    connection: Connection, ids: Sequence[str], versions: Mapping[str, int]
) -> Iterator[LogPart]:
    """What is read of these logs, as far as they are meant."""
    for number, version, kind, body in connection.execute(
        _ROWS, {"ids": ids, "types": list(READ_TYPES)}
    ):
        if version <= versions[number]:
            yield LogPart(number, kind, body)


def _add(
    rows: Mapping[Table, list[dict[str, Any]]], found: Footprint, case: Mapping[str, str]
) -> None:
    for number, one in enumerate(found.passages):
        values = one._asdict()
        called = values.pop("process")
        rows[passage].append({**values, **case, "number": number, "called": called})
    for number, item in enumerate(found.handlings):
        values = item._asdict()
        del values["in_hand"]
        values["turns"] = orjson.dumps(item.told()).decode()
        called = values.pop("process")
        rows[handling].append({**values, **case, "number": number, "called": called})


_ROWS: Final = (
    select(_LOG.instance_id, _LOG.version, _LOG.type, _LOG.body)
    .where(
        in_given(_LOG.instance_id, "ids"),
        or_(in_given(_LOG.type, "types"), _LOG.type.startswith(COMMAND_PREFIX)),
    )
    .order_by(_LOG.instance_id, _LOG.version)
)

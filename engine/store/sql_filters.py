"""Saved filters in the same database as the cases, and how much each of them finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, RowMapping, Select, delete, insert, or_, select

from engine.core.ids import Principal, UserId
from engine.filters import FilterStore, SavedFilter
from engine.ports import Store
from engine.store.database import Database
from engine.store.facts import from_micros, micros
from engine.store.memory_filters import MemoryFilters
from engine.store.narrowing import KEPT, Asked, Narrowed, all_narrowed
from engine.store.paging import COUNTED
from engine.store.sql_cases import CaseShape, case_shape, case_values, how_many_cases
from engine.store.sql_store import SqlStore
from engine.store.sql_worklist import how_many
from engine.store.tables import filter_share, saved_filter
from engine.store.worklist_shapes import WorklistShape, shape_of, values_of
from engine.views import InstanceQuery, WorklistQuery

_FILTER: Final = saved_filter.c
_SHARE: Final = filter_share.c
Shape = WorklistShape | CaseShape


def filters_of(store: Store) -> FilterStore:
    """The filters beside a store's own tables; in memory for a store in memory."""
    return SqlFilters(store.database) if isinstance(store, SqlStore) else MemoryFilters(store)


class SqlFilters:
    """A FilterStore over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def filters(self, user: UserId, principals: Sequence[Principal]) -> list[SavedFilter]:
        """What the person sees, by name."""
        theirs = select(_SHARE.filter_id).where(_SHARE.principal.in_(principals))
        return self._all(or_(_FILTER.owner == user, _FILTER.id.in_(theirs)))

    def filter(self, filter_id: str) -> SavedFilter | None:
        """One, whosever it is."""
        found = self._all(_FILTER.id == filter_id)
        return found[0] if found else None

    def _all(self, wanted: ColumnElement[bool]) -> list[SavedFilter]:
        source = saved_filter.outerjoin(filter_share, _SHARE.filter_id == _FILTER.id)
        statement = select(saved_filter, _SHARE.principal).select_from(source).where(wanted)
        ordered = statement.order_by(_FILTER.name, _FILTER.id, _SHARE.principal)
        with self._database.read() as connection:
            return list(_together(connection.execute(ordered).mappings()))

    def keep_filter(self, kept: SavedFilter) -> None:
        """Durable when it returns."""
        row = {
            "id": kept.id,
            "owner": kept.owner,
            "name": kept.name,
            "list": kept.list,
            "asked": orjson.dumps(dict(kept.asked), option=orjson.OPT_SORT_KEYS).decode(),
            "made_at": micros(kept.made_at),
        }
        shares = [{"principal": one, "filter_id": kept.id} for one in kept.shared_with]
        with self._database.write() as connection:
            connection.execute(delete(filter_share).where(_SHARE.filter_id == kept.id))
            connection.execute(delete(saved_filter).where(_FILTER.id == kept.id))
            connection.execute(insert(saved_filter).values(row))
            if shares:
                connection.execute(insert(filter_share), shares)

    def drop_filter(self, filter_id: str) -> None:
        """Forget it."""
        with self._database.write() as connection:
            connection.execute(delete(filter_share).where(_SHARE.filter_id == filter_id))
            connection.execute(delete(saved_filter).where(_FILTER.id == filter_id))

    def how_many(self, queries: Sequence[WorklistQuery | InstanceQuery]) -> list[int]:
        """One statement for all; one or two before it where text or variables are asked for."""
        if not queries:
            return []
        asked = [Asked(one.text, one.variables, isinstance(one, WorklistQuery)) for one in queries]
        values: dict[str, Any] = {}
        shapes: list[Shape] = []
        with self._database.read() as connection:
            for number, narrow in enumerate(all_narrowed(connection, asked)):
                shape, given = _shaped(queries[number], narrow, f"f{number}")
                shapes.append(shape)
                values |= given
            row = connection.execute(_counting(tuple(shapes)), values).one()
        return [min(int(one), COUNTED) for one in row]


def _shaped(
    query: WorklistQuery | InstanceQuery, narrow: Narrowed | None, tag: str
) -> tuple[Shape, dict[str, Any]]:
    if isinstance(query, WorklistQuery):
        return shape_of(query, narrow, tag), values_of(query, narrow, tag)
    return case_shape(query, narrow, tag), case_values(query, narrow, tag)


@lru_cache(maxsize=KEPT)
def _counting(shapes: tuple[Shape, ...]) -> Select[Any]:
    counts: list[Any] = [
        (how_many(one) if isinstance(one, WorklistShape) else how_many_cases(one)).label(f"c{n}")
        for n, one in enumerate(shapes)
    ]
    return select(*counts)


def _together(rows: Iterable[RowMapping]) -> Iterable[SavedFilter]:
    """Rows of one filter stand together, one for each principal that it is shared with."""
    found: dict[str, tuple[RowMapping, list[Principal]]] = {}
    for row in rows:
        shared = found.setdefault(row["id"], (row, []))[1]
        if row["principal"] is not None:
            shared.append(row["principal"])
    for row, shared in found.values():
        yield SavedFilter(
            id=row["id"],
            owner=row["owner"],
            name=row["name"],
            list=row["list"],
            asked=orjson.loads(row["asked"]),
            shared_with=tuple(shared),
            made_at=from_micros(row["made_at"]),
        )

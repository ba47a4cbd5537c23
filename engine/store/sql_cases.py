"""Lists of cases, newest first: by who takes part, who got a copy, text, values and the rest."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, exists, literal, select

from engine.store import tables as t
from engine.store.facts import micros
from engine.store.narrowing import Narrowed, conditions, narrowed
from engine.store.paging import INSTANCE_ORDER, instances_page, instances_start
from engine.store.rows import instance_view
from engine.store.sql_worklist import WITH_MODEL, after, in_ids, sorted_by
from engine.views import InstanceQuery, Page

_CASE: Final = t.process_instance.c
_PART: Final = t.participation.c
_COPY: Final = t.copy.c


def shown_cases() -> Select[Any]:
    """Cases as InstanceView needs them, to be filtered."""
    model = t.process_model.c
    names = (model.name.label("process_name"), model.name_en.label("process_name_en"))
    source = t.process_instance.outerjoin(t.process_model, WITH_MODEL)
    return select(*t.process_instance.c, *names).select_from(source)


def cases(connection: Connection, query: InstanceQuery) -> Page:
    """One page of cases."""
    start = instances_start(query)
    narrow = narrowed(connection, query.text, query.variables, names=False)
    few = narrow is not None and narrow.ids is not None
    statement = shown_cases().where(*_filters(query), *_narrowing(narrow))
    statement, keys = _walked(statement, query, few=few)
    if start is not None:
        statement = statement.where(after(INSTANCE_ORDER, start, *keys))
    statement = statement.order_by(*sorted_by(INSTANCE_ORDER, *keys)).limit(query.limit + 1)
    rows = connection.execute(statement).mappings().all()
    return instances_page(query, rows, instance_view)


def _narrowing(narrow: Narrowed | None) -> list[ColumnElement[bool]]:
    if narrow is not None and narrow.ids is not None:
        return [in_ids(_CASE.id, narrow.ids)]
    return conditions(_CASE.id, narrow)


def _filters(query: InstanceQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        column == literal(wanted)
        for column, wanted in (
            (_CASE.initiator, query.initiator),
            (_CASE.process, query.process),
            (_CASE.status, query.status),
            (_CASE.department, query.department),
        )
        if wanted is not None
    ]
    if query.since is not None:
        found.append(_CASE.started_at >= literal(micros(query.since)))
    if query.until is not None:
        found.append(_CASE.started_at < literal(micros(query.until)))
    return found


def _walked(
    statement: Select[Any], query: InstanceQuery, *, few: bool
) -> tuple[Select[Any], tuple[ColumnElement[Any], ColumnElement[Any]]]:
    """The rows that may be seen, and by which keys they are walked in order.

    Where only a few cases are meant, no index in order is walked: the sum keeps it out of the way.
    """
    plain: tuple[ColumnElement[Any], ColumnElement[Any]] = (_CASE.started_at, _CASE.id)
    keys = (plain[0] + literal(0), plain[1]) if few else plain
    for table, who in ((t.participation, query.visible_to), (t.copy, query.copied_to)):
        if who is None:
            continue
        of_case = [
            table.c.instance_id == _CASE.id,
            table.c.started_at == _CASE.started_at,
            table.c.login == literal(who),
        ]
        if table is t.copy and query.unread:
            of_case.append(_COPY.read_at.is_(None))
        if few or keys is not plain:
            statement = statement.where(exists().where(*of_case))
        else:
            statement = statement.join(table, of_case[0]).where(*of_case[1:])
            keys = (table.c.started_at, table.c.instance_id)
    return statement, keys

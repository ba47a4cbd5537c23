"""The worklist: the first rows of each principal by keyset, joined, excluded people left out.

One statement a page whatever the filter; no OFFSET, no IN over principals (they cost 25 to 70
times as much at a million rows).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from engine.core.ids import user_principal
from engine.store import tables as t
from engine.store.paging import (
    Order,
    Position,
    quoted,
    worklist_order,
    worklist_page,
    worklist_principals,
    worklist_start,
)
from engine.store.rows import work_item_view
from engine.views import Page, WorklistQuery

_ITEM: Final = t.work_item.c
_CASE: Final = t.process_instance.c
_MODEL: Final = t.process_model.c
WITH_MODEL: Final = and_(_MODEL.key == _CASE.process, _MODEL.digest == _CASE.process_digest)

_SOURCE: Final = t.work_item.join(t.process_instance, _CASE.id == _ITEM.instance_id).outerjoin(
    t.process_model, WITH_MODEL
)
_SHOWN: Final = (
    *t.work_item.c,
    _CASE.process.label("case_process"),
    _MODEL.name.label("case_process_name"),
    _MODEL.name_en.label("case_process_name_en"),
    _CASE.title,
    _CASE.initiator,
    _CASE.initiator_name,
)


def work_items() -> Select[Any]:
    """Work items as WorkItemView needs them, to be filtered."""
    return select(*_SHOWN).select_from(_SOURCE)


def worklist(connection: Connection, query: WorklistQuery) -> Page:
    """One page of one view."""
    order = worklist_order(query)
    start = worklist_start(query)
    if query.view == "done":
        rows = connection.execute(_done(query, order, start)).mappings().all()
    else:
        rows = connection.execute(_open(query, order, start)).mappings().all()
    return worklist_page(query, rows, work_item_view, "sort_key")


def counts(connection: Connection, user: str, principals: Sequence[str]) -> dict[str, int]:
    """How many are assigned to the person, offered to them, and both."""
    branches = [
        select(t.inbox.c.work_item_id, t.inbox.c.assigned).where(
            t.inbox.c.principal == principal, _not_excluded(user)
        )
        for principal in dict.fromkeys((user_principal(user), *principals))
    ]
    found = union_all(*branches).subquery()
    each = select(found.c.work_item_id, found.c.assigned).distinct().subquery()
    mine = func.coalesce(func.sum(case((each.c.assigned, 1), else_=0)), 0)
    assigned, everything = connection.execute(select(mine, func.count()).select_from(each)).one()
    return {"mine": int(assigned), "candidate": everything - int(assigned), "inbox": everything}


def contains_text(text: str, *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether one of the columns contains the text, whatever its case."""
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


def after(
    order: Order, start: Position | None, key: ColumnElement[int], row_id: ColumnElement[str]
) -> ColumnElement[bool]:
    """Rows behind the cursor."""
    if start is None:
        return true()
    here = tuple_(key, row_id)
    return here < start if order.descending else here > start


def sorted_by(order: Order, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns in the direction of the order."""
    return [column.desc() if order.descending else column.asc() for column in columns]


def _not_excluded(user: str) -> ColumnElement[bool]:
    """Separation of duties: who is excluded never sees the offer."""
    excluded = t.inbox.c.excluded
    return or_(excluded == "[]", func.replace(excluded, quoted(user), "") == excluded)


def _filters(query: WorklistQuery) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if query.process is not None:
        filters.append(_CASE.process == query.process)
    if query.instance_id is not None:
        filters.append(_ITEM.instance_id == query.instance_id)
    if query.text:
        filters.append(contains_text(query.text, _CASE.title, _ITEM.name, _ITEM.name_en))
    return filters


def _done(query: WorklistQuery, order: Order, start: Position | None) -> Select[Any]:
    key: ColumnElement[int] = _ITEM[order.column]
    if order.column == "due_at":
        key = func.coalesce(key, t.FAR)
    return (
        work_items()
        .add_columns(key.label("sort_key"))
        .where(_ITEM.ended_by == query.user, after(order, start, key, _ITEM.id), *_filters(query))
        .order_by(*sorted_by(order, key, _ITEM.id))
        .limit(query.limit + 1)
    )


def _open(query: WorklistQuery, order: Order, start: Position | None) -> Select[Any]:
    branches = [
        select(_branch(query, order, start).where(t.inbox.c.principal == principal).subquery())
        for principal in worklist_principals(query)
    ]
    found = union_all(*branches).subquery()
    first = _first(query, order, found)
    source = (
        first.join(t.work_item, _ITEM.id == first.c.work_item_id)
        .join(t.process_instance, _CASE.id == _ITEM.instance_id)
        .outerjoin(t.process_model, WITH_MODEL)
    )
    return (
        select(*_SHOWN, first.c.sort_key)
        .select_from(source)
        .order_by(*sorted_by(order, first.c.sort_key, first.c.work_item_id))
    )


def _first(query: WorklistQuery, order: Order, found: Subquery) -> Subquery:
    """The first of all principals' first rows, each item once."""
    return (
        select(found.c.sort_key, found.c.work_item_id)
        .distinct()
        .order_by(*sorted_by(order, found.c.sort_key, found.c.work_item_id))
        .limit(query.limit + 1)
        .subquery()
    )


def _branch(query: WorklistQuery, order: Order, start: Position | None) -> Select[Any]:
    """The first rows of one principal, which the caller adds."""
    inbox = t.inbox.c
    key = inbox[order.column]
    branch = (
        select(key.label("sort_key"), inbox.work_item_id)
        .where(after(order, start, key, inbox.work_item_id), _not_excluded(query.user))
        .order_by(*sorted_by(order, key, inbox.work_item_id))
        .limit(query.limit + 1)
    )
    if query.view != "inbox":
        branch = branch.where(inbox.assigned.is_(query.view == "mine"))
    filters = _filters(query)
    if filters:
        branch = (
            branch.join(t.work_item, _ITEM.id == inbox.work_item_id)
            .join(t.process_instance, _CASE.id == _ITEM.instance_id)
            .where(*filters)
        )
    return branch

"""The worklist: the first rows of each principal by keyset, joined, excluded people left out.

One statement a page whatever the filter; no OFFSET, no IN over principals (they cost 25 to 70
times as much at a million rows).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.core.ids import user_principal
from engine.store import tables as t
from engine.store.paging import (
    Order,
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

_FILTERS: Final = ("process", "instance_id", "text")
_TEXT: Final = bindparam("text", type_=Text())
ESCAPE: Final = "/"


class _Shape(NamedTuple):
    """What makes a statement different from another: not its values."""

    view: str
    order: Order
    principals: int
    goes_on: bool
    filters: tuple[str, ...]


def work_items() -> Select[Any]:
    """Work items as WorkItemView needs them, to be filtered."""
    return select(*_SHOWN).select_from(_SOURCE)


def worklist(connection: Connection, query: WorklistQuery) -> Page:
    """One page of one view."""
    order, start = worklist_order(query), worklist_start(query)
    principals = worklist_principals(query)
    shape = _Shape(
        view=query.view,
        order=order,
        principals=0 if query.view == "done" else len(principals),
        goes_on=start is not None,
        filters=tuple(name for name in _FILTERS if getattr(query, name) is not None),
    )
    values: dict[str, Any] = {name: getattr(query, name) for name in shape.filters}
    values |= {"user": query.user, "quoted_user": quoted(query.user), "most": query.limit + 1}
    if query.text is not None:
        values["text"] = f"%{escaped(query.text)}%"
    if start is not None:
        values["start_key"], values["start_id"] = start
    values |= {f"principal_{number}": one for number, one in enumerate(principals)}
    rows = connection.execute(_statement(shape), values).mappings().all()
    return worklist_page(query, rows, work_item_view, "sort_key")


def counts(connection: Connection, user: str, principals: Sequence[str]) -> dict[str, int]:
    """How many are assigned to the person, offered to them, and both."""
    everyone = tuple(dict.fromkeys((user_principal(user), *principals)))
    values = {f"principal_{number}": one for number, one in enumerate(everyone)}
    values["quoted_user"] = quoted(user)
    assigned, everything = connection.execute(_counting(len(everyone)), values).one()
    return {"mine": int(assigned), "candidate": everything - int(assigned), "inbox": everything}


@lru_cache(maxsize=64)
def _counting(principals: int) -> Select[Any]:
    inbox = t.inbox.c
    branches = [
        select(inbox.work_item_id, inbox.assigned).where(
            inbox.principal == bindparam(f"principal_{number}"), _not_excluded()
        )
        for number in range(principals)
    ]
    found = union_all(*branches).subquery()
    each = select(found.c.work_item_id, found.c.assigned).distinct().subquery()
    mine = func.coalesce(func.sum(case((each.c.assigned, 1), else_=0)), 0)
    return select(mine, func.count()).select_from(each)


def contains_text(pattern: ColumnElement[str], *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether one of the columns is like the pattern, whatever its case."""
    wanted = func.lower(pattern)
    return or_(*(func.lower(column).like(wanted, escape=ESCAPE) for column in columns))


def escaped(text: str) -> str:
    """Text that LIKE takes literally."""
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text


def after(
    order: Order, start: tuple[Any, Any], key: ColumnElement[int], row_id: ColumnElement[str]
) -> ColumnElement[bool]:
    """Rows behind the cursor."""
    here = tuple_(key, row_id)
    return here < tuple_(*start) if order.descending else here > tuple_(*start)


def sorted_by(order: Order, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns in the direction of the order."""
    return [column.desc() if order.descending else column.asc() for column in columns]


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> Select[Any]:
    """Building the statement costs more than running it, so each shape is built once."""
    return _done(shape) if shape.view == "done" else _open(shape)


def _not_excluded() -> ColumnElement[bool]:
    """Separation of duties: who is excluded never sees the offer."""
    excluded = t.inbox.c.excluded
    without = func.replace(excluded, bindparam("quoted_user", type_=Text()), "")
    return or_(excluded == "[]", without == excluded)


def _filters(shape: _Shape) -> list[ColumnElement[bool]]:
    known = {
        "process": _CASE.process == bindparam("process"),
        "instance_id": _ITEM.instance_id == bindparam("instance_id"),
        "text": contains_text(_TEXT, _CASE.title, _ITEM.name, _ITEM.name_en),
    }
    return [known[name] for name in shape.filters]


def _page_of(
    shape: _Shape, chosen: Select[Any], key: ColumnElement[int], row_id: ColumnElement[str]
) -> Select[Any]:
    """The rows behind the cursor, in order, one more than fit on the page."""
    if shape.goes_on:
        start = (bindparam("start_key", type_=t.Micros), bindparam("start_id", type_=t.Id))
        chosen = chosen.where(after(shape.order, start, key, row_id))
    return chosen.order_by(*sorted_by(shape.order, key, row_id)).limit(bindparam("most"))


def _done(shape: _Shape) -> Select[Any]:
    key: ColumnElement[int] = _ITEM[shape.order.column]
    if shape.order.column == "due_at":
        key = func.coalesce(key, literal_column(str(t.FAR)))
    mine = work_items().add_columns(key.label("sort_key"))
    mine = mine.where(_ITEM.ended_by == bindparam("user"), *_filters(shape))
    return _page_of(shape, mine, key, _ITEM.id)


def _open(shape: _Shape) -> Select[Any]:
    """The first of all principals' first rows, each item once, then what is shown of them."""
    branches = [
        select(_branch(shape, f"principal_{number}").subquery())
        for number in range(shape.principals)
    ]
    found = union_all(*branches).subquery()
    each = select(found.c.sort_key, found.c.work_item_id).distinct()
    order = sorted_by(shape.order, found.c.sort_key, found.c.work_item_id)
    first = each.order_by(*order).limit(bindparam("most")).subquery()
    source = (
        first.join(t.work_item, _ITEM.id == first.c.work_item_id)
        .join(t.process_instance, _CASE.id == _ITEM.instance_id)
        .outerjoin(t.process_model, WITH_MODEL)
    )
    return (
        select(*_SHOWN, first.c.sort_key)
        .select_from(source)
        .order_by(*sorted_by(shape.order, first.c.sort_key, first.c.work_item_id))
    )


def _branch(shape: _Shape, principal: str) -> Select[Any]:
    """The first rows of one principal."""
    inbox = t.inbox.c
    key = inbox[shape.order.column]
    branch = select(key.label("sort_key"), inbox.work_item_id)
    branch = branch.where(inbox.principal == bindparam(principal), _not_excluded())
    if shape.view != "inbox":
        branch = branch.where(inbox.assigned.is_(shape.view == "mine"))
    if shape.filters:
        branch = (
            branch.join(t.work_item, _ITEM.id == inbox.work_item_id)
            .join(t.process_instance, _CASE.id == _ITEM.instance_id)
            .where(*_filters(shape))
        )
    return _page_of(shape, branch, key, inbox.work_item_id)

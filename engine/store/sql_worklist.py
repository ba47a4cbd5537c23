"""The worklist: the first rows of each principal by keyset, joined, excluded people left out.

No OFFSET, no IN over principals (they cost 25 to 70 times as much at a million rows). The number
of statements depends on what is asked for, never on how much is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.core.ids import user_principal
from engine.store import tables as t
from engine.store.narrowing import KEPT, conditions, contains, given, has_text, narrowed
from engine.store.paging import COUNTED, Order, quoted, worklist_page
from engine.store.rows import work_item_view
from engine.store.worklist_shapes import KINDS, Branch, WorklistShape, shape_of, values_of
from engine.views import Page, WorklistQuery

_ITEM: Final = t.work_item.c
_CASE: Final = t.process_instance.c
_MODEL: Final = t.process_model.c
_INBOX: Final = t.inbox.c
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
    _CASE.number,
    _CASE.summary,
    _CASE.department,
)
_EQUAL: Final = {
    "process": _CASE.process,
    "instance_id": _ITEM.instance_id,
    "initiator": _CASE.initiator,
    "department": _CASE.department,
    "state": _ITEM.state,
}


def work_items() -> Select[Any]:
    """Work items as WorkItemView needs them, to be filtered."""
    return select(*_SHOWN).select_from(_SOURCE)


def worklist(connection: Connection, query: WorklistQuery) -> Page:
    """One page of one view."""
    narrow = narrowed(connection, query.text, query.variables, names=True)
    statement = built(shape_of(query, narrow))
    rows = connection.execute(statement, values_of(query, narrow)).mappings().all()
    return worklist_page(query, rows, work_item_view, "sort_key")


@lru_cache(maxsize=KEPT)
def built(shape: WorklistShape) -> Select[Any]:
    """The statement of a page: the same object for the same shape."""
    asked = _Asked(shape)
    return asked.done() if shape.view == "done" else asked.open()


def counts(connection: Connection, user: str, principals: Sequence[str]) -> dict[str, int]:
    """How many are assigned to the person, offered to them, and both; see COUNTED."""
    everyone = tuple(dict.fromkeys((user_principal(user), *principals)))
    values = {f"own{number}": one for number, one in enumerate(everyone)}
    statement = _counts_of(len(everyone))
    found = connection.execute(statement, values | {"quoted": quoted(user)}).one()
    assigned, everything = int(found[0]), int(found[1])
    both, offered = min(everything, COUNTED), min(everything - assigned, COUNTED)
    return {"mine": assigned, "candidate": offered, "inbox": both}


@lru_cache(maxsize=KEPT)
def _counts_of(own: int) -> Select[Any]:
    branches = [
        select(
            select(_INBOX.work_item_id, _INBOX.assigned)
            .where(_INBOX.principal == given(f"own{number}"), _not_excluded(given("quoted")))
            .limit(COUNTED)
            .subquery()
        )
        for number in range(own)
    ]
    found = union_all(*branches).subquery()
    each = select(found.c.work_item_id, found.c.assigned).distinct().subquery()
    mine = func.coalesce(func.sum(case((each.c.assigned, 1), else_=0)), 0)
    return select(mine, func.count()).select_from(each)


def more_counts(connection: Connection, query: WorklistQuery, now: datetime) -> dict[str, int]:
    """How many are overdue, are done for others, and were copied but not read; see COUNTED."""
    asked = replace(query, view="overdue", now=now)
    row = connection.execute(_more_counts(shape_of(asked, None)), values_of(asked, None)).one()
    return {name: min(int(row[n]), COUNTED) for n, name in enumerate(row._fields)}


@lru_cache(maxsize=KEPT)
def _more_counts(shape: WorklistShape) -> Select[Any]:
    late, others = _Asked(shape), _Asked(replace(shape, view="substituted"))
    unread = (
        select(func.count())
        .select_from(t.copy)
        .where(t.copy.c.login == given("user"), t.copy.c.read_at.is_(None))
    )
    return select(
        late.how_many().label("overdue"),
        others.how_many().label("substituted"),
        unread.scalar_subquery().label("copied"),
    )


def _with_case(chosen: Select[Any]) -> Select[Any]:
    """The inbox's rows with their work items and cases."""
    return chosen.join(t.work_item, _ITEM.id == _INBOX.work_item_id).join(
        t.process_instance, _CASE.id == _ITEM.instance_id
    )


def after(
    order: Order, start: tuple[Any, Any], key: ColumnElement[int], row_id: ColumnElement[str]
) -> ColumnElement[bool]:
    """Rows behind the cursor."""
    here = tuple_(key, row_id)
    return here < tuple_(*start) if order.descending else here > tuple_(*start)


def sorted_by(order: Order, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns in the direction of the order."""
    return [column.desc() if order.descending else column.asc() for column in columns]


def _not_excluded(quoted_login: ColumnElement[str]) -> ColumnElement[bool]:
    """Separation of duties: who is excluded never sees the offer."""
    excluded = _INBOX.excluded
    return or_(excluded == "[]", func.replace(excluded, quoted_login, "") == excluded)


def in_given(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a column is one of the values of a parameter."""
    return column.in_(bindparam(name, expanding=True, type_=t.Id))


class _Asked:
    """One shape of question, and the parts of its statement."""

    def __init__(self, shape: WorklistShape) -> None:
        self._shape = shape
        self._key = shape.order.column

    def _given(self, name: str) -> ColumnElement[Any]:
        return given(f"{self._shape.tag}{name}", KINDS.get(name, t.Id))

    def done(self) -> Select[Any]:
        """What the person completed."""
        key: ColumnElement[int] = _ITEM[self._key]
        if self._key == "due_at":
            key = func.coalesce(key, literal_column(str(t.FAR)))
        mine = work_items().add_columns(key.label("sort_key"))
        by: ColumnElement[str] = _ITEM.ended_by
        if self._is_few():
            by = func.coalesce(by, "")  # start from the few cases, not from all that is mine
        mine = mine.where(by == self._given("user"), *self._filters(_ITEM.ended_at))
        return self._first(mine, key, _ITEM.id)

    def open(self) -> Select[Any]:
        """The first of all principals' first rows, each item once, then what is shown of them."""
        found = self._candidates()
        each = select(found.c.sort_key, found.c.work_item_id).distinct()
        order = sorted_by(self._shape.order, found.c.sort_key, found.c.work_item_id)
        first = each.order_by(*order).limit(self._given("most")).subquery()
        source = (
            first.join(t.work_item, _ITEM.id == first.c.work_item_id)
            .join(t.process_instance, _CASE.id == _ITEM.instance_id)
            .outerjoin(t.process_model, WITH_MODEL)
        )
        return (
            select(*_SHOWN, first.c.sort_key)
            .select_from(source)
            .order_by(*sorted_by(self._shape.order, first.c.sort_key, first.c.work_item_id))
        )

    def how_many(self) -> ColumnElement[int]:
        """How many there are, each counted once, at most COUNTED of each principal."""
        branches = self._shape.branches(self._shape.view)
        if not branches:
            return literal_column("0")
        pages = [
            select(self._keys(one).where(*self._of_view()).limit(COUNTED).subquery())
            for one in branches
        ]
        found = union_all(*pages).subquery()
        ids = select(found.c.work_item_id).distinct().subquery()
        return select(func.count()).select_from(ids).scalar_subquery()

    def _candidates(self) -> Any:
        branches = self._shape.branches(self._shape.view)
        if self._is_few() or not branches:
            return self._among(branches).subquery()
        pages = [select(self._branch(one).subquery()) for one in branches]
        return union_all(*pages).subquery()

    def _among(self, branches: Sequence[Branch]) -> Select[Any]:
        """Rows of any of the principals, starting from the few cases that may be meant."""
        principal = func.coalesce(_INBOX.principal, "")  # no index: not from all that is theirs
        whose = [
            and_(principal == given(one.principal), *self._meant(one.processes)) for one in branches
        ]
        key = _INBOX[self._key]
        chosen = (
            select(key.label("sort_key"), _INBOX.work_item_id)
            .join_from(t.work_item, t.process_instance, _CASE.id == _ITEM.instance_id)
            .join(t.inbox, _INBOX.work_item_id == _ITEM.id)
            .where(or_(false(), *whose), *self._of_view(), *self._filters(_INBOX.created_at))
        )
        return self._first(chosen.distinct(), key, _INBOX.work_item_id)

    def _meant(self, processes: str | None) -> list[ColumnElement[bool]]:
        return [] if processes is None else [in_given(_CASE.process, processes)]

    def _keys(self, branch: Branch) -> Select[Any]:
        """Sort key and item of one principal's rows, by the inbox alone where that is enough."""
        chosen: Select[Any] = select(_INBOX[self._key].label("sort_key"), _INBOX.work_item_id)
        chosen = chosen.where(_INBOX.principal == given(branch.principal, t.Id))
        if branch.processes is not None:
            chosen = _with_case(chosen).where(*self._meant(branch.processes))
        return chosen

    def _branch(self, branch: Branch) -> Select[Any]:
        """The first rows of one principal."""
        chosen = self._keys(branch).where(*self._of_view())
        key = _INBOX[self._key]
        filters = self._filters(_INBOX.created_at)
        if filters and branch.processes is None:
            chosen = _with_case(chosen)
        return self._first(chosen.where(*filters), key, _INBOX.work_item_id)

    def _of_view(self) -> list[ColumnElement[bool]]:
        view = self._shape.view
        found = [_not_excluded(self._given("quoted"))]
        if view in ("mine", "candidate"):
            found.append(_INBOX.assigned.is_(view == "mine"))
        if view == "overdue":
            found.append(_INBOX.due_at < self._given("now"))
        return found

    def _is_few(self) -> bool:
        return self._shape.narrow is not None and self._shape.narrow.few

    def _filters(self, time: ColumnElement[int]) -> list[ColumnElement[bool]]:
        asked = self._shape.filters
        found = [column == self._given(name) for name, column in _EQUAL.items() if name in asked]
        if "priority" in asked:
            found.append(_ITEM.priority >= self._given("priority"))
        if "since" in asked:
            found.append(time >= self._given("since"))
        if "until" in asked:
            found.append(time < self._given("until"))
        return [*found, *self._narrowing()]

    def _narrowing(self) -> list[ColumnElement[bool]]:
        narrow = self._shape.narrow
        if narrow is None:
            return []
        if narrow.few:
            return [in_given(_ITEM.instance_id, f"{narrow.tag}ids")]
        found = conditions(_CASE.id, narrow)
        if narrow.names and narrow.text:
            part = given(f"{narrow.tag}text")
            found.append(
                or_(
                    has_text(_CASE.id, narrow.tag),
                    contains(func.lower(_ITEM.name), part),
                    contains(func.lower(_ITEM.name_en), part),
                )
            )
        return found

    def _first(
        self, chosen: Select[Any], key: ColumnElement[int], row_id: ColumnElement[str]
    ) -> Select[Any]:
        """The rows behind the cursor, in order, one more than fit on the page."""
        if self._shape.started:
            start = (self._given("at"), self._given("last"))
            chosen = chosen.where(after(self._shape.order, start, key, row_id))
        chosen = chosen.order_by(*sorted_by(self._shape.order, key, row_id))
        return chosen.limit(self._given("most"))

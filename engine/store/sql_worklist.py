"""The worklist: the first rows of each principal by keyset, joined, excluded people left out.

No OFFSET, no IN over principals (they cost 25 to 70 times as much at a million rows). The number
of statements depends on what is asked for, never on how much is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from engine.core.ids import user_principal
from engine.store import tables as t
from engine.store.facts import micros
from engine.store.narrowing import Narrowed, conditions, has_text, narrowed
from engine.store.paging import (
    COUNTED,
    Order,
    quoted,
    worklist_now,
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
Branch = tuple[str, tuple[str, ...]]
"""A principal, and the processes in which its work is meant; none: all."""


def work_items() -> Select[Any]:
    """Work items as WorkItemView needs them, to be filtered."""
    return select(*_SHOWN).select_from(_SOURCE)


def worklist(connection: Connection, query: WorklistQuery) -> Page:
    """One page of one view."""
    order, start = worklist_order(query), worklist_start(query)
    narrow = narrowed(connection, query.text, query.variables, names=True)
    asked = _Asked(query, order, start, narrow)
    statement = asked.done() if query.view == "done" else asked.open()
    rows = connection.execute(statement).mappings().all()
    return worklist_page(query, rows, work_item_view, "sort_key")


def counts(connection: Connection, user: str, principals: Sequence[str]) -> dict[str, int]:
    """How many are assigned to the person, offered to them, and both; see COUNTED."""
    everyone = tuple(dict.fromkeys((user_principal(user), *principals)))
    branches = [
        select(
            select(_INBOX.work_item_id, _INBOX.assigned)
            .where(_INBOX.principal == literal(one), _not_excluded(user))
            .limit(COUNTED)
            .subquery()
        )
        for one in everyone
    ]
    found = union_all(*branches).subquery()
    each = select(found.c.work_item_id, found.c.assigned).distinct().subquery()
    mine = func.coalesce(func.sum(case((each.c.assigned, 1), else_=0)), 0)
    assigned, everything = connection.execute(select(mine, func.count()).select_from(each)).one()
    both = min(int(everything), COUNTED)
    offered = min(int(everything) - int(assigned), COUNTED)
    return {"mine": int(assigned), "candidate": offered, "inbox": both}


def more_counts(connection: Connection, query: WorklistQuery, now: datetime) -> dict[str, int]:
    """How many are overdue, are done for others, and were copied but not read; see COUNTED."""
    asked = _Asked(query, Order("due_at", descending=False), None, None)
    late = [
        asked.keys(one).where(_not_excluded(query.user), _INBOX.due_at < literal(micros(now)))
        for one in asked.branches("overdue")
    ]
    others = [
        asked.keys(one).where(_not_excluded(query.user)) for one in asked.branches("substituted")
    ]
    unread = (
        select(func.count())
        .select_from(t.copy)
        .where(t.copy.c.login == literal(query.user), t.copy.c.read_at.is_(None))
    )
    row = connection.execute(
        select(
            _how_many(late).label("overdue"),
            _how_many(others).label("substituted"),
            unread.scalar_subquery().label("copied"),
        )
    ).one()
    return {name: min(int(row[n]), COUNTED) for n, name in enumerate(row._fields)}


def _how_many(branches: Sequence[Select[Any]]) -> ColumnElement[int]:
    if not branches:
        return literal_column("0")
    found = union_all(*(select(one.limit(COUNTED).subquery()) for one in branches)).subquery()
    ids = select(found.c.work_item_id).distinct().subquery()
    return select(func.count()).select_from(ids).scalar_subquery()


def after(
    order: Order, start: tuple[Any, Any], key: ColumnElement[int], row_id: ColumnElement[str]
) -> ColumnElement[bool]:
    """Rows behind the cursor."""
    here = tuple_(key, row_id)
    return here < tuple_(*start) if order.descending else here > tuple_(*start)


def sorted_by(order: Order, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns in the direction of the order."""
    return [column.desc() if order.descending else column.asc() for column in columns]


def _not_excluded(user: str) -> ColumnElement[bool]:
    """Separation of duties: who is excluded never sees the offer."""
    excluded = _INBOX.excluded
    without = func.replace(excluded, literal(quoted(user), Text()), "")
    return or_(excluded == "[]", without == excluded)


def in_ids(column: ColumnElement[str], ids: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column is one of these."""
    return column.in_(bindparam(None, list(ids), expanding=True, type_=t.Id))


class _Asked:
    """One question, and the parts of its statement."""

    def __init__(
        self,
        query: WorklistQuery,
        order: Order,
        start: tuple[int, str] | None,
        narrow: Narrowed | None,
    ) -> None:
        self._query = query
        self._order = order
        self._start = start
        self._narrow = narrow
        self._most = query.limit + 1

    def done(self) -> Select[Any]:
        """What the person completed."""
        key: ColumnElement[int] = _ITEM[self._order.column]
        if self._order.column == "due_at":
            key = func.coalesce(key, literal_column(str(t.FAR)))
        mine = work_items().add_columns(key.label("sort_key"))
        by: ColumnElement[str] = _ITEM.ended_by
        if self._ids() is not None:
            by = func.coalesce(by, "")  # start from the few cases, not from all that is mine
        mine = mine.where(by == literal(self._query.user), *self._filters(_ITEM.ended_at))
        return self._page_of(mine, key, _ITEM.id)

    def open(self) -> Select[Any]:
        """The first of all principals' first rows, each item once, then what is shown of them."""
        found = self._candidates()
        each = select(found.c.sort_key, found.c.work_item_id).distinct()
        order = sorted_by(self._order, found.c.sort_key, found.c.work_item_id)
        first = each.order_by(*order).limit(self._most).subquery()
        source = (
            first.join(t.work_item, _ITEM.id == first.c.work_item_id)
            .join(t.process_instance, _CASE.id == _ITEM.instance_id)
            .outerjoin(t.process_model, WITH_MODEL)
        )
        return (
            select(*_SHOWN, first.c.sort_key)
            .select_from(source)
            .order_by(*sorted_by(self._order, first.c.sort_key, first.c.work_item_id))
        )

    def _candidates(self) -> Any:
        branches = self.branches(self._query.view)
        if self._ids() is not None or not branches:
            return self._among(branches).subquery()
        pages = [select(self._branch(one).subquery()) for one in branches]
        return union_all(*pages).subquery()

    def branches(self, view: str) -> list[Branch]:
        """The parts of a view."""
        own: list[Branch] = [(one, ()) for one in worklist_principals(self._query)]
        others: list[Branch] = [
            (user_principal(one.user), one.processes) for one in self._query.acting_for
        ]
        if view == "substituted":
            return others
        return own if view in ("mine", "candidate") else [*own, *others]

    def _among(self, branches: Sequence[Branch]) -> Select[Any]:
        """Rows of any of the principals, starting from the few cases that may be meant."""
        principal = func.coalesce(_INBOX.principal, "")  # no index: not from all that is theirs
        whose: list[ColumnElement[bool]] = [
            in_ids(principal, [p for p, only in branches if not only])
        ]
        whose += [
            and_(principal == literal(one), in_ids(_CASE.process, only))
            for one, only in branches
            if only
        ]
        key = _INBOX[self._order.column]
        chosen = (
            select(key.label("sort_key"), _INBOX.work_item_id)
            .join_from(t.work_item, t.process_instance, _CASE.id == _ITEM.instance_id)
            .join(t.inbox, _INBOX.work_item_id == _ITEM.id)
            .where(or_(*whose), *self._of_view(), *self._filters(_INBOX.created_at))
        )
        return self._page_of(chosen.distinct(), key, _INBOX.work_item_id)

    def keys(self, branch: Branch) -> Select[Any]:
        """Sort key and item of one principal's rows, by the inbox alone where that is enough."""
        principal, processes = branch
        key = _INBOX[self._order.column]
        chosen = select(key.label("sort_key"), _INBOX.work_item_id)
        chosen = chosen.where(_INBOX.principal == literal(principal))
        if processes:
            chosen = (
                chosen.join(t.work_item, _ITEM.id == _INBOX.work_item_id)
                .join(t.process_instance, _CASE.id == _ITEM.instance_id)
                .where(in_ids(_CASE.process, processes))
            )
        return chosen

    def _branch(self, branch: Branch) -> Select[Any]:
        """The first rows of one principal."""
        chosen = self.keys(branch).where(*self._of_view())
        key = _INBOX[self._order.column]
        filters = self._filters(_INBOX.created_at)
        if filters and not branch[1]:
            chosen = chosen.join(t.work_item, _ITEM.id == _INBOX.work_item_id).join(
                t.process_instance, _CASE.id == _ITEM.instance_id
            )
        return self._page_of(chosen.where(*filters), key, _INBOX.work_item_id)

    def _of_view(self) -> list[ColumnElement[bool]]:
        query = self._query
        found = [_not_excluded(query.user)]
        if query.view in ("mine", "candidate"):
            found.append(_INBOX.assigned.is_(query.view == "mine"))
        if query.view == "overdue":
            found.append(_INBOX.due_at < literal(micros(worklist_now(query))))
        return found

    def _ids(self) -> tuple[str, ...] | None:
        return self._narrow.ids if self._narrow is not None else None

    def _filters(self, time: ColumnElement[int]) -> list[ColumnElement[bool]]:
        query = self._query
        found: list[ColumnElement[bool]] = [
            column == literal(wanted)
            for column, wanted in (
                (_CASE.process, query.process),
                (_ITEM.instance_id, query.instance_id),
                (_CASE.initiator, query.initiator),
                (_CASE.department, query.department),
                (_ITEM.state, query.state),
            )
            if wanted is not None
        ]
        if query.priority is not None:
            found.append(_ITEM.priority >= literal(query.priority))
        if query.since is not None:
            found.append(time >= literal(micros(query.since)))
        if query.until is not None:
            found.append(time < literal(micros(query.until)))
        return [*found, *self._narrowing()]

    def _narrowing(self) -> list[ColumnElement[bool]]:
        narrow = self._narrow
        if narrow is None:
            return []
        if narrow.ids is not None:
            return [in_ids(_ITEM.instance_id, narrow.ids)]
        found = conditions(_CASE.id, narrow)
        if narrow.names and narrow.text is not None:
            part = literal(narrow.text)
            found.append(
                or_(
                    has_text(_CASE.id, narrow.text),
                    func.replace(func.lower(_ITEM.name), part, "") != func.lower(_ITEM.name),
                    func.replace(func.lower(_ITEM.name_en), part, "") != func.lower(_ITEM.name_en),
                )
            )
        return found

    def _page_of(
        self, chosen: Select[Any], key: ColumnElement[int], row_id: ColumnElement[str]
    ) -> Select[Any]:
        """The rows behind the cursor, in order, one more than fit on the page."""
        if self._start is not None:
            at, last = self._start
            start = (literal(at, t.Micros), literal(last, t.Id))
            chosen = chosen.where(after(self._order, start, key, row_id))
        return chosen.order_by(*sorted_by(self._order, key, row_id)).limit(self._most)

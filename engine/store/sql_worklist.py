"""The worklist: the first rows of each principal by keyset, joined, excluded people left out.

No OFFSET, no IN over principals (they cost 25 to 70 times as much at a million rows). The number
of statements depends on what is asked for, never on how much is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from engine.core.ids import Principal, UserId
from engine.store import office_tables as office_tables  # noqa: PLC0414 -- adds columns
from engine.store import tables as t
from engine.store.narrowing import KEPT, conditions, contains, given, has_text, narrowed
from engine.store.paging import COUNTED, Order, worklist_page
from engine.store.rows import work_item_view
from engine.store.worklist_shapes import EQUAL, KINDS, Branch, WorklistShape, shape_of, values_of
from engine.views import Page, WorklistQuery

SHARED: Final = 10 * COUNTED
"""So many offers to several principals are looked at, where each is counted once."""
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
_OF_DONE: Final[Mapping[str, ColumnElement[Any]]] = {
    "process": _CASE.process,
    "instance_id": _ITEM.instance_id,
    "initiator": _CASE.initiator,
    "department": _CASE.department,
    "state": _ITEM.state,
    "priority": _ITEM.priority,
    "time": _ITEM.ended_at,
}
_OF_OPEN: Final[Mapping[str, ColumnElement[Any]]] = {
    "process": _INBOX.process,
    "instance_id": _INBOX.instance_id,
    "initiator": _INBOX.initiator,
    "department": _INBOX.department,
    "state": case((_INBOX.assigned, "reserved"), else_="ready"),
    "priority": _INBOX.priority,
    "time": _INBOX.created_at,
}


def work_items() -> Select[Any]:
    """Work items as WorkItemView needs them, to be filtered."""
    return select(*_SHOWN).select_from(_SOURCE)


def worklist(connection: Connection, query: WorklistQuery) -> Page:
    """One page of one view."""
    narrow = narrowed(connection, query.text, query.variables, names=True)
    statement = built(connection.dialect.name, shape_of(query, narrow))
    rows = connection.execute(statement, values_of(query, narrow)).mappings().all()
    return worklist_page(query, rows, work_item_view, "sort_key")


@lru_cache(maxsize=KEPT)
def built(dialect: str, shape: WorklistShape) -> Select[Any]:
    """The statement of a page: the same object for the same shape."""
    asked = _Asked(shape)
    return asked.done() if shape.view == "done" else asked.open(dialect)


def counts(connection: Connection, user: str, principals: Sequence[str]) -> dict[str, int]:
    """How many are assigned to the person, offered to them, and both; see COUNTED."""
    query = WorklistQuery(user=UserId(user), principals=tuple(map(Principal, principals)))
    found = connection.execute(_counts_of(shape_of(query, None)), values_of(query, None)).one()
    mine, both = int(found[0]), int(found[1])
    return {
        "mine": min(mine, COUNTED),
        "candidate": min(both - mine, COUNTED),
        "inbox": min(both, COUNTED),
    }


@lru_cache(maxsize=KEPT)
def _counts_of(shape: WorklistShape) -> Select[Any]:
    """What is assigned stands under the person's own name only, which comes first."""
    mine = _Asked(replace(shape, view="mine", own=1))
    both: list[Any] = [mine.how_many(), _Asked(shape).how_many()]
    return select(*both)


def more_counts(connection: Connection, query: WorklistQuery, now: datetime) -> dict[str, int]:
    """How many are overdue, are done for others, and were copied but not read; see COUNTED."""
    asked = WorklistQuery(
        user=query.user,
        principals=query.principals,
        acting_for=query.acting_for,
        view="overdue",
        now=now,
    )
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


def how_many(shape: WorklistShape) -> ColumnElement[int]:
    """How many rows all pages of a view have together; from COUNTED on at least that."""
    return _Asked(shape).how_many()


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


def _together(parts: Sequence[Select[Any]]) -> Any:
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _number_of(chosen: Select[Any]) -> ColumnElement[int]:
    return select(func.count()).select_from(chosen.subquery()).scalar_subquery()


def _has_in_name(item: Any, part: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(contains(func.lower(item.name), part), contains(func.lower(item.name_en), part))


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
        return self._first(self._done_by(mine), key, _ITEM.id)

    def _done_by(self, chosen: Select[Any]) -> Select[Any]:
        by: ColumnElement[str] = _ITEM.ended_by
        if self._is_few():
            by = func.coalesce(by, "")  # start from the few cases, not from all that is mine
        return chosen.where(by == self._given("user"), *self._filters(_OF_DONE))

    def open(self, dialect: str) -> Select[Any]:
        """The first of all principals' rows, each item once, then what is shown of them."""
        branches = self._shape.branches(self._shape.view)
        merged = dialect == "sqlite" and len(branches) > 1 and not self._is_together()
        found = self._merged(branches) if merged else self._each(branches)
        first = found.limit(self._given("most")).subquery()
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
        """How many there are. What is offered to one principal only is counted without looking for
        it elsewhere; only where that is not much, the rest is counted too, each once."""
        if self._shape.view == "done":
            done = self._done_by(select(_ITEM.id).select_from(_SOURCE)).limit(COUNTED)
            return _number_of(done)
        branches = self._shape.branches(self._shape.view)
        if self._is_together() or not branches:
            return _number_of(self._of_few(branches, select(_INBOX.work_item_id)).distinct())
        each = [select(_INBOX.work_item_id).where(*self._of_branch(one)) for one in branches]
        if self._shape.doubled:  # then even what is offered to one principal only comes twice
            few = _together([select(one.limit(COUNTED).subquery()) for one in each]).subquery()
            return _number_of(select(few.c.work_item_id).distinct())
        alone = _together([one.where(_INBOX.alone) for one in each]).limit(COUNTED).subquery()
        shared = _together([one.where(~_INBOX.alone) for one in each]).limit(SHARED).subquery()
        counted = select(func.count().label("n")).select_from(alone).subquery()
        rest = _number_of(select(shared.c.work_item_id).distinct())
        whole = case((counted.c.n >= COUNTED, counted.c.n), else_=counted.c.n + rest)
        return select(whole).select_from(counted).scalar_subquery()

    def _merged(self, branches: Sequence[Branch]) -> Any:
        """All rows in order. SQLite walks all principals' indexes side by side and stops where
        the page is full; PostgreSQL would sort everything first."""
        key = _INBOX[self._key]
        rows = [
            self._behind(self._of_one(branch, key), key, _INBOX.work_item_id) for branch in branches
        ]
        order: list[ColumnElement[Any]] = [
            literal_column("sort_key"),
            literal_column("work_item_id"),
        ]
        return union(*rows).order_by(*sorted_by(self._shape.order, *order))

    def _each(self, branches: Sequence[Branch]) -> Select[Any]:
        """The first rows of each principal, in order."""
        if self._is_together() or not branches:
            found = self._among(branches).subquery()
        else:
            pages = [select(self._branch(one).subquery()) for one in branches]
            found = union_all(*pages).subquery()
        each = select(found.c.sort_key, found.c.work_item_id).distinct()
        order = sorted_by(self._shape.order, found.c.sort_key, found.c.work_item_id)
        return each.order_by(*order)

    def _among(self, branches: Sequence[Branch]) -> Select[Any]:
        """Rows of any of the principals, from the few or some cases that may be meant."""
        key = _INBOX[self._key]
        chosen = self._of_few(branches, select(key.label("sort_key"), _INBOX.work_item_id))
        return self._first(chosen.distinct(), key, _INBOX.work_item_id)

    def _of_few(self, branches: Sequence[Branch], chosen: Select[Any]) -> Select[Any]:
        principal: ColumnElement[str] = _INBOX.principal
        if self._is_few():
            principal = func.coalesce(principal, "")  # no index: not from all that is theirs
        chosen = chosen.where(principal.in_([given(one.principal, t.Id) for one in branches]))
        if any(one.absent for one in branches):
            whose = [
                and_(principal == given(one.principal, t.Id), *self._for_absent(one))
                for one in branches
            ]
            chosen = chosen.where(or_(false(), *whose))
        return chosen.where(*self._of_view(), *self._filters(_OF_OPEN))

    def _for_absent(self, branch: Branch) -> list[ColumnElement[bool]]:
        """What the absent person is not kept apart from, nor the substitute by having begun it."""
        if branch.absent is None:
            return []
        found = [_not_excluded(given(branch.absent)), _INBOX.initiator != self._given("user")]
        if branch.processes is not None:
            found.append(in_given(_INBOX.process, branch.processes))
        return found

    def _branch(self, branch: Branch) -> Select[Any]:
        """The first rows of one principal, by the inbox alone unless names are searched."""
        key = _INBOX[self._key]
        return self._first(self._of_one(branch, key), key, _INBOX.work_item_id)

    def _of_one(self, branch: Branch, key: ColumnElement[int]) -> Select[Any]:
        chosen: Select[Any] = select(key.label("sort_key"), _INBOX.work_item_id)
        return chosen.where(*self._of_branch(branch))

    def _of_branch(self, branch: Branch) -> list[ColumnElement[bool]]:
        return [
            _INBOX.principal == given(branch.principal, t.Id),
            *self._for_absent(branch),
            *self._of_view(),
            *self._filters(_OF_OPEN),
        ]

    def _of_view(self) -> list[ColumnElement[bool]]:
        view = self._shape.view
        found = [_not_excluded(self._given("quoted"))]
        if view in ("mine", "candidate"):
            found.append(_INBOX.assigned.is_(view == "mine"))
        if view == "overdue":
            found.append(_INBOX.due_at < self._given("now"))
        if self._shape.follow_up is not None:
            later = _INBOX.follow_up_at > self._given("now")
            found.append(later if self._shape.follow_up == "later" else ~later)
        return found

    def _is_few(self) -> bool:
        return self._shape.narrow is not None and self._shape.narrow.few

    def _is_together(self) -> bool:
        """Whether all that is offered to the person is looked at in one go."""
        narrow = self._shape.narrow
        return narrow is not None and (narrow.few or narrow.some)

    def _filters(self, columns: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[bool]]:
        asked = self._shape.filters
        found = [columns[name] == self._given(name) for name in EQUAL if name in asked]
        if "priority" in asked:
            found.append(columns["priority"] >= self._given("priority"))
        if "since" in asked:
            found.append(columns["time"] >= self._given("since"))
        if "until" in asked:
            found.append(columns["time"] < self._given("until"))
        return [*found, *self._narrowing(columns["instance_id"])]

    def _narrowing(self, case_id: ColumnElement[str]) -> list[ColumnElement[bool]]:
        narrow = self._shape.narrow
        if narrow is None:
            return []
        if narrow.few:
            return [in_given(case_id, f"{narrow.tag}ids")]
        found = conditions(case_id, narrow)
        if narrow.names and narrow.text:
            named = self._is_named(given(f"{narrow.tag}text"))
            found.append(or_(has_text(case_id, narrow.tag), named))
        return found

    def _is_named(self, part: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether the name of the work item holds the text."""
        if self._shape.view == "done":
            return _has_in_name(_ITEM, part)
        other = t.work_item.alias("named").c
        return exists().where(other.id == _INBOX.work_item_id, _has_in_name(other, part))

    def _first(
        self, chosen: Select[Any], key: ColumnElement[int], row_id: ColumnElement[str]
    ) -> Select[Any]:
        """The rows behind the cursor, in order, one more than fit on the page."""
        chosen = self._behind(chosen, key, row_id)
        chosen = chosen.order_by(*sorted_by(self._shape.order, key, row_id))
        return chosen.limit(self._given("most"))

    def _behind(
        self, chosen: Select[Any], key: ColumnElement[int], row_id: ColumnElement[str]
    ) -> Select[Any]:
        if not self._shape.started:
            return chosen
        start = (self._given("at"), self._given("last"))
        return chosen.where(after(self._shape.order, start, key, row_id))

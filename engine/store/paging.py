"""What both read models agree on: checked queries, sort orders, and pages with their cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from engine.core.ids import user_principal
from engine.errors import InvalidCommand
from engine.store.cursors import decode_cursor, encode_cursor
from engine.views import InstanceQuery, Page, WorklistQuery

MAX_LIMIT: Final = 500
COUNTED: Final = 1000
"""Counts are exact below this; from here on they say that there are at least so many."""
FOLLOW_UPS: Final = ("due", "later")
VIEWS: Final = ("mine", "candidate", "inbox", "substituted", "overdue", "done")

Position = tuple[int, str]


class Order(NamedTuple):
    """A sort column and its direction; ids break ties in the same direction."""

    column: str
    descending: bool


_OPEN_ORDERS: Final = {
    "created": Order("created_at", descending=False),
    "due": Order("due_at", descending=False),
    "newest": Order("created_at", descending=True),
    "priority": Order("priority", descending=True),
    "follow_up": Order("follow_up_at", descending=False),
}
_DONE_ORDERS: Final = {
    "created": Order("ended_at", descending=False),
    "due": Order("due_at", descending=False),
    "newest": Order("ended_at", descending=True),
    "priority": Order("priority", descending=True),
}
INSTANCE_ORDER: Final = Order("started_at", descending=True)


def worklist_order(query: WorklistQuery) -> Order:
    """How a worklist is sorted; what is done is sorted by when. Raises InvalidCommand."""
    _check_limit(query.limit)
    if query.view not in VIEWS:
        raise InvalidCommand(f"未知的列表 {query.view!r}", f"Expected a view of {VIEWS}")
    orders = _DONE_ORDERS if query.view == "done" else _OPEN_ORDERS
    order = orders.get(query.sort)
    if query.follow_up not in (None, *FOLLOW_UPS):
        raise InvalidCommand("follow_up 应为 due 或 later", f"Expected one of {FOLLOW_UPS}")
    if order is None:
        raise InvalidCommand(f"未知的排序 {query.sort!r}", f"Expected a sort of {tuple(orders)}")
    return order


def worklist_now(query: WorklistQuery) -> datetime:
    """What is overdue by. Raises InvalidCommand."""
    if query.now is None:
        raise InvalidCommand("缺少当前时间", "Expected the time that work is overdue by")
    return query.now


def worklist_start(query: WorklistQuery) -> Position | None:
    """Where the page begins: after this row."""
    return _start(_worklist_purpose(query), query.cursor)


def instances_start(query: InstanceQuery) -> Position | None:
    """Where the page begins. Raises InvalidCommand."""
    _check_limit(query.limit)
    return _start("instances", query.cursor)


def worklist_principals(query: WorklistQuery) -> tuple[str, ...]:
    """Whose offers the view shows, the person first."""
    mine = user_principal(query.user)
    if query.view == "mine":
        return (mine,)
    return tuple(dict.fromkeys((mine, *query.principals)))


def worklist_page(
    query: WorklistQuery, rows: Sequence[Any], view: Callable[[Any], Any], column: str
) -> Page:
    """The page of up to limit + 1 rows."""
    return _page(_worklist_purpose(query), rows, (query.limit, view, column))


def instances_page(query: InstanceQuery, rows: Sequence[Any], view: Callable[[Any], Any]) -> Page:
    """The page of up to limit + 1 rows."""
    return _page("instances", rows, (query.limit, view, INSTANCE_ORDER.column))


def quoted(login: str) -> str:
    """A login as it stands in a stored list of logins."""
    return orjson.dumps(login).decode()


def _worklist_purpose(query: WorklistQuery) -> str:
    return f"worklist/{query.view}/{query.sort}"


def _start(purpose: str, cursor: str | None) -> Position | None:
    return None if cursor is None else decode_cursor(purpose, cursor)


def _page(purpose: str, rows: Sequence[Any], how: tuple[int, Callable[[Any], Any], str]) -> Page:
    limit, view, column = how
    shown = rows[:limit]
    more = None
    if len(rows) > limit:
        last = shown[-1]
        more = encode_cursor(purpose, last[column], last["id"])
    return Page(items=tuple(view(row) for row in shown), next=more)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidCommand(
            f"每页条数必须在 1 到 {MAX_LIMIT} 之间", f"Expected a limit from 1 to {MAX_LIMIT}"
        )

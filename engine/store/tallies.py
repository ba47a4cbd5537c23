"""Counts of marks by day, version and place: kept beside the marks, so that counting is short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.store import tables as t
from engine.store.narrowing import given
from engine.store.running_tables import passage, tally
from engine.store.sql_worklist import in_given

_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_EAST: Final = 8 * _HOUR
"""The office's days begin so much before those of UTC, in every season."""

_CASE: Final = t.process_instance.c
_MARK: Final = passage.c
_TALLY: Final = tally.c
_PLACE: Final = ("mark", "called", "name")


def tell(connection: Connection, instance_ids: Sequence[str], sign: int) -> None:
    """Add the marks of these cases, or with -1 take them away."""
    make: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    day = (_MARK.came_at + literal_column(str(_EAST))) // literal_column(str(_DAY))
    key = (_MARK.process, day.label("day"), _CASE.process_digest, *(_MARK[one] for one in _PLACE))
    marks = select(*key, (func.count() * bindparam("sign", type_=Integer())).label("marks"))
    marks = marks.join_from(passage, t.process_instance, _CASE.id == _MARK.instance_id)
    marks = marks.where(in_given(_MARK.instance_id, "ids"))
    marks = marks.group_by(_MARK.process, "day", *key[2:])
    adding = make(tally).from_select(tally.columns.keys(), marks)
    adding = adding.on_conflict_do_update(
        index_elements=list(tally.primary_key), set_={"marks": _TALLY.marks + adding.excluded.marks}
    )
    connection.execute(adding, {"ids": list(instance_ids), "sign": sign})


def days(since: int, until: int) -> dict[str, int]:
    """The whole days of a period, and what is left before and after them, as `marked` is given
    them."""
    first, last = -(-(since + _EAST) // _DAY), (until + _EAST) // _DAY
    head = min(first * _DAY - _EAST, until)
    return {"first": first, "last": last, "head": head, "tail": max(last * _DAY - _EAST, head)}


def marked(of_version: bool) -> Select[Any]:
    """How many marks each place has: of whole days as they are kept, of the rest one by one."""
    kept = select(*(_TALLY[one] for one in _PLACE), _TALLY.marks).where(
        _TALLY.process == given("process", t.Id),
        _TALLY.day >= given("first", Integer()),
        _TALLY.day < given("last", Integer()),
    )
    if of_version:
        kept = kept.where(_TALLY.digest == given("digest", t.Id))
    rest = (_singly("since", "head", of_version), _singly("tail", "until", of_version))
    every = union_all(kept, *rest).subquery().c
    place = [every[one] for one in _PLACE]
    counted = select(*place, func.sum(every.marks)).group_by(*place).order_by(*place)
    return counted.having(func.sum(every.marks) > 0)


def _singly(since: str, until: str, of_version: bool) -> Select[Any]:
    one: ColumnElement[int] = literal_column("1", Integer())
    found = select(*(_MARK[name] for name in _PLACE), one.label("marks")).where(
        _MARK.process == given("process", t.Id),
        _MARK.came_at >= given(since, t.Micros),
        _MARK.came_at < given(until, t.Micros),
    )
    if not of_version:
        return found
    ids = select(_CASE.id).where(_CASE.process_digest == given("digest", t.Id))
    return found.where(_MARK.instance_id.in_(ids))

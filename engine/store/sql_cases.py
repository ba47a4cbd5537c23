"""Lists of cases, newest first: by who takes part, who got a copy, text, values and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    exists,
    func,
    literal_column,
    select,
)

from engine.store import tables as t
from engine.store.facts import micros
from engine.store.happened import came_to, has_row
from engine.store.narrowing import KEPT, Narrowed, NarrowShape, conditions, given, narrowed
from engine.store.paging import COUNTED, INSTANCE_ORDER, instances_page, instances_start
from engine.store.rows import instance_view
from engine.store.sql_worklist import WITH_MODEL, after, in_given, sorted_by
from engine.views import InstanceQuery, Page

_CASE: Final = t.process_instance.c
_PART: Final = t.participation.c
_COPY: Final = t.copy.c
_EQUAL: Final = {
    "initiator": _CASE.initiator,
    "process": _CASE.process,
    "status": _CASE.status,
    "department": _CASE.department,
}
_FIELDS: Final = (
    *_EQUAL, "among", "since", "until", "visible_to", "copied_to", "unread", "cursor", "did",
    "reached",
)  # fmt: skip


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
    values = case_values(query, narrow)
    if start is not None:
        values |= {"at": start[0], "last": start[1]}
    rows = connection.execute(_page_of(case_shape(query, narrow)), values).mappings().all()
    return instances_page(query, rows, instance_view)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShape:
    """What the statement is built from; see engine.store.worklist_shapes."""

    asked: frozenset[str]  # names of the query's fields
    narrow: NarrowShape | None
    tag: str = ""

    def is_few(self) -> bool:
        return self.narrow is not None and self.narrow.few


def case_shape(query: InstanceQuery, narrow: Narrowed | None, tag: str = "") -> CaseShape:
    """The shape of a question."""
    asked = frozenset(name for name in _FIELDS if getattr(query, name) not in (None, False))
    shape = narrow.shape(tag) if narrow is not None else None
    return CaseShape(asked=asked, narrow=shape, tag=tag)


def case_values(query: InstanceQuery, narrow: Narrowed | None, tag: str = "") -> dict[str, Any]:
    """The parameters of that shape, but for the cursor's."""
    found = {name: getattr(query, name) for name in (*_EQUAL, "visible_to", "copied_to")}
    for name in ("since", "until"):
        at = getattr(query, name)
        found[name] = None if at is None else micros(at)
    for name in ("among", "did", "reached"):
        found[name] = list(getattr(query, name) or ())
    found["most"] = query.limit + 1
    own = {f"{tag}{name}": value for name, value in found.items()}
    return own | (narrow.values(tag) if narrow is not None else {})


def how_many_cases(shape: CaseShape) -> ColumnElement[int]:
    """How many cases all pages have together; from COUNTED on at least that."""
    chosen: Select[Any] = select(_CASE.id)
    chosen = chosen.where(*_filters(shape), *_narrowing(shape.narrow))
    found = _walked(chosen, shape)[0].limit(COUNTED).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


@lru_cache(maxsize=KEPT)
def _page_of(shape: CaseShape) -> Select[Any]:
    statement = shown_cases().where(*_filters(shape), *_narrowing(shape.narrow))
    statement, keys = _walked(statement, shape)
    if "cursor" in shape.asked:
        start = (given("at", t.Micros), given("last", t.Id))
        statement = statement.where(after(INSTANCE_ORDER, start, *keys))
    statement = statement.order_by(*sorted_by(INSTANCE_ORDER, *keys))
    return statement.limit(given("most", Integer()))


def _narrowing(narrow: NarrowShape | None) -> list[ColumnElement[bool]]:
    if narrow is not None and narrow.few:
        return [in_given(_CASE.id, f"{narrow.tag}ids")]
    return conditions(_CASE.id, narrow)


def _filters(shape: CaseShape) -> list[ColumnElement[bool]]:
    found = [
        column == given(f"{shape.tag}{name}", t.Id)
        for name, column in _EQUAL.items()
        if name in shape.asked
    ]
    if "among" in shape.asked:
        found.append(in_given(_CASE.process, f"{shape.tag}among"))
    if "since" in shape.asked:
        found.append(_CASE.started_at >= given(f"{shape.tag}since", t.Micros))
    if "until" in shape.asked:
        found.append(_CASE.started_at < given(f"{shape.tag}until", t.Micros))
    if "did" in shape.asked:
        found.append(has_row(_CASE.id, f"{shape.tag}did"))
    if "reached" in shape.asked:
        found.append(came_to(_CASE.id, _CASE.process, f"{shape.tag}reached"))
    return found


def _walked(
    statement: Select[Any], shape: CaseShape
) -> tuple[Select[Any], tuple[ColumnElement[Any], ColumnElement[Any]]]:
    """The rows that may be seen, and by which keys they are walked in order.

    Where only a few cases are meant, no index in order is walked: the sum keeps it out of the way.
    """
    plain: tuple[ColumnElement[Any], ColumnElement[Any]] = (_CASE.started_at, _CASE.id)
    keys = (plain[0] + literal_column("0"), plain[1]) if shape.is_few() else plain
    for table, who in ((t.participation, "visible_to"), (t.copy, "copied_to")):
        if who not in shape.asked:
            continue
        of_case = [
            table.c.instance_id == _CASE.id,
            table.c.started_at == _CASE.started_at,
            table.c.login == given(f"{shape.tag}{who}", t.Id),
        ]
        if table is t.copy and "unread" in shape.asked:
            of_case.append(_COPY.read_at.is_(None))
        if shape.is_few() or keys is not plain:
            statement = statement.where(exists().where(*of_case))
        else:
            statement = statement.join(table, of_case[0]).where(*of_case[1:])
            keys = (table.c.started_at, table.c.instance_id)
    return statement, keys

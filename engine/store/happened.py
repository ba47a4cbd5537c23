"""Narrows lists of cases by what happened in them: the types of their rows, elements reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Text, exists
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from engine.core.events import ElementActivated, ElementPassed, WorkItemSkipped
from engine.store import tables as t
from engine.store.sql_worklist import in_given
from engine.views import InstanceQuery, LogRow

_LOG: Final = t.log.c
_REACHING: Final = tuple(
    sorted(kind.__name__ for kind in (ElementActivated, ElementPassed, WorkItemSkipped))
)


class element_of_body(GenericFunction[str]):  # noqa: N801 -- named as a function of SQL
    """The element that a stored event names."""

    type = Text()
    inherit_cache = True


@compiles(element_of_body, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    (body,) = element.clauses
    return f"json_extract(CAST({compiler.process(body, **how)} AS TEXT), '$.element_id')"


@compiles(element_of_body, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    (body,) = element.clauses
    return f"(convert_from({compiler.process(body, **how)}, 'UTF8')::json ->> 'element_id')"


def has_row(case: ColumnElement[str], types: str) -> ColumnElement[bool]:
    """Whether the case has a row of one of the types that this parameter gives."""
    return exists().where(_LOG.instance_id == case, in_given(_LOG.type, types))


def came_to(case: ColumnElement[str], elements: str) -> ColumnElement[bool]:
    """Whether control came to one of the elements that this parameter gives."""
    return exists().where(
        _LOG.instance_id == case,
        _LOG.type.in_(_REACHING),
        in_given(element_of_body(_LOG.body), elements),
    )


def did(rows: Iterable[LogRow], query: InstanceQuery) -> bool:
    """The same of a case in memory."""
    if query.did is None and query.reached is None:
        return True
    kept = list(rows)
    if query.did is not None and not any(row.type in query.did for row in kept):
        return False
    return query.reached is None or any(
        row.type in _REACHING and orjson.loads(row.body)["element_id"] in query.reached
        for row in kept
    )

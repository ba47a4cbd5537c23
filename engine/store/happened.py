"""Narrows lists of cases by what happened in them: the types of their rows, elements reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Text, exists, func
from sqlalchemy import case as sql_case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from engine.audit.places import passed, waited_at
from engine.core.events import ElementActivated, ElementPassed, WorkItemSkipped
from engine.store import tables as t
from engine.store.sql_worklist import in_given
from engine.views import InstanceQuery, LogRow

_LOG: Final = t.log.c
_ACTIVATED: Final = ElementActivated.__name__
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


class process_of_body(GenericFunction[str]):  # noqa: N801 -- named as a function of SQL
    """The process that a stored event names, without the version that a call may mean."""

    type = Text()
    inherit_cache = True


@compiles(process_of_body, "sqlite")
def _process_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    (body,) = element.clauses
    found = f"json_extract(CAST({compiler.process(body, **how)} AS TEXT), '$.process')"
    return f"substr({found}, 1, instr({found} || '@', '@') - 1)"


@compiles(process_of_body, "postgresql")
def _process_on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    (body,) = element.clauses
    found = f"convert_from({compiler.process(body, **how)}, 'UTF8')::json ->> 'process'"
    return f"split_part({found}, '@', 1)"


def has_row(case: ColumnElement[str], types: str) -> ColumnElement[bool]:
    """Whether the case has a row of one of the types that this parameter gives."""
    return exists().where(_LOG.instance_id == case, in_given(_LOG.type, types))


def came_to(
    case: ColumnElement[str], process: ColumnElement[str], places: str
) -> ColumnElement[bool]:
    """Whether control came to one of the places that this parameter gives, in a case of a process.

    Rows of what waits name the process they are in, if a called one; rows of what is passed do not.
    """
    named = func.coalesce(func.nullif(process_of_body(_LOG.body), ""), process)
    within = sql_case(
        (_LOG.type == _ACTIVATED, named + waited_at("", "")), else_=process + passed("", "")
    )
    return exists().where(
        _LOG.instance_id == case,
        _LOG.type.in_(_REACHING),
        in_given(within + element_of_body(_LOG.body), places),
    )


def did(rows: Iterable[LogRow], process: str, query: InstanceQuery) -> bool:
    """The same of a case of a process, in memory."""
    if query.did is None and query.reached is None:
        return True
    kept = list(rows)
    if query.did is not None and not any(row.type in query.did for row in kept):
        return False
    return query.reached is None or any(
        row.type in _REACHING and _place(row, process) in query.reached for row in kept
    )


def _place(row: LogRow, process: str) -> str:
    told = orjson.loads(row.body)
    if row.type != _ACTIVATED:
        return passed(process, told["element_id"])
    called = told.get("process", "").partition("@")[0]
    return waited_at(called or process, told["element_id"])

"""Full text and business variables -> a few cases to look among, or a condition on every case.

When few cases match they are named, and lists start from them; when many do, lists are walked in
their own order and most of what they meet matches. So neither costs more with more cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from engine.errors import InvalidCommand
from engine.store import tables as t
from engine.store.searching import folded, fts_query, tsquery
from engine.store.sortable import sortable
from engine.views import VariableFilter

FEW: Final = 400
_OPERATORS: Final = ("=", "<", "<=", ">", ">=")
_VALUE: Final = t.case_value.c
_TEXT: Final = t.search_text.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Among which cases to look: those in `ids`, or all for which the conditions hold."""

    ids: tuple[str, ...] | None = None
    text: str | None = None  # folded, escaped for nothing
    variables: tuple[tuple[str, str, str], ...] = ()  # name, operator, sortable value
    names: bool = field(default=False)  # whether the text may also be that of a task's name


def wanted_variables(filters: Sequence[VariableFilter]) -> tuple[tuple[str, str, str], ...]:
    """The filters over stored values. Raises InvalidCommand."""
    found = []
    for name, operator, value in filters:
        key = sortable(value)
        if operator not in _OPERATORS or key is None:
            raise InvalidCommand(
                f"不能按变量 {name} 这样筛选",
                f"Expected {name} one of {_OPERATORS} a text, number, date or boolean",
            )
        found.append((name, operator, key))
    return tuple(found)


def compares(stored: Any, operator: str, key: Any) -> Any:
    """The comparison, of values or of columns. Values of another kind never match."""
    return {
        "=": lambda: stored == key,
        "<": lambda: stored < key,
        "<=": lambda: stored <= key,
        ">": lambda: stored > key,
        ">=": lambda: stored >= key,
    }[operator]()


def has_value(case_id: ColumnElement[str], wanted: tuple[str, str, str]) -> ColumnElement[bool]:
    """Whether a case's variable compares so."""
    name, operator, key = wanted
    return exists().where(
        _VALUE.instance_id == case_id,
        _VALUE.name == literal(name),
        *_compared(operator, key),
    )


def _compared(operator: str, key: str) -> tuple[ColumnElement[bool], ...]:
    """Within values of the same kind, which begin with the same letter."""
    value: ColumnElement[str] = _VALUE.value
    if operator == "=":
        return (value == literal(key),)
    kind = literal(key[0]), literal(chr(ord(key[0]) + 1))
    return (compares(value, operator, literal(key)), value >= kind[0], value < kind[1])


def has_text(case_id: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """Whether one of a case's texts holds this one."""
    return exists().where(_TEXT.instance_id == case_id, contains(_TEXT.text, literal(wanted)))


def contains(column: ColumnElement[str], part: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a folded text holds a folded part, literally."""
    return func.replace(column, part, "") != column


def narrowed(
    connection: Connection, asked: str | None, filters: Sequence[VariableFilter], *, names: bool
) -> Narrowed | None:
    """What text and variables leave; None when neither is asked for. One statement, two with a
    text that may also be part of a task's name."""
    wanted, variables = folded(asked or ""), wanted_variables(filters)
    if not wanted and not variables:
        return None
    both = Narrowed(text=wanted or None, variables=variables)
    if names and wanted and _is_task_name(connection, wanted):
        return Narrowed(text=wanted, variables=variables, names=True)
    found = connection.execute(_candidates(connection.dialect.name, both)).scalars().all()
    if len(found) > FEW:
        return both
    return Narrowed(ids=tuple(dict.fromkeys(found)))


def _candidates(dialect: str, both: Narrowed) -> Any:
    """Ids of cases that match, a few more than are few."""
    if both.text is None:
        name, operator, key = both.variables[0]
        chosen = select(_VALUE.instance_id).where(
            _VALUE.name == literal(name), *_compared(operator, key)
        )
        rest = [has_other(_VALUE.instance_id, one) for one in both.variables[1:]]
        return chosen.where(*rest).limit(FEW + 1)
    chosen = select(_TEXT.instance_id).where(contains(_TEXT.text, literal(both.text)))
    if dialect == "sqlite":
        matches = text("SELECT rowid FROM search_fts WHERE search_fts MATCH :grams").bindparams(
            grams=fts_query(both.text)
        )
        rows = matches.columns(literal_column("rowid")).subquery("matching")
        chosen = chosen.join(rows, literal_column("matching.rowid") == _TEXT.id)
    else:
        asked = cast(bindparam("grams", tsquery(both.text), type_=Text()), TSQUERY)
        chosen = chosen.where(_TEXT.grams.op("@@")(asked))
    rest = [has_value(_TEXT.instance_id, one) for one in both.variables]
    return chosen.where(*rest).limit(FEW + 1)


def has_other(case_id: ColumnElement[str], wanted: tuple[str, str, str]) -> ColumnElement[bool]:
    """`has_value` of another row of the same table."""
    other = t.case_value.alias("other").c
    name, operator, key = wanted
    return exists().where(
        other.instance_id == case_id,
        other.name == literal(name),
        compares(other.value, operator, literal(key)),
        other.value >= literal(key[0]),
        other.value < literal(chr(ord(key[0]) + 1)),
    )


def _is_task_name(connection: Connection, wanted: str) -> bool:
    """Whether a deployed task has this in its name; also where nobody knows the names."""
    names = t.process_model.c.task_names
    of_model = exists().where(names.is_(None) | contains(names, literal(wanted)))
    return bool(connection.scalar(select(of_model | ~exists().select_from(t.process_model))))


def conditions(case_id: ColumnElement[str], narrow: Narrowed | None) -> list[ColumnElement[bool]]:
    """What every case must meet, where they are walked."""
    if narrow is None or narrow.ids is not None:
        return []
    found = [has_value(case_id, one) for one in narrow.variables]
    if narrow.text is not None and not narrow.names:
        found.append(has_text(case_id, narrow.text))
    return found

"""Full text and business variables -> a few cases to look among, or a condition on every case.

When few cases match they are named, and lists start from them; when some do, they are looked up
once and the whole of a list is held against them; when many do, lists are walked in their own
order, and much of what they meet matches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Label,
    Select,
    Text,
    bindparam,
    cast,
    column,
    exists,
    func,
    literal_column,
    null,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from engine.errors import InvalidCommand
from engine.store import tables as t
from engine.store.searching import folded, fts_query, tsquery
from engine.store.sortable import sortable
from engine.views import VariableFilter

FEW: Final = 400
SOME: Final = 1_500
KEPT: Final = 256
"""How many built statements each kind of question keeps."""
_OPERATORS: Final = ("=", "<", "<=", ">", ">=")
_BOUND_BELOW: Final = (">", ">=")
_ANY: Final = Text()
_VALUE: Final = t.case_value.c
_TEXT: Final = t.search_text.c
_FTS: Final = table("search_fts", column("rowid"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowShape:
    """What a statement that narrows is built from; values come later, by name. `tag` begins every
    name, so that several questions fit into one statement."""

    few: bool = False
    some: bool = False
    text: bool = False
    names: bool = False
    operators: tuple[str, ...] = ()
    tag: str = ""
    dialect: str = ""  # of what is some


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Among which cases to look: those in `ids`, or all for which the conditions hold."""

    ids: tuple[str, ...] | None = None
    text: str | None = None  # folded, escaped for nothing
    variables: tuple[tuple[str, str, str], ...] = ()  # name, operator, sortable value
    names: bool = False  # whether the text may also be that of a task's name
    some: str = ""  # the dialect whose index leads to what matches, when that is not many
    grams: str = ""  # of the text, for that index

    def shape(self, tag: str = "") -> NarrowShape:
        """The statement that this needs."""
        if self.ids is not None:
            return NarrowShape(few=True, tag=tag)
        return NarrowShape(
            some=bool(self.some),
            dialect=self.some,
            text=self.text is not None,
            names=self.names,
            operators=tuple(operator for _, operator, _ in self.variables),
            tag=tag,
        )

    def values(self, tag: str = "") -> dict[str, Any]:
        """The values of that statement."""
        if self.ids is not None:
            return {f"{tag}ids": list(self.ids)}
        found: dict[str, Any] = {}
        if self.text is not None:
            found |= {f"{tag}text": self.text, f"{tag}grams": self.grams}
        for number, (name, operator, key) in enumerate(self.variables):
            place = f"{tag}{number}"
            found |= {f"{place}name": name, f"{place}key": key}
            if operator in _BOUND_BELOW:  # values of the same kind begin with the same letter
                found[f"{place}end"] = chr(ord(key[0]) + 1)
            elif operator != "=":
                found[f"{place}end"] = key[0]
        return found


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


def _has_value(
    case_id: ColumnElement[str], stored: FromClause, place: str, operator: str
) -> ColumnElement[bool]:
    """Whether a case's variable compares so."""
    return exists().where(stored.c.instance_id == case_id, *_compared(stored, place, operator))


def _compared(stored: FromClause, place: str, operator: str) -> tuple[ColumnElement[bool], ...]:
    """Values of another kind never match."""
    name: ColumnElement[bool] = stored.c.name == given(f"{place}name")
    compared: ColumnElement[bool] = compares(stored.c.value, operator, given(f"{place}key"))
    if operator == "=":
        return (name, compared)
    end = given(f"{place}end")
    return (
        name,
        compared,
        stored.c.value < end if operator in _BOUND_BELOW else stored.c.value >= end,
    )


def has_text(case_id: ColumnElement[str], tag: str = "") -> ColumnElement[bool]:
    """Whether one of a case's texts holds the one asked for."""
    return exists().where(_TEXT.instance_id == case_id, contains(_TEXT.text, given(f"{tag}text")))


def contains(column: ColumnElement[str], part: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a folded text holds a folded part, literally."""
    return func.replace(column, part, "") != column


def given(name: str, kind: TypeEngine[Any] = _ANY) -> BindParameter[Any]:
    """A value that is named now and given when the statement runs."""
    return bindparam(name, type_=kind)


class Asked(NamedTuple):
    """What one question is narrowed by; `names`: whether a task's name may hold the text too."""

    text: str | None
    variables: tuple[VariableFilter, ...]
    names: bool


def narrowed(
    connection: Connection, text: str | None, filters: Sequence[VariableFilter], *, names: bool
) -> Narrowed | None:
    """What text and variables leave; None when neither is asked for. One statement, two with a
    text that may also be part of a task's name."""
    return all_narrowed(connection, (Asked(text, tuple(filters), names),))[0]


def all_narrowed(connection: Connection, questions: Sequence[Asked]) -> list[Narrowed | None]:
    """The same of several questions, in as many statements as of one."""
    found = [_of(one) for one in questions]
    wanted = {n: one.text for n, one in enumerate(found) if one and one.text and one.names}
    known = _task_names(connection, wanted)
    left: dict[int, Narrowed] = {}
    for number, one in enumerate(found):
        if one is not None and not known.get(number, False):
            found[number] = left[number] = replace(one, names=False)
    for number, kept in _not_many(connection, left).items():
        found[number] = kept
    return found


def _of(asked: Asked) -> Narrowed | None:
    text, variables = folded(asked.text or ""), wanted_variables(asked.variables)
    if not text and not variables:
        return None
    return Narrowed(text=text or None, variables=variables, names=asked.names)


def _not_many(connection: Connection, asked: Mapping[int, Narrowed]) -> dict[int, Narrowed]:
    """Those questions that few or some cases match, narrowed to them."""
    if not asked:
        return {}
    dialect = connection.dialect.name
    make = fts_query if dialect == "sqlite" else tsquery
    led = {n: replace(one, grams=make(one.text) if one.text else "") for n, one in asked.items()}
    values: dict[str, Any] = {"few": FEW, "some": SOME + 1}
    for place, one in enumerate(led.values()):
        values |= one.values(f"q{place}")
    shapes = tuple(one.shape(f"q{place}") for place, one in enumerate(led.values()))
    met: dict[int, list[str]] = {number: [] for number in led}
    counts: dict[int, int] = {}
    for place, instance_id, count in connection.execute(_candidates(dialect, shapes), values):
        number = list(led)[place]
        if instance_id is None:
            counts[number] = count
        else:
            met[number].append(instance_id)
    some = {n: replace(one, some=dialect) for n, one in led.items() if counts[n] <= SOME}
    few = {n: Narrowed(ids=tuple(dict.fromkeys(met[n]))) for n in some if counts[n] <= FEW}
    return some | few


@lru_cache(maxsize=KEPT)
def _candidates(dialect: str, shapes: tuple[NarrowShape, ...]) -> Any:
    """Rows of the place of the question and the number that its index leads to, up to one more
    than are some; and, where that is few, of the place and each id that matches."""
    found: list[Any] = []
    for number, shape in enumerate(shapes):
        place: Label[int] = literal_column(str(number)).label("place")
        some = _led_to(dialect, shape).limit(given("some", Integer()))
        led = some.cte(f"{shape.tag}led").prefix_with("MATERIALIZED", dialect="postgresql")
        number_led = select(func.count()).select_from(led).scalar_subquery()
        not_more = number_led <= given("few", Integer())
        ids = _verified(shape, led).where(not_more).subquery()
        found.append(select(place, ids.c.instance_id, null().label("led")))
        found.append(select(place, null().label("instance_id"), number_led.label("led")))
    return union_all(*found)


def matching(dialect: str, shape: NarrowShape) -> Select[Any]:
    """Ids of the cases that match, some of them more than once, as their index leads to them."""
    return _verified(shape, _led_to(dialect, shape).subquery(f"{shape.tag}met"))


def _led_to(dialect: str, shape: NarrowShape) -> Select[Any]:
    """What the index leads to: rows that may match."""
    if not shape.text:
        compared = _compared(t.case_value, f"{shape.tag}0", shape.operators[0])
        return select(_VALUE.instance_id).where(*compared)
    grams = given(f"{shape.tag}grams")
    if dialect == "sqlite":
        whole: ColumnElement[str] = literal_column(_FTS.name)
        return select(_FTS.c.rowid.label("text_id")).where(whole.op("MATCH")(grams))
    asked = _TEXT.grams.op("@@")(cast(grams, TSQUERY))
    return select(_TEXT.instance_id, _TEXT.text).where(asked)


def _verified(shape: NarrowShape, led: FromClause) -> Select[Any]:
    """Those of them that do match."""
    if not shape.text:
        return select(led.c.instance_id).where(*_has_others(led.c.instance_id, shape, 1))
    row = led.c
    if "text_id" in led.c:
        row, led = _TEXT, led.join(t.search_text, led.c.text_id == _TEXT.id)
    chosen = select(row.instance_id).select_from(led)
    chosen = chosen.where(contains(row.text, given(f"{shape.tag}text")))
    return chosen.where(*_has_others(row.instance_id, shape, 0))


def _has_others(
    case_id: ColumnElement[str], shape: NarrowShape, first: int
) -> list[ColumnElement[bool]]:
    """The variables from this one on, each looked up for itself."""
    return [
        _has_value(case_id, t.case_value.alias(f"value{number}"), f"{shape.tag}{number}", operator)
        for number, operator in enumerate(shape.operators)
        if number >= first
    ]


def _task_names(connection: Connection, wanted: Mapping[int, str]) -> dict[int, bool]:
    """Whether a deployed task has the text in its name; also where nobody knows the names."""
    if not wanted:
        return {}
    values = {f"text{place}": one for place, one in enumerate(wanted.values())}
    row = connection.execute(_in_task_names(len(wanted)), values).one()
    return {number: bool(row[place]) for place, number in enumerate(wanted)}


@lru_cache(maxsize=KEPT)
def _in_task_names(count: int) -> Select[Any]:
    names = t.process_model.c.task_names
    nothing = ~exists().select_from(t.process_model)
    found: list[Any] = [
        exists().where(names.is_(None) | contains(names, given(f"text{place}"))) | nothing
        for place in range(count)
    ]
    return select(*found)


def conditions(case_id: ColumnElement[str], shape: NarrowShape | None) -> list[ColumnElement[bool]]:
    """What every case must meet, where they are walked."""
    if shape is None or shape.few:
        return []
    if shape.some:
        return [case_id.in_(matching(shape.dialect, shape))]
    found = _has_others(case_id, shape, 0)
    if shape.text and not shape.names:
        found.append(has_text(case_id, shape.tag))
    return found

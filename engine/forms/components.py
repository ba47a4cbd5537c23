"""What a form is made of, as plain frozen data: one class per way of handling a component."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from engine.core.values import Value
from engine.errors import Text
from engine.forms.expressions import FormExpression


class Type(StrEnum):
    """The form-js component types that hold one value of their own."""

    TEXT_FIELD = "textfield"
    TEXT_AREA = "textarea"
    NUMBER = "number"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    SELECT = "select"
    CHECKLIST = "checklist"
    TAG_LIST = "taglist"
    DATE_TIME = "datetime"
    FILE_PICKER = "filepicker"


MANY = frozenset({Type.CHECKLIST, Type.TAG_LIST, Type.FILE_PICKER})
"""Types whose value is a list."""


class Moment(StrEnum):
    """What a date-and-time field asks for."""

    DATE = "date"
    TIME = "time"
    DATE_TIME = "datetime"


Bound: TypeAlias = Decimal | FormExpression
"""A limit as written: a number, or FEEL that gives one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where the allowed values of a choice come from: listed, looked up by name, or computed."""

    values: tuple[Value, ...] = ()
    lookup: str | None = None
    expression: FormExpression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a value must satisfy besides its type."""

    required: bool = False
    minimum: Bound | None = None
    maximum: Bound | None = None
    min_length: Bound | None = None
    max_length: Bound | None = None
    pattern: str | None = None
    pattern_text: str = ""  # the author's own sentence for a pattern that does not match
    decimal_digits: int | None = None
    increment: Decimal | None = None
    no_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The author's own condition on a component, with the sentences for its breach."""

    expression: FormExpression
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A component that a person fills with one value."""

    key: str
    label: Text
    type: Type
    rules: Rules = Rules()
    options: Options | None = None
    moment: Moment = Moment.DATE
    multiple: bool = True  # of a file picker
    text_number: bool = False  # the value is a number written as text (serializeToString)
    locked: bool | FormExpression = False  # `readonly` or `disabled` by the form itself
    check: Check | None = None
    hide: FormExpression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A value that the server computes; what a client sends for it is ignored."""

    key: str
    label: Text
    expression: FormExpression
    check: Check | None = None
    hide: FormExpression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Components shown together; with a key they share one context."""

    key: str | None
    label: Text
    components: tuple[Component, ...]
    hide: FormExpression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A sub-table: a list of contexts with the same components."""

    key: str
    label: Text
    components: tuple[Component, ...]
    min_rows: int = 0
    max_rows: int = 500
    check: Check | None = None
    hide: FormExpression | None = None


Component: TypeAlias = Input | Computed | Group | Rows

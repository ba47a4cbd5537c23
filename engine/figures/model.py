"""What a figure is: one number, time or text of the company's rules that an owner may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine.errors import Text

SEPARATOR: Final = ", "
"""Between the items of a list, as people read and write it."""


class FigureKind(StrEnum):
    """Where a figure stands."""

    PARAMETER = "parameter"  # in parameters.yaml
    LIMIT = "limit"  # a number in the conditions of one column of a decision table
    RESULT = "result"  # a number that one rule of a decision table gives


class Shape(StrEnum):
    """What is written: what a new value must be too."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `source` is `parameters` or the id of the decision, `unit` as parameters.yaml
    has it (empty for what stands in a table), `users` the processes that use it."""

    id: str
    kind: FigureKind
    source: str
    source_name: Text
    name: Text
    shape: Shape
    value: str
    unit: str = ""
    clauses: tuple[str, ...] = ()
    company: bool = True
    users: tuple[str, ...] = ()
    options: Mapping[str, Text] | None = None
    rows: tuple[str, ...] = ()
    """Of a table: the ids of the rules in which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A new value for a figure; `was` is the one that the person saw."""

    id: str
    was: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVersion:
    """The value since one publication; with the note of who published it."""

    version: int
    at: datetime
    by: str
    value: str
    note: str

"""Shapes of registers: what may be read, lines with what wrote them, disposal."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from api.schemas.work import Label, OptionText


class RegisterColumn(Given):
    """One field of the lines, with its headings; of `kind` person it holds logins. `options` are
    the words of its codes."""

    name: str
    zh: str
    en: str
    kind: Literal["text", "person"]
    options: list[OptionText]


class Register(Given):
    """A register that I may read; without `columns` every field is shown."""

    name: str
    zh: str
    en: str
    family: str
    clauses: list[str]
    columns: list[RegisterColumn]
    lines: int


class Registers(Given):
    """Every register that I may read."""

    items: list[Register]


class RegisterLine(Given):
    """One line; `case` and `element_id` wrote it as it is. `keep_until` is null for lines that are
    kept for good."""

    key: str
    version: int
    data: dict[str, Any]
    case: str
    element_id: str | None
    written_at: Moment
    by: str
    keep_until: date | None


class RegisterLines(Given):
    """A page in the order of the keys; `next` is where the following one begins."""

    items: list[RegisterLine]
    people: dict[str, str]
    """What those are called whose logins stand in the fields of people."""
    labels: list[Label]
    """What the fields of sub-tables are called."""
    next: str | None


class DisposalRequest(Sent):
    """Lines that are due, all of them without `keys`."""

    keys: list[str] = Field(default_factory=list, max_length=1_000)
    reason: str = Field(min_length=1, max_length=1_000)


class ExportQuery(Sent):
    """Which lines: `text` is part of any field, `due` those that need no longer be kept."""

    text: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")
    due: bool = False
    format: Literal["csv", "xlsx"] = "csv"


class LinesQuery(Sent):
    """The same, a page at a time: `after` is the `next` of the page before."""

    text: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")
    due: bool = False
    after: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")
    limit: int = Field(default=25, ge=1, le=200)

"""Shapes of the company's figures."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import FindingProblem, Given, Moment, Sent
from engine.figures.model import Figure as CoreFigure
from engine.figures.model import FigureVersion as CoreVersion

_Name = Field(min_length=1, max_length=400, pattern=r"^[^\x00]*$")


class FigureOption(Given):
    """One of the values that a figure may have."""

    value: str
    zh: str
    en: str


class FigureUser(Given):
    """A process that uses the figure."""

    key: str
    name: str
    name_en: str


class FigureView(Given):
    """One figure. `kind` is `parameter`, `limit` (of a decision table's column) or `result` (of one
    of its rules); `company` false: our own choice where the written rule is silent. `rows` are the
    rules of the table in which it stands; `may_change` whether the reader may publish it."""

    id: str
    kind: str
    source: str
    source_zh: str
    source_en: str
    zh: str
    en: str
    shape: str
    value: str
    unit: str
    clauses: list[str]
    company: bool
    users: list[FigureUser]
    options: list[FigureOption] | None
    rows: list[str]
    may_change: bool

    @classmethod
    def of(cls, figure: CoreFigure, users: list[FigureUser], *, may_change: bool) -> FigureView:
        options = figure.options
        return cls(
            id=figure.id,
            kind=figure.kind.value,
            source=figure.source,
            source_zh=figure.source_name.zh,
            source_en=figure.source_name.en,
            zh=figure.name.zh,
            en=figure.name.en,
            shape=figure.shape.value,
            value=figure.value,
            unit=figure.unit,
            clauses=list(figure.clauses),
            company=figure.company,
            users=users,
            options=None
            if options is None
            else [FigureOption(value=v, zh=text.zh, en=text.en) for v, text in options.items()],
            rows=list(figure.rows),
            may_change=may_change,
        )


class Figures(Given):
    items: list[FigureView]


class FigureVersion(Given):
    """The value since one publication."""

    version: int
    at: Moment
    by: str
    by_name: str
    value: str
    note: str

    @classmethod
    def of(cls, version: CoreVersion, by_name: str) -> FigureVersion:
        return cls(
            version=version.version,
            at=version.at,
            by=version.by,
            by_name=by_name,
            value=version.value,
            note=version.note,
        )


class FigureHistory(Given):
    """The values that a figure has had, the newest first."""

    items: list[FigureVersion]


class FigureChange(Sent):
    """A new value, written as the old one is; `was` is the one that the person saw."""

    id: str = _Name
    was: str = Field(max_length=2_000)
    value: str = Field(max_length=2_000, pattern=r"^[^\x00]*$")


class FigureChanges(Sent):
    """Figures to change together, with a note for the history."""

    changes: list[FigureChange] = Field(min_length=1, max_length=50)
    note: str = Field(default="", max_length=2_000, pattern=r"^[^\x00]*$")


class FiguresChanged(Given):
    """The figures as they are now, and what publishing them warned of."""

    items: list[FigureView]
    findings: list[FindingProblem]

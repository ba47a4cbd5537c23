"""Shapes of a case told step by step, and of two cases side by side."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas.common import Given, Json, Moment, Sent
from api.schemas.definitions import Clause
from api.schemas.work import Label, OptionText


class ReplayQuery(Sent):
    """Which steps: at most `limit` from number `first` on; `at`, the number of a row of the case
    or the id of an element, means the `limit` among which that step is instead."""

    first: int = Field(default=1, ge=1, le=1_000_000)
    limit: int = Field(default=100, ge=1, le=200)
    at: str = Field(default="", max_length=200)


class Someone(Given):
    """A person as the organisation had them then."""

    login: str
    name: str
    name_en: str


class Said(Given):
    """One event in words; `version` is the number of its row in the case."""

    version: int
    type: str
    zh: str
    en: str
    element_id: str | None


class ReplayRead(Given):
    """What an expression read."""

    name: str
    value: Any


class ReplayWay(Given):
    """A flow that was chosen among others: the expression, what it read, what came out."""

    flow_id: str
    element_id: str
    element: str
    element_en: str
    target: str
    target_en: str
    zh: str
    en: str
    expression: str
    reads: list[ReplayRead]
    result: Any


class ReplayDecision(Given):
    """A decision table was asked: what it read, what it gave, by which rules; `about` is
    the variable that got it, `said` what the rules say of themselves."""

    element_id: str
    element: str
    element_en: str
    zh: str
    en: str
    reads: list[ReplayRead]
    about: str
    result: Any
    rules: list[str]
    said: list[str]


class ReplayChange(Given):
    """A variable got a new value; `scope` 0 is the case itself. `known`: it had one before."""

    scope: int
    name: str
    before: Any
    after: Any
    known: bool
    by: str


class ReplayStep(Given):
    """One command and what followed from it. `part` counts from 0: what one command led to is
    cut where it is very much. `process` is the one with the element. `flows`, `visited` and
    `positions`, which are afterwards (element -> how many stand there), are by process."""

    number: int
    part: int
    seq: int
    version: int
    at: Moment
    actor: Someone
    on_behalf_of: Someone | None
    command: str
    zh: str
    en: str
    element_id: str | None
    process: str
    facts: list[Said]
    ways: list[ReplayWay]
    decisions: list[ReplayDecision]
    changes: list[ReplayChange]
    flows: dict[str, list[str]]
    visited: dict[str, list[str]]
    clauses: list[str]
    positions: dict[str, dict[str, int]]
    has_form: bool


class ReplayStanding(Given):
    """What was true before the first of the steps; by process how many of its elements and flows
    were stood at, taken and reached."""

    positions: dict[str, dict[str, int]]
    flows: dict[str, dict[str, int]]
    visits: dict[str, dict[str, int]]
    variables: Json


class Replay(Given):
    """Some of the `total` steps of a case, with what they stand on. `at` is the step that was
    asked for by its place; `called` are the people and roles among the data."""

    total: int
    at: int | None
    before: ReplayStanding
    steps: list[ReplayStep]
    clauses: list[Clause]
    labels: list[Label]
    called: list[OptionText]


class FormSeen(Given):
    """The form of a step as the person saw it, with what they sent."""

    form_id: str
    digest: str
    form: Json
    data: Json


class StepShort(Given):
    """One step of a comparison."""

    number: int
    at: Moment
    actor: Someone
    zh: str
    en: str
    element_id: str | None


class OtherWay(Given):
    """Two cases went different ways from one place, each for its reasons."""

    process: str
    element_id: str
    element: str
    element_en: str
    left: list[ReplayWay]
    right: list[ReplayWay]


class ComparedStep(Given):
    """`same`: both did it; `left`, `right`: only that case; `other-way`: both did it, and went on
    differently."""

    kind: Literal["same", "left", "right", "other-way"]
    left: StepShort | None
    right: StepShort | None
    ways: list[OtherWay]


class ComparedValue(Given):
    """A variable that the two cases ended with differently."""

    name: str
    left: Any
    right: Any


class Compared(Given):
    """One case of a comparison."""

    id: str
    title: str
    number: str
    status: str
    started_at: Moment
    ended_at: Moment | None
    initiator_name: str
    initiator_name_en: str


class Comparison(Given):
    """Two cases of one process side by side; `cut` when they were longer than is compared."""

    left: Compared
    right: Compared
    rows: list[ComparedStep]
    values: list[ComparedValue]
    labels: list[Label]
    called: list[OptionText]
    same: int
    cut: bool

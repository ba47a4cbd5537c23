"""Shapes of predictions: what lies ahead, how sure it is, and what would change it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Given, Json, Moment, Sent


class AssumedStep(Sent):
    """What somebody is taken to do at a user task ahead; without `by` whoever may, without `at`
    as soon as it is there."""

    element_id: str = Field(max_length=200)
    data: dict[str, Any] = Field(default_factory=dict)
    by: str | None = Field(default=None, max_length=200)
    at: AskedMoment | None = None


class PredictionRequest(Sent):
    """The data of the form, filled in as far as it is, and what is taken for granted."""

    data: dict[str, Any] = Field(default_factory=dict)
    assumed: list[AssumedStep] = Field(default_factory=list, max_length=100)


class PersonAhead(Given):
    id: str
    name: str


class StepAhead(Given):
    """One work item ahead. `depends_on` names the values that nobody has given yet."""

    element_id: str
    process: str
    name: str
    name_en: str
    people: list[PersonAhead]
    reason_zh: str
    reason_en: str
    starts_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    by: PersonAhead | None
    depends_on: list[str]


class BranchAhead(Given):
    """A way taken where there is a choice, with the values that were read."""

    element_id: str
    name: str
    name_en: str
    flow_id: str
    target: str
    target_en: str
    reason_zh: str
    reason_en: str
    reads: Json
    depends_on: list[str]


class UnsureValue(Given):
    """A value that nobody has given yet and that a way depends on. `source` says what was taken
    in its place: declared (the form's default), first-option or empty."""

    name: str
    label: str
    label_en: str
    element_id: str
    element: str
    element_en: str
    value: Any
    source: str


class ChangeAhead(Given):
    """What would change the way, tried out: with `condition` fulfilled, `people` are asked."""

    name: str
    now: Any
    condition: str
    tried: Any
    element: str
    element_en: str
    added: list[str]
    added_en: list[str]
    dropped: list[str]
    dropped_en: list[str]
    people: list[PersonAhead]


class NoteAhead(Given):
    """Something that cannot be told beforehand."""

    element_id: str
    zh: str
    en: str
    depends_on: list[str]


class EndAhead(Given):
    element_id: str
    name: str
    name_en: str


class Prediction(Given):
    """The way ahead if everybody acts as assumed; `complete` says whether to the end."""

    steps: list[StepAhead]
    branches: list[BranchAhead]
    unsure: list[UnsureValue]
    changes: list[ChangeAhead]
    notes: list[NoteAhead]
    complete: bool
    ends: list[EndAhead]
    ends_at: Moment

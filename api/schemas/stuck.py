"""Shapes of what is stuck, as operators look at it: with names, by cause, and tried out."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.cases import Incident
from api.schemas.common import Given, Json, Moment, Sent
from engine.batches import Action


class StuckCase(Incident):
    """An incident with the names that people know; `times`: how often the case was stuck there."""

    process_name: str
    process_name_en: str
    element: str
    element_en: str
    times: int
    cause: str


class Cause(Given):
    """Incidents at one element for one reason; `zh` and `en` are the newest one's."""

    cause: str
    process: str
    process_name: str
    process_name_en: str
    element_id: str
    element: str
    element_en: str
    kind: str
    zh: str
    en: str
    count: int
    since: Moment
    incidents: list[str]


class Stuck(Given):
    """Newest first; `causes` by how many they stop. `actions`: what I may do with many at once."""

    items: list[StuckCase]
    causes: list[Cause]
    actions: list[Action]


class TrialRequest(Sent):
    variables: dict[str, Any] = Field(default_factory=dict)


class TrialGiven(Given):
    """What trying again would lead to: stuck again for that reason, else where control would
    stand; `ends`: the case would be over. Nothing is changed."""

    goes_on: bool
    zh: str
    en: str
    where_zh: str
    where_en: str
    ends: bool
    before: Json
    after: Json

"""Shapes of trials: a process played with made-up steps and a clock that is moved by hand."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.cases import Diagram, HistoryItem, Incident, Instance
from api.schemas.common import Given, Json, Moment, Sent
from api.schemas.sharing import Said


class TrialBegin(Sent):
    """Which version (without one the newest), or the draft; and when its clock begins."""

    version: int | None = Field(default=None, ge=1)
    draft: bool = False
    at: AskedMoment | None = None


class TrialStart(Sent):
    """Who begins the case, with which start form."""

    by: str = Field(max_length=200)
    variables: dict[str, Any]


class TrialCompletion(Sent):
    """Who finishes which work item, and how."""

    item: str = Field(max_length=200)
    by: str = Field(max_length=200)
    data: dict[str, Any]
    opinion: Said = ""


class TrialClock(Sent):
    """How many minutes go by; without any, until the next thing that happens by itself."""

    minutes: int | None = Field(default=None, ge=1, le=366 * 24 * 60)


class TrialMessage(Sent):
    """What the case waits for, by the id of its subscription, arrives with these variables."""

    id: str = Field(max_length=200)
    variables: dict[str, Any] = Field(default_factory=dict)


class TrialAwaited(Given):
    """A message or signal that the case waits for; `kind` is which."""

    id: str
    kind: str
    name: str
    element_id: str


class TrialPerson(Given):
    id: str
    name: str
    name_en: str
    position: str


class TrialItem(Given):
    """An open work item: who is asked, and why. Without people nobody was found."""

    id: str
    element_id: str
    name: str
    name_en: str
    reason_zh: str
    reason_en: str
    due_at: Moment | None
    overdue: bool
    people: list[TrialPerson]


class Trial(Given):
    """How it stands: `none`, `ready` to begin, `running`, or `ended`. `told` is what happened and
    why, the newest last; `sent` is what would have been sent."""

    standing: str
    key: str
    name: str
    name_en: str
    version: int | None
    draft: bool
    lenient: bool  # a draft that could not be published yet: rules only warn, its owner begins
    now: Moment | None
    next_due: Moment | None
    lives_until: Moment | None
    starters: list[TrialPerson]
    form: Json | None
    case: Instance | None
    items: list[TrialItem]
    awaited: list[TrialAwaited]
    incidents: list[Incident]
    diagram: Diagram | None
    told: list[HistoryItem]
    sent: list[HistoryItem]

"""Shapes of the organisation: entries, changes, leavers."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Given, Moment, Sent

Sections = dict[str, dict[str, Any]]
"""`people`, `departments`, `roles`, `groups`: entry by id, as in an organisation file."""


class OrganisationEntries(Given):
    """Everything in effect now, or at a moment."""

    entries: Sections


class OrganisationChangeRequest(Sent):
    """Fields of entries; null takes a field or an entry out. With `dry_run` nothing changes."""

    entries: dict[str, dict[str, dict[str, Any] | None]]
    effective_from: AskedMoment | None = None
    reason: str = Field(default="", max_length=1_000)
    dry_run: bool = False
    only_new: bool = Field(default=False, description="Refuse an entry that is there already")


class OrganisationFile(Sent):
    """A whole organisation file; `name` ends in .yaml or .csv."""

    name: str = Field(max_length=200)
    content: str = Field(max_length=1_000_000)
    effective_from: AskedMoment | None = None
    dry_run: bool = False


class EntryDifference(Given):
    """One entry that is to be otherwise: only the fields that differ; null where it is not."""

    section: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class ProcessName(Given):
    key: str
    name: str
    name_en: str


class EntryDependence(Given):
    """What depends on an entry that differs: processes that name it, open work items."""

    section: str
    id: str
    processes: list[ProcessName]
    work: int


class OrganisationPlan(Given):
    """What differs; `recorded` is null where nothing was recorded. `depends`: of the first twenty
    entries that differ, those that something depends on."""

    recorded: str | None
    effective_from: Moment
    differences: list[str]
    notices: list[str]
    changes: list[EntryDifference]
    depends: list[EntryDependence]


class OrganisationChange(Given):
    """One recorded change."""

    id: str
    at: Moment
    effective_from: Moment
    by: str
    reason: str
    leaver: str
    successor: str


class OrganisationChanges(Given):
    items: list[OrganisationChange]


class LeaveRequest(Sent):
    """Who leaves, and to whom their work goes: by default to the superior. With `dry_run` nothing
    changes."""

    login: str = Field(max_length=64)
    successor: str | None = Field(default=None, max_length=64)
    dry_run: bool = False


class WaitingWork(Given):
    """One open work item of a leaver."""

    id: str
    name: str
    name_en: str
    title: str
    instance_id: str


class Farewell(Given):
    """What leaving has led to, or would; `recorded` is null where nothing was recorded. `work`: the
    first fifty items that would go to the successor."""

    leaver: str
    successor: str
    recorded: str | None
    items: int
    cases: list[str]
    differences: list[str]
    notices: list[str]
    changes: list[EntryDifference]
    work: list[WaitingWork]

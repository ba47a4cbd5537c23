"""Shapes of work items and the worklist."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.schemas.approvals import Approval, SignatureDigest
from api.schemas.cases import EndEvent, Incident, Instance, Position, Progress
from api.schemas.common import Given, Json, Moment, Sent
from api.schemas.definitions import Clause, Element
from api.schemas.sharing import Said


class WorkItem(Given):
    """One task of a person, open or done."""

    id: str
    instance_id: str
    process: str
    case_process: str
    case_process_name: str
    case_process_name_en: str
    title: str
    initiator: str
    initiator_name: str
    initiator_name_en: str
    element_id: str
    name: str
    name_en: str
    state: str
    assignee: str | None
    assignee_name: str | None
    assignee_name_en: str | None
    candidates: list[str]
    candidate_names: list[str]
    candidate_names_en: list[str]
    created_at: Moment
    due_at: Moment | None
    due_unconfirmed: bool
    due_workdays: int | None  # left until then; null when late, far away or without a calendar
    due_rule_workdays: int | None  # that there were in all, from the day on which it began
    overdue: bool
    priority: int
    follow_up_at: Moment | None
    ended_at: Moment | None
    ended_by: str | None
    reason_zh: str
    reason_en: str
    form_id: str
    number: str
    summary: str
    department: str


class Counts(Given):
    """Exact below 1000; 1000 means at least so many."""

    mine: int
    candidate: int
    inbox: int
    overdue: int
    substituted: int
    copied: int


class Worklist(Given):
    items: list[WorkItem]
    next: str | None
    counts: Counts


class Choice(Given):
    """An activity that an ad-hoc sub-process offers; `active` counts how often it runs now."""

    element_id: str
    name: str
    name_en: str
    active: int


class WorkItemDetail(WorkItem):
    """A work item with its form as this person gets it, and what they may do; that of an ad-hoc
    sub-process has choices instead of a form."""

    form: Json
    data: Json
    rights: dict[str, str]
    clauses: list[Clause]
    element: Element
    actions: list[str]
    acting_for: str | None  # the absent person whose substitute I am here
    acting_for_name: str | None
    choices: list[Choice]
    mine: bool  # whether I do it, did it or may take it: the reason is then told to me
    instance: Instance
    opinion: str  # whether one goes with the completion: optional, required, on-refusal, none
    signs: bool  # whether a handwritten signature may go with the completion
    approval: Approval | None  # the open round that it belongs to


class CompleteRequest(Sent):
    """`opinion` as the task asks for it; `signature` is the digest of an uploaded image."""

    data: dict[str, Any]
    opinion: Said = ""
    signature: SignatureDigest = ""


class ActivateRequest(Sent):
    element_id: str


class ErrorRequest(Sent):
    """A modelled error: the diagram may catch its code, and gets the message and variables."""

    code: str = Field(min_length=1, max_length=200)
    message: str = Field(default="", max_length=2_000)
    variables: dict[str, Any] = Field(default_factory=dict)


class EscalationRequest(Sent):
    """An escalation: the diagram may catch its code, and gets the variables."""

    code: str = Field(min_length=1, max_length=200)
    variables: dict[str, Any] = Field(default_factory=dict)


class Completed(Given):
    """What a completion, error or escalation led to; `next` are the work items of the case that
    are open now."""

    work_item: WorkItem
    instance: Instance
    next: list[WorkItem]
    incidents: list[Incident]


class OptionText(Given):
    """What people call one value of a choice."""

    value: str
    zh: str
    en: str


class Label(Given):
    """What people call a variable: the label of the field of a form that fills it."""

    name: str
    form_id: str
    zh: str
    en: str
    options: list[OptionText]


class InstanceDetail(Instance, Progress):
    """A case with what this person may see of its data."""

    variables: Json
    labels: list[Label]
    work_items: list[WorkItem]
    incidents: list[Incident]


class Outcome(Given):
    """`outcome` is active, completed, terminated, error (a modelled error that nothing caught) or
    incident; the reason is said where it is one of the last three. `incidents` are open ones."""

    instance_id: str
    outcome: str
    zh: str
    en: str
    end_events: list[EndEvent]
    incidents: list[Incident]
    open_work_items: list[WorkItem]
    positions: list[Position]

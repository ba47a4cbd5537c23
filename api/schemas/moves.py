"""Shapes of what moves control by hand, and of what administrators correct."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from api.schemas.sharing import Login, Said

Reason = Annotated[Said, Field(description="Kept in the history")]
MAX_TOKENS = 100


class ReturnRequest(Sent):
    """`to` is `previous`, `initiator`, or the id of a task that was done in the case; of one in a
    process that it calls also `process/id`."""

    to: Login = "previous"
    reason: Reason
    straight: bool = False


class TakeBackRequest(Sent):
    reason: Reason = ""


class WithdrawRequest(Sent):
    reason: Reason = ""


class SuspendRequest(Sent):
    reason: Reason


class ResumeRequest(Sent):
    reason: Reason = ""


class JumpRequest(Sent):
    """Which tokens go to which element, in a process that is called also as `process/id`; the
    positions of a case say where its tokens are."""

    tokens: list[int] = Field(min_length=1, max_length=MAX_TOKENS)
    to: Login
    reason: Reason


class ReviveRequest(Sent):
    to: Login
    reason: Reason


class VariablesRequest(Sent):
    variables: dict[str, Any] = Field(min_length=1)
    reason: Reason


class ApproversRequest(Sent):
    """Who does a task of this case from now on; nobody: as modelled."""

    element_id: Login
    people: list[Login] = Field(max_length=MAX_TOKENS)
    reason: Reason


class LateReviewRequest(Sent):
    element_id: Login
    to: Login
    reason: Reason


class Destination(Given):
    """A task that the work item may be returned to; `by` did it last."""

    element_id: str
    process: str
    zh: str
    en: str
    by: str
    is_start: bool


class Destinations(Given):
    items: list[Destination]


class Waiting(Given):
    """A work item that waits for the answer to its return, and who it goes back to."""

    work_item_id: str
    answer: str
    by: str
    since: datetime


class Approvers(Given):
    element_id: str
    people: list[str]


class Pending(Given):
    """Who is asked to act in a case now; `urge_again_at` is when I may urge once more, null where I
    may do so now, or where `may_urge` says that it is not for me."""

    work_item_id: str
    name: str
    name_en: str
    who: list[str]
    who_en: list[str]
    mine: bool
    due_at: Moment | None
    due_workdays: int | None
    overdue: bool
    may_urge: bool
    urge_again_at: Moment | None


class StartedCase(Given):
    """For whom one of my cases waits; `actions` is what I may do about it: withdraw."""

    id: str
    pending: list[Pending]
    actions: list[str]


class StartedCases(Given):
    items: list[StartedCase]


class Standing(Given):
    """What people have moved in the case, or let rest; `actions` is what I may do with it: copy,
    read-copy, withdraw, jump, variables, approvers, late-review, terminate, suspend, resume,
    revive."""

    suspended: bool
    pending: list[Pending]
    waiting: list[Waiting]
    approvers: list[Approvers]
    late: list[str]
    actions: list[str]


class Again(Given):
    """What a case was started with: for another one like it."""

    process: str
    variables: dict[str, Any]

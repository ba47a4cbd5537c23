"""Shapes of operations on many cases."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.schemas.asked_time import AskedMoment
from api.schemas.common import Given, Moment, Sent
from api.schemas.sharing import Login, Said
from engine.batches import Action, BatchStatus, ItemStatus

Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class SelectionRequest(Sent):
    """All conditions hold. `ids` are of cases; to retry, of incidents; to transfer, of work
    items. `text`: part of an incident's reason or title, or what a case list finds cases by."""

    process: Word = ""
    version: int | None = Field(default=None, ge=1, le=2**31)
    suspended: bool | None = None
    element: Word = ""
    started_before: AskedMoment | None = None
    kind: Word = ""
    text: Word = ""
    ids: list[Login] = Field(default_factory=list, max_length=1_000)


class BatchRequest(Sent):
    """`to`: the element to move to, or who takes over; `of`: whose work is transferred."""

    action: Action
    selection: SelectionRequest = SelectionRequest()
    to: Word = ""
    of: Word = ""


class RunRequest(Sent):
    """The digest of the preview stands for exactly what it showed."""

    digest: Word
    reason: Said


class BatchItemGiven(Given):
    """One thing that is touched. `barred`: the preview says why it would be refused; `changed`:
    the case moved on after the preview and was left alone."""

    number: int
    instance_id: str
    subject: str
    title: str
    element_id: str
    where_zh: str
    where_en: str
    status: ItemStatus
    zh: str
    en: str
    ended_at: Moment | None


class BatchGiven(Given):
    """One batch; `counts` are its items by status, `count` those that are or were to be done;
    `undoable`: another batch can take it back."""

    id: str
    action: Action
    selection: dict[str, Any]
    to: str
    of: str
    by: str
    by_name: str
    digest: str
    reason: str
    status: BatchStatus
    count: int
    counts: dict[str, int]
    made_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    undoable: bool


class BatchDetail(BatchGiven):
    """With a page of its items; `next` is the number to go on after."""

    items: list[BatchItemGiven]
    next: int | None


class BatchList(Given):
    """`next` goes on; `actions` are those that I may ask for."""

    items: list[BatchGiven]
    next: str | None
    actions: list[Action]

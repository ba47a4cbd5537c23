"""Shapes of notifications (通知): what I was told, how I want to be told, what was sent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Moment, Sent

Id = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
Short = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class NotificationGiven(Given):
    """One thing that I was told; `work_item_id` is null where it is about a case only."""

    id: str
    number: int
    kind: str
    subject: str
    subject_en: str
    detail: str
    detail_en: str
    instance_id: str
    work_item_id: str | None
    path: str  # in the page, where one sees what it is about
    at: Moment
    read_at: Moment | None


class NotificationList(Given):
    """Newest first; `next` is the `before` of the following page, null on the last."""

    items: list[NotificationGiven]
    unread: int
    next: int | None


class ReadRequest(Sent):
    """Which ones I have read; null means all."""

    ids: list[Id] | None = Field(default=None, max_length=100)


class Unread(Given):
    unread: int


class PreferencesRequest(Sent):
    """How I want to be told outside of the application; times are the office's, as HH:MM."""

    language: Literal["zh", "en"] = "zh"
    addresses: dict[Short, Short] = Field(default_factory=dict, max_length=20)
    off: list[Short] = Field(default_factory=list, max_length=20)
    muted: list[Short] = Field(default_factory=list, max_length=20)
    quiet_from: Short = ""
    quiet_until: Short = ""
    digest: Short = ""


class ConfirmRequest(Sent):
    """What was sent to my new address."""

    token: Short


class ChannelGiven(Given):
    """A way out that administrators have set up."""

    name: str
    kind: str
    needs_address: bool


class PreferencesGiven(Given):
    """What I have chosen, and what there is to choose from."""

    language: str
    addresses: dict[str, str]
    unconfirmed: dict[str, str]  # a link was sent there, which is to be opened
    off: list[str]
    muted: list[str]
    quiet_from: str
    quiet_until: str
    digest: str
    channels: list[ChannelGiven]
    kinds: list[str]


class DeliveryGiven(Given):
    """One message on its way out; `id` is its idempotency key."""

    id: str
    user: str
    channel: str
    state: str
    attempts: int
    due_at: Moment | None
    done_at: Moment | None
    error: str


class DeliveryList(Given):
    items: list[DeliveryGiven]

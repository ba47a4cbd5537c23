"""Shapes of rounds of opinions, and of what is asked of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.common import Given, Moment, Sent
from api.schemas.sharing import Login, Said

Phrase = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
SignatureDigest = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]


class Seat(Given):
    """One who is asked. `place` is member, before or after; `state` waiting, asked, agreed,
    refused, advised or removed."""

    work_item_id: str
    who: str | None
    name: str | None
    place: str
    state: str
    weight: str
    added_by: str | None


class Opinion(Given):
    """What somebody said; `agree` is null for advice. `signature` is the digest of an image."""

    work_item_id: str
    by: str
    name: str
    place: str
    agree: bool | None
    opinion: str
    at: Moment
    on_behalf_of: str | None
    signature: str | None


class Approval(Given):
    """A round as it stands or ended; `result` is agreed or refused once it is decided, and `mode`
    is empty where there is none. `waits_for` are those whose advice this work item waits for."""

    open: bool
    mode: str
    threshold: str
    result: str | None
    agreed: int
    refused: int
    seats: list[Seat]
    opinions: list[Opinion]
    waits_for: list[str]


class SignersRequest(Sent):
    to: list[Login] = Field(min_length=1, max_length=100)
    place: Literal["before", "after", "beside"]
    reason: Said


class RemovalRequest(Sent):
    who: Login
    reason: Said


class HandingRequest(Sent):
    """To whom, and why."""

    to: Login
    reason: Said


class OpinionRequest(Sent):
    """Advice; `agree` where it says yes or no, `signature` the digest of an uploaded image."""

    opinion: Said
    agree: bool | None = None
    signature: SignatureDigest = ""


class PhraseList(Given):
    items: list[str]


class PhrasesRequest(Sent):
    items: list[Phrase] = Field(max_length=50)

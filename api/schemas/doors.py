"""Shapes of sessions, second factors, and the login log."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from api.schemas.people import SessionState
from engine.doors import AccessEntry as EntryRow
from engine.doors import Entry, FactorState


class OpenSession(Given):
    """One place where somebody is logged in. Its id opens nothing."""

    id: str
    since: Moment
    last_used: Moment = Field(description="To within five minutes")
    address: str
    browser: str = Field(description="As the browser calls itself")
    proof: str = Field(description="password, password+code or oidc")
    current: bool


class OpenSessions(Given):
    items: list[OpenSession]


class EndSessions(Sent):
    """`session` is one of them; without it all but this one end. The password is asked for when
    this session began more than ten minutes ago."""

    session: str = Field(default="", max_length=64)
    password: str = Field(default="", max_length=1_024)
    code: str = Field(default="", max_length=64)


class EndedSessions(Given):
    ended: int


class SecondFactor(Given):
    """How it stands with one's own second factor."""

    on_since: Moment | None
    required: bool
    recovery_codes_left: int

    @classmethod
    def of(cls, state: FactorState) -> SecondFactor:
        return cls(
            on_since=state.confirmed_at,
            required=state.required,
            recovery_codes_left=state.recovery_left,
        )


class Proof(Sent):
    """Who one is, once more: the code where there is a second factor."""

    password: str = Field(max_length=1_024)
    code: str = Field(default="", max_length=64)


class FirstCode(Sent):
    code: str = Field(min_length=1, max_length=64)


class Enrolment(Given):
    """What the authenticator takes over. It is in this answer and in no other."""

    secret: str
    address: str = Field(description="otpauth://, for a picture to be read by a telephone")


class RecoveryCodes(Given):
    """Each opens one login instead of a code. They are in this answer and in no other."""

    recovery_codes: list[str]
    session: SessionState


class AccessEntry(Given):
    """One entry of the login log."""

    seq: int
    at: Moment
    kind: Entry
    login: str = Field(description="Empty when nobody has the login that was typed")
    by: str
    address: str
    browser: str
    detail: str
    keep_until: Moment

    @classmethod
    def of(cls, row: EntryRow) -> AccessEntry:
        return cls(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            login=row.login,
            by=row.by,
            address=row.address,
            browser=row.browser,
            detail=row.detail,
            keep_until=row.keep_until,
        )


class AccessLog(Given):
    """`before` of the next page is the last `seq`; an empty page is the end."""

    items: list[AccessEntry]

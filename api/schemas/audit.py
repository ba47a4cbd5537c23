"""Shapes of the auditor's desk: verdicts, searches, findings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from api.schemas.cases import Instance
from api.schemas.common import Given, Moment, Sent

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Operation = Literal[
    "",
    "returned",
    "taken-back",
    "signers",
    "transferred",
    "delegated",
    "appointed",
    "substituted",
    "jump",
    "edited",
    "suspended",
    "withdrawn",
    "skipped",
    "timed-out",
    "urged",
    "copied",
    "incident",
]


class JudgedCheck(Given):
    """One check: `passed`, `failed`, or `silent` where it can say nothing of this case."""

    key: Literal["chain", "seal", "replay", "witness"]
    outcome: Literal["passed", "failed", "silent"]
    zh: str
    en: str
    milliseconds: int


class Judgement(Given):
    """What came of every check of a case; `ok` when none failed."""

    ok: bool
    zh: str
    en: str
    checks: list[JudgedCheck]
    root: str | None


class CaseSearch(Sent):
    """Which cases of all. `person` took part in them; `clause` acted in them; `operation` was
    done in them; `variable` is `name=value` of a searchable variable, also with < <= > >=."""

    text: Word = ""
    process: Word = ""
    status: Literal["", "active", "completed", "terminated", "withdrawn", "rejected"] = ""
    person: Word = ""
    initiator: Word = ""
    clause: Word = ""
    operation: Operation = ""
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    variable: list[Word] = Field(default_factory=list, max_length=8)
    cursor: Word | None = None
    limit: int = Field(default=25, ge=1, le=100)


class FoundCases(Given):
    items: list[Instance]
    next: str | None


class FindingsQuery(Sent):
    """The period in which cases began; without it the last 90 days. `process`: of one alone."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    process: Word = ""


class FindingQuery(FindingsQuery):
    """A page of one kind, from number `after` on."""

    after: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=200)


class FindingKind(Given):
    """One kind of finding, with how many there are."""

    id: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    count: int


class Findings(Given):
    """Every kind, counted over the newest `looked_at` cases of the period; `cut` if there were
    more."""

    since: Moment
    until: Moment
    looked_at: int
    cut: bool
    items: list[FindingKind]


class FindingItem(Given):
    """One finding. `place` leads to its step in the replay: the number of a row or an element."""

    instance_id: str | None
    title: str
    process_name: str
    process_name_en: str
    at: Moment
    who: str
    who_name: str
    zh: str
    en: str
    place: str


class FindingItems(Given):
    """A page; `next` is where the following one begins."""

    kind: FindingKind
    items: list[FindingItem]
    next: int | None


class EvidenceQuery(Sent):
    """Whether the contents of the attachments come along, or their digests alone."""

    files: bool = False

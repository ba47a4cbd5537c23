"""Shapes of the auditor's desk: verdicts, searches, findings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.schemas.asked_time import AskedMoment
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
    """One check: `passed`, `failed`, or `silent` where it can say nothing of this case. `version`
    is the row of the case at which it failed, 0 where it is about no one row."""

    key: Literal["chain", "seal", "replay", "witness"]
    outcome: Literal["passed", "failed", "silent"]
    zh: str
    en: str
    milliseconds: int
    version: int


class Judgement(Given):
    """What came of every check of a case; `ok` when none failed."""

    ok: bool
    zh: str
    en: str
    checks: list[JudgedCheck]
    root: str | None


class CaseQuestion(Sent):
    """Which cases of all. `person` took part in them; `clause` acted in them; `operation` was
    done in them; `variable` is `name=value` of a searchable variable, also with < <= > >=."""

    text: Word = ""
    process: Word = ""
    status: Literal["", "active", "completed", "terminated", "withdrawn", "rejected"] = ""
    person: Word = ""
    initiator: Word = ""
    clause: Word = ""
    operation: Operation = ""
    since: AskedMoment | None = None
    until: AskedMoment | None = None
    variable: list[Word] = Field(default_factory=list, max_length=8)


class CaseSearch(CaseQuestion):
    """Which page of them."""

    cursor: Word | None = None
    limit: int = Field(default=25, ge=1, le=100)


class ExportQuery(CaseSearch):
    """The same, as a file with at most 10,000 rows; `cursor` and `limit` do not matter."""

    format: Literal["csv", "xlsx"] = "csv"


class Amount(Given):
    """A number that cases can be found by."""

    name: str
    zh: str
    en: str


class Amounts(Given):
    items: list[Amount]


class FoundCases(Given):
    """A page; `count` is how many all pages have, exact below 1000, on the first page alone."""

    items: list[Instance]
    count: int | None
    next: str | None


class FindingsQuery(Sent):
    """The period in which cases began; without it the last 90 days. `process`: of one alone."""

    since: AskedMoment | None = None
    until: AskedMoment | None = None
    process: Word = ""


class FindingQuery(FindingsQuery):
    """A page of one kind: `after` is the `next` of the page before. `open`: only what nobody has
    looked at."""

    open: bool = False
    after: Word = ""
    limit: int = Field(default=50, ge=1, le=200)


class FindingKind(Given):
    """One kind of finding: how many there are, and how many of these nobody has looked at. A
    `grave` one should not be; `routine` ones are as they should be."""

    id: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    weight: Literal["grave", "notable", "routine"]
    count: int
    open: int


class Findings(Given):
    """Every kind, counted over all `looked_at` cases that began in the period."""

    since: Moment
    until: Moment
    looked_at: int
    items: list[FindingKind]


class FindingNote(Given):
    """Somebody looked at the finding."""

    text: str
    by_name: str
    at: Moment


class NoteRequest(Sent):
    """What came of looking at the finding `ref` of its kind."""

    ref: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    text: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=1_000, strip_whitespace=True, pattern=r"^[^\x00]*$"
        ),
    ]


class FindingItem(Given):
    """One finding. `place` leads to its step in the replay: the number of a row, or the
    id of a work item or an element; `ref` tells it from others of its kind, `note` is the newest.
    """

    ref: str
    note: FindingNote | None
    instance_id: str | None
    title: str
    process_name: str
    process_name_en: str
    at: Moment
    who: str
    who_name: str
    who_name_en: str
    zh: str
    en: str
    place: str


class FindingItems(Given):
    """A page; `next` is where the following one begins."""

    kind: FindingKind
    items: list[FindingItem]
    next: str | None


class EvidenceQuery(Sent):
    """Whether the contents of the attachments come along, or their digests alone."""

    files: bool = False

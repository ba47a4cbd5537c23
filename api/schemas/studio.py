"""Shapes of the studio: drafts, findings, reviews, versions."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import FindingProblem, Given, Moment, Sent

Texts = dict[str, str | None]
"""Text by file name; null takes the file out."""


class StudioProcess(Given):
    """One process that the reader may publish. `version` is 0 before the first; `review` is how
    the review of its draft stands; `mine` says that it was given to the reader by name."""

    key: str
    version: int
    name: str
    name_en: str
    family: str
    placeholder: bool
    published_at: Moment | None
    published_by: str
    running: int
    incidents: int
    overdue: int
    mine: bool
    draft: bool
    draft_saved_at: Moment | None
    draft_saved_by: str
    review: str | None


class StudioProcesses(Given):
    """`may_begin`: whether the reader may begin processes of any name."""

    items: list[StudioProcess]
    may_begin: bool


class StudioFileView(Given):
    """One file. `own`: it is in the draft, else it is published and the draft's diagram uses it;
    `changed`: it differs from what is published now."""

    name: str
    kind: str
    ids: list[str]
    text: str
    own: bool
    changed: bool
    digest: str


class ReviewView(Given):
    """The second person's word: requested, approved or refused."""

    state: str
    asked_by: str
    asked_at: Moment
    note: str
    decided_by: str
    decided_at: Moment | None
    reason: str


class StudioDraftHead(Given):
    """A draft without its texts. `may_judge`: the reader may approve it; `overtaken` files were
    published by somebody else since the draft began."""

    key: str
    version: int
    origin: str
    based_on: int
    created_by: str
    created_at: Moment
    saved_by: str
    saved_at: Moment
    authors: list[str]
    digest: str
    review: ReviewView | None
    needs_review: bool
    may_judge: bool
    overtaken: list[str]


class StudioDraft(StudioDraftHead):
    """A draft with all its texts, and those of the published files that it uses."""

    files: list[StudioFileView]


class StudioFinding(FindingProblem):
    """A finding; `path` are the element and flow ids of a counter-example of soundness."""

    path: list[str]


class StudioFindings(Given):
    """What publishing would say now; without an error it would publish."""

    findings: list[StudioFinding]


class StudioVersion(Given):
    """One published version, newest first; `rolled_back` when it brought an earlier one back."""

    version: int
    digest: str
    at: Moment
    by: str
    note: str
    authors: list[str]
    reviewer: str
    rolled_back: bool


class StudioRecord(Given):
    """One act on the drafts of a process."""

    at: Moment
    by: str
    act: str
    note: str
    version: int


class StudioVersions(Given):
    items: list[StudioVersion]
    records: list[StudioRecord]


class StudioVersionFiles(Given):
    """The files of one version as they were until the next one."""

    version: int
    files: list[StudioFileView]


class StudioPart(Given):
    """A form or a decision table that a diagram names; without a name when there is none yet."""

    id: str
    name: str
    name_en: str


class StudioOverview(StudioProcess):
    """One process in the studio; `needs_review`: its published version asks for a second person;
    `forms` and `decisions` are those that its diagram, of the draft if there is one, names."""

    needs_review: bool
    forms: list[StudioPart]
    decisions: list[StudioPart]
    xml: str
    head: StudioDraftHead | None


class BeginRequest(Sent):
    """A draft of what is published; with a `name` a new process, drawn from nothing."""

    key: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")
    name: str | None = Field(default=None, min_length=1, max_length=200)
    family: str = Field(default="", max_length=100, pattern=r"^[a-z0-9-]*$")


class SaveRequest(Sent):
    """`version` is the one that was read; files that are not named stay."""

    version: int = Field(ge=1, lt=2**31 - 1)
    files: Texts


class CheckRequest(Sent):
    """Texts that are not saved yet, laid over the draft."""

    files: Texts = Field(default_factory=dict)


class NotedRequest(Sent):
    """What is to be done to the draft of this version, with a note."""

    version: int = Field(ge=1, lt=2**31 - 1)
    note: str = Field(default="", max_length=2_000)


class VerdictRequest(Sent):
    """Approve, or refuse with a reason, the draft of this version."""

    version: int = Field(ge=1, lt=2**31 - 1)
    approved: bool
    reason: str = Field(default="", max_length=2_000)


class VersionRequest(Sent):
    """The draft of this version is meant."""

    version: int = Field(ge=1, lt=2**31 - 1)


class StudioRelease(Given):
    """The published version with its warnings; or the draft that waits for its reviewer now."""

    version: int
    draft: StudioDraftHead | None
    findings: list[StudioFinding]


class DiagramText(Sent):
    """The XML of a diagram."""

    xml: str = Field(max_length=900_000)


class LaidOut(Given):
    xml: str


class ExpressionText(Sent):
    """A FEEL expression as it stands in an attribute, without the `=`."""

    text: str = Field(max_length=20_000)


class ExpressionProblem(Given):
    """Why the expression cannot be used; all null when it can."""

    zh: str | None
    en: str | None
    line: int | None
    column: int | None


class Named(Given):
    """Something that a diagram can name."""

    id: str
    zh: str
    en: str


class StudioChoices(Given):
    """What the properties of a diagram may name."""

    roles: list[Named]
    departments: list[Named]
    groups: list[Named]
    people: list[Named]
    processes: list[Named]
    forms: list[str]
    decisions: list[str]
    connectors: list[str]
    parameters: list[str]
    clauses: list[Named]


class FormFieldView(Given):
    """One path that a field right may name. `type` is the form-js type, `computed`, `group` or
    `rows`; `values` are those of a choice."""

    path: str
    zh: str
    en: str
    type: str
    values: list[str]


class ScopeNameView(Given):
    """A name that an expression may write, said by whoever gives it; `type` and `values` are those
    of a form's field."""

    name: str
    zh: str
    en: str
    type: str
    values: list[str]


class StudioScope(Given):
    """What the draft's expressions may name, and the fields of its forms by form id."""

    names: list[ScopeNameView]
    forms: dict[str, list[FormFieldView]]

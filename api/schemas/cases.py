"""Shapes of cases: headers, incidents, history, diagrams, verification."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, Field

from api.schemas.common import Given, Json, Moment, Sent
from engine.history.verify import Verdict as CoreVerdict
from engine.views import IncidentView


class EndEvent(Given):
    id: str
    name: str
    name_en: str


class Instance(Given):
    """One case as lists and headers show it."""

    id: str
    process: str
    process_name: str
    process_name_en: str
    title: str
    business_key: str | None
    status: str
    initiator: str
    initiator_name: str
    initiator_name_en: str
    started_at: Moment
    ended_at: Moment | None
    end_events: list[EndEvent]
    version: int
    open_incidents: int
    number: str
    summary: str
    department: str


class Instances(Given):
    items: list[Instance]
    next: str | None


class Incident(Given):
    """Execution that is stuck and needs a person."""

    id: str
    instance_id: str
    process: str
    title: str
    element_id: str
    kind: str
    zh: str
    en: str
    raised_at: Moment
    resolved_at: Moment | None
    resolved_by: str | None

    @classmethod
    def of(cls, view: IncidentView) -> Incident:
        return cls(
            id=view.id,
            instance_id=view.instance_id,
            process=view.process,
            title=view.title,
            element_id=view.element_id,
            kind=view.kind,
            zh=view.zh,
            en=view.en,
            raised_at=view.raised_at,
            resolved_at=view.resolved_at,
            resolved_by=view.resolved_by,
        )


class Incidents(Given):
    items: list[Incident]


class Position(Given):
    """Where control stands; `process` is the key of the one with the element: the case's own, or
    one that it calls."""

    process: str
    element_id: str
    token: int


class Progress(Given):
    """What of each process has been gone through, by its key: each id once, in order. `beside`:
    elements that somebody has to do although control stands elsewhere, to answer a return or for
    a late review."""

    positions: list[Position]
    beside: dict[str, list[str]]
    taken_flows: dict[str, list[str]]
    done_elements: dict[str, list[str]]


class HistoryItem(Given):
    """One event, with the command that led to it."""

    version: int
    seq: int
    type: str
    at: Moment | None
    actor: str | None
    actor_name: str | None
    zh: str
    en: str
    element_id: str | None
    element_name: str | None
    data: Json


class History(Given):
    items: list[HistoryItem]


class DiagramFile(Given):
    """One process of a case. `calls` are its call activities with the keys of what they call;
    `version` is the published one that the case is pinned to, None of a draft."""

    key: str
    name: str
    name_en: str
    version: int | None
    xml: str
    calls: dict[str, str]


class Diagram(Progress):
    processes: list[DiagramFile]


class FirstBad(Given):
    seq: int
    instance_id: str
    version: int
    reason: str


class Verdict(Given):
    """What checking the chain found."""

    ok: bool
    rows: int
    first_bad: FirstBad | None

    @classmethod
    def facts(cls, verdict: CoreVerdict) -> Json:
        bad = verdict.first_bad
        found = bad and FirstBad(
            seq=bad.seq,
            instance_id=bad.instance_id,
            version=bad.version,
            reason=str(bad.reason),
        )
        return {"ok": verdict.ok, "rows": verdict.rows, "first_bad": found}


class LogVerdict(Verdict):
    """Of the whole log, with the newest seal of its Merkle tree."""

    tree_size: int
    root: str


class Reason(Sent):
    reason: str = Field(min_length=1, max_length=2_000)


class RetryRequest(Sent):
    variables: dict[str, Any] = Field(default_factory=dict)
    reason: str = Field(default="", max_length=2_000)


Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
OwnId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00\n]*$")]


class MessageRequest(Sent):
    """A message for the one case that waits for it. `time_to_live` (ISO 8601) is how long it is
    kept when nobody waits; the same `message_id` of the same sender happens once."""

    name: Name = Field(validation_alias=AliasChoices("name", "message"))
    correlation_key: str = Field(default="", max_length=200, pattern=r"^[^\x00]*$")
    variables: dict[str, Any] = Field(
        default_factory=dict, validation_alias=AliasChoices("variables", "data")
    )
    time_to_live: str = Field(default="PT0S", max_length=60)
    message_id: OwnId | None = None


class MessageReceipt(Given):
    """What became of a message: the case that received it or that it started, or until when it
    is kept. `gathered`: it is kept for a process that begins once its other triggers have occurred
    too. `repeated`: it had been sent before, and nothing was done again."""

    message_id: str
    received_by: list[str]
    started: list[str]
    kept_until: Moment | None
    gathered: bool
    repeated: bool


class SignalRequest(Sent):
    """A signal for everybody who waits for it now."""

    name: Name
    variables: dict[str, Any] = Field(default_factory=dict)
    signal_id: OwnId | None = None


class SignalReceipt(Given):
    """The cases that received the signal, and those that it started."""

    signal_id: str
    received_by: list[str]
    started: list[str]
    repeated: bool


class Reading(Given):
    """That somebody who takes no part in the case has read this of it."""

    login: str
    name: str
    what: str
    at: Moment


class Readings(Given):
    items: list[Reading]

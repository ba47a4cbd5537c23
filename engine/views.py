"""Frozen rows that the read side returns; nothing in them is computed by a person's request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from engine.core.ids import Principal, UserId
from engine.core.values import Value
from engine.errors import Finding

DRAFT: Final = "draft-"
"""Before the kind of what was deployed as a draft: it has versions of its own."""


LAPSED: Final = "lapsed"
"""The status of a kept row that says that a start condition holds no more."""

MARKED: Final = "marked"
REVIEWED: Final = "reviewed"
"""The statuses of the row of an element that cites an edited clause."""


def start_name(process: str, element_id: str, part: str) -> str:
    """What occurrences of one trigger of a start event are called among what is kept."""
    return f"{process}:{element_id}:{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """One version of one process. `digest` is of its BPMN file."""

    key: str
    version: int
    digest: str
    name: str
    name_en: str
    family: str
    deployed_at: datetime
    deployed_by: str
    deployment_id: str
    placeholder: bool = False
    start_form_id: str | None = None
    startable_by: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    draft: bool = False  # versions of drafts are counted by themselves
    task_names: tuple[str, ...] = ()  # of its user tasks, zh and en; given when it is deployed


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceView:
    """One case as lists and headers show it. `version` counts its log rows."""

    id: str
    process: str
    process_name: str
    process_name_en: str
    process_digest: str
    title: str
    business_key: str | None
    status: str
    initiator: UserId
    initiator_name: str
    started_at: datetime
    ended_at: datetime | None
    end_events: tuple[str, ...]
    version: int
    open_incidents: int = 0
    number: str = ""
    summary: str = ""
    department: str = ""  # the initiator's, when it started


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemView:
    """One work item, open or done, with what a worklist shows of its case."""

    id: str
    instance_id: str
    process: str  # the process that holds the element (a called one, maybe)
    case_process: str  # the process of the case
    case_process_name: str
    case_process_name_en: str
    title: str
    initiator: UserId
    initiator_name: str
    element_id: str
    name: str
    name_en: str
    form_id: str
    state: str
    assignee: UserId | None
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...]
    created_at: datetime
    due_at: datetime | None
    priority: int
    follow_up_at: datetime | None = None  # when who has it looks at it again
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    reason_zh: str = ""
    reason_en: str = ""
    number: str = ""  # of its case, like the next two
    summary: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident, open or resolved."""

    id: str
    instance_id: str
    process: str
    title: str
    element_id: str
    kind: str
    zh: str
    en: str
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None


class LogRow(NamedTuple):
    """One row of the log: a command (`Command:<Type>`) or an event (`<Type>`).

    A tuple, because a command makes about eight of them; all but the last field are what the
    store writes, in the order of its columns.

    `version` counts the rows of its instance from 1; `seq` counts all rows in commit order and is
    0 before the store has given one. `body` is canonical JSON; `hash` chains it, see history.chain.
    """

    instance_id: str
    version: int
    type: str
    command_id: str | None  # set on command rows only
    body: bytes
    hash: bytes
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """The newest version of one line of a register."""

    register: str
    key: str
    version: int
    data: Mapping[str, Value]
    instance_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueJob:
    """A job that the worker may run now."""

    id: str
    instance_id: str
    kind: str  # `connector`, `message` or `signal`
    name: str  # of the connector, message or signal
    element_id: str
    inputs: Mapping[str, Value]
    correlation_key: str
    due_at: datetime
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimer:
    """A timer whose time has come."""

    id: str
    instance_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A case that waits for a message, or for the signal called `message`."""

    id: str
    instance_id: str
    message: str
    correlation_key: str
    kind: str = "message"  # or `signal`; `any`: a message with any key
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTrigger:
    """What starts a case of the newest version of a process: a message or signal of this name, or
    a condition, which has none."""

    process: str
    element_id: str
    kind: str  # `message`, `signal` or `conditional`
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimer:
    """When a case of the newest version of a process starts next by itself.

    `occurrence` counts from 1; `left` are the further ones (-1: without end), by `rule`, see
    engine.timing. `number` tells several timers of one start event apart.
    """

    process: str
    version: int
    element_id: str
    number: int
    occurrence: int
    due_at: datetime
    left: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message from outside that nobody waited for, a signal that is being delivered, or what
    occurred for a start."""

    id: str  # of its stream in the log
    kind: str  # `message`, `signal` or `start`
    name: str
    correlation_key: str
    data: Mapping[str, Value]
    published_by: str
    published_at: datetime
    expires_at: datetime
    status: str  # `open`, `taken`, `expired`, `delivered`, `dropped`, `lapsed`, ...
    version: int
    ended_at: datetime | None = None
    instance_id: str | None = None  # who took it


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One keyset page; `next` continues it, None at the end."""

    items: tuple[Any, ...]
    next: str | None = None


class VariableFilter(NamedTuple):
    """A searchable variable is compared with a value: `operator` is one of = < <= > >=."""

    name: str
    operator: str
    value: Value


class ActingFor(NamedTuple):
    """Whom a person substitutes now, in which processes (none named: all), and the roles and
    groups whose work is offered to the absent person."""

    user: UserId
    processes: tuple[str, ...] = ()
    principals: tuple[Principal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistQuery:
    """What a worklist asks for. `view`: mine (assigned to me), candidate (offered to me),
    substituted (of those I act for), inbox (these three), overdue (of the inbox), done (completed
    by me). Sorted by `sort`: created (oldest first), due (soonest first, none last), newest,
    priority (most pressing first), follow_up (as usual first, then by date).
    """

    user: UserId
    principals: tuple[Principal, ...]
    view: str = "inbox"
    process: str | None = None
    instance_id: str | None = None
    text: str | None = None  # part of the case's title, number, summary, comments, or task name
    sort: str = "created"
    cursor: str | None = None
    limit: int = 25
    initiator: UserId | None = None
    department: str | None = None  # the initiator's
    state: str | None = None  # of the work item
    priority: int | None = None  # at least
    follow_up: str | None = None  # `due`: without what is put off; `later`: only that
    since: datetime | None = None  # created (done: ended) not before
    until: datetime | None = None  # and before
    variables: tuple[VariableFilter, ...] = ()
    acting_for: tuple[ActingFor, ...] = ()
    now: datetime | None = None  # what is overdue or put off by


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceQuery:
    """What a case list asks for; `visible_to` restricts to cases that this person takes part in
    (initiator, or performer or assignee of a work item); `copied_to` to those that were copied to
    somebody, `unread` to those of them not read yet; None is everything (auditor)."""

    visible_to: UserId | None = None
    initiator: UserId | None = None
    process: str | None = None
    among: tuple[str, ...] | None = None  # processes, for who may read every case of these only
    status: str | None = None
    text: str | None = None  # part of the title, number, business key, summary or comments
    cursor: str | None = None
    limit: int = 25
    copied_to: UserId | None = None
    unread: bool = False
    department: str | None = None  # the initiator's
    since: datetime | None = None  # started not before
    until: datetime | None = None  # and before
    variables: tuple[VariableFilter, ...] = ()
    did: tuple[str, ...] | None = None  # types of log rows, one of which the case has
    reached: tuple[str, ...] | None = None  # one of these was come to, see engine.audit.places


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A deployed file, content-addressed. `kind`: bpmn, dmn, form, calendar."""

    digest: str
    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVersion:
    """One published version of a form, decision or shared file: who published it and when."""

    version: int
    digest: str
    deployment_id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Several files published together, atomically."""

    id: str
    at: datetime
    by: str
    artifacts: tuple[Artifact, ...] = ()
    definitions: tuple[DefinitionView, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)  # form id -> digest
    decisions: Mapping[str, str] = field(default_factory=dict)  # decision id -> digest of its file
    draft: bool = False  # to be tried out: replaces nothing that is published
    findings: tuple[Finding, ...] = ()  # of a draft: what it still lacks; not stored
    triggers: Mapping[str, tuple[StartTrigger, ...]] = field(default_factory=dict)  # by process
    timers: Mapping[str, tuple[StartTimer, ...]] = field(default_factory=dict)  # by process


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain of one instance ends, as its row says."""

    instance_id: str
    version: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The Merkle log at one size: `size` rows up to `last_seq` in commit order have this root.

    `peaks` are the full subtrees, largest first; `previous` is the size of the seal before.
    """

    size: int
    previous: int
    last_seq: int
    root: bytes
    peaks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One login session. Only the hash of its token is kept, so that a copy opens nothing."""

    token_hash: bytes
    user: UserId
    created_at: datetime
    expires_at: datetime
    seen_at: datetime  # when last used, as it was last written down
    roles: tuple[str, ...] = ()  # that the identity provider adds for this session
    address: str = ""
    browser: str = ""
    proof: str = "password"  # see engine.doors

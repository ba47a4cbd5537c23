"""What is true now of one process instance, folded from its events by core.evolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from engine.core.approval import Round
from engine.core.deadlines import Pending
from engine.core.fact import fact
from engine.core.ids import Digest, InstanceId, Principal, UserId
from engine.core.moves import Moves
from engine.core.people import Person
from engine.core.pressing import USUAL


class InstanceStatus(StrEnum):
    """Where a case stands. A case with open incidents is still active."""

    ACTIVE = "active"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"  # given up by who started it
    REJECTED = "rejected"  # refused, where the diagram says that this ends it


class WorkItemState(StrEnum):
    """WS-HumanTask states in use."""

    READY = "ready"
    RESERVED = "reserved"
    COMPLETED = "completed"
    CANCELED = "canceled"
    FAILED = "failed"  # ended with a modelled error
    RETURNED = "returned"  # open, and waits for the answer to its return


class IncidentKind(StrEnum):
    """Why execution is stuck."""

    NO_TRUE_BRANCH = "no-true-branch"
    EXPRESSION = "expression"
    DECISION = "decision"
    NOBODY_FOUND = "nobody-found"
    STEP_BUDGET = "step-budget"
    JOB_FAILED = "job-failed"
    UNCAUGHT_ERROR = "uncaught-error"
    TIMER = "timer"
    DEADLOCK = "deadlock"
    DATA_MISSING = "data-missing"
    INTERPRETER = "interpreter"


@fact
class WorkItem:
    """One open work item of a live instance."""

    id: str
    element_id: str
    token: int
    process: str
    form_id: str
    state: WorkItemState
    candidates: tuple[Principal, ...]
    excluded: tuple[UserId, ...] = ()
    assignee: UserId | None = None
    unresolved: tuple[tuple[str, str | None], ...] = ()
    urged_at: datetime | None = None
    due_at: datetime | None = None
    deadlines: Pending | None = None
    priority: int = USUAL
    owner: UserId | None = None  # whose it is again when the delegate has given an opinion


@fact
class Incident:
    """One open incident."""

    id: str
    kind: IncidentKind
    element_id: str
    token: int
    work_item_id: str | None = None


@fact
class Waiting:
    """Something outside that a token waits for: a timer, a job or a message."""

    id: str
    element_id: str
    token: int
    name: str = ""  # connector or message name
    key: str = ""  # correlation key
    due_at: datetime | None = None
    kind: str = ""  # of a subscription: `message`, `any` key, `signal`


@fact
class InstanceState:
    """The part of an instance that does not depend on the interpreter.

    Only what is open is held, and who performed which user task (for separation of duties), so
    the size does not grow with the length of the case.
    """

    id: InstanceId
    process: str
    pinned: Mapping[str, Digest]
    initiator: Person
    status: InstanceStatus
    started_at: datetime
    title: str = ""
    business_key: str | None = None
    ended_at: datetime | None = None
    end_events: tuple[str, ...] = ()
    work_items: Mapping[str, WorkItem] = field(default_factory=dict)
    timers: Mapping[str, Waiting] = field(default_factory=dict)
    jobs: Mapping[str, Waiting] = field(default_factory=dict)
    subscriptions: Mapping[str, Waiting] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    comments: Mapping[str, UserId] = field(default_factory=dict)
    """Who made each comment; an empty login means that it is withdrawn."""
    performers: Mapping[str, tuple[UserId, ...]] = field(default_factory=dict)
    last_performer: UserId | None = None  # who completed the newest of the completed user tasks
    number: str = ""  # of the case, as its process declares
    summary: str = ""
    searchable: tuple[str, ...] = ()  # variables that lists may be filtered by
    copies: Mapping[UserId, bool] = field(default_factory=dict)
    """To whom the case was copied, and whether they have read it."""
    approvals: Mapping[str, Round] = field(default_factory=dict)
    """The open rounds of opinions, by the id of the user task's first work item."""
    moves: Moves | None = None  # what people have moved or let rest, if they have

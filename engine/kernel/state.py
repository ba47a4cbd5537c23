"""The kernel's state: positions of control, scopes with their variables, and what is awaited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from engine.core.fact import fact
from engine.core.values import Value

ROOT = 0
"""The scope of the case itself."""

JoinKey = tuple[int, str]
"""Scope and id of an element at which tokens wait for others."""

Queues = Mapping[str, tuple[int, ...]]
"""By incoming flow, the tokens that wait there in the order in which they came."""


class Status(StrEnum):
    """What a token does now."""

    READY = "ready"  # about to run its phase
    WAITING = "waiting"  # for a person, a timer, a job or a message
    OPEN = "open"  # for the scope that it opened, whose id is the token's
    JOINING = "joining"  # at a gateway, for other tokens
    STUCK = "stuck"  # at an incident: its phase runs again when an operator retries


class Phase(StrEnum):
    """Where within its element a token is: the part that runs next, or again."""

    ENTER = "enter"
    FINISH = "finish"  # what was waited for came, with the token's `data`
    LEAVE = "leave"  # the element is done, outgoing flows are being chosen
    UNDO = "undo"  # in its scope completed activities are undone: the next one is due
    UNDONE = "undone"  # the handler in its scope has undone all that it is to undo
    CHOOSE = "choose"  # of an ad-hoc sub-process: something inside is over, what now
    ARM = "arm"  # awaits the start of an event sub-process; not counted in its scope
    BEGIN = "begin"  # as `enter`, after as many tokens came as the activity needs


@fact
class Token:
    """One visit of one element: a token that moves along a flow gets a new id."""

    id: int
    element: str
    scope: int
    status: Status = Status.READY
    phase: Phase = Phase.ENTER
    via: str = ""  # the flow it came by; empty where control began
    active: bool = False  # between ElementActivated and ElementCompleted or ElementCanceled
    held: tuple[str, ...] = ()  # ids of its watches
    incident: str = ""
    data: Value = None


class Inside(StrEnum):
    """What the tokens directly in a scope stand for."""

    CONTENT = "content"  # of the case, a called process or a sub-process
    TURN = "turn"  # the activity itself, each time that a standard loop repeats it
    INSTANCES = "instances"  # a multi-instance activity's instances, one token each
    DATA = "data"  # the activity itself, amid the data that is its own
    INSTANCE = "instance"  # the activity itself, as one instance: its variables are its own


@fact
class Repetition:
    """How far a loop or multi-instance activity has come."""

    scope: int  # the scope that it opened: the id of its token
    total: int = -1  # instances; -1 for a loop, which does not know
    begun: int = 0
    completed: int = 0
    terminated: int = 0
    items: tuple[Value, ...] = ()  # of a sequential one: what later instances get

    @property
    def active(self) -> int:
        """Instances that have begun and are not over."""
        return self.begun - self.completed - self.terminated


@fact
class Scope:
    """The case, a called process or an embedded sub-process while it runs."""

    id: int
    parent: int | None
    process: str
    element: str = ""  # the activity that opened it; empty for the case
    wall: bool = True  # holds variables of its own; an embedded sub-process shares its parent's
    depth: int = 0
    live: int = 0  # tokens directly in it
    variables: Mapping[str, Value] = field(default_factory=dict)
    then: Phase | None = None  # stays when it is empty; its opener's token runs this phase
    armed: tuple[int, ...] = ()  # tokens that await the starts of its event sub-processes
    handled: bool = False  # has event sub-processes that can still start
    inside: Inside = Inside.CONTENT


@fact
class Completed:
    """A completed activity that can still be compensated (BPMN 2.0.2, 13.5.5)."""

    id: int  # of the token that completed it: the scope of what was completed inside
    element: str
    variables: Mapping[str, Value] = field(default_factory=dict)
    """The variables of its own scope as they were at its end."""
    whole: bool = True  # False: interrupted by a cancelled transaction; only what is inside counts


class WatchKind(StrEnum):
    """What is awaited."""

    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    CONDITION = "condition"  # until it becomes true: asked after every change of variables
    ESCALATION = "escalation"  # one part of a parallel multiple event
    CAME = "came"  # a part of a parallel multiple event whose other parts are missing
    JOB = "job"


@fact
class Watch:
    """Something outside that a token, or a boundary event of its activity, waits for."""

    id: str
    kind: WatchKind
    token: int
    element: str  # the event or task that gets it; a boundary event differs from the token's
    key: str = ""  # correlation key
    due_at: datetime | None = None
    left: int = 0  # times that a cycle fires after the next; -1 without end
    rule: str = ""  # of a cycle: what its next turn is worked out from
    part: int = 0  # which trigger of a multiple event
    was_true: bool = False  # whether the condition held when it was last asked
    data: Value = None  # what a part brought that came before the others


@fact
class KernelState:
    """Everything needed to go on, and no history. Its mappings are never changed.

    `joins` says who waits where for other tokens. `ready` holds the tokens that a used-up step
    budget left over, the next one last. `ended` holds the case's end events that were reached, also
    in its event sub-processes, each once, in order. `conditions` are the ids of the watches that
    wait for a condition, derived from the watches. `done` holds by scope, in the order of their
    completion, the activities that can still be compensated. `loops` are the repeated activities by
    scope, `collected` the items that their instances gave by scope and place. `started` are the
    complex gateways that wait for their reset, with the flows that their start took a token from.
    """

    serial: int = 0
    tokens: Mapping[int, Token] = field(default_factory=dict)
    scopes: Mapping[int, Scope] = field(default_factory=dict)
    watches: Mapping[str, Watch] = field(default_factory=dict)
    joins: Mapping[JoinKey, Queues] = field(default_factory=dict)
    ready: tuple[int, ...] = ()
    ended: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    done: Mapping[int, tuple[Completed, ...]] = field(default_factory=dict)
    loops: Mapping[int, Repetition] = field(default_factory=dict)
    collected: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    started: Mapping[JoinKey, tuple[str, ...]] = field(default_factory=dict)
    slices: int = 0  # used up in a row, since something last came from outside
    next_slice: str = ""  # id of the job that asks for the next one

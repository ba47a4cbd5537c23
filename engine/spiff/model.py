"""A bundle made ready for SpiffWorkflow: its specs, and beside each the parts that are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, NamedTuple

from engine.core.advance import AssignmentRequest
from engine.core.definition import AssignmentKind, Element, MultiInstance, ProcessDefinition
from engine.core.values import Value
from engine.errors import Text
from engine.spiff.script_engine import Formula

_NO_REASON: Final = Text(zh="", en="")

Mappings = tuple[tuple[str, Formula], ...]


class Role(Enum):
    """What a SpiffWorkflow task stands for in the diagram."""

    SILENT = auto()  # nothing: helps to draw the diagram in SpiffWorkflow's terms
    FLOW = auto()  # one sequence flow
    PASS = auto()  # an element that control goes through
    START = auto()  # a start event without trigger; its form can be handed back
    BEGUN = auto()  # a start event that a trigger reached
    CHOICE = auto()  # a gateway that chooses
    ROUTE = auto()  # the choice among the flows out of an activity
    JOIN = auto()  # a gateway that waits for several incoming flows
    RULE = auto()
    THROW = auto()
    END = auto()
    ERROR_END = auto()
    USER = auto()
    SERVICE = auto()
    CATCH = auto()
    RACE = auto()  # an event-based gateway
    CAME = auto()  # an event behind such a gateway, which has come already
    DONE = auto()  # a task that is done as soon as it is reached
    SEND = auto()  # a send task
    ESCALATE = auto()
    ESCALATE_END = auto()
    ENTER = auto()  # the way into a sub-process or call activity
    INSIDE = auto()  # the sub-process or call activity itself
    ENTER_MANY = auto()  # the way into a multi-instance activity
    MANY = auto()  # the multi-instance activity itself
    INSTANCE = auto()  # what stands around one instance of it
    BOUNDARY = auto()  # a boundary event while it waits
    ARRIVED = auto()  # what comes after a boundary event occurred
    GAP = auto()  # an element from which on there is no witness


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """One assignment of a user task: fixed, or found by an expression."""

    kind: AssignmentKind
    fixed: AssignmentRequest | None = None
    expression: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeat:
    """A multi-instance marker with its compiled expressions."""

    marker: MultiInstance
    collection: Formula | None = None
    cardinality: Formula | None = None
    completion: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """One element with its compiled expressions."""

    element: Element
    inputs: Mappings = ()
    outputs: Mappings = ()
    timer: Formula | None = None
    correlation: Formula | None = None
    due: Formula | None = None
    priority: Formula | None = None
    skip_data: Formula | None = None
    threshold: Formula | None = None  # of its approval
    weights: Formula | None = None
    deadlines: tuple[tuple[str, Formula], ...] = ()  # by kind
    timeout_data: Formula | None = None
    candidates: tuple[Candidates, ...] = ()
    conditions: Mapping[str, Formula] = field(default_factory=dict)  # by outgoing flow
    repeat: Repeat | None = None
    boundaries: tuple[Parts, ...] = ()
    events: tuple[Parts, ...] = ()  # of an event-based gateway


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """Where in the diagram a SpiffWorkflow spec belongs; every spec of ours has one."""

    role: Role
    parts: Parts
    process: str
    flow: str = ""
    joins: str = ""  # of a flow: the gateway that waits for it with others
    why: Text = _NO_REASON  # of a gap: why there is no witness


class Position(NamedTuple):
    """Where control stands; `process` is the key of the one with the element."""

    element: str
    token: int
    process: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What `SpiffInterpreter.prepare` returns: shared between threads, never changed."""

    key: str
    starts: Mapping[str, Any]  # start event of the main process -> BpmnProcessSpec
    start: str | None  # the none start event of the main process
    inner: Mapping[str, Any]  # name -> BpmnProcessSpec of sub-processes and called processes
    definitions: Mapping[str, ProcessDefinition]  # of the case and of what it calls, by key
    parts: Mapping[str, Mapping[str, Parts]]  # by process that is drawn, by element
    decisions: Mapping[str, Any]  # engine.dmn.CompiledDecision by id
    parameters: Mapping[str, Value]
    declared: frozenset[str]  # variables that are null while nobody has set them

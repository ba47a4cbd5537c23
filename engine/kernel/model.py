"""A bundle made ready to run: every element with its behaviour and its compiled expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from engine.core.advance import BOUNDS, AssignmentRequest
from engine.core.definition import (
    AssignmentKind,
    Element,
    EventDefinition,
    TimerKind,
)
from engine.core.values import Value
from engine.kernel.choices import Choices
from engine.kernel.formula import Formula
from engine.kernel.state import Inside

if TYPE_CHECKING:
    from engine.kernel.behaviours.behaviour import Behaviour


T = TypeVar("T")


def given(part: T | None) -> T:
    """A part that preparing the bundle, or what ran before, guarantees to be there."""
    if part is None:
        raise LookupError("Expected a part that every prepared element of this kind has")
    return part


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """One outgoing sequence flow."""

    flow: str
    target: str
    condition: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timer:
    """When a timer event is due."""

    kind: TimerKind
    expression: Formula


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One trigger of an event: its only one, or one of a multiple event's."""

    event: EventDefinition
    timer: Timer | None = None
    correlation: Formula | None = None
    condition: Formula | None = None
    key_path: Formula | None = None  # reads the conversation's key from a message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Handler:
    """An event sub-process with its start event; `awaits` something before it is thrown at."""

    element: str
    start: str
    awaits: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """One assignment of a user task: fixed, or found by an expression."""

    kind: AssignmentKind
    fixed: AssignmentRequest | None = None
    expression: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repeat:
    """How an activity is repeated; of its loop marker, what is worked out while it runs."""

    condition: Formula | None = None  # of a standard loop, as the next two
    test_before: bool = False
    maximum: int | None = None
    sequential: bool = False
    cardinality: Formula | None = None
    collection: Formula | None = None
    input_item: str | None = None
    output_item: str | None = None
    output_collection: str | None = None
    completion: Formula | None = None
    first_only: bool = False  # only the first completed instance throws
    thrown: tuple[tuple[Formula | None, Node], ...] = ()
    """What a completed instance throws, each under its condition."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """One data association: `target` gets the value of the formula. With a `store`, the register
    of this name is read or written; its lines are called `name` in the formula."""

    target: str
    formula: Formula
    store: str = ""
    name: str = ""


Mappings = tuple[tuple[str, Formula], ...]
"""Variable name and the expression that gives its value."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Node:
    """One element, ready to run."""

    id: str
    element: Element
    behaviour: Behaviour
    incoming: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()  # all outgoing but the default flow, in document order
    default: Branch | None = None
    conditional: bool = False  # whether leaving needs a choice
    plain: tuple[tuple[Branch, None], ...] = ()  # what is taken where there is none
    choices: Choices | None = None  # what was taken before, if variables alone decide
    boundaries: tuple[Node, ...] = ()
    inputs: Mappings = ()
    outputs: Mappings = ()
    parts: tuple[Part, ...] = ()  # of an event that has a trigger
    correlation: Formula | None = None
    link: str = ""  # of a throwing link event: the catching one
    due: Formula | None = None
    priority: Formula | None = None  # where it is an expression
    skip_data: Formula | None = None
    deadlines: tuple[tuple[str, Formula], ...] = ()  # by kind; `data` of the timeout
    threshold: Formula | None = None  # of its approval
    weights: Formula | None = None
    candidates: tuple[Candidates, ...] = ()
    starts: tuple[str, ...] = ()  # of a sub-process: where its tokens begin
    completion: Formula | None = None  # of an ad-hoc sub-process
    inside_ad_hoc: bool = False  # directly
    local: tuple[str, ...] = ()  # of a sub-process: the variables that are its own
    compensable: bool = False  # its completion is remembered, to be undone
    handler: str | None = None  # of an activity: the compensation activity that undoes it
    on_events: tuple[Handler, ...] = ()  # of a sub-process: its event sub-processes
    needs: int = 1  # tokens that an activity needs to start
    gives: int = 1  # tokens that an activity sends along each flow
    local_data: tuple[str, ...] = ()  # of an activity with data: the variables that are its own
    required: frozenset[str] = frozenset()  # its data inputs that must have a value
    reads: tuple[Movement, ...] = ()  # its input associations
    writes: tuple[Movement, ...] = ()  # its output associations
    takes: tuple[str, ...] = ()  # data outputs that what comes back fills
    turns: Mapping[Inside, Node] = field(default_factory=dict)
    """Of a repeated activity: what the tokens inside stand for."""
    repeat: Repeat | None = None
    activation: Formula | None = None  # of a complex gateway
    upstream: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of an inclusive or complex join: element id -> its incoming flows that are reachable from
    there without visiting the join itself."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Process:
    """One process of the bundle. `starts` are where control begins without a trigger, `on_events`
    the event sub-processes of the process itself."""

    key: str
    nodes: Mapping[str, Node]
    starts: tuple[str, ...]
    on_events: tuple[Handler, ...] = ()
    undone_by: Mapping[str | None, str] = field(default_factory=dict)
    """Sub-process (None: the process itself) -> its compensation event sub-process."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What `Kernel.prepare` returns: shared between threads, never changed."""

    key: str
    processes: Mapping[str, Process]
    decisions: Mapping[str, Any]  # engine.dmn.CompiledDecision by id
    parameters: Mapping[str, Value]
    declared: frozenset[str] = frozenset()  # variables that are null while nobody has set them
    slices: int = 1  # of `Moment.step_budget` steps in a row; then it is an endless loop
    max_calls: int = BOUNDS.calls  # how deep calls may be nested: an endless recursion stops here

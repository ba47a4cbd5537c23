"""What an interpreter is asked (stimulus) and what it answers (advance): plain data.

Both interpreters speak exactly this. An interpreter never raises for what a diagram or its data
does wrong: it stops the token there and reports `IncidentRaised`; other tokens go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from engine.core.ballot import Terms
from engine.core.deadlines import Pending
from engine.core.definition import AssignmentKind, Element
from engine.core.events import Event
from engine.core.fact import fact
from engine.core.kept_round import KeptRound
from engine.core.kept_turns import KeptTurns
from engine.core.people import Person
from engine.core.values import Value

NO_DATA: Final[Mapping[str, Value]] = {}

STEP_BUDGET: Final = 10_000
"""Automatic steps of one advance, so that one command keeps nobody waiting."""


class Bounds(NamedTuple):
    """What stops a process that would not stop by itself: how deep calls nest, and how many
    automatic steps in a row are an endless loop."""

    calls: int = 1000
    steps: int = 1_000_000


BOUNDS: Final = Bounds()
"""Of a server that is not told otherwise."""

GO_ON: Final = "engine.go-on"
"""In the place of a connector: the job that asks for the next slice, when `Moment.step_budget` is
used up. It belongs to no token, and its answer is the stimulus GoOn."""


@fact
class Begin:
    """Start at the none start event, or at the named element that a trigger reached.

    `start_event` is a start event with a trigger, a receive task or an event of an event-based
    gateway that instantiates; `payload` is what its message or signal brought (`result` of its
    output mappings). Without any start event, control begins wherever no flow leads.
    """

    variables: Mapping[str, Value]
    start_event: str | None = None
    payload: Mapping[str, Value] = field(default_factory=dict)
    correlation_key: str = ""  # that the sender of the message gave


@fact
class TaskDone:
    """A user task's work item was completed; `data` goes through the output mappings."""

    token: int
    data: Mapping[str, Value]
    by: str


@fact
class TimerDue:
    """The timer of this token (catch event) or boundary watch is due."""

    timer_id: str


@fact
class JobDone:
    """A service task's connector answered; `result` goes through the output mappings."""

    token: int
    result: Value


@fact
class ErrorThrown:
    """A BPMN error came out of the activity that this token is at."""

    token: int
    code: str
    message: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class MessageCame:
    """The awaited message of this subscription arrived; `data` becomes variables.
    `correlation_key` is the one that its sender gave."""

    subscription_id: str
    data: Mapping[str, Value]
    correlation_key: str = ""


@fact
class SignalCame:
    """A signal reached this subscription; `data` becomes `result` of the output mappings."""

    subscription_id: str
    data: Mapping[str, Value]


@fact
class EscalationRaised:
    """An escalation came out of the activity that this token is at; the activity goes on unless
    an interrupting boundary event catches it."""

    token: int
    code: str
    data: Mapping[str, Value] = field(default_factory=dict)


@fact
class AdHocActivated:
    """A person chose an activity of the ad-hoc sub-process that this token is at."""

    token: int
    element_id: str
    by: str


@fact
class AdHocFinished:
    """A person declared the ad-hoc sub-process that this token is at done."""

    token: int
    by: str


@fact
class GoOn:
    """The next slice of an automatic stretch that is too long for one advance."""


@fact
class Retry:
    """Run the element that this stuck token is at again, after setting variables in its scope."""

    token: int
    variables: Mapping[str, Value]
    by: str


@fact
class Stop:
    """Cancel every token (an administrator terminated the case)."""

    by: str


@fact
class Move:
    """Somebody moves control: what stands at `tokens` goes to the element `target` of `process`.

    In the target's scope everything is cancelled that stands on a way from the target, with all
    that is inside; `exactly`: only what the tokens stand in. Without tokens control begins in the
    first of `scopes` that still is, or, if the case has ended, in the case itself. `hold`: the
    target is the none start event, whose form the initiator revises before control goes on.
    """

    tokens: tuple[int, ...]
    target: str
    process: str
    by: str
    exactly: bool = False
    hold: bool = False
    scopes: tuple[int, ...] = ()


@fact
class Reopen(Move):
    """Somebody takes one turn of a multi-instance activity back. While the activity goes on only
    that turn is open again; one that has ended is moved to and entered as it stood."""

    turns: KeptTurns


@fact
class Amend:
    """Set variables as seen from a token (0: of the case itself), and move nothing. With an
    `element` of `process`, they go through its output mappings."""

    token: int
    values: Mapping[str, Value]
    by: str
    element: str = ""
    process: str = ""


Stimulus: TypeAlias = (
    Begin
    | TaskDone
    | TimerDue
    | JobDone
    | ErrorThrown
    | EscalationRaised
    | MessageCame
    | SignalCame
    | AdHocActivated
    | AdHocFinished
    | GoOn
    | Retry
    | Stop
    | Move
    | Reopen
    | Amend
)


@fact
class Moment:
    """The outside inputs of one advance, all recorded: whose case, when, who started it."""

    instance_id: str
    now: datetime
    initiator: Person
    step_budget: int = STEP_BUDGET


@fact
class AssignmentRequest:
    """One assignment with its value evaluated; None where the kind has a natural default."""

    kind: AssignmentKind
    value: str | None = None


@fact
class WorkOffered:
    """A token reached a user task; people are resolved outside, then the work item is recorded."""

    element: Element
    token: int
    process: str
    assignments: tuple[AssignmentRequest, ...]
    due_at: datetime | None = None
    skip_data: Mapping[str, Value] = field(default_factory=lambda: NO_DATA)
    """What counts as filled in when the policies of the task leave it out."""
    deadlines: Pending | None = None
    terms: Terms | None = None  # of its approval, where that has expressions
    priority: int | None = None  # where that is an expression
    restores: KeptRound | None = None  # put in by whoever takes a decision of several back


Happening: TypeAlias = Event | WorkOffered
"""Events of these types, in the order they happened: ElementActivated, ElementCompleted,
ElementPassed, ElementCanceled, FlowTaken, VariablesChanged, DecisionEvaluated, TimerScheduled,
TimerFired, TimerCanceled, MessageAwaited, MessageReceived, MessageAwaitCanceled, MessageThrown,
SignalAwaited, SignalReceived, SignalAwaitCanceled, SignalThrown, EscalationThrown,
CompensationThrown, JobCreated, JobCanceled, BpmnErrorThrown, IncidentRaised, IncidentResolved,
InstanceCompleted, InstanceTerminated, ControlMoved, TurnReopened; WorkItemCanceled and WorkOffered
for user tasks. WorkItemCompleted, JobCompleted, JobFailed and the other WorkItem events are the
deciders', not the interpreter's."""


@fact
class Advance:
    """The new interpreter state (opaque to everybody else) and what happened on the way."""

    state: Any
    happened: tuple[Happening, ...] = field(default=())

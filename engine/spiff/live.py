"""One live case on SpiffWorkflow: its workflow object, and what we keep beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.core import events as ev
from engine.core.advance import Happening, Moment
from engine.core.definition import Element
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.errors import InvalidState
from engine.spiff.compiler import SUPPLIED
from engine.spiff.determinism import CountedIds
from engine.spiff.failures import Stuck
from engine.spiff.model import Mappings, Parts, Place, Position, Prepared, Role
from engine.spiff.repetition import Repetition
from engine.spiff.script_engine import FeelScriptEngine, Formula
from engine.spiff.specs import ENOUGH
from engine.spiff.timers import ZONE, Plan

ROOT: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The case, a called process (both with variables of their own) or a sub-process."""

    parent: int
    process: str
    own: bool
    variables: Mapping[str, Value] = field(default_factory=dict)
    instance: bool = False  # of a multi-instance activity; sees also what is around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A timer, message or job that an active element, or one of its boundary events, waits for."""

    id: str
    token: int
    parts: Parts
    kind: str  # timer, message, signal or job
    key: str = ""
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A task that is stuck at an incident until an operator retries."""

    task: Any
    incident: str


@dataclass(slots=True, kw_only=True)
class Active:
    """An element between its activation and its end. `task` is SpiffWorkflow's task of it, or, of
    a sub-process or call, of the way into it."""

    token: int
    task: Any
    parts: Parts
    watches: list[str] = field(default_factory=list)
    planned: list[Watch] = field(default_factory=list)  # of boundary events, until they begin
    answer: tuple[Value, ...] = ()  # what it waited for, once it came
    incident: str = ""  # one that does not keep it from waiting
    asks_again: bool = False  # its connector is to be asked anew
    chosen: str = ""  # of an event-based gateway: the event that came first

    @property
    def element(self) -> Element:
        return self.parts.element


class Live:
    """Mutable; used for one advance at a time and given up after any failure."""

    def __init__(self, prepared: Prepared, start: str) -> None:
        self.prepared = prepared
        self.ids = CountedIds()
        self.serial = self.advances = 0
        self.scopes: dict[int, Scope] = {ROOT: Scope(parent=ROOT, process=prepared.key, own=True)}
        self.active: dict[int, Active] = {}
        self.repetitions: dict[int, Repetition] = {}  # by token of the whole activity
        self.over: dict[int, Repetition] = {}  # of those that have ended
        self.held: dict[Any, Held] = {}  # by id of SpiffWorkflow's task
        self.watches: dict[str, Watch] = {}
        self.arrived: dict[Any, Value] = {}  # boundary task, or gateway and flow -> what came
        self.reasons: dict[tuple[Any, str], ev.Reason] = {}
        self.at_joins: dict[tuple[int, str], set[str]] = {}  # flows that wait at a join
        self.joined: set[tuple[int, str]] = set()
        self.ended: tuple[str, ...] = ()
        self.is_over = False
        self.happened: list[Happening] = []
        self.emit = self.happened.append
        self.brought: Mapping[str, Value] = {}  # by the trigger that began the case
        self._start = start

    def begin(self, moment: Moment) -> None:
        """Make SpiffWorkflow's workflow, inside of `determinism.inputs`."""
        self.to(moment)
        engine = FeelScriptEngine(self._asked)
        spec = self.prepared.starts[self._start]
        self.workflow = BpmnWorkflow(spec, self.prepared.inner, script_engine=engine)

    def to(self, moment: Moment) -> None:
        """The next advance begins."""
        self.moment = moment
        self.now: datetime = moment.now.astimezone(ZONE)
        self.budget = moment.step_budget
        self.happened.clear()
        self.advances += 1

    # --- tasks of SpiffWorkflow

    def is_there(self, task: Any) -> bool:
        """Whether the task, and what it is in, is part of the tree and not cancelled."""
        while task is not None:
            if task.workflow.tasks.get(task.id) is not task or task.state == TaskState.CANCELLED:
                return False
            within = task.workflow.parent_task_id is not None
            task = self.holder(task)
            if within and task is None:
                return False  # an instance whose multi-instance activity was interrupted
        return True

    def holder(self, task: Any) -> Any | None:
        """SpiffWorkflow's task of the sub-process, call or instance that this one is in."""
        holder = task.workflow.parent_task_id
        if holder is None:
            return None
        inside = (self.workflow, *self.workflow.subprocesses.values())
        return next((one.tasks[holder] for one in inside if holder in one.tasks), None)

    def outward(self, task: Any) -> Any | None:
        """The task of the activity that this one is in, for an instance that of the whole."""
        holder = self.holder(task)
        return holder.parent if holder is not None and role_of(holder) is Role.INSTANCE else holder

    def main_of(self, active: Active) -> Any | None:
        """SpiffWorkflow's task of the activity itself; None when it was removed."""
        if role_of(active.task) not in (Role.ENTER, Role.ENTER_MANY):
            return active.task
        inside = list(active.task.children)
        if inside and isinstance(inside[0].task_spec, BoundaryEventSplit):
            inside = list(inside[0].children)
        return next((one for one in inside if role_of(one) in (Role.INSIDE, Role.MANY)), None)

    def boundary_task(self, active: Active, element_id: str) -> Any | None:
        """The waiting task of a boundary event of the active element."""
        main = self.main_of(active)
        if main is None or not isinstance(main.parent.task_spec, BoundaryEventSplit):
            return None
        for task in main.parent.children:
            if (
                task.state == TaskState.WAITING
                and role_of(task) is Role.BOUNDARY
                and place_of(task).parts.element.id == element_id
            ):
                return task
        return None

    def token(self, task: Any) -> int:
        """Our number of a task: that of the way in for what has one."""
        if role_of(task) in (Role.INSIDE, Role.MANY):
            task = task.parent
            if isinstance(task.task_spec, BoundaryEventSplit):
                task = task.parent
        return int(task.id.int)

    def scope(self, task: Any) -> int:
        """The scope that the task is in: 0, or the token of what is around it."""
        holder = self.holder(task)
        return ROOT if holder is None else self.token(holder)

    def join_of(self, task: Any) -> tuple[int, str]:
        """Which gateway of which scope a joining task stands at."""
        return self.scope(task), place_of(task).parts.element.id

    # --- variables

    def home(self, scope: int) -> int:
        """The scope that holds the variables which this one sees."""
        while not self.scopes[scope].own:
            scope = self.scopes[scope].parent
        return scope

    def visible(self, scope: int) -> dict[str, Value]:
        """What expressions see there."""
        return {
            **self.own_variables(scope),
            "initiator": self.moment.initiator.as_context(),
            "parameters": self.prepared.parameters,
        }

    def assign(self, scope: int, values: Mapping[str, Value], by: str, element: str | None) -> None:
        """Set variables where they are, nearest outward, new ones in the instance or process
        around; says what changed."""
        homes: dict[int, dict[str, Value]] = {}
        for name, value in values.items():
            homes.setdefault(self._home_of(scope, name), {})[name] = value
        for home, part in homes.items():
            self._write(home, part, by, element)

    def answer(self, scope: int, values: Mapping[str, Value], by: str, element: str) -> None:
        """As `assign`, for what a person filled in: that is the instance's own (13.3.7)."""
        while not (self.scopes[scope].own or self.scopes[scope].instance):
            scope = self.scopes[scope].parent
        self._write(scope, values, by, element)

    def _home_of(self, scope: int, name: str) -> int:
        instance: int | None = None
        while not self.scopes[scope].own and name not in self.scopes[scope].variables:
            if instance is None and self.scopes[scope].instance:
                instance = scope
            scope = self.scopes[scope].parent
        return scope if instance is None or name in self.scopes[scope].variables else instance

    def _write(self, home: int, values: Mapping[str, Value], by: str, element: str | None) -> None:
        known = self.scopes[home].variables
        new = {
            name: value
            for name, value in values.items()
            if name not in SUPPLIED and not (name in known and _same(known[name], value))
        }
        if new:
            old = {name: known[name] for name in new if name in known}
            self.scopes[home] = replace(self.scopes[home], variables={**known, **new})
            self.emit(ev.VariablesChanged(scope=home, new=new, old=old, by=by, element_id=element))

    def mapped(self, mappings: Mappings, seen: Mapping[str, Value]) -> dict[str, Value]:
        """The values of mappings. Raises Stuck."""
        return {name: formula.storable(seen, self.now) for name, formula in mappings}

    def _asked(self, task: Any, key: str) -> Any:
        """SpiffWorkflow asks whether the condition on a flow holds (raises Stuck), how many
        instances there are, or whether they are enough; or says that one begins."""
        if role_of(task) is Role.MANY:
            return self.repetitions[self.token(task)].ahead
        if role_of(task) is Role.INSTANCE:
            repetition = self.repetitions[self.token(task.parent)]
            return repetition.is_enough if key == ENOUGH else self._begin(task, repetition)
        return self._holds(task, key)

    def _begin(self, task: Any, repetition: Repetition) -> None:
        """An instance gets its variables."""
        own, parts = self.token(task), place_of(task).parts
        if repetition.again:
            place, variables = repetition.again.popleft()
        else:
            place, variables = repetition.begun, self._new(parts, repetition)
            repetition.begun += 1
        repetition.open[own] = place
        outer = self.scope(task)
        within = Scope(parent=outer, process=place_of(task).process, own=False, instance=True)
        self.scopes[own] = replace(within, variables=variables)
        self.emit(ev.VariablesChanged(scope=own, new=variables, element_id=parts.element.id))

    def _new(self, parts: Parts, repetition: Repetition) -> dict[str, Value]:
        place = repetition.begun
        variables: dict[str, Value] = {"loopCounter": Decimal(place + 1)}
        marker = parts.repeat and parts.repeat.marker
        if marker and marker.output_item:
            variables[marker.output_item] = None
        if marker and marker.input_item:
            variables[marker.input_item] = repetition.items[place]
        return variables

    def _holds(self, task: Any, flow: str) -> bool:
        formula: Formula = place_of(task).parts.conditions[flow]
        seen = self.visible(self.scope(task))
        if not formula.holds(seen, self.now):
            return False
        self.reasons[task.id, flow] = formula.reason(seen, self.now)
        return True

    def own_variables(self, scope: int) -> Mapping[str, Value]:
        """The variables that a scope sees, without what the engine supplies; inner ones win."""
        around = [self.scopes[scope]]
        while not around[-1].own:
            around.append(self.scopes[around[-1].parent])
        if len(around) == 1:
            return around[0].variables
        merged: dict[str, Value] = {}
        for one in reversed(around):
            merged.update(one.variables)
        return merged

    def close_repetition(self, token: int) -> Repetition:
        """The multi-instance activity is over, and with it the variables of its instances."""
        repetition = self.over[token] = self.repetitions.pop(token)
        for own in repetition.open:
            self.scopes.pop(own, None)
        return repetition

    def scopes_of_tokens(self) -> dict[int, int]:
        """By token of what is active or stuck, the scope that it is in."""
        found = {token: self.scope(one.task) for token, one in self.active.items()}
        for held in self.held.values():
            found.setdefault(self.token(held.task), self.scope(held.task))
        return found

    # --- what is told

    def next_id(self, letter: str) -> str:
        """The id of a new timer (t), job (j), subscription (s) or incident (i)."""
        self.serial += 1
        return f"{self.moment.instance_id}-{letter}{self.serial}"

    def incident(self, token: int, stuck: Stuck) -> str:
        """Record an incident; gives its id."""
        incident_id = self.next_id("i")
        self.emit(
            ev.IncidentRaised(
                incident_id=incident_id,
                kind=IncidentKind(stuck.kind),
                element_id=stuck.element.id,
                token=token,
                zh=stuck.text.zh,
                en=stuck.text.en,
            )
        )
        return incident_id

    def resolved(self, incident_id: str, by: str = "engine") -> None:
        """Record that an incident is over."""
        self.emit(ev.IncidentResolved(incident_id=incident_id, by=by))

    def drop_watch(self, watch_id: str) -> None:
        """Stop waiting for it, and say so."""
        kind = self.watches.pop(watch_id).kind
        if kind == "timer":
            self.emit(ev.TimerCanceled(timer_id=watch_id))
        elif kind == "message":
            self.emit(ev.MessageAwaitCanceled(subscription_id=watch_id))
        elif kind == "signal":
            self.emit(ev.SignalAwaitCanceled(subscription_id=watch_id))
        else:
            self.emit(ev.JobCanceled(job_id=watch_id))

    def active_at(self, token: int) -> Active:
        """The active element with this token. Raises InvalidState."""
        active = self.active.get(token)
        if active is None:
            raise InvalidState(
                f"位置 {token} 已不在等待", f"Expected token {token} to wait, it does not"
            )
        return active

    def positions(self) -> tuple[Position, ...]:
        """What is active or stuck, in token order."""
        found = {one.token: (one.element.id, one.task) for one in self.active.values()}
        stuck = [held.task for held in self.held.values()]
        waiting = self.workflow.get_tasks(state=TaskState.WAITING)
        for task in [*stuck, *(one for one in waiting if role_of(one) is Role.JOIN)]:
            found.setdefault(self.token(task), (place_of(task).parts.element.id, task))
        return tuple(
            Position(element, token, place_of(task).process)
            for token, (element, task) in sorted(found.items(), key=lambda one: one[0])
        )


def role_of(task: Any) -> Role:
    """What the task stands for; tasks that SpiffWorkflow adds by itself stand for nothing."""
    place: Place | None = getattr(task.task_spec, "place", None)
    return Role.SILENT if place is None else place.role


def place_of(task: Any) -> Place:
    """What the task stands for in the diagram."""
    place: Place = task.task_spec.place
    return place


def _same(one: Value, other: Value) -> bool:
    """Equal in kind and to the last digit, at every depth: 1.0 is another number than 1."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return str(one) == str(other) if isinstance(one, Decimal) else bool(one == other)

"""Predicts the way of a case: who is asked, why and when, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from engine.core import events as ev
from engine.core.commands import Command, CompleteWorkItem, StartInstance
from engine.core.definition import Kind
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.state import InstanceState, WorkItem, WorkItemState
from engine.core.values import Value
from engine.errors import CommandRejected, Text
from engine.handlers.case import PreparedCase
from engine.prediction.changes import Trial, changes_of
from engine.prediction.model import Assumption, End, Prediction
from engine.prediction.opinions import advice_on, waits_for_advice, with_opinion
from engine.prediction.telling import Telling
from engine.prediction.walk import PredictionTools, Walk

MOST_STEPS: Final = 300
MOST_TIMES: Final = 3
"""How often one user task is taken to be done without being told what is done there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be predicted: a command (to start, or to complete a work item) by somebody now,
    or without a command what lies ahead of the case as it stands.

    `state`, `machine` and `before` (the events so far) are those of a case that has begun.
    `assumed` is what people are taken to do, in order; the rest is filled in.
    """

    case: PreparedCase
    now: datetime
    actor: Person
    command: Command | None = None
    state: InstanceState | None = None
    machine: Any = None
    before: Sequence[ev.Event] = ()
    assumed: tuple[Assumption, ...] = ()
    forced: Mapping[str, Value] = field(default_factory=dict)
    tries: int = 24  # other values that are tried out at most, to tell what would change


class Predictor:
    """Runs cases forward. Reads only what its tools read, and writes nothing."""

    def __init__(self, tools: PredictionTools) -> None:
        self._tools = tools

    def predict(self, request: Request) -> Prediction:
        """The way ahead. Raises CommandRejected when the command itself is not permitted."""
        journey = Journey(self._tools, request)
        journey.go()
        found = journey.prediction()
        trial = Trial(request=request, telling=journey.telling, found=found)
        changes = changes_of(trial, lambda other: _quietly(self._tools, other))
        return journey.prediction(changes)


def _quietly(tools: PredictionTools, request: Request) -> Prediction | None:
    journey = Journey(tools, request)
    try:
        journey.go()
    except CommandRejected:
        return None
    return journey.prediction()


class Journey:
    """One run forward, followed from person to person."""

    def __init__(self, tools: PredictionTools, request: Request) -> None:
        self._tools = tools
        self._request = request
        self._walk = Walk(tools, request.case, request.now)
        self._walk.state, self._walk.machine = request.state, request.machine
        self.telling = Telling(request.case.bundle, tools.people)
        self._left = list(request.assumed)
        self._times: dict[str, int] = {}
        self._rounds: set[tuple[str, int]] = set()
        self._open: set[str] = set()  # what nobody can be taken to do
        self._begin()

    def _begin(self) -> None:
        """What is open already lies ahead too."""
        request, state = self._request, self._request.state
        if request.machine is not None:
            interpreter = request.case.interpreter
            for element, token in interpreter.positions(request.machine):
                process = interpreter.process_of(request.machine, token)
                self.telling.places.begin_at(token, process, element)
        for event in request.before:
            if isinstance(event, ev.JobCreated):
                self._walk.jobs[event.job_id] = event
            elif state and getattr(event, "work_item_id", "") in state.work_items:
                self.telling.tell([event], getattr(event, "created_at", self._walk.now))

    def go(self) -> None:
        """Perform the command, then follow. Raises CommandRejected."""
        command = self._request.command
        if command is not None:
            self._perform(self._forced(command), self._request.actor)
            if isinstance(command, CompleteWorkItem):
                self.telling.steps.pop(command.work_item_id, None)
        for _ in range(MOST_STEPS):
            if self._walk.is_over or not self._next():
                return
        text = Text(zh=f"超过 {MOST_STEPS} 步，未再推算", en=f"More than {MOST_STEPS} steps ahead")
        self.telling.note(self._request.case.bundle.process.key, text)

    def _forced(self, command: Command) -> Command:
        """The command with the values that are tried out: after its form, if it has one."""
        form = self._walk.forms.get(self._form_of(command))
        if form is not None:
            form.forced = self._request.forced
        elif isinstance(command, StartInstance):
            return replace(command, variables={**command.variables, **self._request.forced})
        elif isinstance(command, CompleteWorkItem):
            command = replace(command, data={**command.data, **self._request.forced})
        return self._with_opinion(command)

    def _with_opinion(self, command: Command) -> Command:
        """What is asked about may be completed before the opinion that it owes is written."""
        state = self._request.state
        item = state.work_items.get(getattr(command, "work_item_id", "")) if state else None
        if item is None or not isinstance(command, CompleteWorkItem):
            return command
        return with_opinion(self.telling.element(item.element_id), command)

    def _form_of(self, command: Command) -> str:
        if isinstance(command, StartInstance):
            start = self._request.case.bundle.process.start_event()
            return (start.form_id if start else None) or ""
        state = self._request.state
        item = getattr(command, "work_item_id", "")
        return state.work_items[item].form_id if state and item in state.work_items else ""

    def _perform(self, command: Command, actor: Person) -> None:
        form_id, element_id = self._form_of_now(command)
        events = self._walk.perform(command, actor)
        form = self._walk.forms.get(form_id)
        if form is not None and form.assumed:
            self.telling.filled(element_id, form.assumed)
        self.telling.tell(events, self._walk.now)

    def _form_of_now(self, command: Command) -> tuple[str, str]:
        if isinstance(command, StartInstance):
            start = self._request.case.bundle.process.start_event()
            return self._form_of(command), start.id if start else ""
        item = self._walk.reached.work_items.get(getattr(command, "work_item_id", ""))
        return (item.form_id, item.element_id) if item else ("", "")

    # -- one thing after another ------------------------------------------------------------------

    def _next(self) -> bool:
        """Let one more thing happen; False when nothing more can be told."""
        events = self._walk.automatic()
        if events:
            self.telling.tell(events, self._walk.now)
            return True
        return self._assumed() or self._by_default() or self._pass_time(None)

    def _assumed(self) -> bool:
        """Do the next thing that somebody is taken to do, when its time has come.

        What is due by then happens first, as the worker does it.
        """
        if not self._left:
            return False
        told = self._left[0]
        item = self._item_at(told)
        timer = self._walk.next_timer()
        at = told.at or self._walk.now
        if timer is not None and timer <= at:
            return self._pass_time(at)
        if item is None:
            return bool(told.at and self._pass_time(told.at))
        self._left.pop(0)
        self._walk.now = max(self._walk.now, at)
        return self._complete(item, told)

    def _item_at(self, told: Assumption) -> WorkItem | None:
        """Of a round the work item of whoever is taken to do it."""
        state = self._walk.reached
        items = [
            one
            for one in state.work_items.values()
            if one.element_id == told.element_id and not _waits(state, one)
        ]
        own = [one for one in items if one.assignee == told.by]
        others = [one for one in items if "." not in one.id or not told.by]
        return next(iter((*own, *others)), None)

    def _by_default(self) -> bool:
        for item in list(self._walk.reached.work_items.values()):
            if item.id in self._open or _waits(self._walk.reached, item):
                continue
            if self._complete(item, None):
                return True
        return False

    def _pass_time(self, until: datetime | None) -> bool:
        """Let the next timer fire, when nothing else can happen before."""
        due = self._walk.next_timer()
        if due is None or (until is not None and due > until) or due <= self._walk.now:
            return self._stop()
        if until is None and self._waits_for_people():
            return self._stop()
        self._walk.now = due
        return True

    def _waits_for_people(self) -> bool:
        return any(item.id in self._open for item in self._walk.reached.work_items.values())

    def _stop(self) -> bool:
        """Say what is waited for that nobody can tell."""
        state = self._walk.reached
        for job in self._walk.untold.values():
            zh, en = (
                f"自动环节“{job.name}”的结果事先不可知",
                f"{job.name} answers only when it runs",
            )
            self.telling.note(job.element_id, Text(zh=zh, en=en))
        for waiting in state.subscriptions.values():
            zh, en = f"等待外部消息“{waiting.name}”", f"Waits for {waiting.name} from outside"
            self.telling.note(waiting.element_id, Text(zh=zh, en=en))
        return False

    def _complete(self, item: WorkItem, told: Assumption | None) -> bool:
        person = self._who(item, told.by if told else None)
        if person is None or not self._may_go_on(item, told=told is not None):
            self._open.add(item.id)
            return False
        form = self._walk.forms.get(item.form_id)
        if form is not None:
            form.untold = told is None
        data = told.data if told else {}
        command = CompleteWorkItem(
            instance_id=self._walk.reached.id, work_item_id=item.id, data=data
        )
        command = with_opinion(self.telling.element(item.element_id), command)
        try:
            self._perform(advice_on(self._walk.reached, item) or command, person)
        except CommandRejected as rejected:
            self._open.add(item.id)
            self.telling.note(item.element_id, rejected.text)
            return False
        self.telling.done(item.id, person.id, self._walk.now)
        return True

    def _may_go_on(self, item: WorkItem, *, told: bool) -> bool:
        element = self.telling.element(item.element_id)
        if element is not None and element.kind is Kind.AD_HOC_SUB_PROCESS:
            zh, en = "办理人在此选择下一步", "Whoever has it chooses here what comes next"
            self.telling.note(item.element_id, Text(zh=zh, en=en))
            return False
        if (item.element_id, item.token) not in self._rounds:  # members of one round count once
            self._rounds.add((item.element_id, item.token))
            self._times[item.element_id] = self._times.get(item.element_id, 0) + 1
        if told or self._times[item.element_id] <= MOST_TIMES:
            return True
        zh, en = "同一环节反复出现，未再推算", "The same step comes again and again"
        self.telling.note(item.element_id, Text(zh=zh, en=en))
        return False

    def _who(self, item: WorkItem, by: str | None) -> Person | None:
        people = self.telling.people_of(item.candidates, item.excluded, item.assignee)
        login = by or (item.assignee or (people[0] if people else None))
        return self._tools.people.person(UserId(login)) if login else None

    def prediction(self, changes: Sequence[Any] = ()) -> Prediction:
        """What this run tells."""
        telling, walk = self.telling, self._walk
        return Prediction(
            steps=tuple(telling.steps.values()),
            branches=tuple(telling.branches),
            unsure=tuple(telling.given.values()),
            notes=tuple(dict.fromkeys(telling.notes)),
            changes=tuple(changes),
            complete=walk.is_over,
            ends=tuple(End(element_id=one, name=telling.name(one)) for one in telling.ends),
            ends_at=walk.now,
        )


def _waits(state: InstanceState, item: WorkItem) -> bool:
    """Whether others have to answer before it can be done."""
    return item.state is WorkItemState.RETURNED or waits_for_advice(state, item)

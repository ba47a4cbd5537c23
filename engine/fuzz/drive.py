"""Drives one case on an interpreter: what waits there now, read from what happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.advance import Advance, Moment
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.fuzz.meaning import Data
from engine.ports import Interpreter

BEGIN: Final = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SOMEBODY: Final = Person(id=UserId("li"), name="小李", department="sales", roles=("staff",))

Place = tuple[str, str]
"""Kind and element of what waits."""


class Stuck(Exception):
    """The engine raised an incident, which none of these processes does."""


@dataclass(slots=True, kw_only=True)
class Waiting:
    """Everything that a case waits for, by kind and element, oldest first."""

    found: dict[Place, list[Any]] = field(default_factory=dict)
    thrown: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcome: str = "active"
    ended: frozenset[str] = frozenset()
    exhausted: list[int] = field(default_factory=list)  # tokens whose steps were used up
    slices: list[str] = field(default_factory=list)  # jobs that ask for the next slice

    def add(self, kind: str, element: str, own: Any) -> None:
        self.found.setdefault((kind, element), []).append(own)

    def drop(self, kind: str, own: Any) -> None:
        for (one, _), waiting in self.found.items():
            if one == kind and own in waiting:
                waiting.remove(own)

    def counted(self) -> Counter[Place]:
        """How often each element waits for each kind of thing."""
        return Counter({place: len(found) for place, found in self.found.items() if found})

    def note(self, happened: tuple[adv.Happening, ...]) -> None:
        """Take in what happened. Raises Stuck."""
        for one in happened:
            noted = _NOTED.get(type(one))
            if noted is not None:
                noted(self, one)


def _dropped_token(waiting: Waiting, one: Any) -> None:
    waiting.drop("task", one.token)


def _completed(waiting: Waiting, one: ev.InstanceCompleted) -> None:
    waiting.outcome, waiting.ended = "completed", frozenset(one.end_events)


def _terminated(waiting: Waiting, one: ev.InstanceTerminated) -> None:
    waiting.outcome = "terminated"


def _stuck(waiting: Waiting, one: ev.IncidentRaised) -> None:
    if one.kind == IncidentKind.STEP_BUDGET:
        waiting.exhausted.append(one.token)
        return
    raise Stuck(f"{one.kind} at {one.element_id}: {one.en}")


def _fired(waiting: Waiting, one: ev.TimerFired) -> None:
    waiting.drop("timer", one.timer_id)


def _scheduled(waiting: Waiting, one: ev.TimerScheduled) -> None:
    waiting.drop("timer", one.timer_id)
    waiting.add("timer", one.element_id, one.timer_id)


def _message(waiting: Waiting, one: ev.MessageThrown) -> None:
    waiting.thrown["message", one.message] += 1


def _signal(waiting: Waiting, one: ev.SignalThrown) -> None:
    waiting.thrown["signal", one.signal] += 1


def _job(waiting: Waiting, one: ev.JobCreated) -> None:
    if one.connector == adv.GO_ON:
        waiting.slices.append(one.job_id)
    else:
        waiting.add("job", one.element_id, (one.job_id, one.token))


_NOTED: Final[Mapping[type[Any], Callable[[Waiting, Any], None]]] = {
    adv.WorkOffered: lambda w, one: w.add("task", one.element.id, one.token),
    ev.ElementCompleted: _dropped_token,
    ev.ElementCanceled: _dropped_token,
    ev.JobCreated: _job,
    ev.JobCanceled: lambda w, one: w.found.update(_without_job(w, one.job_id)),
    ev.TimerScheduled: _scheduled,
    ev.TimerFired: _fired,
    ev.TimerCanceled: _fired,
    ev.MessageAwaited: lambda w, one: w.add("message", one.element_id, one.subscription_id),
    ev.MessageReceived: lambda w, one: w.drop("message", one.subscription_id),
    ev.MessageAwaitCanceled: lambda w, one: w.drop("message", one.subscription_id),
    ev.MessageThrown: _message,
    ev.SignalAwaited: lambda w, one: w.add("signal", one.element_id, one.subscription_id),
    ev.SignalReceived: lambda w, one: w.drop("signal", one.subscription_id),
    ev.SignalAwaitCanceled: lambda w, one: w.drop("signal", one.subscription_id),
    ev.SignalThrown: _signal,
    ev.IncidentRaised: _stuck,
    ev.InstanceCompleted: _completed,
    ev.InstanceTerminated: _terminated,
}


def _without_job(waiting: Waiting, job: str) -> dict[Place, list[Any]]:
    if job in waiting.slices:
        waiting.slices.remove(job)
    return {
        place: [one for one in found if place[0] != "job" or one[0] != job]
        for place, found in waiting.found.items()
    }


def stimulus_of(place: Place, own: Any, data: Data) -> adv.Stimulus:
    """What to tell the interpreter so that this comes."""
    kind = place[0]
    if kind == "task":
        return adv.TaskDone(token=own, data=data, by="li")
    if kind == "job":
        return adv.JobDone(token=own[1], result=None)
    if kind == "timer":
        return adv.TimerDue(timer_id=own)
    if kind == "signal":
        return adv.SignalCame(subscription_id=own, data=data)
    return adv.MessageCame(subscription_id=own, data=data)


@dataclass(slots=True, kw_only=True)
class Driven:
    """One case on one interpreter. `told` is what it was told, with the answers."""

    interpreter: Interpreter
    prepared: Any
    state: Any = None
    now: datetime = BEGIN
    budget: int = 10_000
    waiting: Waiting = field(default_factory=Waiting)
    told: list[tuple[adv.Stimulus, Moment, Advance]] = field(default_factory=list)

    def tell(self, stimulus: adv.Stimulus) -> None:
        """One advance, and what it takes to finish it when its steps are used up. Raises Stuck."""
        self._tell(stimulus)
        while self.waiting.exhausted or self.waiting.slices:
            if self.waiting.slices:
                self.waiting.slices.pop()
                self._tell(adv.GoOn())
            else:
                self._tell(adv.Retry(token=self.waiting.exhausted.pop(), variables={}, by="admin"))

    def _tell(self, stimulus: adv.Stimulus) -> None:
        self.now += timedelta(minutes=1)
        moment = Moment(instance_id="c1", now=self.now, initiator=SOMEBODY, step_budget=self.budget)
        advance = self.interpreter.advance(self.prepared, self.state, stimulus, moment)
        self.told.append((stimulus, moment, advance))
        self.state = advance.state
        self._forget(stimulus)
        self.waiting.note(advance.happened)

    def come(self, place: Place, which: int, data: Data) -> None:
        """What the element waits for comes; `which` of several. Raises Stuck."""
        self.tell(stimulus_of(place, self.waiting.found[place][which], data))

    def _forget(self, stimulus: adv.Stimulus) -> None:
        if isinstance(stimulus, adv.JobDone):
            for place, found in self.waiting.found.items():
                if place[0] == "job":
                    found[:] = [one for one in found if one[1] != stimulus.token]

    def variables(self) -> dict[str, Value]:
        """Those of the case."""
        return dict(self.interpreter.variables(self.state))

    def restart(self) -> str:
        """Go on from a dump of the state, as after a restart; what is different then, or
        nothing."""
        plain = self.interpreter.dump(self.state)
        self.state = self.interpreter.load(self.prepared, json.loads(json.dumps(plain)))
        same = self.interpreter.dump(self.state) == plain
        return "" if same else "the state is not the same after a restart"

    def replay(self) -> str:
        """Tell a new case all the same; what is different, or nothing."""
        state: Any = None
        for number, (stimulus, moment, advance) in enumerate(self.told):
            again = self.interpreter.advance(self.prepared, state, stimulus, moment)
            state = again.state
            if again.happened != advance.happened:
                return f"replay differs at step {number}"
        if self.interpreter.dump(state) != self.interpreter.dump(self.state):
            return "replay ends in another state"
        return ""

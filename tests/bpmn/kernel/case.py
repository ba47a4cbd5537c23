"""Drives one case on the kernel in the words of the diagram.

Every step is dumped and loaded again, and its events are folded into the instance's state, so that
each test also shows that the kernel's events and the core's appliers fit together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.answers import Resolution
from engine.core.decide.flow import events_of
from engine.core.definition import ProcessDefinition
from engine.core.evolve import begin, evolve
from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.state import InstanceStatus
from engine.core.values import Value
from engine.kernel import Kernel
from engine.kernel.state import KernelState, WatchKind
from tests.builders import CLERK, NOW, bundle, moment


class Case:
    """One running case. `happened` are the happenings of the last step, `log` all of them."""

    def __init__(
        self,
        main: ProcessDefinition,
        *called: ProcessDefinition,
        variables: Mapping[str, Value] | None = None,
        names: Iterable[str] = (),
        budget: int = 10_000,
        first: adv.Begin | None = None,
        **more: Any,
    ) -> None:
        given = dict(variables or {})
        self.kernel = Kernel()
        self.prepared = self.kernel.prepare(bundle(main, *called, names={*names, *given}, **more))
        self.now = NOW
        self.budget = budget
        self.state: KernelState | None = None
        self.instance = begin("c1", _started(main.key))
        self.happened: tuple[adv.Happening, ...] = ()
        self.log: list[adv.Happening] = []
        self.send(first or adv.Begin(variables=given))

    def send(self, stimulus: adv.Stimulus) -> tuple[adv.Happening, ...]:
        """Advance; the state must survive a dump and load unchanged, the old one the step."""
        before = self.state
        frozen = json.dumps(self.kernel.dump(before)) if before else ""
        now = replace(moment(self.now), step_budget=self.budget)
        advance = self.kernel.advance(self.prepared, before, stimulus, now)
        if before:
            assert json.dumps(self.kernel.dump(before)) == frozen
        plain = json.loads(json.dumps(self.kernel.dump(advance.state)))
        self.state = self.kernel.load(self.prepared, plain)
        assert self.state == advance.state
        self._fold(stimulus, advance)
        self.happened = advance.happened
        self.log.extend(advance.happened)
        return advance.happened

    def _fold(self, stimulus: adv.Stimulus, advance: adv.Advance) -> None:
        for event in self._decided(stimulus):
            self.instance = evolve(self.instance, "c1", event)
        _, self.instance = events_of(self.instance, advance, self.now, _Anybody())
        self._check_agreement()

    def _check_agreement(self) -> None:
        """What the kernel waits for is what its events said, no more and no less."""
        state, instance = self.live, self.instance
        jobs = {job.id for job in instance.jobs.values() if job.token != 0}
        told = {one.id for one in state.watches.values() if one.kind not in _UNTOLD}
        assert told == {*instance.timers, *instance.subscriptions, *jobs}
        assert {t.incident for t in state.tokens.values() if t.incident} == set(instance.incidents)
        held = [watch for token in state.tokens.values() for watch in token.held]
        assert sorted(held) == sorted(state.watches)
        assert {item.token for item in instance.work_items.values()} <= set(state.tokens)

    def _decided(self, stimulus: adv.Stimulus) -> list[ev.Event]:
        """What the deciders put before the advance."""
        if isinstance(stimulus, adv.TaskDone | adv.AdHocFinished):
            item = self.instance.work_items[f"c1-{stimulus.token}"]
            done = ev.WorkItemCompleted(
                work_item_id=item.id,
                element_id=item.element_id,
                by=UserId(stimulus.by),
                at=self.now,
                data=stimulus.data if isinstance(stimulus, adv.TaskDone) else {},
            )
            return [done]
        if isinstance(stimulus, adv.JobDone):
            job = next(j for j in self.instance.jobs.values() if j.token == stimulus.token)
            return [ev.JobCompleted(job_id=job.id, element_id=job.element_id, result=None)]
        return []

    # --- what people and the outside do

    def complete(self, element: str, by: str = "anna", **data: Value) -> tuple[str, ...]:
        self.send(adv.TaskDone(token=self.token(element), data=data, by=by))
        return self.trace()

    def job_done(self, element: str, result: Value = None) -> tuple[str, ...]:
        self.send(adv.JobDone(token=self.token(element), result=result))
        return self.trace()

    def throw(self, element: str, code: str, message: str = "") -> tuple[str, ...]:
        self.send(adv.ErrorThrown(token=self.token(element), code=code, message=message))
        return self.trace()

    def activate(self, ad_hoc: str, element: str, by: str = "anna") -> tuple[str, ...]:
        self.send(adv.AdHocActivated(token=self.token(ad_hoc), element_id=element, by=by))
        return self.trace()

    def finish(self, ad_hoc: str, by: str = "anna") -> tuple[str, ...]:
        self.send(adv.AdHocFinished(token=self.token(ad_hoc), by=by))
        return self.trace()

    def fire(self, element: str) -> tuple[str, ...]:
        """Let the clock reach the event's timer, and fire it."""
        watch = self._watch(element, WatchKind.TIMER)
        assert watch.due_at is not None
        self.now = max(self.now, watch.due_at)
        self.send(adv.TimerDue(timer_id=watch.id))
        return self.trace()

    def message(self, element: str, **data: Value) -> tuple[str, ...]:
        watch = self._watch(element, WatchKind.MESSAGE)
        self.send(adv.MessageCame(subscription_id=watch.id, data=data))
        return self.trace()

    def signal(self, element: str, **data: Value) -> tuple[str, ...]:
        watch = self._watch(element, WatchKind.SIGNAL)
        self.send(adv.SignalCame(subscription_id=watch.id, data=data))
        return self.trace()

    def escalate(self, element: str, code: str, **data: Value) -> tuple[str, ...]:
        self.send(adv.EscalationRaised(token=self.token(element), code=code, data=data))
        return self.trace()

    def retry(self, element: str, **variables: Value) -> tuple[str, ...]:
        self.send(adv.Retry(token=self.token(element), variables=variables, by="admin"))
        return self.trace()

    def move(self, to: str, *elements: str, process: str = "p", **more: Any) -> tuple[str, ...]:
        """What stands at these elements goes to another, by the hand of the administrator."""
        tokens = tuple(self.token(one) for one in elements)
        self.send(adv.Move(tokens=tokens, target=to, process=process, by="admin", **more))
        return self.trace()

    def stop(self) -> tuple[str, ...]:
        self.send(adv.Stop(by="admin"))
        return self.trace()

    # --- what is true now

    @property
    def live(self) -> KernelState:
        assert self.state is not None
        return self.state

    def positions(self) -> list[str]:
        return [element for element, _ in self.kernel.positions(self.live)]

    def token(self, element: str) -> int:
        """The oldest token at the element."""
        return next(t for e, t in self.kernel.positions(self.live) if e == element)

    def variables(self, element: str | None = None) -> dict[str, Value]:
        token = None if element is None else self.token(element)
        return dict(self.kernel.variables(self.live, token))

    def variables_of(self, token: int) -> dict[str, Value]:
        return dict(self.kernel.variables(self.live, token))

    def complete_token(self, token: int, **data: Value) -> tuple[str, ...]:
        self.send(adv.TaskDone(token=token, data=data, by="anna"))
        return self.trace()

    def due(self, element: str) -> datetime:
        due_at = self._watch(element, WatchKind.TIMER).due_at
        assert due_at is not None
        return due_at

    def is_over(self) -> bool:
        """Ended with nothing left behind: law 4. Thrown messages are still delivered."""
        state, instance = self.live, self.instance
        jobs = [job for job in instance.jobs.values() if job.token != 0]
        inside = state.tokens or state.watches or state.joins or state.ready
        outside = instance.work_items or instance.timers or instance.subscriptions or jobs
        ended = instance.status is not InstanceStatus.ACTIVE
        return ended and not (inside or outside or instance.incidents)

    def events(self, kind: type[Any]) -> list[Any]:
        """Those of the last step of one type."""
        return [one for one in self.happened if isinstance(one, kind)]

    def incident(self) -> ev.IncidentRaised:
        """The only incident of the last step."""
        (raised,) = self.events(ev.IncidentRaised)
        return raised

    def trace(self) -> tuple[str, ...]:
        """The last step in words."""
        return tuple(word(one) for one in self.happened)

    def _watch(self, element: str, kind: WatchKind) -> Any:
        return next(
            w for w in self.live.watches.values() if w.element == element and w.kind is kind
        )


_UNTOLD = (WatchKind.CONDITION, WatchKind.ESCALATION, WatchKind.CAME)
"""What the kernel awaits of itself, so that nothing outside hears of it."""


class _Anybody:
    """Everything is offered to the same role."""

    def resolve(
        self, request: adv.AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        return Resolution(principals=("role:staff",), people=("anna", "li"), zh="所有人", en="all")


def _started(process: str) -> ev.InstanceStarted:
    return ev.InstanceStarted(
        process=process, pinned={}, interpreter=Kernel.name, initiator=CLERK, at=NOW
    )


_WORDS: dict[type[Any], Any] = {
    ev.ElementActivated: lambda e: f"+{e.element_id}",
    ev.ElementCompleted: lambda e: f"-{e.element_id}",
    ev.ElementPassed: lambda e: e.element_id,
    ev.ElementCanceled: lambda e: f"x{e.element_id} by {e.by}" if e.by else f"x{e.element_id}",
    ev.FlowTaken: lambda e: e.flow_id.replace("-", ">"),
    adv.WorkOffered: lambda e: f"offer {e.element.id}",
    ev.WorkItemCanceled: lambda e: "offer canceled",
    ev.VariablesChanged: lambda e: "set " + ",".join(e.new),
    ev.TimerScheduled: lambda e: f"timer {e.element_id}",
    ev.TimerFired: lambda e: f"fired {e.element_id}",
    ev.TimerCanceled: lambda e: "timer canceled",
    ev.MessageAwaited: lambda e: f"await {e.message}",
    ev.MessageReceived: lambda e: "received",
    ev.MessageAwaitCanceled: lambda e: "await canceled",
    ev.MessageThrown: lambda e: f"send {e.message}",
    ev.SignalAwaited: lambda e: f"await signal {e.signal}",
    ev.SignalReceived: lambda e: "signal received",
    ev.SignalAwaitCanceled: lambda e: "await canceled",
    ev.SignalThrown: lambda e: f"signal {e.signal}",
    ev.EscalationThrown: lambda e: f"escalation {e.code} to {e.caught_by}",
    ev.JobCreated: lambda e: f"job {e.connector}",
    ev.JobCanceled: lambda e: "job canceled",
    ev.BpmnErrorThrown: lambda e: f"error {e.code} to {e.caught_by}",
    ev.CompensationThrown: lambda e: "undo " + ",".join(e.activities),
    ev.DecisionEvaluated: lambda e: f"decide {e.decision_id}",
    ev.IncidentRaised: lambda e: f"incident {e.kind}",
    ev.IncidentResolved: lambda e: f"resolved by {e.by}",
    ev.ControlMoved: lambda e: " ".join((f"moved to {e.target}", *e.restored)).replace("-", ">"),
    ev.InstanceCompleted: lambda e: "completed " + ",".join(e.end_events),
    ev.InstanceTerminated: lambda e: f"terminated by {e.by}",
}


def word(happening: adv.Happening) -> str:
    """One happening in a word or two."""
    return str(_WORDS[type(happening)](happening)).strip()

"""Drives one case on the kernel and on SpiffWorkflow in lock-step, in the words of the diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.definition import ProcessDefinition
from engine.core.values import Value
from engine.history.witness import PairedInterpreter
from engine.kernel import Kernel
from engine.ports import Interpreter
from engine.spiff import SpiffInterpreter
from tests.builders import NOW, bundle, moment

_BEGINS: dict[type[Any], Any] = {
    adv.WorkOffered: lambda one: (one.element.id, one.token),
    ev.JobCreated: lambda one: (one.element_id, one.token),
    ev.IncidentRaised: lambda one: (one.element_id, one.token),
    ev.TimerScheduled: lambda one: (one.element_id, one.timer_id),
    ev.MessageAwaited: lambda one: (one.element_id, one.subscription_id),
    ev.SignalAwaited: lambda one: (one.element_id, one.subscription_id),
}
"""Element that now waits, and what a stimulus names it by."""

_ENDS: dict[type[Any], Any] = {
    ev.ElementCanceled: lambda one: one.token,
    ev.TimerCanceled: lambda one: one.timer_id,
    ev.MessageAwaitCanceled: lambda one: one.subscription_id,
    ev.SignalAwaitCanceled: lambda one: one.subscription_id,
}


class Pair:
    """One case on both interpreters; each word of a step gives the pair back."""

    def __init__(
        self,
        main: ProcessDefinition,
        *called: ProcessDefinition,
        variables: Mapping[str, Value] | None = None,
        names: Iterable[str] = (),
        begin: adv.Begin | None = None,
        first: Interpreter | None = None,
        **more: Any,
    ) -> None:
        given = dict(variables or {})
        self.pair = PairedInterpreter(first or Kernel(), SpiffInterpreter(as_witness=True))
        self.prepared = self.pair.prepare(bundle(main, *called, names={*names, *given}, **more))
        self.now: datetime = NOW
        self.state: Any = None
        self.waiting: dict[str, list[Any]] = {}
        self.incidents: list[tuple[str, str]] = []  # kind and element
        self.is_over = False
        self.send(begin or adv.Begin(variables=given))

    def send(self, stimulus: adv.Stimulus) -> Pair:
        advance = self.pair.advance(self.prepared, self.state, stimulus, moment(self.now))
        self.state = advance.state
        for one in advance.happened:
            self._note(one)
        return self

    def _note(self, one: adv.Happening) -> None:
        if isinstance(one, ev.InstanceCompleted | ev.InstanceTerminated):
            self.is_over = True
        if isinstance(one, ev.IncidentRaised):
            self.incidents.append((one.kind, one.element_id))
        if type(one) in _BEGINS:
            element, waiting = _BEGINS[type(one)](one)
            self.waiting.setdefault(element, []).append(waiting)
        if type(one) in _ENDS:
            over = _ENDS[type(one)](one)
            for found in self.waiting.values():
                found[:] = [waiting for waiting in found if waiting != over]

    def complete(self, element: str, **data: Value) -> Pair:
        return self.send(adv.TaskDone(token=self._take(element), data=data, by="anna"))

    def done(self, element: str, result: Value = None) -> Pair:
        return self.send(adv.JobDone(token=self._take(element), result=result))

    def throw(self, element: str, code: str) -> Pair:
        return self.send(adv.ErrorThrown(token=self._take(element), code=code))

    def escalate(self, element: str, code: str, **data: Value) -> Pair:
        """The activity goes on waiting, unless this interrupts it."""
        token = self.waiting[element][0]
        return self.send(adv.EscalationRaised(token=token, code=code, data=data))

    def signal(self, element: str, **data: Value) -> Pair:
        return self.send(adv.SignalCame(subscription_id=self._take(element), data=data))

    def fire(self, element: str) -> Pair:
        return self.send(adv.TimerDue(timer_id=self._take(element)))

    def message(self, element: str, **data: Value) -> Pair:
        return self.send(adv.MessageCame(subscription_id=self._take(element), data=data))

    def retry(self, element: str, **variables: Value) -> Pair:
        token = self._take(element)
        return self.send(adv.Retry(token=token, variables=variables, by="admin"))

    def move(self, to: str, *elements: str, process: str = "p", **more: Any) -> Pair:
        """What stands at these elements goes to another, by the hand of somebody."""
        tokens = tuple(self.waiting[one][0] for one in elements)
        return self.send(adv.Move(tokens=tokens, target=to, process=process, by="li", **more))

    def open(self) -> list[str]:
        """The tasks that wait, oldest first."""
        found = [(one[0], task) for task, one in self.waiting.items() if one]
        return [task for _, task in sorted(one for one in found if isinstance(one[0], int))]

    def stop(self) -> Pair:
        return self.send(adv.Stop(by="admin"))

    def variables(self) -> Mapping[str, Value]:
        """Those of the case, which both must hold."""
        ours = self.pair.variables(self.state)
        assert SpiffInterpreter().variables(self.state.second) == ours
        return ours

    def agrees(self) -> bool:
        """Whether SpiffWorkflow went along and agreed all the way; fails with what it said."""
        assert self.pair.disagreement is None, self.pair.disagreement
        assert self.pair.silent is None, self.pair.silent
        self.variables()
        return True

    def _take(self, element: str) -> Any:
        return self.waiting[element].pop(0)

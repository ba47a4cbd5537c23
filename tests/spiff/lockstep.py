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
from engine.spiff import SpiffInterpreter
from tests.builders import NOW, bundle, moment


class Pair:
    """One case on both. `check` fails the test unless SpiffWorkflow went along and agreed."""

    def __init__(
        self,
        main: ProcessDefinition,
        *called: ProcessDefinition,
        variables: Mapping[str, Value] | None = None,
        names: Iterable[str] = (),
        **more: Any,
    ) -> None:
        given = dict(variables or {})
        self.pair = PairedInterpreter(Kernel(), SpiffInterpreter())
        self.prepared = self.pair.prepare(bundle(main, *called, names={*names, *given}, **more))
        self.now: datetime = NOW
        self.state: Any = None
        self.waiting: dict[str, list[Any]] = {}
        self.is_over = False
        self.send(adv.Begin(variables=given))

    def send(self, stimulus: adv.Stimulus) -> Pair:
        advance = self.pair.advance(self.prepared, self.state, stimulus, moment(self.now))
        self.state = advance.state
        for one in advance.happened:
            self._note(one)
        return self

    def _note(self, one: adv.Happening) -> None:
        match one:
            case adv.WorkOffered():
                self.waiting.setdefault(one.element.id, []).append(one.token)
            case ev.JobCreated():
                self.waiting.setdefault(one.element_id, []).append(one.token)
            case ev.TimerScheduled():
                found = self.waiting.setdefault(one.element_id, [])
                found.append(one.timer_id)
            case ev.MessageAwaited():
                self.waiting.setdefault(one.element_id, []).append(one.subscription_id)
            case ev.InstanceCompleted() | ev.InstanceTerminated():
                self.is_over = True

    def complete(self, element: str, **data: Value) -> Pair:
        return self.send(adv.TaskDone(token=self._take(element), data=data, by="anna"))

    def done(self, element: str, result: Value = None) -> Pair:
        return self.send(adv.JobDone(token=self._take(element), result=result))

    def throw(self, element: str, code: str) -> Pair:
        return self.send(adv.ErrorThrown(token=self._take(element), code=code))

    def fire(self, element: str) -> Pair:
        return self.send(adv.TimerDue(timer_id=self._take(element)))

    def message(self, element: str, **data: Value) -> Pair:
        return self.send(adv.MessageCame(subscription_id=self._take(element), data=data))

    def stop(self) -> Pair:
        return self.send(adv.Stop(by="admin"))

    def check(self) -> None:
        """Agreed all the way."""
        assert self.pair.disagreement is None, self.pair.disagreement
        assert self.pair.silent is None, self.pair.silent

    def _take(self, element: str) -> Any:
        return self.waiting[element].pop(0)

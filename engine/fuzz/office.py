"""Tries random processes on the whole engine in memory: deployed, started, and by commands.

After every step the recorded commands are executed again and compared, and the case is taken out
of the cache, so that the next command loads it from its log.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core import advance as adv
from engine.core import commands as co
from engine.core import events as ev
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM
from engine.core.values import Value
from engine.embedding import Engine
from engine.errors import GuichengError
from engine.fuzz.drive import BEGIN, Driven, Stuck
from engine.fuzz.generate import random_process
from engine.fuzz.trial import Manner, Trial, Verdict


def try_whole(seed: int, manner: Manner) -> Verdict:
    """Whether the random process of this seed does what it must on the whole engine."""
    process = random_process(seed, everyday=manner.everyday)
    # a draft has no forms: any data is taken
    file = process.draw().replace(' guicheng:formId="form"', "")
    trial = Trial(process, random.Random(seed + 1), manner)
    clock = FixedClock(BEGIN)
    runtime = open_runtime("memory:", Options(clock=clock))
    try:
        runtime.deploy([("random.bpmn", file.encode())], runtime.person("admin"), draft=True)
        wrong = trial.run(Office(runtime=runtime, clock=clock, key=process.key))
    except (GuichengError, Stuck) as error:
        wrong = f"{type(error).__name__}: {error}"
    finally:
        runtime.close()
    path = tuple(trial.path)
    return Verdict(seed=seed, wrong=wrong, steps=len(path), file=file if wrong else "", path=path)


@dataclass(slots=True, kw_only=True)
class Office(Driven):
    """One case of one engine. What an interpreter would be told is done by commands."""

    interpreter: Any = None
    prepared: Any = None
    runtime: Runtime
    clock: FixedClock
    key: str
    case: InstanceId = InstanceId("")
    due: dict[str, datetime] = field(default_factory=dict)

    def _tell(self, stimulus: adv.Stimulus) -> None:
        events = self._done(stimulus)
        for one in events:
            if isinstance(one, ev.TimerScheduled):
                self.due[one.timer_id] = one.due_at
            elif isinstance(one, ev.WorkItemCreated):
                self.waiting.add("task", one.element_id, one.token)
        self._forget(stimulus)
        self.waiting.note(events)

    def _done(self, stimulus: adv.Stimulus) -> tuple[ev.Event, ...]:
        admin = self.runtime.person("admin")
        if isinstance(stimulus, adv.Begin):
            begun = self.runtime.start(f"draft:{self.key}", stimulus.variables, admin)
            self.case = InstanceId(begun.instance_id)
            return begun.events
        if isinstance(stimulus, adv.TimerDue):
            self.clock.set(max(self.clock.now(), self.due[stimulus.timer_id]))
        command = _COMMANDS[type(stimulus)](self, stimulus)
        by_people = isinstance(
            stimulus, adv.TaskDone | adv.ErrorThrown | adv.EscalationRaised | adv.Retry
        )
        return self.runtime.dispatch(command, admin if by_people else SYSTEM).events

    def item(self, token: int) -> str:
        """The id of the work item of this token."""
        return f"{self.case}-{token}"

    def has_item(self, token: int) -> bool:
        """Whether people do what this token is at, and not a connector."""
        places = self.waiting.found.items()
        return any(kind == "task" and token in found for (kind, _), found in places)

    def job(self, token: int) -> str:
        """The id of the job of this token."""
        places = self.waiting.found.items()
        jobs = [one for (kind, _), found in places if kind == "job" for one in found]
        return next(str(job) for job, at in jobs if at == token)

    def variables(self) -> dict[str, Value]:
        return dict(self.runtime.live(self.case).variables())

    def restart(self) -> str:
        """The next command loads the case from its log."""
        self.runtime.cache.discard(self.case)
        return ""

    def replay(self) -> str:
        verdict = Engine(self.runtime).replay(self.case)
        if verdict.identical:
            return ""
        return f"replay differs: {verdict.difference or f'{verdict.reworded} rows reworded'}"


_COMMANDS: Final[Mapping[type[Any], Callable[[Office, Any], co.Command]]] = {
    adv.TaskDone: lambda at, one: co.CompleteWorkItem(
        instance_id=at.case, work_item_id=at.item(one.token), data=one.data
    ),
    adv.JobDone: lambda at, one: co.CompleteJob(
        instance_id=at.case, job_id=at.job(one.token), result=one.result
    ),
    adv.TimerDue: lambda at, one: co.FireTimer(instance_id=at.case, timer_id=one.timer_id),
    adv.MessageCame: lambda at, one: co.ReceiveMessage(
        instance_id=at.case, subscription_id=one.subscription_id, data=one.data
    ),
    adv.SignalCame: lambda at, one: co.ReceiveSignal(
        instance_id=at.case, subscription_id=one.subscription_id, data=one.data
    ),
    adv.ErrorThrown: lambda at, one: (
        co.ThrowWorkItemError(instance_id=at.case, work_item_id=at.item(one.token), code=one.code)
        if at.has_item(one.token)
        else co.FailJob(
            instance_id=at.case, job_id=at.job(one.token), error="failed", error_code=one.code
        )
    ),
    adv.EscalationRaised: lambda at, one: co.ThrowWorkItemEscalation(
        instance_id=at.case, work_item_id=at.item(one.token), code=one.code
    ),
}

"""Runs one case forward on a copy: performs commands as the engine would, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from engine.connectors import BUILT_IN, Connector, ConnectorFault, ModelledError
from engine.core import events as ev
from engine.core.answers import Answers
from engine.core.commands import Command, CompleteJob, Envelope, FailJob, FireTimer
from engine.core.ids import CommandId
from engine.core.people import SYSTEM, Person
from engine.core.state import InstanceState, InstanceStatus, Waiting
from engine.forms import Form
from engine.handlers.case import PreparedCase
from engine.handlers.perform import Lookups, Run, perform
from engine.ports import PeopleDirectory, ReadModel
from engine.prediction.forms import AssumingForm
from engine.prediction.registers import RegistersAhead

_HARMLESS: Final = frozenset(BUILT_IN.values())
"""Connectors that only compute: another one may reach outside, so it is never called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionTools:
    """What a prediction may read. Nothing here writes."""

    registers: ReadModel
    answers: Answers
    people: PeopleDirectory
    connectors: Mapping[str, Connector]
    lookups: Callable[[Command, Person], Lookups]


class Walk:
    """One run forward. `now` is the time that it has reached."""

    def __init__(self, tools: PredictionTools, case: PreparedCase, now: datetime) -> None:
        self._tools = tools
        self.forms = {
            name: AssumingForm(form)
            for name, form in case.bundle.forms.items()
            if isinstance(form, Form)
        }
        self.case = replace(case, bundle=replace(case.bundle, forms=self.forms))
        self.now = now
        self.state: InstanceState | None = None
        self.machine: Any = None
        self.jobs: dict[str, ev.JobCreated] = {}
        self.untold: dict[str, Waiting] = {}  # jobs whose result nobody can tell beforehand
        self._registers = RegistersAhead(tools.registers)

    def perform(self, command: Command, actor: Person) -> tuple[ev.Event, ...]:
        """The events of one command. Raises CommandRejected, and then nothing has changed."""
        run = Run(
            case=self.case,
            envelope=Envelope(id=CommandId("ahead"), actor=actor, at=self.now, command=command),
            answers=self._tools.answers,
            state=self.state,
            machine=self.machine,
            lookups=_Existing(self._tools.lookups(command, actor)),
        )
        done = perform(run)
        self.state, self.machine = done.state, done.machine
        for event in done.events:
            if isinstance(event, ev.JobCreated):
                self.jobs[event.job_id] = event
        return done.events

    @property
    def reached(self) -> InstanceState:
        """The case as it is now in this run; there is one after the first command."""
        assert self.state is not None  # noqa: S101 -- asked only after the first command
        return self.state

    @property
    def is_over(self) -> bool:
        """Whether the case would have ended."""
        return self.reached.status is not InstanceStatus.ACTIVE

    def automatic(self) -> tuple[ev.Event, ...]:
        """What the worker would do next at this time; nothing when it would wait."""
        for timer in self._due_timers():
            command = FireTimer(instance_id=self.reached.id, timer_id=timer.id)
            return self.perform(command, SYSTEM)
        for job in self.reached.jobs.values():
            if job.id not in self.untold and (job.due_at is None or job.due_at <= self.now):
                events = self._run(job)
                if events:
                    return events
        return ()

    def next_timer(self) -> datetime | None:
        """When the next timer would fire."""
        times = [timer.due_at for timer in self.reached.timers.values() if timer.due_at]
        return min(times, default=None)

    def _due_timers(self) -> list[Waiting]:
        due = [one for one in self.reached.timers.values() if one.due_at and one.due_at <= self.now]
        return sorted(due, key=lambda one: (one.due_at, one.id))

    def _run(self, job: Waiting) -> tuple[ev.Event, ...]:
        if job.token == 0:  # a message or signal that is thrown: it goes to others
            return self.perform(_answered(self.reached, job, None), SYSTEM)
        connector = self._tools.connectors.get(job.name)
        created = self.jobs.get(job.id)
        if connector is None or connector not in _HARMLESS or created is None:
            self.untold[job.id] = job
            return ()
        try:
            answer = connector(created.inputs, cast("ReadModel", self._registers))
        except ModelledError as error:
            return self.perform(_failed(self.reached, job, error, error.code), SYSTEM)
        except ConnectorFault as fault:
            return self.perform(_failed(self.reached, job, fault, None), SYSTEM)
        self._registers.take(answer.writes)
        command = replace(_answered(self.reached, job, answer.result), writes=answer.writes)
        return self.perform(command, SYSTEM)


class _Existing(Mapping[str, frozenset[str]]):
    """What exists outside the case, without uploads: whether a file may be attached is asked when
    it is, and of a case that there is not yet nobody can tell."""

    def __init__(self, live: Lookups) -> None:
        self._live = live

    def __getitem__(self, name: str) -> frozenset[str]:
        if name == "files":
            raise KeyError(name)
        return self._live[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._live if name != "files")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _answered(state: InstanceState, job: Waiting, result: Any) -> CompleteJob:
    return CompleteJob(instance_id=state.id, job_id=job.id, result=result)


def _failed(state: InstanceState, job: Waiting, error: Exception, code: str | None) -> FailJob:
    return FailJob(instance_id=state.id, job_id=job.id, error=str(error), error_code=code)


__all__ = ["PredictionTools", "Walk"]

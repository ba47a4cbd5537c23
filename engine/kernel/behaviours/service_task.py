"""Service tasks: a connector acts outside, its answer comes back (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from dataclasses import replace

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel.behaviours.waiting import WaitingElement, hold
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token, Watch, WatchKind
from engine.kernel.variables import evaluate


class ServiceTask(WaitingElement):
    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> dict[str, Value]:
        return evaluate(run, node.inputs, run.visible(token.scope))

    def start(self, run: Run, token: Token, node: Node, prepared: dict[str, Value]) -> None:
        job = run.next_id("j")
        run.emit(
            ev.JobCreated(
                job_id=job,
                element_id=node.id,
                token=token.id,
                connector=node.element.connector or "",
                inputs=prepared,
                due_at=run.moment.now,
            )
        )
        watch = Watch(id=job, kind=WatchKind.JOB, token=token.id, element=node.id)
        hold(run, token, run.watch(watch))

    def answered(self, run: Run, token: Token, node: Node, data: Value) -> None:
        jobs = _jobs(run, token)
        for job in jobs:
            del run.watches[job]
        run.resume(_without(run, token, jobs), Phase.FINISH, data)

    def again(self, run: Run, token: Token, node: Node) -> None:
        """Give up the failed job and ask with a new one."""
        prepared = self.prepare(run, token, node)
        self.start(run, self._give_up(run, token), node, prepared)

    def failed(self, run: Run, token: Token, node: Node) -> Token:
        """The job is over; a retry makes a new one."""
        return replace(self._give_up(run, token), status=Status.STUCK, phase=Phase.ENTER)

    def _give_up(self, run: Run, token: Token) -> Token:
        jobs = _jobs(run, token)
        for job in jobs:
            run.cancel_watch(job)
        return _without(run, token, jobs)


def _jobs(run: Run, token: Token) -> list[str]:
    return [watch for watch in token.held if run.watches[watch].kind is WatchKind.JOB]


def _without(run: Run, token: Token, jobs: list[str]) -> Token:
    token = replace(token, held=tuple(watch for watch in token.held if watch not in jobs))
    run.tokens[token.id] = token
    return token

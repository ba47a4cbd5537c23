"""Activities with data of their own: filled before they begin, handed on when they are completed
(BPMN 2.0.2, 10.4.2, 13.3.2)."""

from __future__ import annotations

from dataclasses import replace

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel import compensation, data
from engine.kernel.behaviours.behaviour import complete
from engine.kernel.behaviours.waiting import WaitingElement, hold
from engine.kernel.model import Node
from engine.kernel.repetition import open_scope
from engine.kernel.run import Run
from engine.kernel.state import Inside, Phase, Status, Token, Watch, WatchKind
from engine.kernel.variables import assign

LINES = "register.lines"
"""The connector that reads whole registers: what a data store is to us."""

SAVE = "register.save"
"""The connector that writes lines of registers."""


class DataActivity(WaitingElement):
    """Around the activity itself stands a scope with its data. The token's data says how far it
    has come: `fetch` asks for data stores, `read` fills the inputs, `inside` the activity itself
    is over, `save` writes data stores, `saved` all is done."""

    __slots__ = ()
    waiting = Status.OPEN

    def prepare(self, run: Run, token: Token, node: Node) -> dict[str, Value] | None:
        if any(one.store for one in node.reads):
            return None
        return data.read(run, token.scope, node, {})

    def start(self, run: Run, token: Token, node: Node, prepared: dict[str, Value] | None) -> None:
        if prepared is None:
            _fetch(run, token, node)
        else:
            _begin(run, token, prepared)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        step = token.data["step"]
        if step == "fetch":
            _fetch(run, token, node)
        elif step == "read":
            lines = token.data["lines"]
            stores = {one.name: lines[one.store] for one in node.reads if one.store}
            _begin(run, token, data.read(run, token.scope, node, stores))
        elif step == "inside":
            self._hand_on(run, token, node)
        elif step == "save":
            _ask(run, token, node, SAVE, token.data)
        else:
            complete(run, token, node)

    def _hand_on(self, run: Run, token: Token, node: Node) -> None:
        values, lines = data.write(run, token.id, node)
        assign(run, token.scope, values, "engine", node.id)
        compensation.lift(run, token.id, token.scope)
        run.close(token.id)
        if lines:
            _ask(run, token, node, SAVE, {"step": "save", "lines": lines})
        else:
            complete(run, token, node)

    def answered(self, run: Run, token: Token, node: Node, result: Value) -> None:
        """The data stores were read or written."""
        jobs = _jobs(run, token)
        for job in jobs:
            del run.watches[job]
        fetched = token.data["step"] == "fetch"
        now = {"step": "read", "lines": result} if fetched else {"step": "saved"}
        run.resume(_without(run, token, jobs), Phase.FINISH, now)

    def again(self, run: Run, token: Token, node: Node) -> None:
        """Give up the failed job and ask with a new one."""
        if token.status is not Status.WAITING:
            super().again(run, token, node)
        run.resume(_give_up(run, token), Phase.FINISH, token.data)

    def failed(self, run: Run, token: Token, node: Node) -> Token:
        """The job is over; a retry makes a new one."""
        if token.status is not Status.WAITING:
            return token
        return replace(_give_up(run, token), status=Status.STUCK, phase=Phase.FINISH)


def _fetch(run: Run, token: Token, node: Node) -> None:
    stores = list(dict.fromkeys(one.store for one in node.reads if one.store))
    _ask(run, token, node, LINES, {"step": "fetch", "registers": stores})


def _ask(run: Run, token: Token, node: Node, connector: str, step: Value) -> None:
    """A job for data stores; the token waits for it, whatever else it holds."""
    job = run.next_id("j")
    inputs = {name: value for name, value in step.items() if name != "step"}
    run.emit(
        ev.JobCreated(
            job_id=job,
            element_id=node.id,
            token=token.id,
            connector=connector,
            inputs=inputs,
            due_at=run.moment.now,
        )
    )
    waiting = run.wait(token, Status.WAITING, token.held)
    run.tokens[token.id] = replace(waiting, data=step)
    hold(run, waiting, run.watch(_watch(job, token)))


def _watch(job: str, token: Token) -> Watch:
    return Watch(id=job, kind=WatchKind.JOB, token=token.id, element=token.element)


def _begin(run: Run, token: Token, own: dict[str, Value]) -> None:
    waiting = run.wait(token, Status.OPEN, token.held)
    run.tokens[token.id] = replace(waiting, data={"step": "inside"})
    open_scope(run, token, Inside.DATA, own)
    if own:
        run.emit(ev.VariablesChanged(scope=token.id, new=own, element_id=token.element))
    run.count(token.id, 1)
    run.stack.append(run.place(token.element, token.id))


def _jobs(run: Run, token: Token) -> list[str]:
    return [watch for watch in token.held if run.watches[watch].kind is WatchKind.JOB]


def _without(run: Run, token: Token, jobs: list[str]) -> Token:
    token = replace(token, held=tuple(watch for watch in token.held if watch not in jobs))
    run.tokens[token.id] = token
    return token


def _give_up(run: Run, token: Token) -> Token:
    jobs = _jobs(run, token)
    for job in jobs:
        run.cancel_watch(job)
    return _without(run, token, jobs)

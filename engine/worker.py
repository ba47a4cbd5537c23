"""Due timers, service tasks, messages, signals -> commands; seals and tells what was committed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from typing import Final, Protocol

from engine.connectors import Answer, Connector, ConnectorFault, ModelledError
from engine.core import events as ev
from engine.core.advance import GO_ON
from engine.core.commands import Command, CompleteJob, FailJob, FireTimer
from engine.core.commands_deadlines import PassDeadline
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM
from engine.core.values import in_order
from engine.dispatcher import Dispatcher
from engine.errors import AmbiguousMessage, CommandRejected, ConcurrencyConflict
from engine.exchange import ExchangeTools, Message
from engine.exchange.due import due_turns
from engine.exchange.messages import THROWN_TIME_TO_LIVE, send
from engine.exchange.signals import deliver_thrown
from engine.ports import Clock, Store
from engine.quarantine import GuardedDispatcher, Quarantine
from engine.views import DueJob, DueTimer

BATCH: Final = 64
MAX_ATTEMPTS: Final = 5
FIRST_RETRY: Final = timedelta(seconds=10)
MAX_ERROR: Final = 2_000
ASK_AGAIN: Final = timedelta(minutes=10)
MAX_REFUSED: Final = 10_000
WAKING: Final = frozenset(
    {ev.JobCreated, ev.MessageAwaited, ev.MessageThrown, ev.SignalThrown, ev.TimerScheduled}
)
"""Events after which something is due."""

_log = logging.getLogger("guicheng.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTools:
    """What the worker is wired with."""

    store: Store
    dispatcher: Dispatcher
    clock: Clock
    connectors: Mapping[str, Connector]
    exchange: ExchangeTools
    seal: Callable[[], int]
    lock: WorkLock
    notify: Callable[[], int] = lambda: 0
    """Tells people in the application what is new in the log."""
    send: Callable[[], int] = lambda: 0
    """Sends messages that are due to receivers outside, in a thread of its own: one that hangs
    keeps no timer and nobody's inbox waiting."""
    also: Callable[[], int] = lambda: 0
    """Does a part of what operators asked for many cases."""
    passes: Callable[[Exception], bool] = lambda _fault: False
    """Whether a crash is none of the case's: the database cannot be reached."""


class WorkLock(Protocol):
    """Held while a worker runs: one per SQLite file, none needed on PostgreSQL."""

    def take(self) -> None: ...

    def release(self) -> None: ...


class NoLock:
    """Where several workers may run, or the store belongs to this process alone."""

    def take(self) -> None:
        """Nothing to hold."""

    def release(self) -> None:
        """Nothing held."""


class Worker:
    """Turns what is due into commands. Every command id is derived from what it is for, so that
    a repetition after a crash happens once. A case on which one crashes is left alone until its
    quarantine is lifted."""

    def __init__(self, tools: WorkerTools) -> None:
        self.quarantine = Quarantine(tools.store, tools.clock)
        self._dispatcher = GuardedDispatcher(
            tools.dispatcher, self.quarantine, tools.store, tools.passes
        )
        exchange = replace(tools.exchange, dispatcher=self._dispatcher)
        self._tools = replace(tools, exchange=exchange)
        self._refused: dict[str, datetime] = {}
        self._wake = Event()
        self._stop = Event()
        self._thread: Thread | None = None
        self._sender: Thread | None = None
        self.last_seen: datetime | None = None

    def run_due(self) -> int:
        """Run all that is due now, and what becomes due by it. Returns how many commands.

        What crashes does not keep the rest from running: the first crash is raised at the end.
        """
        done, crashes = 0, list[Exception]()
        while True:
            before = done
            for turn in self._due(self._tools.clock.now()):
                try:
                    done += turn()
                except Exception as crash:  # noqa: BLE001 (raised below, when all had their turn)
                    crashes.append(crash)
            if crashes:
                raise crashes[0]
            if done == before:
                return done

    def _due(self, now: datetime) -> list[Callable[[], int]]:
        store = self._tools.store
        timers, jobs = store.due_timers(now, BATCH), store.due_jobs(now, BATCH)
        turns: list[Callable[[], int]] = [partial(self._fire, timer) for timer in timers]
        turns += [partial(self._run, job) for job in jobs]
        turns += [partial(self._pass, one) for one in store.due_deadlines(now, BATCH)]
        return [*turns, *due_turns(self._tools.exchange, now), self._tools.also]

    def wake(self) -> None:
        """Something may have become due."""
        self._wake.set()

    def start(self, poll_seconds: float = 1.0) -> None:
        """Work in a thread of this process until `stop`. Raises InvalidState when another process
        works on the same SQLite file."""
        self._tools.lock.take()
        self._thread = Thread(target=self._loop, args=(poll_seconds,), name="worker", daemon=True)
        self._thread.start()

    def run_forever(self, poll_seconds: float = 1.0) -> None:
        """Work in this thread until it is interrupted."""
        self._loop(poll_seconds)

    def stop(self) -> None:
        """Finish the command at hand and end the thread."""
        self._stop.set()
        self._wake.set()
        for thread in (self._thread, self._sender):
            if thread is not None:
                thread.join(timeout=30)
        self._tools.lock.release()

    def _loop(self, poll_seconds: float) -> None:
        self._sender = Thread(
            target=self._sending, args=(poll_seconds,), name="sender", daemon=True
        )
        self._sender.start()
        while not self._stop.is_set():
            self._wake.clear()
            for turn in (self.run_due, self._tools.seal, self._tools.notify):
                self._survive(turn)
            self.last_seen = self._tools.clock.now()
            self._wake.wait(poll_seconds)

    def _sending(self, poll_seconds: float) -> None:
        while not self._stop.wait(poll_seconds):
            self._survive(self._tools.send)

    def _survive(self, turn: Callable[[], int]) -> None:
        try:
            turn()
        except Exception:  # noqa: BLE001 (the outermost loop of this process)
            # A crash of one round must not end the worker.
            _log.exception("worker round failed")

    def _send(self, command: Command, command_id: str) -> int:
        """1 when something was done now; 0 when it was refused, postponed or done before."""
        try:
            done = self._dispatcher.dispatch(command, SYSTEM, command_id=command_id)
        except CommandRejected as rejected:
            # What it was for has ended in between (a cancelled timer): nothing is owed.
            _log.info("%s refused: %s", command_id, rejected)
            return 0
        except ConcurrencyConflict as conflict:
            _log.info("%s postponed: %s", command_id, conflict)
            return 0
        return 0 if done.repeated else 1

    def _fire(self, timer: DueTimer) -> int:
        command = FireTimer(instance_id=InstanceId(timer.instance_id), timer_id=timer.id)
        return self._send(command, f"fire:{timer.id}")

    def _pass(self, due: DueTimer) -> int:
        """A deadline of work. What is refused now (the case is suspended) is not asked again at
        once: each refusal is recorded."""
        name = f"deadline:{due.id}:{due.due_at.isoformat()}"
        now = self._tools.clock.now()
        if self._refused.get(name, now) > now:
            return 0
        command = PassDeadline(instance_id=InstanceId(due.instance_id), work_item_id=due.id)
        done = self._send(command, name)
        if not done:
            if len(self._refused) >= MAX_REFUSED:
                self._refused.clear()
            self._refused[name] = now + ASK_AGAIN
        return done

    def _run(self, job: DueJob) -> int:
        if job.kind == "message":
            return self._deliver(job)
        if job.kind == "signal":
            return self._broadcast(job)
        if job.name == GO_ON:
            return self._complete(job, Answer(result=None))
        connector = self._tools.connectors.get(job.name)
        if connector is None:
            return self._fail(
                job, f"连接器 {job.name} 未安装 / connector not installed", final=True
            )
        try:
            answer = connector(job.inputs, self._tools.store)
        except ModelledError as error:
            return self._fail(job, str(error), code=error.code)
        except ConnectorFault as fault:
            return self._fail(job, str(fault), final=not fault.may_pass)
        except Exception as error:  # noqa: BLE001 (a connector is somebody else's code)
            _log.exception("connector %s crashed in %s", job.name, job.id)
            return self._fail(job, f"{type(error).__name__}: {error}")
        return self._complete(job, answer)

    def _complete(self, job: DueJob, answer: Answer) -> int:
        command = CompleteJob(
            instance_id=InstanceId(job.instance_id),
            job_id=job.id,
            result=in_order(answer.result),
            writes=answer.writes,
        )
        return self._send(command, f"job:{job.id}:{job.attempt}")

    def _fail(
        self, job: DueJob, error: str, *, code: str | None = None, final: bool = False
    ) -> int:
        again = not final and code is None and job.attempt < MAX_ATTEMPTS
        wait = FIRST_RETRY * 2 ** (job.attempt - 1)
        command = FailJob(
            instance_id=InstanceId(job.instance_id),
            job_id=job.id,
            error=error[:MAX_ERROR],
            error_code=code,
            attempt=job.attempt,
            retry_at=self._tools.clock.now() + wait if again else None,
        )
        # After an operator's retry attempts count from one again: only their time tells them apart.
        return self._send(command, f"fail:{job.id}:{job.attempt}:{job.due_at.isoformat()}")

    def _deliver(self, job: DueJob) -> int:
        """A thrown message goes to its one receiver, or is kept for a while; that several wait
        for it is an incident at who has thrown it."""
        message = Message(
            id=job.id,
            name=job.name,
            key=job.correlation_key,
            data=job.inputs,
            time_to_live=THROWN_TIME_TO_LIVE,
        )
        try:
            send(self._tools.exchange, message, SYSTEM)
        except AmbiguousMessage as ambiguous:
            return self._fail(job, str(ambiguous), final=True)
        except (CommandRejected, ConcurrencyConflict) as later:
            _log.info("message of %s postponed: %s", job.id, later)
            return 0
        return self._complete(job, Answer(result=None))

    def _broadcast(self, job: DueJob) -> int:
        """A thrown signal goes to everybody who waited for it."""
        if not deliver_thrown(self._tools.exchange, job):
            return 0
        return self._complete(job, Answer(result=None))

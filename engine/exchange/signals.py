"""A signal reaches every case that waited for it when it was thrown, and starts what it starts.

The command ids are derived from the signal and who gets it: everybody gets it once, whatever
happens in between, and a case that fails keeps nobody else from getting it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from engine.core import policy
from engine.core.commands import BroadcastSignal, FinishSignal, ReceiveSignal
from engine.core.ids import InstanceId
from engine.core.people import SYSTEM, Person
from engine.core.values import Value
from engine.dispatcher import Outcome
from engine.errors import CommandRejected, ConcurrencyConflict, InvalidCommand, NotPermitted
from engine.exchange.gathering import occur
from engine.exchange.messages import Receipt, serial_of
from engine.exchange.streams import Asked, append
from engine.exchange.tools import ExchangeTools, Occurrence
from engine.views import DueJob, KeptMessage, Subscription

_log = logging.getLogger("guicheng.exchange")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What is broadcast, when it was thrown, and by which job of a case, if by one."""

    id: str
    name: str
    data: Mapping[str, Value]
    thrown_at: datetime
    thrown_by: DueJob | None = None


@dataclass(slots=True)
class _Reached:
    """What has become of one broadcast so far."""

    received_by: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    new: int = 0
    postponed: bool = False
    crashes: list[Exception] = field(default_factory=list)


def broadcast(
    tools: ExchangeTools, name: str, data: Mapping[str, Value], how: tuple[Person, str]
) -> Receipt:
    """Send a signal from outside; `how` is who sends it, under which id. It is in the log before
    anybody gets it: whatever happens now, everybody will. Raises NotPermitted."""
    sender, signal_id = how
    if not policy.may_send_messages(sender):
        raise NotPermitted("您不能发送信号", "Expected somebody who may send signals")
    stream = f"signal:{signal_id}"
    command = BroadcastSignal(instance_id=InstanceId(stream), signal=name, data=data)
    repeated = tools.store.message(stream) is not None
    if not repeated:
        try:
            asked = Asked(command, sender, f"broadcast:{signal_id}")
            append(tools.store, asked, tools.clock.now())
        except ConcurrencyConflict:
            repeated = True
    kept = tools.store.message(stream)
    assert kept is not None  # noqa: S101 -- it has just been appended, by us or by another
    if (kept.name, kept.data) != (name, data):
        raise InvalidCommand(
            f"信号编号 {signal_id} 已用于另一个信号",
            f"Expected a new signal id, {signal_id} was used for another signal",
        )
    if kept.ended_at is not None:
        return Receipt(id=signal_id, repeated=True)
    reached = deliver_open(tools, kept)
    return Receipt(
        id=signal_id,
        received_by=tuple(reached.received_by),
        started=tuple(reached.started),
        repeated=repeated,
    )


def deliver_open(tools: ExchangeTools, kept: KeptMessage) -> _Reached:
    """Deliver a signal from outside; it is over when nobody is left who has to get it later."""
    signal = Signal(id=kept.id, name=kept.name, data=kept.data, thrown_at=kept.published_at)
    reached = reach(tools, signal)
    if not reached.postponed:
        finish = FinishSignal(instance_id=InstanceId(kept.id))
        try:
            append(tools.store, Asked(finish, SYSTEM, f"finish:{kept.id}"), tools.clock.now())
        except ConcurrencyConflict:
            _log.info("%s was finished by another", kept.id)
    return reached


def deliver_thrown(tools: ExchangeTools, job: DueJob) -> bool:
    """Deliver what a case has thrown; whether nobody is left who has to get it later."""
    signal = Signal(
        id=f"signal:{job.id}",
        name=job.name,
        data=job.inputs,
        thrown_at=job.due_at,
        thrown_by=job,
    )
    return not reach(tools, signal).postponed


def reach(tools: ExchangeTools, signal: Signal) -> _Reached:
    """Everybody gets the signal once. The first crash is raised when all had their turn."""
    reached = _Reached()
    for subscription in tools.store.signal_subscriptions(signal.name):
        if waited(subscription, signal):
            turn = partial(_receive, tools, signal, subscription)
            _survive(turn, reached, reached.received_by)
    for occurred in _starts(tools, signal):
        _survive(partial(occur, tools, occurred), reached, reached.started)
    if reached.crashes:
        raise reached.crashes[0]
    return reached


def waited(subscription: Subscription, signal: Signal) -> bool:
    """Whether it waited when the signal was thrown: in the throwing case by the order of what
    happened, elsewhere by the recorded time."""
    job = signal.thrown_by
    if job is not None and job.instance_id == subscription.instance_id:
        return serial_of(subscription) < int(job.id.rpartition("-j")[2])
    return subscription.since is None or subscription.since <= signal.thrown_at


def _receive(tools: ExchangeTools, signal: Signal, waiting: Subscription) -> Outcome:
    command = ReceiveSignal(
        instance_id=InstanceId(waiting.instance_id),
        subscription_id=waiting.id,
        data=signal.data,
    )
    return tools.dispatcher.dispatch(command, SYSTEM, command_id=f"{signal.id}:{waiting.id}")


def _starts(tools: ExchangeTools, signal: Signal) -> Iterator[Occurrence]:
    for trigger in tools.store.start_triggers("signal", signal.name):
        yield Occurrence(
            process=trigger.process,
            element_id=trigger.element_id,
            command_id=f"{signal.id}:{trigger.process}:{trigger.element_id}",
            payload=signal.data,
            part=f"{trigger.kind}:{trigger.name}",
        )


def _survive(turn: Callable[[], Outcome | None], reached: _Reached, to: list[str]) -> None:
    try:
        outcome = turn()
    except CommandRejected as rejected:  # in between the case went on or ended: nothing is owed
        _log.info("signal not taken: %s", rejected)
    except ConcurrencyConflict as conflict:
        _log.info("signal postponed: %s", conflict)
        reached.postponed = True
    except Exception as crash:  # noqa: BLE001 (raised when everybody had their turn)
        reached.crashes.append(crash)
    else:
        if outcome is not None:  # else kept, for a start that needs more
            to.append(outcome.instance_id)
            reached.new += not outcome.repeated

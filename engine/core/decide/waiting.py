"""Decides what reaches a waiting case from outside: timers, messages, connectors' answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.core import policy
from engine.core.advance import (
    GO_ON,
    ErrorThrown,
    GoOn,
    JobDone,
    MessageCame,
    SignalCame,
    TimerDue,
)
from engine.core.commands import (
    CompleteJob,
    FailJob,
    FireTimer,
    ReceiveMessage,
    ReceiveSignal,
    RegisterWrite,
    StartInstance,
)
from engine.core.decide import Decision
from engine.core.decide.resting import held, is_suspended
from engine.core.events import (
    Event,
    IncidentRaised,
    JobCompleted,
    JobFailed,
    MessageCorrelated,
    RegisterEntryWritten,
)
from engine.core.people import Person
from engine.core.state import IncidentKind, InstanceState, Waiting
from engine.errors import InvalidState, NotPermitted


def _waiting(items: Mapping[str, Waiting], key: str, zh: str, en: str) -> Waiting:
    item = items.get(key)
    if item is None:
        raise InvalidState(f"{zh} {key} 已不在等待", f"Expected {en} {key} to be waiting")
    return item


def _only_engine(actor: Person) -> None:
    if not (policy.is_system(actor) or policy.may_administer(actor)):
        raise NotPermitted("此命令只由引擎发出", "Expected the engine to send this command")


def decide_timer(
    state: InstanceState, actor: Person, command: FireTimer, now: datetime
) -> Decision:
    """A timer fires once and never early."""
    _only_engine(actor)
    timer = _waiting(state.timers, command.timer_id, "定时器", "timer")
    if timer.due_at is not None and timer.due_at > now:
        raise InvalidState(
            f"定时器 {timer.id} 尚未到期（{timer.due_at.isoformat()}）",
            f"Expected timer {timer.id} to be due, it is due at {timer.due_at.isoformat()}",
        )
    return Decision(stimulus=TimerDue(timer_id=timer.id))


def _only_senders(actor: Person) -> None:
    if not policy.may_send_messages(actor):
        raise NotPermitted("您不能发送消息", "Expected somebody who may send messages")


def decide_message(
    state: InstanceState, actor: Person, command: ReceiveMessage, now: datetime
) -> Decision:
    """A message reaches one subscription of the case; one that was kept is taken with it."""
    _only_senders(actor)
    waiting = _waiting(state.subscriptions, command.subscription_id, "消息订阅", "subscription")
    taken = correlated(command.message_id, now)
    if is_suspended(state):
        return held(waiting, (command.data, command.correlation_key), now, *taken)
    return Decision(
        events=taken,
        stimulus=MessageCame(
            subscription_id=waiting.id,
            data=command.data,
            correlation_key=command.correlation_key,
        ),
    )


def correlated(message_id: str, now: datetime) -> tuple[Event, ...]:
    """That a kept message was taken; nothing for one that came straight."""
    return (MessageCorrelated(message_id=message_id, at=now),) if message_id else ()


def all_correlated(command: StartInstance, now: datetime) -> tuple[Event, ...]:
    """That all that had been kept for the start of a case was taken by it."""
    if not (command.message_id or command.occurrences):  # nearly always
        return ()
    taken = (command.message_id, *command.occurrences)
    return tuple(event for one in taken for event in correlated(one, now))


def decide_signal(
    state: InstanceState, actor: Person, command: ReceiveSignal, now: datetime
) -> Decision:
    """A signal reaches one subscription of the case."""
    _only_senders(actor)
    waiting = _waiting(state.subscriptions, command.subscription_id, "信号订阅", "subscription")
    if is_suspended(state):
        return held(waiting, (command.data, ""), now)
    return Decision(stimulus=SignalCame(subscription_id=waiting.id, data=command.data))


def _written(write: RegisterWrite, element_id: str) -> RegisterEntryWritten:
    return RegisterEntryWritten(
        register=write.register,
        key=write.key,
        version=write.read_version + 1,
        data=write.data,
        element_id=element_id,
    )


def decide_job_completion(state: InstanceState, actor: Person, command: CompleteJob) -> Decision:
    """A connector's answer; a message job (token 0) was only to be delivered."""
    _only_engine(actor)
    job = _waiting(state.jobs, command.job_id, "作业", "job")
    events: list[Event] = [_written(write, job.element_id) for write in command.writes]
    events.append(JobCompleted(job_id=job.id, element_id=job.element_id, result=command.result))
    if job.token == 0:
        return Decision(events=tuple(events), stimulus=GoOn() if job.name == GO_ON else None)
    return Decision(events=tuple(events), stimulus=JobDone(token=job.token, result=command.result))


def decide_job_failure(state: InstanceState, actor: Person, command: FailJob) -> Decision:
    """A modelled error goes to the diagram; a fault is tried again or becomes an incident."""
    _only_engine(actor)
    job = _waiting(state.jobs, command.job_id, "作业", "job")
    failed = JobFailed(
        job_id=job.id,
        element_id=job.element_id,
        attempt=command.attempt,
        error=command.error,
        retry_at=command.retry_at if command.error_code is None else None,
    )
    if command.error_code is not None:
        thrown = ErrorThrown(token=job.token, code=command.error_code, message=command.error)
        return Decision(events=(failed,), stimulus=thrown)
    if command.retry_at is not None:
        return Decision(events=(failed,))
    return Decision(events=(failed, _job_incident(state, job, command)))


def _job_incident(state: InstanceState, job: Waiting, command: FailJob) -> IncidentRaised:
    zh = f"连接器 {job.name} 执行 {command.attempt} 次均失败：{command.error}"
    en = f"Connector {job.name} failed {command.attempt} times: {command.error}"
    if job.token == 0:
        zh = f"消息 {job.name} 未能送达：{command.error}"
        en = f"Message {job.name} was not delivered: {command.error}"
    return IncidentRaised(
        incident_id=f"{job.id}-i",
        kind=IncidentKind.JOB_FAILED,
        element_id=job.element_id,
        token=job.token,
        zh=zh,
        en=en,
    )

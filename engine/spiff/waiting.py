"""Begins and ends what waits: work, jobs, timers, messages, and the scopes of calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.core import events as ev
from engine.core.advance import AssignmentRequest, WorkOffered
from engine.core.correlation import key_text
from engine.core.definition import (
    Access,
    Assignment,
    AssignmentKind,
    Kind,
    TimerKind,
    Trigger,
    UserTask,
)
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.spiff import offering, timers
from engine.spiff.failures import Stuck
from engine.spiff.live import Active, Live, Scope, Watch, place_of
from engine.spiff.model import Parts

_EXPECTED = {
    TimerKind.DATE: ("日期或日期时间", "a date or a date and time"),
    TimerKind.DURATION: ("时长", "a duration"),
    TimerKind.CYCLE: ("如 R3/PT1H 的循环", "a cycle such as R3/PT1H"),
}


def offer(live: Live, task: Any) -> None:
    """A user task is offered to people. Raises Stuck, then nothing was done."""
    offered = offering.offer_of(live, task)
    active = _activate(live, task, _boundary_watches(live, task))
    live.emit(offered)
    _begin_all(live, active)


def offer_start(live: Live, task: Any) -> None:
    """The start event waits for the initiator to revise the form that the case began with."""
    place = place_of(task)
    active = _activate(live, task, [])
    form = UserTask(
        form_id=active.element.form_id or "",
        assignments=(Assignment(kind=AssignmentKind.INITIATOR),),
        default_access=Access.EDIT,
    )
    live.emit(
        WorkOffered(
            element=replace(active.element, user_task=form),
            token=active.token,
            process=place.process,
            assignments=(AssignmentRequest(kind=AssignmentKind.INITIATOR),),
        )
    )


def ask(live: Live, task: Any) -> None:
    """A service task asks its connector, or asks it anew. Raises Stuck."""
    parts, token = place_of(task).parts, live.token(task)
    inputs = live.mapped(parts.inputs, live.visible(live.scope(task)))
    active = live.active.get(token)
    if active is None:
        planned = _boundary_watches(live, task)
        active = _activate(live, task, planned)
        _create_job(live, active, inputs)
        _begin_all(live, active)
        return
    active.asks_again = False
    _create_job(live, active, inputs)


def _create_job(live: Live, active: Active, inputs: Mapping[str, Value]) -> None:
    job = Watch(id=live.next_id("j"), token=active.token, parts=active.parts, kind="job")
    live.emit(
        ev.JobCreated(
            job_id=job.id,
            element_id=active.element.id,
            token=active.token,
            connector=active.element.connector or "",
            inputs=inputs,
            due_at=live.moment.now,
        )
    )
    live.watches[job.id] = job
    active.watches.append(job.id)


def listen(live: Live, task: Any) -> None:
    """An intermediate catch event or receive task begins to wait. Raises Stuck."""
    parts = place_of(task).parts
    watch = replace(_planned(live, task, parts), token=live.token(task))
    active = _activate(live, task, _boundary_watches(live, task))
    begin(live, active, watch)
    _begin_all(live, active)


def race(live: Live, task: Any) -> None:
    """An event-based gateway begins to wait for all its events. Raises Stuck."""
    parts = place_of(task).parts
    planned = [_planned(live, task, one) for one in parts.events]
    active = _activate(live, task, [])
    for watch in planned:
        begin(live, active, replace(watch, token=active.token))


def open_whole(live: Live, task: Any) -> None:
    """The way into a multi-instance activity: it begins as a whole. Raises Stuck."""
    _begin_all(live, _activate(live, task, _boundary_watches(live, task)))


def open_scope(live: Live, task: Any) -> None:
    """The way into a sub-process or call: its scope begins. Raises Stuck."""
    place, token, outer = place_of(task), live.token(task), live.scope(task)
    parts = place.parts
    is_call = parts.element.kind is Kind.CALL_ACTIVITY
    inputs = live.mapped(parts.inputs, live.visible(outer)) if is_call else {}
    active = _activate(live, task, _boundary_watches(live, task))
    process = parts.element.called_name if is_call else place.process
    live.scopes[token] = Scope(parent=outer, process=process, own=is_call, variables=inputs)
    if inputs:
        live.emit(ev.VariablesChanged(scope=token, new=inputs, element_id=parts.element.id))
    _begin_all(live, active)


def complete(live: Live, active: Active) -> None:
    """The active element ended as modelled: everything it held is over."""
    del live.active[active.token]
    if active.incident:
        live.resolved(active.incident)
    live.emit(ev.ElementCompleted(element_id=active.element.id, token=active.token))
    for watch in active.watches:
        live.drop_watch(watch)


# --- timers and messages


def _activate(live: Live, task: Any, planned: list[Watch]) -> Active:
    token, scope = live.token(task), live.scope(task)
    active = Active(token=token, task=task, parts=place_of(task).parts, planned=planned)
    live.active[token] = active
    home = live.home(scope)
    live.emit(
        ev.ElementActivated(
            element_id=active.element.id,
            token=token,
            scope=scope,
            process=live.scopes[home].process if home else "",
        )
    )
    return active


def _begin_all(live: Live, active: Active) -> None:
    planned, active.planned = active.planned, []
    for watch in planned:
        begin(live, active, watch)


def _boundary_watches(live: Live, task: Any) -> list[Watch]:
    """What the boundary events of the activity will wait for. Raises Stuck."""
    return [
        _planned(live, task, boundary)
        for boundary in place_of(task).parts.boundaries
        if boundary.element.event.trigger in (Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL)
    ]


def _planned(live: Live, task: Any, parts: Parts) -> Watch:
    """A timer or message that is to be awaited beside or by the task. Raises Stuck."""
    seen, token = live.visible(live.scope(task)), live.token(task)
    event = parts.element.event
    if event.trigger is Trigger.MESSAGE:
        key = correlation_key(live, parts, seen)
        return Watch(id="", token=token, parts=parts, kind="message", key=key)
    if event.trigger is Trigger.SIGNAL:
        return Watch(id="", token=token, parts=parts, kind="signal")
    if parts.timer is None or event.timer_kind is None:
        raise LookupError(f"Expected {parts.element.id} to have a time")
    value = parts.timer.value(seen, live.now)
    try:
        plan = timers.plan(event.timer_kind, value, live.moment.now)
    except timers.NotATime as error:
        zh, en = _EXPECTED[event.timer_kind]
        raise Stuck(
            IncidentKind.TIMER,
            parts.element,
            f"定时表达式 {parts.timer.text} 应得到{zh}，实际为 {value}",
            f"Expected the timer {parts.timer.text} to give {en}, got {value}",
        ) from error
    return Watch(id="", token=token, parts=parts, kind="timer", plan=plan)


def correlation_key(live: Live, parts: Parts, seen: Mapping[str, Value]) -> str:
    """The key as text; empty where none is modelled. Raises Stuck."""
    if parts.correlation is None:
        return ""
    value = parts.correlation.value(seen, live.now)
    key = key_text(value)
    if key is None:
        expected = "文本、数字或它们的列表", "a string, a number or a list of these"
        raise parts.correlation.unfit(value, *expected)
    return key


def begin(live: Live, active: Active, planned: Watch) -> None:
    """Begin to wait for a timer or message."""
    element = planned.parts.element
    watch = replace(planned, id=live.next_id("t" if planned.plan else "s"))
    if watch.plan is not None:
        live.emit(
            ev.TimerScheduled(
                timer_id=watch.id,
                element_id=element.id,
                token=watch.token,
                due_at=watch.plan.due_at,
            )
        )
    elif watch.kind == "signal":
        live.emit(
            ev.SignalAwaited(
                subscription_id=watch.id,
                element_id=element.id,
                token=watch.token,
                signal=element.event.signal or "",
            )
        )
    else:
        live.emit(
            ev.MessageAwaited(
                subscription_id=watch.id,
                element_id=element.id,
                token=watch.token,
                message=element.event.message or "",
                correlation_key=watch.key,
            )
        )
    live.watches[watch.id] = watch
    active.watches.append(watch.id)


def again(watch: Watch) -> Watch | None:
    """What a non-interrupting boundary event waits for after it occurred."""
    if watch.plan is None:
        return watch
    plan = watch.plan.following()
    return None if plan is None else replace(watch, plan=plan)

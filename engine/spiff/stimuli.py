"""What comes from outside, applied to the live case; one function per stimulus."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.definition import Kind
from engine.core.values import Value
from engine.errors import InvalidState
from engine.spiff import moves, offering, waiting
from engine.spiff.advancing import happen, notice_canceled
from engine.spiff.catching import catcher, escalated, uncaught
from engine.spiff.failures import BeyondWitness
from engine.spiff.live import ROOT, Active, Live, Watch, place_of
from engine.spiff.model import Role
from engine.spiff.running import step


def apply(live: Live, stimulus: adv.Stimulus) -> None:
    """Change the case as the stimulus says. Raises InvalidState when nothing waits for it."""
    if live.is_over and not isinstance(stimulus, adv.Move):
        raise InvalidState("案件已经结束", "Expected an active case, but it has ended")
    applier = _APPLIERS.get(type(stimulus))
    if applier is None:
        raise BeyondWitness(
            f"没有为 SpiffWorkflow 编写 {type(stimulus).__name__}",
            f"Expected a stimulus that SpiffWorkflow is told, got {type(stimulus).__name__}",
        )
    applier(live, stimulus)


def _begin(live: Live, stimulus: adv.Begin) -> None:
    start = stimulus.start_event or live.prepared.start or ""
    live.brought = dict(stimulus.payload)
    live.assign(ROOT, stimulus.variables, live.moment.initiator.id, start)


def _task_done(live: Live, stimulus: adv.TaskDone) -> None:
    _answered(live, stimulus.token, _BY_PEOPLE, (stimulus.data, stimulus.by))


_BY_PEOPLE: Final = frozenset({Kind.USER_TASK, Kind.START_EVENT})
"""What people are done with: of a start event, when they have revised what they handed in."""


def _job_done(live: Live, stimulus: adv.JobDone) -> None:
    active = live.active_at(stimulus.token)
    if _jobs(live, active):
        _forget_jobs(live, active)
        _answered(live, stimulus.token, {Kind.SERVICE_TASK}, (stimulus.result,))
        return
    raise _not_waiting(stimulus.token)


def _answered(live: Live, token: int, kinds: Collection[Kind], answer: tuple[Value, ...]) -> None:
    active = live.active_at(token)
    if active.element.kind not in kinds or active.answer:
        raise _not_waiting(token)
    active.answer = answer
    step(live, active.task)


def _timer_due(live: Live, stimulus: adv.TimerDue) -> None:
    watch = _taken(live, stimulus.timer_id, "timer")
    live.emit(ev.TimerFired(timer_id=watch.id, element_id=watch.parts.element.id))
    _came(live, watch, None)


def _message_came(live: Live, stimulus: adv.MessageCame) -> None:
    watch = _taken(live, stimulus.subscription_id, "message")
    live.emit(ev.MessageReceived(subscription_id=watch.id, data=stimulus.data))
    _came(live, watch, stimulus.data)


def _signal_came(live: Live, stimulus: adv.SignalCame) -> None:
    watch = _taken(live, stimulus.subscription_id, "signal")
    live.emit(ev.SignalReceived(subscription_id=watch.id, data=stimulus.data))
    _came(live, watch, stimulus.data)


def _taken(live: Live, watch_id: str, kind: str) -> Watch:
    """What is awaited under this id, no longer awaited. Raises InvalidState."""
    watch = live.watches.get(watch_id)
    if watch is None or watch.kind != kind:
        raise InvalidState(
            f"{watch_id} 已不在等待", f"Expected {watch_id} to be awaited, it is not"
        )
    del live.watches[watch_id]
    live.active[watch.token].watches.remove(watch_id)
    return watch


def _came(live: Live, watch: Watch, data: Value) -> None:
    active, element = live.active[watch.token], watch.parts.element
    if element.kind is not Kind.BOUNDARY_EVENT:
        active.answer = (data,)
        active.chosen = element.id
        step(live, active.task)
        return
    following = None if element.interrupting else waiting.again(watch)
    if following is not None:
        waiting.begin(live, active, following)
    happen(live, active, watch.parts, data, more=following is not None)


def _error_thrown(live: Live, stimulus: adv.ErrorThrown) -> None:
    active = live.active_at(stimulus.token)
    if active.answer or active.asks_again:
        raise _not_waiting(stimulus.token)
    main = live.main_of(active)
    caught = catcher(live, main, stimulus.code)
    live.emit(
        ev.BpmnErrorThrown(
            element_id=active.element.id,
            token=active.token,
            code=stimulus.code,
            message=stimulus.message,
            caught_by=caught[1].element.id if caught else None,
        )
    )
    if caught is None:
        _wedge(live, active, stimulus)
        return
    data = {"code": stimulus.code, "message": stimulus.message}
    happen(live, caught[0], caught[1], data, more=False)


def _escalation_raised(live: Live, stimulus: adv.EscalationRaised) -> None:
    active = live.active_at(stimulus.token)
    if active.answer or active.asks_again:
        raise _not_waiting(stimulus.token)
    escalated(live, live.main_of(active), stimulus.code, stimulus.data)


def _wedge(live: Live, active: Active, stimulus: adv.ErrorThrown) -> None:
    """Nothing catches the error. A service task is stuck: its job is over; others wait on."""
    if active.element.kind is Kind.SERVICE_TASK:
        _give_up_jobs(live, active)
    if active.incident:
        live.resolved(active.incident)
    active.incident = live.incident(
        active.token, uncaught(active.parts, stimulus.code, stimulus.message)
    )


def _retry(live: Live, stimulus: adv.Retry) -> None:
    held = next((one for one in live.held.values() if live.token(one.task) == stimulus.token), None)
    active = live.active.get(stimulus.token)
    if held is None and active is None:
        raise _not_waiting(stimulus.token)
    task = held.task if held else live.active[stimulus.token].task
    element = place_of(task).parts.element
    live.assign(live.scope(task), stimulus.variables, stimulus.by, element.id)
    if held is not None:
        live.resolved(held.incident, stimulus.by)
        del live.held[task.id]
    elif active is not None:
        _try_again(live, active, stimulus.by)


def _try_again(live: Live, active: Active, by: str) -> None:
    had = active.incident
    if had:
        live.resolved(had, by)
        active.incident = ""
    if active.element.kind is Kind.SERVICE_TASK and not (had and _jobs(live, active)):
        _give_up_jobs(live, active)
        active.asks_again = True
        step(live, active.task)
    elif not had and place_of(active.task).role is Role.USER:
        live.emit(offering.offer_of(live, active.task))
    elif not had:
        name = active.element.name or active.element.id
        raise InvalidState(
            f"“{name}”没有异常，不能重试", f"Expected {active.element.id} to be stuck, it is not"
        )


def _stop(live: Live, stimulus: adv.Stop) -> None:
    live.workflow.cancel()
    notice_canceled(live, "")
    live.is_over = True
    live.emit(ev.InstanceTerminated(at=live.moment.now, by=stimulus.by))


def _jobs(live: Live, active: Active) -> list[str]:
    return [one for one in active.watches if live.watches[one].kind == "job"]


def _forget_jobs(live: Live, active: Active) -> None:
    for job in _jobs(live, active):
        active.watches.remove(job)
        del live.watches[job]


def _give_up_jobs(live: Live, active: Active) -> None:
    for job in _jobs(live, active):
        active.watches.remove(job)
        live.drop_watch(job)


def _not_waiting(token: int) -> InvalidState:
    return InvalidState(
        f"位置 {token} 已不在等待", f"Expected token {token} to wait for this, it does not"
    )


_APPLIERS: Final[Mapping[type[Any], Callable[[Live, Any], None]]] = {
    adv.Begin: _begin,
    adv.TaskDone: _task_done,
    adv.TimerDue: _timer_due,
    adv.JobDone: _job_done,
    adv.ErrorThrown: _error_thrown,
    adv.EscalationRaised: _escalation_raised,
    adv.MessageCame: _message_came,
    adv.SignalCame: _signal_came,
    adv.Retry: _retry,
    adv.Stop: _stop,
    adv.Move: moves.move,
    adv.Reopen: moves.reopen,
    adv.Amend: moves.amend,
}

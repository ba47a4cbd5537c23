"""What comes from outside, applied to the waiting tokens; one function per stimulus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.core import advance as adv
from engine.core.definition import Kind
from engine.core.events import InstanceTerminated
from engine.errors import InvalidState
from engine.kernel import errors, escalations, moves, scopes, slicing
from engine.kernel.beginning import begin
from engine.kernel.behaviours.ad_hoc_sub_process import AdHocSubProcess
from engine.kernel.behaviours.data_activity import DataActivity
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Status, Token, Watch, WatchKind
from engine.kernel.triggering import trigger
from engine.kernel.variables import assign
from engine.kernel.watching import message_came


def apply(run: Run, stimulus: adv.Stimulus) -> None:
    """Change the run as the stimulus says. Raises InvalidState when nothing waits for it."""
    _APPLIERS[type(stimulus)](run, stimulus)


def _task_done(run: Run, stimulus: adv.TaskDone) -> None:
    _answer(run, stimulus.token, {"by": stimulus.by, "data": stimulus.data}, *_BY_PEOPLE)


_BY_PEOPLE: Final = (Kind.USER_TASK, Kind.START_EVENT)
"""What people are done with: of a start event, when they have revised what they handed in."""


def _job_done(run: Run, stimulus: adv.JobDone) -> None:
    token = _token(run, stimulus.token)
    node = run.node(token)
    if isinstance(node.behaviour, DataActivity) and token.status is Status.WAITING:
        node.behaviour.answered(run, token, node, stimulus.result)
    else:
        _answer(run, stimulus.token, stimulus.result, Kind.SERVICE_TASK)


def _answer(run: Run, token_id: int, data: Any, *kinds: Kind) -> None:
    token = _token(run, token_id)
    node = run.node(token)
    if token.status is not Status.WAITING or node.element.kind not in kinds or not token.active:
        raise _not_waiting(token_id)
    node.behaviour.answered(run, token, node, data)


def _ad_hoc_activated(run: Run, stimulus: adv.AdHocActivated) -> None:
    token, node, behaviour = _ad_hoc(run, stimulus.token)
    behaviour.activated(run, token, node, stimulus.element_id)


def _ad_hoc_finished(run: Run, stimulus: adv.AdHocFinished) -> None:
    token, node, behaviour = _ad_hoc(run, stimulus.token)
    behaviour.finished(run, token, node)


def _ad_hoc(run: Run, token_id: int) -> tuple[Token, Node, AdHocSubProcess]:
    token = _token(run, token_id)
    node = run.node(token)
    if not isinstance(node.behaviour, AdHocSubProcess) or token.status is not Status.OPEN:
        raise _not_waiting(token_id)
    return token, node, node.behaviour


def _timer_due(run: Run, stimulus: adv.TimerDue) -> None:
    trigger(run, _watch(run, stimulus.timer_id, WatchKind.TIMER), None)


def _message_came(run: Run, stimulus: adv.MessageCame) -> None:
    watch = _watch(run, stimulus.subscription_id, WatchKind.MESSAGE)
    message_came(run, watch, stimulus.data, stimulus.correlation_key)
    trigger(run, run.watches[watch.id], dict(stimulus.data))


def _signal_came(run: Run, stimulus: adv.SignalCame) -> None:
    watch = _watch(run, stimulus.subscription_id, WatchKind.SIGNAL)
    trigger(run, watch, dict(stimulus.data))


def _error_thrown(run: Run, stimulus: adv.ErrorThrown) -> None:
    token = _token(run, stimulus.token)
    if token.status not in (Status.WAITING, Status.OPEN) or not token.active:
        raise _not_waiting(token.id)
    error = errors.Thrown(code=stimulus.code, message=stimulus.message, data=stimulus.data)
    catcher = errors.catcher(run, token, error)
    if catcher is not None:
        errors.catch(run, token, error, catcher)
        return
    node = run.node(token)
    stuck = errors.uncaught(run, token, node, error)
    token = node.behaviour.failed(run, token, node)
    if token.incident:
        run.resolve(token)
    run.tokens[token.id] = replace(token, incident=run.incident(token, stuck))


def _escalation_raised(run: Run, stimulus: adv.EscalationRaised) -> None:
    token = _token(run, stimulus.token)
    if token.status not in (Status.WAITING, Status.OPEN) or not token.active:
        raise _not_waiting(token.id)
    escalations.throw(run, token, stimulus.code, stimulus.data)


def _go_on(run: Run, stimulus: adv.GoOn) -> None:
    slicing.go_on(run)


def _retry(run: Run, stimulus: adv.Retry) -> None:
    token = _token(run, stimulus.token)
    run.slices = 0
    assign(run, token.scope, stimulus.variables, stimulus.by, token.element)
    if not token.incident:
        node = run.node(token)
        node.behaviour.again(run, token, node)
        return
    run.resolve(token, stimulus.by)
    run.ask_again()
    token = replace(token, incident="")
    run.tokens[token.id] = token
    run.unasked = bool(run.conditions)
    if token.status is Status.STUCK:
        run.tokens[token.id] = replace(token, status=Status.READY)
        run.stack.append(token.id)


def _stop(run: Run, stimulus: adv.Stop) -> None:
    if not run.tokens:
        raise InvalidState("案件已经结束", "Expected an active case, but it has ended")
    scopes.cancel_content(run, ROOT, "")
    run.emit(InstanceTerminated(at=run.moment.now, by=stimulus.by))


def _token(run: Run, token_id: int) -> Token:
    token = run.tokens.get(token_id)
    if token is None:
        raise _not_waiting(token_id)
    return token


def _watch(run: Run, watch_id: str, kind: WatchKind) -> Watch:
    watch = run.watches.get(watch_id)
    if watch is None or watch.kind is not kind:
        raise InvalidState(
            f"{watch_id} 已不在等待", f"Expected {watch_id} to be awaited, it is not"
        )
    return watch


def _not_waiting(token_id: int) -> InvalidState:
    return InvalidState(
        f"位置 {token_id} 已不在等待", f"Expected token {token_id} to wait for this, it does not"
    )


_APPLIERS: Final[Mapping[type[Any], Callable[[Run, Any], None]]] = {
    adv.Begin: begin,
    adv.TaskDone: _task_done,
    adv.TimerDue: _timer_due,
    adv.JobDone: _job_done,
    adv.ErrorThrown: _error_thrown,
    adv.EscalationRaised: _escalation_raised,
    adv.MessageCame: _message_came,
    adv.SignalCame: _signal_came,
    adv.AdHocActivated: _ad_hoc_activated,
    adv.AdHocFinished: _ad_hoc_finished,
    adv.GoOn: _go_on,
    adv.Retry: _retry,
    adv.Stop: _stop,
    adv.Move: moves.move,
    adv.Reopen: moves.reopen,
    adv.Amend: moves.amend,
}

"""What each kind of task does beside moving control: our data, our events, our outside world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.core import events as ev
from engine.core.definition import Kind, Trigger
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.dmn import DmnError
from engine.errors import LimitExceeded
from engine.spiff import repeating, waiting
from engine.spiff.advancing import happen, run
from engine.spiff.catching import catcher, escalated, uncaught
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.live import Live, place_of
from engine.spiff.model import Parts, Role
from engine.spiff.specs import decide, occur


def _silent(live: Live, task: Any) -> None:
    run(live, task)


def _flow(live: Live, task: Any) -> None:
    place, source = place_of(task), task.parent
    if place.joins:
        _arrive(live, (live.scope(task), place.joins), place.flow)
    reason = live.reasons.pop((source.id, place.flow), None)
    if reason is None and place.parts.conditions:
        reason = _default_reason(live, task)
    token = live.token(source)
    live.emit(ev.FlowTaken(flow_id=place.flow, token=token, reason=reason))
    run(live, task)


def _default_reason(live: Live, task: Any) -> ev.Reason | None:
    """Why the default flow was taken; None for a flow that is always taken."""
    place = place_of(task)
    if place.flow != place.parts.element.default_flow:
        return None
    seen = live.visible(live.scope(task))
    conditions = place.parts.conditions.values()
    texts = "; ".join(one.text for one in conditions)
    reads = dict(pair for one in conditions for pair in one.reason(seen, live.now).reads)
    return ev.Reason(
        expression=texts,
        reads=tuple(reads.items()),
        result=False,
        zh=f"其他条件都不成立（{texts}），走默认路径",
        en=f"None of the other conditions held ({texts}), so the default flow was taken",
    )


def _arrive(live: Live, join: tuple[int, str], flow: str) -> None:
    waiting_flows = live.at_joins.setdefault(join, set())
    if flow in waiting_flows or join in live.joined:
        raise BeyondWitness(
            f"汇合网关 {join[1]} 的同一流入路径来了两次，SpiffWorkflow 会合并它们",
            f"Expected one token on each flow into {join[1]}: SpiffWorkflow merges several",
        )
    waiting_flows.add(flow)


def _passed(live: Live, task: Any) -> None:
    live.emit(
        ev.ElementPassed(
            element_id=place_of(task).parts.element.id,
            token=live.token(task),
            scope=live.scope(task),
        )
    )


def _pass(live: Live, task: Any) -> None:
    _passed(live, task)
    run(live, task)


def _start(live: Live, task: Any) -> None:
    """Passed, but when control was moved back to it: then the initiator has revised its form."""
    active = live.active.get(live.token(task))
    if active is None:
        _pass(live, task)
        return
    data, by = active.answer
    live.answer(live.scope(task), data, by, active.element.id)
    waiting.complete(live, active)
    run(live, task)


def _begun(live: Live, task: Any) -> None:
    """Its outputs see what the trigger brought as `result`."""
    take_result(live, place_of(task).parts, live.scope(task), live.brought)
    _pass(live, task)


def _choice(live: Live, task: Any) -> None:
    run(live, task)
    _passed(live, task)


def _join(live: Live, task: Any) -> None:
    run(live, task)
    _passed(live, task)
    live.joined.add(live.join_of(task))


def _rule(live: Live, task: Any) -> None:
    parts = place_of(task).parts
    element, scope = parts.element, live.scope(task)
    seen = live.visible(scope)
    seen = {**seen, **live.mapped(parts.inputs, seen)}
    seen = {**dict.fromkeys(live.prepared.declared - seen.keys()), **seen}
    try:
        decided = live.prepared.decisions[element.decision_id or ""].evaluate(seen, now=live.now)
    except (DmnError, LimitExceeded) as error:
        raise Stuck(IncidentKind.DECISION, element, error.text.zh, error.text.en) from error
    changes = {element.result_variable: decided.output} if element.result_variable else {}
    changes |= live.mapped(parts.outputs, {**seen, "result": decided.output})
    live.emit(
        ev.DecisionEvaluated(
            element_id=element.id,
            token=live.token(task),
            decision_id=element.decision_id or "",
            inputs=tuple(decided.inputs),
            output=decided.output,
            rule_ids=tuple(decided.rule_ids),
            zh=decided.text.zh,
            en=decided.text.en,
        )
    )
    live.assign(scope, changes, "engine", element.id)
    _pass(live, task)


def _throw(live: Live, task: Any) -> None:
    _send(live, task)
    _pass(live, task)


def _send(live: Live, task: Any) -> None:
    parts, seen = place_of(task).parts, live.visible(live.scope(task))
    data = live.mapped(parts.inputs, seen)
    if parts.element.event.trigger is Trigger.SIGNAL:
        live.emit(
            ev.SignalThrown(
                job_id=live.next_id("j"),
                element_id=parts.element.id,
                signal=parts.element.event.signal or "",
                data=data,
            )
        )
        return
    key = waiting.correlation_key(live, parts, seen)
    live.emit(
        ev.MessageThrown(
            job_id=live.next_id("j"),
            element_id=parts.element.id,
            message=parts.element.event.message or "",
            correlation_key=key,
            data=data,
        )
    )


def _end(live: Live, task: Any) -> None:
    element = place_of(task).parts.element
    if element.event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL):
        _send(live, task)
    _reach(live, task)
    run(live, task, element.id)


def _reach(live: Live, task: Any) -> None:
    """Those of the case itself are told once more at its end."""
    _passed(live, task)
    element_id = place_of(task).parts.element.id
    if live.scope(task) == 0 and element_id not in live.ended:
        live.ended = (*live.ended, element_id)


def _error_end(live: Live, task: Any) -> None:
    element = place_of(task).parts.element
    code = element.event.error_code or ""
    caught = catcher(live, live.holder(task), code)
    told = ev.BpmnErrorThrown(
        element_id=element.id,
        token=live.token(task),
        code=code,
        caught_by=caught[1].element.id if caught else None,
    )
    if caught is None:
        live.emit(told)
        raise uncaught(place_of(task).parts, code, "")
    _reach(live, task)
    live.emit(told)
    happen(live, caught[0], caught[1], {"code": code, "message": ""}, more=False)


def _escalate(live: Live, task: Any) -> None:
    if escalated(live, task, *_escalation(live, task)):
        _pass(live, task)


def _escalate_end(live: Live, task: Any) -> None:
    code, data = _escalation(live, task)
    _reach(live, task)
    if escalated(live, task, code, data):
        run(live, task, place_of(task).parts.element.id)


def _escalation(live: Live, task: Any) -> tuple[str, Mapping[str, Value]]:
    """Code and data of what the event throws. Raises Stuck."""
    parts = place_of(task).parts
    data = live.mapped(parts.inputs, live.visible(live.scope(task)))
    return parts.element.event.escalation_code or "", data


def _arrived(live: Live, task: Any) -> None:
    """A boundary event occurred; its outputs see what came as `result`."""
    data = live.arrived[task.parent.id]
    take_result(live, place_of(task).parts, live.scope(task), data)
    _pass(live, task)


def take_result(live: Live, parts: Parts, scope: int, result: Value) -> None:
    """Set the variables of the output mappings. Raises Stuck."""
    if parts.outputs:
        values = live.mapped(parts.outputs, {**live.visible(scope), "result": result})
        live.assign(scope, values, "engine", parts.element.id)
    elif parts.element.keeps_data and isinstance(result, Mapping):
        live.assign(scope, result, "engine", parts.element.id)


def _enter(live: Live, task: Any) -> None:
    waiting.open_scope(live, task)
    run(live, task)


def _inside(live: Live, task: Any) -> None:
    """Nothing is left inside: the sub-process or called process is done."""
    active = live.active[live.token(task)]
    scope = live.scopes[active.token]
    result = dict(scope.variables) if active.element.kind is Kind.CALL_ACTIVITY else None
    take_result(live, active.parts, live.scope(task), result)
    del live.scopes[active.token]
    waiting.complete(live, active)
    run(live, task)


def _user(live: Live, task: Any) -> None:
    active = live.active.get(live.token(task))
    if active is None:
        waiting.offer(live, task)
        return
    data, by = active.answer
    parts, scope = active.parts, live.scope(task)
    if parts.outputs:
        values = live.mapped(parts.outputs, {**live.visible(scope), **data})
        live.assign(scope, values, "engine", parts.element.id)
    else:
        live.answer(scope, data, by, parts.element.id)
    waiting.complete(live, active)
    run(live, task)


def _service(live: Live, task: Any) -> None:
    active = live.active.get(live.token(task))
    if active is None or active.asks_again:
        waiting.ask(live, task)
        return
    take_result(live, active.parts, live.scope(task), active.answer[0])
    waiting.complete(live, active)
    run(live, task)


def _catch(live: Live, task: Any) -> None:
    active = live.active.get(live.token(task))
    if active is None:
        waiting.listen(live, task)
        return
    take_result(live, active.parts, live.scope(task), active.answer[0])
    waiting.complete(live, active)
    occur(task)
    run(live, task)


def _race(live: Live, task: Any) -> None:
    active = live.active.get(live.token(task))
    if active is None:
        waiting.race(live, task)
        return
    waiting.complete(live, active)
    decide(task, active.chosen)
    for flow in active.parts.element.outgoing:
        live.arrived[task.id, flow] = active.answer[0]
    run(live, task)


def _came(live: Live, task: Any) -> None:
    """The event that decided at the gateway before it."""
    flow = task.parent
    data = live.arrived[flow.parent.id, place_of(flow).flow]
    take_result(live, place_of(task).parts, live.scope(task), data)
    _pass(live, task)


def _done(live: Live, task: Any) -> None:
    parts, scope = place_of(task).parts, live.scope(task)
    values = live.mapped(parts.outputs, live.visible(scope))
    live.assign(scope, values, "engine", parts.element.id)
    _pass(live, task)


def _send_task(live: Live, task: Any) -> None:
    parts, scope = place_of(task).parts, live.scope(task)
    values = live.mapped(parts.outputs, live.visible(scope))
    _send(live, task)
    live.assign(scope, values, "engine", parts.element.id)
    _pass(live, task)


def _gap(live: Live, task: Any) -> None:
    why = place_of(task).why
    raise BeyondWitness(why.zh, why.en)


Act = Callable[[Live, Any], None]

ACTS: Final[Mapping[Role, Act]] = {
    Role.SILENT: _silent,
    Role.FLOW: _flow,
    Role.PASS: _pass,
    Role.START: _start,
    Role.BEGUN: _begun,
    Role.CHOICE: _choice,
    Role.ROUTE: _silent,
    Role.JOIN: _join,
    Role.RULE: _rule,
    Role.THROW: _throw,
    Role.END: _end,
    Role.ERROR_END: _error_end,
    Role.USER: _user,
    Role.SERVICE: _service,
    Role.CATCH: _catch,
    Role.RACE: _race,
    Role.CAME: _came,
    Role.DONE: _done,
    Role.SEND: _send_task,
    Role.ESCALATE: _escalate,
    Role.ESCALATE_END: _escalate_end,
    Role.ENTER: _enter,
    Role.INSIDE: _inside,
    Role.ENTER_MANY: repeating.enter,
    Role.MANY: repeating.end,
    Role.INSTANCE: repeating.end_instance,
    Role.BOUNDARY: _silent,
    Role.ARRIVED: _arrived,
    Role.GAP: _gap,
}

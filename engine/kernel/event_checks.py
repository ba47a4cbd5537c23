"""What is missing at events so that they cannot run faithfully: refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.core.definition import (
    SUB_PROCESSES,
    Element,
    EventDefinition,
    Kind,
    ProcessDefinition,
    Trigger,
)
from engine.kernel.inside import link_target, links_to
from engine.kernel.propagation import definitions

Fault = tuple[str, str, str]
"""Rule, zh and en."""

_THROWN: Final = frozenset({Trigger.ERROR, Trigger.CANCEL, Trigger.COMPENSATION})
_SENT: Final = frozenset({Trigger.MESSAGE, Trigger.SIGNAL, Trigger.ESCALATION})
_THROWABLE: Final = {
    Kind.THROW_EVENT: _SENT | {Trigger.COMPENSATION},
    Kind.END_EVENT: _SENT | {Trigger.COMPENSATION, Trigger.ERROR, Trigger.TERMINATE},
}
_CATCHABLE: Final = frozenset({Trigger.MESSAGE, Trigger.SIGNAL, Trigger.TIMER, Trigger.CONDITIONAL})
_ON_SCOPES: Final = _CATCHABLE | {Trigger.ESCALATION, Trigger.ERROR}


def event_faults(definition: ProcessDefinition, element: Element) -> list[Fault]:
    """What is wrong with an event, event sub-process or event-based gateway."""
    found = [fault for part in definitions(element) for fault in _part_faults(part)]
    found.extend(_multiple_faults(definition, element))
    check = _OF_KIND.get(element.kind)
    return found + check(definition, element) if check else found


def _part_faults(event: EventDefinition) -> list[Fault]:
    trigger = event.trigger
    if trigger is Trigger.TIMER and (event.timer is None or event.timer_kind is None):
        return [("timer-missing", "定时事件没有时间", "A timer event needs a time")]
    if trigger is Trigger.MESSAGE and not event.message:
        return [("message-missing", "消息事件没有消息名称", "A message event needs a message")]
    if trigger is Trigger.SIGNAL and not event.signal:
        return [("signal-missing", "信号事件没有信号名称", "A signal event needs a signal")]
    if trigger is Trigger.CONDITIONAL and event.condition is None:
        return [("event-condition", "条件事件没有条件", "A conditional event needs a condition")]
    return []


def _multiple_faults(definition: ProcessDefinition, element: Element) -> list[Fault]:
    trigger = element.event.trigger
    if trigger not in (Trigger.MULTIPLE, Trigger.PARALLEL_MULTIPLE):
        return []
    allowed = _parts_allowed(definition, element)
    found = [one.trigger for one in element.event.parts if one.trigger not in allowed]
    if found:
        zh = f"此处的多重事件不能含有 {found[0]}"
        return [("multiple-part", zh, f"A {trigger} event here cannot have a part {found[0]}")]
    undone = [one for one in element.event.parts if one.trigger is Trigger.COMPENSATION]
    if len(undone) > 1 or not all(one.wait_for_completion for one in undone):
        zh = "多重事件只能有一个补偿，且须等待其完成（waitForCompletion）"
        en = "A multiple event has one compensation at most, which it waits for"
        return [("multiple-part", zh, en)]
    if not element.event.parts:
        zh, en = "多重事件没有任何触发方式", "A multiple event needs parts"
        return [("multiple-empty", zh, en)]
    return []


def _parts_allowed(definition: ProcessDefinition, element: Element) -> frozenset[Trigger]:
    if element.kind in _THROWABLE:
        return _THROWABLE[element.kind]
    guards = element.kind is Kind.BOUNDARY_EVENT or _handles(definition, element)
    allowed = _ON_SCOPES if guards else _CATCHABLE
    together = element.event.trigger is Trigger.PARALLEL_MULTIPLE
    return allowed - {Trigger.ERROR} if together else allowed


def _handles(definition: ProcessDefinition, element: Element) -> bool:
    """Whether a start event is that of an event sub-process."""
    holder = definition.elements.get(element.scope or "")
    return holder is not None and holder.triggered_by_event


def _start(definition: ProcessDefinition, element: Element) -> list[Fault]:
    triggers = {one.trigger for one in definitions(element)}
    if _handles(definition, element):
        if Trigger.ERROR in triggers and not element.interrupting:
            zh, en = "错误事件子流程必须中断", "An event sub-process for an error interrupts"
            return [("error-interrupts", zh, en)]
        return []
    holder = definition.elements.get(element.scope or "")
    if holder is not None and triggers != {Trigger.NONE}:
        zh, en = "子流程的开始事件不能有触发方式", "The start of a sub-process has no trigger"
        return [("start-trigger", zh, en)]
    if triggers & (_THROWN | {Trigger.ESCALATION}):
        zh = "流程的开始事件不能由错误、升级或补偿触发"
        en = "A process is not started by an error, an escalation or a compensation"
        return [("start-trigger", zh, en)]
    return []


def _link_throw(definition: ProcessDefinition, element: Element) -> list[Fault]:
    if element.event.trigger is not Trigger.LINK:
        return []
    if element.outgoing:
        zh, en = "链接抛出事件没有流出的顺序流", "A throwing link event has no outgoing flow"
        return [("link-flow", zh, en)]
    if not link_target(definition, element):
        zh = f"同一层没有名为“{element.event.link or ''}”的链接捕获事件"
        en = f"No catching link event {element.event.link or ''} in the same scope"
        return [("link-unpaired", zh, en)]
    return []


def _link_catch(definition: ProcessDefinition, element: Element) -> list[Fault]:
    if element.event.trigger is not Trigger.LINK:
        return []
    same = [
        one
        for one in definition.elements.values()
        if (one.kind, one.event, one.scope) == (element.kind, element.event, element.scope)
    ]
    if len(same) > 1:
        zh, en = "同一层有多个同名的链接捕获事件", "Several catching link events have one name"
        return [("link-ambiguous", zh, en)]
    if element.incoming:
        zh, en = "链接捕获事件没有流入的顺序流", "A catching link event has no incoming flow"
        return [("link-flow", zh, en)]
    if not links_to(definition, element):
        zh, en = "链接捕获事件没有对应的抛出事件", "No throwing link event leads to this one"
        return [("link-unpaired", zh, en)]
    return []


def _sub_process(definition: ProcessDefinition, element: Element) -> list[Fault]:
    if not element.triggered_by_event:
        return []
    inside = [one for one in definition.elements.values() if one.scope == element.id]
    starts = [one for one in inside if one.kind is Kind.START_EVENT]
    if len(starts) != 1 or starts[0].event.trigger is Trigger.NONE:
        zh = "事件子流程须有且只有一个带触发方式的开始事件"
        en = "An event sub-process has exactly one start event, with a trigger"
        return [("event-sub-process-start", zh, en)]
    if element.incoming or element.outgoing or _attached(definition, element):
        zh, en = "事件子流程不能有顺序流和边界事件", "An event sub-process has no flows or boundary"
        return [("event-sub-process-flow", zh, en)]
    if element.kind is not Kind.SUB_PROCESS or element.loop is not None:
        zh = "事务、特别子流程和带循环标记的子流程不能由事件触发"
        en = "No transaction, ad-hoc or repeated sub-process is triggered by an event"
        return [("event-sub-process-kind", zh, en)]
    return []


def _attached(definition: ProcessDefinition, element: Element) -> bool:
    return any(one.attached_to == element.id for one in definition.elements.values())


def _receive_task(definition: ProcessDefinition, element: Element) -> list[Fault]:
    """A task that starts a case is done as it begins: nothing can be on it."""
    if element.instantiate and (element.loop is not None or _attached(definition, element)):
        zh = "发起流程的接收任务不能有循环标记和边界事件"
        en = "A receive task that starts a case has no loop marker and no boundary event"
        return [("receive-instantiates", zh, en)]
    return []


def _event_gateway(definition: ProcessDefinition, element: Element) -> list[Fault]:
    flows = [definition.flows[flow] for flow in element.outgoing]
    if any(flow.condition is not None for flow in flows) or element.default_flow:
        zh = "事件网关的流出顺序流没有条件"
        en = "Flows out of an event-based gateway have no condition"
        return [("condition-place", zh, en)]
    for flow in flows:
        if not _can_be_awaited(definition, definition.elements[flow.target]):
            zh = f"事件网关后面只能是捕获事件或接收任务，不能是 {flow.target}"
            en = f"An event-based gateway leads to catching events, not to {flow.target}"
            return [("event-gateway-target", zh, en)]
    if not flows:
        zh, en = "事件网关后面没有事件", "An event-based gateway needs events to wait for"
        return [("event-gateway-target", zh, en)]
    return []


def _can_be_awaited(definition: ProcessDefinition, element: Element) -> bool:
    if element.kind is Kind.RECEIVE_TASK:
        return element.loop is None and not _attached(definition, element)
    return element.kind is Kind.CATCH_EVENT and element.event.trigger is not Trigger.LINK


_OF_KIND: Final[Mapping[Kind, Callable[[ProcessDefinition, Element], list[Fault]]]] = {
    Kind.START_EVENT: _start,
    Kind.THROW_EVENT: _link_throw,
    Kind.CATCH_EVENT: _link_catch,
    Kind.RECEIVE_TASK: _receive_task,
    Kind.EVENT_BASED_GATEWAY: _event_gateway,
    **dict.fromkeys(SUB_PROCESSES, _sub_process),
}

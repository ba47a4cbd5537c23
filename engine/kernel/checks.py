"""What the kernel cannot run faithfully although its kind is known: refused by name."""

from __future__ import annotations

from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Element,
    Kind,
    ProcessDefinition,
    Trigger,
)
from engine.kernel import activity_checks, scope_checks
from engine.kernel.compiler import Compiler
from engine.kernel.event_checks import event_faults
from engine.kernel.propagation import definitions
from engine.kernel.variables import RESERVED

_OF_INSTANT = frozenset({Trigger.ERROR, Trigger.COMPENSATION})
"""Triggers of boundary events that concern an activity which is completed at once."""


def check(compiler: Compiler, definition: ProcessDefinition) -> None:
    """Add a finding for everything in the process that has no faithful execution."""
    for element in definition.elements.values():
        _check_flows(compiler, definition, element)
        if element.result_variable in RESERVED:
            compiler.reserved(str(element.result_variable), element)
        found = (
            *event_faults(definition, element),
            *_of_kind(compiler, definition, element),
            *scope_checks.check(definition, element),
            *activity_checks.check(element),
        )
        for rule, zh, en in found:
            compiler.refuse(rule, element, zh, en)


def _check_flows(compiler: Compiler, definition: ProcessDefinition, element: Element) -> None:
    flows = [definition.flows[flow] for flow in element.outgoing]
    conditions = [flow for flow in flows if flow.condition is not None]
    if element.kind is Kind.END_EVENT and flows:
        compiler.refuse(
            "end-event-outgoing",
            element,
            "结束事件不能有流出的顺序流",
            "An end event has no outgoing flow",
        )
    if element.kind in (Kind.PARALLEL_GATEWAY, Kind.START_EVENT) and (
        conditions or element.default_flow
    ):
        compiler.refuse(
            "condition-place",
            element,
            "并行网关和开始事件的流出顺序流不能有条件或默认路径",
            "Flows out of a parallel gateway or start event have no condition and no default",
        )
    if any(flow.id == element.default_flow for flow in conditions):
        compiler.refuse(
            "default-condition",
            element,
            "默认路径不能有条件",
            "A default flow has no condition",
        )
    choosing = element.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY)
    bare = [f for f in flows if f.condition is None and f.id != element.default_flow]
    if choosing and len(flows) > 1 and bare:
        compiler.refuse(
            "condition-missing",
            element,
            f"分支 {bare[0].id} 没有条件，也不是默认路径",
            f"Flow {bare[0].id} needs a condition, or to be the default flow",
            bare[0].line,
        )


def _of_kind(
    compiler: Compiler, definition: ProcessDefinition, element: Element
) -> list[tuple[str, str, str]]:
    """Rule, zh and en of what this kind lacks."""
    bundle = compiler.bundle
    found: list[tuple[str, str, str]] = []
    if element.kind is Kind.USER_TASK and element.user_task is None:
        found.append(("user-task-form", "用户任务没有表单", "A user task needs a form"))
    if element.kind is Kind.SERVICE_TASK and not element.connector:
        zh, en = "服务任务没有连接器", "A service task needs a connector"
        found.append(("connector-missing", zh, en))
    if element.kind is Kind.BUSINESS_RULE_TASK and element.decision_id not in bundle.decisions:
        name = element.decision_id or ""
        found.append(("decision-missing", f"决策 {name} 不存在", f"Decision {name} does not exist"))
    if element.kind is Kind.CALL_ACTIVITY:
        found.extend(_call(compiler, element))
    if element.kind is Kind.BOUNDARY_EVENT:
        found.extend(_boundary(definition, element))
    if element.kind in SUB_PROCESSES:
        found.extend(_sub_process(definition, element))
    return found


def _call(compiler: Compiler, element: Element) -> list[tuple[str, str, str]]:
    bundle, key = compiler.bundle, element.called_name
    if key != bundle.process.key and key not in bundle.called:
        return [("called-missing", f"被调用流程 {key} 不存在", f"Process {key} does not exist")]
    if not bundle.process_of(key).begins_at():
        zh, en = f"被调用流程 {key} 只能由触发开始", f"Process {key} begins by a trigger only"
        return [("called-start", zh, en)]
    return []


def _boundary(definition: ProcessDefinition, element: Element) -> list[tuple[str, str, str]]:
    host = definition.elements.get(element.attached_to or "")
    found: list[tuple[str, str, str]] = []
    if host is None or host.kind not in ACTIVITIES:
        found.append(
            ("boundary-host", "边界事件须附着在活动上", "A boundary event sits on an activity")
        )
    elif host.kind is Kind.BUSINESS_RULE_TASK and element.event.trigger not in _OF_INSTANT:
        zh = "业务规则任务立即完成，其上的定时或消息边界事件不会发生"
        found.append(("boundary-instant", zh, "A business rule task is never active long enough"))
    triggers = {one.trigger for one in definitions(element)}
    if Trigger.ERROR in triggers and not element.interrupting:
        zh, en = "错误边界事件必须中断活动", "An error boundary event interrupts its activity"
        found.append(("error-interrupts", zh, en))
    return found


def _sub_process(definition: ProcessDefinition, element: Element) -> list[tuple[str, str, str]]:
    inside = [one for one in definition.elements.values() if one.scope == element.id]
    starts = [one for one in inside if one.kind is Kind.START_EVENT]
    if not inside:
        return [("sub-process-empty", "子流程是空的", "A sub-process needs something inside")]
    if len(starts) > 1:
        return [("sub-process-start", "子流程只能有一个开始事件", "A sub-process has one start")]
    if not element.triggered_by_event and not definition.begins_at(element.id):
        zh, en = "子流程里没有可以开始的地方", "Nothing in the sub-process can begin"
        return [("sub-process-start", zh, en)]
    return []

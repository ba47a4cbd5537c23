"""Makes a bundle ready for SpiffWorkflow, once, or refuses it with every finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from engine.core.definition import Bundle, Element, Kind, ProcessDefinition, Trigger
from engine.errors import DeploymentRefused
from engine.spiff.build import Draft, called_name, inner_name, instance_name
from engine.spiff.compiler import Compiler
from engine.spiff.failures import NotWitnessed
from engine.spiff.gaps import Gap, Reasons, reasons_of
from engine.spiff.limits import limits_of
from engine.spiff.model import Parts, Prepared
from engine.spiff.vocabulary import unknown_in


def prepare(bundle: Bundle, *, as_witness: bool = False) -> Prepared:
    """The bundle ready to run. Raises DeploymentRefused; NotWitnessed where SpiffWorkflow is
    known to be wrong: for a server anywhere, for a witness where every case begins. Elsewhere a
    witness falls silent when a case gets there."""
    called = {name: replace(one, key=name) for name, one in bundle.called.items()}  # with a version
    definitions = {**called, bundle.process.key: bundle.process}
    gaps = {key: (*unknown_in(one), *limits_of(one)) for key, one in definitions.items()}
    reasons = reasons_of(definitions, gaps)
    main = bundle.process
    if not as_witness or None in reasons[main.key]:
        _refuse(gaps[main.key] if as_witness else chain.from_iterable(gaps.values()))
    compiler = Compiler(bundle)
    drawn = {
        key: _Drawn(definition=one, parts=compiler.parts_of(one, reasons[key]), gaps=reasons[key])
        for key, one in definitions.items()
        if None not in reasons[key]
    }
    for one in drawn.values():
        _check(compiler, one)
    if compiler.findings:
        raise DeploymentRefused(tuple(compiler.findings))
    start = main.start_event()
    return Prepared(
        key=main.key,
        starts={one.id: _whole(drawn[main.key], one) for one in _starts(main)},
        start=start.id if start else None,
        inner=_inner(drawn.values()),
        definitions=definitions,
        parts={key: one.parts for key, one in drawn.items()},
        decisions=bundle.decisions,
        parameters=bundle.parameters,
        declared=compiler.declared,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A process that is drawn, with its compiled parts and what of it has no witness."""

    definition: ProcessDefinition
    parts: Mapping[str, Parts]
    gaps: Reasons

    def draft(self, name: str) -> Draft:
        return Draft(name, self.definition, self.parts, self.gaps)


def _refuse(gaps: Iterable[Gap]) -> None:
    findings = tuple(one.finding for one in gaps)
    if findings:
        raise NotWitnessed(findings)


def _starts(definition: ProcessDefinition) -> list[Element]:
    elements = definition.elements.values()
    return [one for one in elements if one.kind is Kind.START_EVENT and one.scope is None]


def _whole(drawn: _Drawn, start: Element) -> Any:
    inside = [one for one in drawn.definition.elements.values() if one.scope is None]
    return drawn.draft(called_name(drawn.definition.key)).draw(inside, [start.id])


def _inner(processes: Iterable[_Drawn]) -> dict[str, Any]:
    specs: dict[str, Any] = {}
    for drawn in processes:
        key, start = drawn.definition.key, drawn.definition.start_event()
        if start is not None:
            specs[called_name(key)] = _whole(drawn, start)
        for element in drawn.definition.elements.values():
            if element.id in drawn.gaps:
                continue
            if element.kind is Kind.SUB_PROCESS:
                name = inner_name(key, element.id)
                specs[name] = _embedded(name, drawn, element)
            if drawn.parts[element.id].repeat is not None:
                name = instance_name(key, element.id)
                specs[name] = drawn.draft(name).draw_instance(drawn.parts[element.id])
    return specs


def _embedded(name: str, drawn: _Drawn, holder: Element) -> Any:
    """Begins at its start event, without one at everything that nothing leads to."""
    inside = [one for one in drawn.definition.elements.values() if one.scope == holder.id]
    events = [one.id for one in inside if one.kind is Kind.START_EVENT]
    first = [one.id for one in inside if not one.incoming and not _is_led_to(one)]
    return drawn.draft(name).draw(inside, events or first)


def _is_led_to(element: Element) -> bool:
    """Whether something other than a flow leads to it: its activity, or the link's other end."""
    if element.attached_to is not None or element.for_compensation:
        return True
    return element.event.trigger is Trigger.LINK


def _check(compiler: Compiler, drawn: _Drawn) -> None:
    for element in drawn.definition.elements.values():
        if element.id in drawn.gaps:
            continue
        for rule, zh, en in _lacks(compiler.bundle, drawn.definition, element):
            compiler.refuse(rule, element, zh, en)


def _lacks(
    bundle: Bundle, definition: ProcessDefinition, element: Element
) -> list[tuple[str, str, str]]:
    """Rule, zh and en of what the element needs and does not have."""
    event, found = element.event, []
    if event.trigger is Trigger.TIMER and (event.timer is None or event.timer_kind is None):
        found.append(("timer-missing", "定时事件没有时间", "Expected a time"))
    if event.trigger is Trigger.MESSAGE and not event.message:
        found.append(("message-missing", "消息事件没有消息名称", "Expected a message"))
    if element.kind is Kind.USER_TASK and element.user_task is None:
        found.append(("user-task-form", "用户任务没有表单", "Expected a form"))
    if element.kind is Kind.SERVICE_TASK and not element.connector:
        found.append(("connector-missing", "服务任务没有连接器", "Expected a connector"))
    if element.kind is Kind.BUSINESS_RULE_TASK and element.decision_id not in bundle.decisions:
        name = element.decision_id or ""
        found.append(("decision-missing", f"决策 {name} 不存在", f"Expected decision {name}"))
    if element.kind is Kind.CALL_ACTIVITY:
        found.extend(_called(bundle, element))
    if element.kind is Kind.SUB_PROCESS and not _is_filled(definition, element):
        found.append(("sub-process-empty", "子流程是空的", "Expected something inside"))
    found.extend(_branches(definition, element))
    return found


def _called(bundle: Bundle, element: Element) -> list[tuple[str, str, str]]:
    key = element.called_name
    if key != bundle.process.key and key not in bundle.called:
        return [("called-missing", f"被调用流程 {key} 不存在", f"Expected process {key}")]
    if bundle.process_of(key).start_event() is None:
        return [("called-start", f"流程 {key} 没有开始事件", f"Expected a start in {key}")]
    return []


def _is_filled(definition: ProcessDefinition, holder: Element) -> bool:
    return any(one.scope == holder.id for one in definition.elements.values())


def _branches(definition: ProcessDefinition, element: Element) -> list[tuple[str, str, str]]:
    flows = [definition.flows[flow] for flow in element.outgoing]
    guarded = [flow for flow in flows if flow.condition is not None]
    default = element.default_flow
    found: list[tuple[str, str, str]] = []
    if element.kind in (Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY) and len(flows) > 1:
        bare = [one.id for one in flows if one not in guarded and one.id != default]
        if bare:
            zh = f"分支 {bare[0]} 没有条件，也不是默认路径"
            found.append(("condition-missing", zh, f"Expected a condition on {bare[0]}"))
    if element.kind in (Kind.PARALLEL_GATEWAY, Kind.START_EVENT) and (guarded or default):
        zh = "并行网关和开始事件的流出顺序流不能有条件或默认路径"
        found.append(("condition-place", zh, "Expected no conditions and no default here"))
    if any(flow.id == default for flow in guarded):
        found.append(("default-condition", "默认路径不能有条件", "Expected a bare default flow"))
    return found

"""One flow node or sequence flow of a file -> its plain definition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.data import Data
from engine.bpmn.reader.events import Events
from engine.bpmn.reader.lanes import Lanes
from engine.bpmn.reader.loops import LoopReader, without_collection
from engine.bpmn.reader.names import Node, children, line_of, local_of, reference, text_of, truth
from engine.bpmn.reader.people import read_performers
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.roots import Roots
from engine.bpmn.reader.tasks import read_mappings, read_user_task
from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Binding,
    Element,
    Kind,
    SequenceFlow,
    UserTask,
)
from engine.errors import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What reading one node needs of the whole file."""

    roots: Roots
    events: Events
    data: Data
    loops: LoopReader
    handlers: Mapping[str, str]
    problems: Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What reading one node needs of its process."""

    lanes: Lanes = field(default_factory=Lanes)
    incoming: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outgoing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_element(node: Node, scope: Element | None, around: Surroundings, file: File) -> Element:
    """The element with everything that the file says about it."""
    kind = kind_of(node)
    own = node.get("id") or ""
    lane = around.lanes.members.get(own, scope.lane if scope else None)
    human = _human(node, lane, around, file)
    element = Element(
        id=own,
        kind=kind,
        name=(node.get("name") or "").strip(),
        name_en=expressions.ours(node, "nameEn") or "",
        documentation=documentation_of(node),
        line=line_of(node),
        scope=scope.id if scope else None,
        lane=lane,
        clauses=expressions.words(node, "clauses"),
        incoming=around.incoming.get(own, ()),
        outgoing=around.outgoing.get(own, ()),
        default_flow=_reference(node, "default"),
        event=file.events.read(node, kind),
        attached_to=_reference(node, "attachedToRef"),
        interrupting=_interrupting(node, kind),
        form_id=expressions.ours(node, "formId") if kind is Kind.START_EVENT else None,
        user_task=human,
        connector=expressions.ours(node, "connector"),
        decision_id=expressions.ours(node, "decisionId"),
        result_variable=_result_variable(node, human, file.problems),
        inputs=read_mappings(node, "input", file.problems),
        outputs=read_mappings(node, "output", file.problems),
        data_inputs=file.data.inputs_of(node),
        data_outputs=file.data.outputs_of(node),
        handler=file.handlers.get(own),
        multi_merge=expressions.flag(node, "multiMerge", file.problems),
        **_binding(node, kind, file.problems),
    )
    return replace(element, **_of_activity(node, element, file), **_of_kind(node, file))


def read_flow(node: Node, problems: Problems) -> SequenceFlow:
    """The flow; at most one condition."""
    conditions = children(node, "conditionExpression")
    if len(conditions) > 1:
        problems.error(
            "several-conditions",
            node,
            Text(zh="顺序流有多个条件", en="The sequence flow has several conditions"),
            Text(zh="只保留一个条件", en="Keep one condition"),
        )
    return SequenceFlow(
        id=node.get("id") or "",
        source=reference(node, node.get("sourceRef") or ""),
        target=reference(node, node.get("targetRef") or ""),
        name=(node.get("name") or "").strip(),
        condition=expressions.body(conditions[0], problems) if conditions else None,
        line=line_of(node),
    )


def documentation_of(node: Node) -> str:
    """The element's documentation; several pieces are paragraphs."""
    return "\n\n".join(filter(None, (text_of(piece) for piece in children(node, "documentation"))))


def kind_of(node: Node) -> Kind:
    """The kind that a tag means; a global task is a task that is called."""
    local = local_of(node)
    return Kind(_GLOBAL.get(local, local))


_GLOBAL: Final = {
    "globalTask": Kind.TASK,
    "globalUserTask": Kind.USER_TASK,
    "globalManualTask": Kind.MANUAL_TASK,
    "globalBusinessRuleTask": Kind.BUSINESS_RULE_TASK,
}
GLOBAL_TASKS: Final = frozenset(_GLOBAL)


def _human(node: Node, lane: str | None, around: Surroundings, file: File) -> UserTask | None:
    """What makes it work for people: a user task, or an ad-hoc sub-process whose activities
    people choose, which it is where it says who."""
    kind = kind_of(node)
    if kind is Kind.USER_TASK:
        return _user_task(node, lane, around, file)
    if kind is not Kind.AD_HOC_SUB_PROCESS:
        return None
    human = _user_task(node, None, around, file)
    return human if human.assignments else None


def _result_variable(node: Node, human: UserTask | None, problems: Problems) -> str | None:
    """Of a business rule task, or of the approval of a user task."""
    if human is not None and human.approval is not None:
        return human.approval.result_variable or None
    return expressions.variable(node, "resultVariable", problems)


def _user_task(node: Node, lane: str | None, around: Surroundings, file: File) -> UserTask:
    """Its own assignments; without any, those of its lane."""
    human = read_user_task(node, file.problems)
    performers = read_performers(node, file.roots, file.problems)
    assignments = (*human.assignments, *performers) or around.lanes.assignments_in(lane)
    return replace(human, assignments=assignments)


def _interrupting(node: Node, kind: Kind) -> bool:
    name = "isInterrupting" if kind is Kind.START_EVENT else "cancelActivity"
    return truth(node.get(name) or "true") is not False


def _of_activity(node: Node, element: Element, file: File) -> dict[str, Any]:
    if element.kind not in ACTIVITIES:
        return {}
    loop = file.loops.read(node)
    return {
        "loop": loop,
        "data_outputs": without_collection(element.data_outputs, loop, node),
        "start_quantity": _quantity(node, "startQuantity"),
        "completion_quantity": _quantity(node, "completionQuantity"),
        "for_compensation": _is(node, "isForCompensation"),
        "triggered_by_event": element.kind in SUB_PROCESSES and _is(node, "triggeredByEvent"),
    }


def _of_kind(node: Node, file: File) -> dict[str, Any]:
    """What only one kind of element has."""
    kind = kind_of(node)
    if kind is Kind.RECEIVE_TASK:
        return {"instantiate": _is(node, "instantiate")}
    if kind is Kind.EVENT_BASED_GATEWAY:
        return _event_gateway(node, file.problems)
    if kind is Kind.COMPLEX_GATEWAY:
        conditions = children(node, "activationCondition")
        condition = expressions.body(conditions[0], file.problems) if conditions else None
        return {"activation": condition}
    if kind is Kind.AD_HOC_SUB_PROCESS:
        conditions = children(node, "completionCondition")
        condition = expressions.body(conditions[0], file.problems) if conditions else None
        return {
            "sequential": (node.get("ordering") or "").strip() == "Sequential",
            "completion_condition": condition,
            "cancel_remaining": truth(node.get("cancelRemainingInstances") or "true") is not False,
        }
    return {}


def _event_gateway(node: Node, problems: Problems) -> dict[str, Any]:
    instantiates = _is(node, "instantiate")
    parallel = (node.get("eventGatewayType") or "").strip() == "Parallel"
    if parallel and not instantiates:
        problems.error(
            "event-gateway-type",
            node,
            Text(
                zh="只有启动流程的事件网关（instantiate）可以是 Parallel",
                en="Only an event-based gateway that starts a process may be Parallel",
            ),
            Text(zh="写为 Exclusive", en="Write Exclusive"),
        )
    return {"instantiate": instantiates, "parallel_events": parallel}


def _binding(node: Node, kind: Kind, problems: Problems) -> dict[str, Any]:
    """Which version of which process a call activity means; it is latest unless said."""
    if kind is not Kind.CALL_ACTIVITY:
        return {}
    called = reference(node, node.get("calledElement") or "") or None
    version = expressions.ours(node, "version")
    tag = expressions.ours(node, "versionTag")
    implied = Binding.VERSION if version else Binding.TAG if tag else Binding.LATEST
    said = expressions.ours(node, "binding") or implied.value
    is_whole = version is None or _VERSION.fullmatch(version) is not None
    given = sum(one is not None for one in (version, tag))
    if said not in set(Binding) or said != implied or given > 1 or not is_whole:
        _refuse_binding(node, problems)
        return {"called_element": called}
    return {"called_element": called, "called_binding": implied, "called_version": version or tag}


_VERSION: Final = re.compile(r"[1-9]\d{0,8}")


def _refuse_binding(node: Node, problems: Problems) -> None:
    problems.error(
        "vocabulary-value",
        node,
        Text(
            zh="guicheng:binding 应为 latest、version（并写 guicheng:version，从 1 起的整数）"
            "或 tag（并写 guicheng:versionTag）",
            en="guicheng:binding is latest, version (with guicheng:version, a whole number from "
            "1) or tag (with guicheng:versionTag)",
        ),
        Text(
            zh="参见 docs/reference/extension-vocabulary.md",
            en="See docs/reference/extension-vocabulary.md",
        ),
    )


def _reference(node: Node, name: str) -> str | None:
    found = node.get(name)
    return None if found is None else reference(node, found)


def _is(node: Node, name: str) -> bool:
    return truth(node.get(name) or "false") is True


def _quantity(node: Node, name: str) -> int:
    """An invalid value was reported by the grammar."""
    text = (node.get(name) or "1").strip().removeprefix("+")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1

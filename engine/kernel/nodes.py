"""Builds the nodes of a process from its elements and flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engine.core.advance import AssignmentRequest
from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Assignment,
    DataKind,
    Element,
    Expression,
    Kind,
    ProcessDefinition,
    UserTask,
)
from engine.kernel.behaviours import behaviour_of
from engine.kernel.choices import choices_of
from engine.kernel.compensables import handler_of, undone_by
from engine.kernel.compiler import Compiler
from engine.kernel.data import brought_back, declared, filled_by_result, handed_over
from engine.kernel.data_nodes import with_data
from engine.kernel.formula import Formula
from engine.kernel.inside import handlers_in, link_target, starts_in
from engine.kernel.model import Branch, Candidates, Mappings, Node, Process
from engine.kernel.parts import parts_of
from engine.kernel.reach import upstream_of
from engine.kernel.repeats import repeated

_RESULT: Final = frozenset(
    {
        Kind.SERVICE_TASK,
        Kind.BUSINESS_RULE_TASK,
        Kind.CALL_ACTIVITY,
        Kind.RECEIVE_TASK,
        Kind.START_EVENT,
        Kind.CATCH_EVENT,
        Kind.BOUNDARY_EVENT,
    }
)
"""Kinds whose output mappings see `result`."""

_COUNTS: Final = ("activationCount", "waitingForStart")
"""What expressions of a complex gateway see besides the variables."""

_SYNCHRONISING: Final = frozenset({Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY})


def process_of(compiler: Compiler, definition: ProcessDefinition, key: str) -> Process:
    """The process, called `key` in its bundle, ready to run; what cannot be run is a finding of
    the compiler."""
    nodes: dict[str, Node] = {}
    attached: dict[str, list[Element]] = {}
    for element in definition.elements.values():
        if element.attached_to is not None:
            attached.setdefault(element.attached_to, []).append(element)
    for element in definition.elements.values():
        if element.attached_to is None:
            boundaries = [
                _node(compiler, definition, key, boundary)
                for boundary in attached.get(element.id, [])
            ]
            found = tuple(node for node in boundaries if node is not None)
            nodes.update((node.id, node) for node in found)
            node = _node(compiler, definition, key, element, found)
            if node is not None:
                nodes[node.id] = node
    return Process(
        key=key,
        nodes=nodes,
        starts=definition.begins_at(),
        on_events=handlers_in(definition, None),
        undone_by=undone_by(definition),
    )


def _deadlines(compiler: Compiler, element: Element) -> tuple[tuple[str, Formula], ...]:
    declared = element.user_task.deadlines if element.user_task else None
    if declared is None:
        return ()
    named = [*declared.moments(), *((("data", declared.data),) if declared.data else ())]
    pairs = ((str(name), compiler.formula(text, element)) for name, text in named)
    return tuple((name, formula) for name, formula in pairs if formula is not None)


def _node(
    compiler: Compiler,
    definition: ProcessDefinition,
    key: str,
    element: Element,
    boundaries: tuple[Node, ...] = (),
) -> Node | None:
    behaviour = behaviour_of(element)
    if behaviour is None:
        _not_executed(compiler, element)
        return None
    branches, default = _branches(compiler, definition, element)
    inside = element.kind in SUB_PROCESSES
    node = Node(
        id=element.id,
        element=element,
        behaviour=behaviour,
        needs=element.start_quantity,
        gives=element.completion_quantity,
        incoming=element.incoming,
        branches=branches,
        default=default,
        conditional=default is not None or any(branch.condition for branch in branches),
        plain=tuple((branch, None) for branch in branches),
        choices=choices_of(one.condition for one in branches if one.condition is not None),
        boundaries=boundaries,
        inputs=_inputs(compiler, definition, element),
        outputs=_outputs(compiler, element),
        takes=filled_by_result(definition, element),
        parts=parts_of(compiler, element),
        correlation=compiler.formula(element.event.correlation, element),
        candidates=_candidates(compiler, element),
        link=link_target(definition, element),
        starts=starts_in(definition, element) if inside else (),
        on_events=handlers_in(definition, element.id) if inside else (),
        completion=compiler.formula(element.completion_condition, element),
        inside_ad_hoc=_is_in_ad_hoc(definition, element),
        local=_local(definition, element),
        compensable=element.id in compiler.compensable[key],
        handler=handler_of(definition, element),
        activation=compiler.formula(element.activation, element, *_COUNTS, *element.incoming),
        upstream=_upstream(definition, element),
    )
    return with_data(compiler, definition, repeated(compiler, _for_people(compiler, node)))


def _for_people(compiler: Compiler, node: Node) -> Node:
    """The node with what its user task, if it is one, has evaluated."""
    element, human = node.element, node.element.user_task
    if human is None:
        return node
    approval = human.approval
    return replace(
        node,
        due=compiler.formula(human.due, element),
        priority=compiler.formula(_priority(human), element),
        skip_data=compiler.formula(human.skip_data, element),
        deadlines=_deadlines(compiler, element),
        threshold=compiler.formula(approval.threshold_feel if approval else None, element),
        weights=compiler.formula(approval.weights if approval else None, element),
    )


def _priority(human: UserTask) -> Expression | None:
    found = human.priority
    return found if isinstance(found, Expression) else None


def _not_executed(compiler: Compiler, element: Element) -> None:
    compiler.refuse(
        "not-executed",
        element,
        f"本引擎不执行 {element.kind}（{element.event.trigger}）",
        f"A {element.kind} with trigger {element.event.trigger} is not executed",
    )


def _inputs(compiler: Compiler, definition: ProcessDefinition, element: Element) -> Mappings:
    handed = handed_over(compiler, definition, element)
    return compiler.mappings((*handed, *element.inputs), element)


def _outputs(compiler: Compiler, element: Element) -> Mappings:
    more = ("result",) if element.kind in _RESULT else ()
    brought = brought_back(compiler, element)
    return compiler.mappings((*brought, *element.outputs), element, *more)


def _branches(
    compiler: Compiler, definition: ProcessDefinition, element: Element
) -> tuple[tuple[Branch, ...], Branch | None]:
    """The outgoing flows in document order, the default apart."""
    more = _COUNTS if element.kind is Kind.COMPLEX_GATEWAY else ()
    branches: list[Branch] = []
    default: Branch | None = None
    for flow_id in element.outgoing:
        flow = definition.flows[flow_id]
        condition = compiler.formula(flow.condition, element, *more)
        branch = Branch(flow=flow.id, target=flow.target, condition=condition)
        if flow_id == element.default_flow:
            default = branch
        else:
            branches.append(branch)
    if default is not None and not branches:
        return (default,), None  # no other way: nothing to choose
    return tuple(branches), default


def _candidates(compiler: Compiler, element: Element) -> tuple[Candidates, ...]:
    assignments = element.user_task.assignments if element.user_task else ()
    return tuple(_candidate(compiler, element, one) for one in assignments)


def _candidate(compiler: Compiler, element: Element, assignment: Assignment) -> Candidates:
    kind = assignment.kind
    formula = compiler.formula(assignment.expression, element)
    if formula is not None:
        return Candidates(kind=kind, expression=formula)
    return Candidates(kind=kind, fixed=AssignmentRequest(kind=kind, value=assignment.literal))


def _local(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """The variables that are a sub-process's own: its data objects and properties (10.4.1)."""
    if element.kind not in SUB_PROCESSES:
        return ()
    return declared(definition, element, DataKind.OBJECT, DataKind.PROPERTY)


def _is_in_ad_hoc(definition: ProcessDefinition, element: Element) -> bool:
    """Whether it is an activity directly in an ad-hoc sub-process."""
    around = definition.elements.get(element.scope or "")
    is_ad_hoc = around is not None and around.kind is Kind.AD_HOC_SUB_PROCESS
    return is_ad_hoc and element.kind in ACTIVITIES


def _upstream(definition: ProcessDefinition, element: Element) -> Mapping[str, frozenset[str]]:
    if element.kind in _SYNCHRONISING and len(element.incoming) > 1:
        return upstream_of(definition, element)
    return {}

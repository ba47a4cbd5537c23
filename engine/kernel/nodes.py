"""Builds the nodes of a process from its elements and flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.core.advance import AssignmentRequest
from engine.core.definition import SUB_PROCESSES, Assignment, Element, Kind, ProcessDefinition
from engine.kernel.behaviours import BEHAVIOURS
from engine.kernel.compensables import handler_of, undone_by
from engine.kernel.compiler import Compiler
from engine.kernel.model import Branch, Candidates, Node, Process, Timer
from engine.kernel.reach import upstream_of

_RESULT: Final = frozenset(
    {
        Kind.SERVICE_TASK,
        Kind.BUSINESS_RULE_TASK,
        Kind.CALL_ACTIVITY,
        Kind.CATCH_EVENT,
        Kind.BOUNDARY_EVENT,
    }
)
"""Kinds whose output mappings see `result`."""

_CHOOSING: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY})


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
    start = definition.start_event()
    return Process(
        key=key,
        nodes=nodes,
        start=start.id if start else None,
        undone_by=undone_by(definition),
    )


def _node(
    compiler: Compiler,
    definition: ProcessDefinition,
    key: str,
    element: Element,
    boundaries: tuple[Node, ...] = (),
) -> Node | None:
    behaviour = BEHAVIOURS.get((element.kind, element.event.trigger))
    if behaviour is None:
        compiler.refuse(
            "not-executed",
            element,
            f"本引擎不执行 {element.kind}({element.event.trigger})",
            f"A {element.kind} with trigger {element.event.trigger} is not executed",
        )
        return None
    branches, default = _branches(compiler, definition, element)
    more = ("result",) if element.kind in _RESULT else ()
    conditional = default is not None or any(branch.condition for branch in branches)
    return Node(
        id=element.id,
        element=element,
        behaviour=behaviour,
        incoming=element.incoming,
        branches=branches,
        default=default,
        conditional=conditional,
        plain=tuple((branch, None) for branch in branches),
        boundaries=boundaries,
        inputs=compiler.mappings(element.inputs, element),
        outputs=compiler.mappings(element.outputs, element, *more),
        timer=_timer(compiler, element),
        correlation=compiler.formula(element.event.correlation, element),
        due=compiler.formula(element.user_task.due, element) if element.user_task else None,
        candidates=_candidates(compiler, element),
        starts=_starts(definition, element),
        local=_local(definition, element),
        compensable=element.id in compiler.compensable[key],
        handler=handler_of(definition, element),
        upstream=_upstream(definition, element),
    )


def _branches(
    compiler: Compiler, definition: ProcessDefinition, element: Element
) -> tuple[tuple[Branch, ...], Branch | None]:
    """The outgoing flows in document order, the default apart."""
    branches: list[Branch] = []
    default: Branch | None = None
    for flow_id in element.outgoing:
        flow = definition.flows[flow_id]
        condition = compiler.formula(flow.condition, element)
        branch = Branch(flow=flow.id, target=flow.target, condition=condition)
        if flow_id == element.default_flow:
            default = branch
        else:
            branches.append(branch)
    if default is not None and not branches:
        return (default,), None  # no other way: nothing to choose
    return tuple(branches), default


def _timer(compiler: Compiler, element: Element) -> Timer | None:
    formula = compiler.formula(element.event.timer, element)
    if formula is None or element.event.timer_kind is None:
        return None
    return Timer(kind=element.event.timer_kind, expression=formula)


def _candidates(compiler: Compiler, element: Element) -> tuple[Candidates, ...]:
    assignments = element.user_task.assignments if element.user_task else ()
    return tuple(_candidate(compiler, element, one) for one in assignments)


def _candidate(compiler: Compiler, element: Element, assignment: Assignment) -> Candidates:
    kind = assignment.kind
    formula = compiler.formula(assignment.expression, element)
    if formula is not None:
        return Candidates(kind=kind, expression=formula)
    return Candidates(kind=kind, fixed=AssignmentRequest(kind=kind, value=assignment.literal))


def _starts(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """Where tokens of a sub-process begin: at its none start event, without one at every element
    that nothing leads to (BPMN 2.0.2, 13.3.4)."""
    if element.kind not in SUB_PROCESSES:
        return ()
    inside = [one for one in definition.elements.values() if one.scope == element.id]
    events = [one.id for one in inside if one.kind is Kind.START_EVENT]
    first = [one.id for one in inside if _begins(one)]
    return tuple(events or first)


def _local(definition: ProcessDefinition, element: Element) -> tuple[str, ...]:
    """The variables that are a sub-process's own: its data objects and properties (10.4.1)."""
    if element.kind not in SUB_PROCESSES:
        return ()
    return tuple(one.name for one in definition.data.values() if one.scope == element.id)


def _begins(one: Element) -> bool:
    """Whether control begins at an element that nothing leads to: not so where an event or a
    compensation brings it about."""
    by_event = one.attached_to is not None or one.triggered_by_event
    return not (one.incoming or by_event or one.for_compensation)


def _upstream(definition: ProcessDefinition, element: Element) -> Mapping[str, frozenset[str]]:
    if element.kind is Kind.INCLUSIVE_GATEWAY and len(element.incoming) > 1:
        return upstream_of(definition, element)
    return {}

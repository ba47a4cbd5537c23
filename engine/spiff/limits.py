"""Where SpiffWorkflow 3.2 is known to be wrong: what it is no witness of, with reasons.

What our drawing of the diagram works around (see `build` and `specs`) is not listed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.core.definition import Element, Kind, ProcessDefinition, Trigger
from engine.spiff.build import joins
from engine.spiff.gaps import Gap, gap

DEEPEST: Final = 900
"""Tasks below each other in SpiffWorkflow's tree; beyond 1,000 its searches silently find nothing,
and its recursive ones fail. A loop of one task and one gateway adds four tasks each time."""

MOST_PREDICTED: Final = 20_000
"""Tasks that SpiffWorkflow makes ahead: every branch predicts all behind its join again, so blocks
in a row multiply."""

LONGEST_CHAIN: Final = 300
"""Elements in a row without a choice; SpiffWorkflow predicts them by recursion, two calls each."""

_OPAQUE: Final = frozenset({Kind.SUB_PROCESS, Kind.CALL_ACTIVITY})
"""What SpiffWorkflow runs as workflows of their own, like each instance of an activity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    """How many tasks SpiffWorkflow predicts from an element on, and how many elements deep."""

    tasks: int = 1
    deep: int = 0


def limits_of(definition: ProcessDefinition) -> Iterator[Gap]:
    """Each construct of the process on which SpiffWorkflow is no witness."""
    for element in definition.elements.values():
        if joins(element):
            yield from _limits_of_join(definition, element)
    yield from _limits_of_prediction(definition)


def _limits_of_prediction(definition: ProcessDefinition) -> Iterator[Gap]:
    ahead = _predicted(definition)
    heaviest = max(ahead, key=lambda one: ahead[one].tasks, default="")
    if heaviest and ahead[heaviest].tasks > MOST_PREDICTED:
        yield gap(
            definition.elements[heaviest],
            f"SpiffWorkflow 要预先展开超过 {MOST_PREDICTED} 个任务",
            f"Expected at most {MOST_PREDICTED} tasks predicted by SpiffWorkflow",
            definition.elements[heaviest].scope,
        )
    longest = max(ahead, key=lambda one: ahead[one].deep, default="")
    if longest and ahead[longest].deep > LONGEST_CHAIN:
        yield gap(
            definition.elements[longest],
            f"超过 {LONGEST_CHAIN} 个元素一个接一个而无选择，SpiffWorkflow 的递归会失败",
            f"Expected at most {LONGEST_CHAIN} elements in a row without a choice: SpiffWorkflow"
            " recurses over them",
            definition.elements[longest].scope,
        )


def _limits_of_join(definition: ProcessDefinition, join: Element) -> Iterator[Gap]:
    if join.id in reachable(definition, join.id):
        yield gap(
            join,
            "循环中的汇合网关，SpiffWorkflow 会数错轮次",
            "Expected no join inside a loop: SpiffWorkflow counts its rounds wrongly",
            join.id,
        )
    if join.kind is Kind.INCLUSIVE_GATEWAY and _is_entangled(definition, join):
        yield gap(
            join,
            "同一处可由多条路径到达此包容汇合，SpiffWorkflow 会多等待",
            "Expected one split before this inclusive join: SpiffWorkflow waits for too many",
            join.id,
        )
    if join.kind is Kind.INCLUSIVE_GATEWAY and _hides_tokens(definition, join):
        yield gap(
            join,
            "边界事件通向此包容汇合，或子流程、合并之后还要选择路径才到，SpiffWorkflow 会漏等",
            "Expected no boundary event before this inclusive join, and no choice between a"
            " sub-process or merge and the join: SpiffWorkflow overlooks tokens there",
            join.id,
        )


def _following(definition: ProcessDefinition, element_id: str) -> list[str]:
    element = definition.elements[element_id]
    found = [definition.flows[flow].target for flow in element.outgoing]
    found += [one.id for one in definition.elements.values() if one.attached_to == element_id]
    return found + _ends_of_link(definition, element, Kind.CATCH_EVENT)


def _ends_of_link(definition: ProcessDefinition, element: Element, kind: Kind) -> list[str]:
    """The other ends of a link event that are of this kind."""
    if element.event.trigger is not Trigger.LINK or element.kind is kind:
        return []
    return [
        one.id
        for one in definition.elements.values()
        if one.kind is kind and one.scope == element.scope and one.event.link == element.event.link
    ]


def reachable(definition: ProcessDefinition, element_id: str) -> set[str]:
    """Every element that a token that leaves this one can get to."""
    found: set[str] = set()
    queue = _following(definition, element_id)
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue.extend(_following(definition, one))
    return found


def _is_entangled(definition: ProcessDefinition, join: Element) -> bool:
    """Whether, besides one split, something can still choose among the join's incoming flows.

    A token there need not be waited for when another came on a flow that it could take as well
    (BPMN 2.0.2, 13.4.3); SpiffWorkflow waits for everything that it predicts.
    """
    ways = _ways_into(definition, join)
    ways[join.id] = set()
    several = {one for one, flows in ways.items() if len(flows) > 1}
    last = [
        one
        for one in several
        if any(after in ways and after not in several for after in _following(definition, one))
    ]
    return len(last) > 1


def _hides_tokens(definition: ProcessDefinition, join: Element) -> bool:
    """Whether a token on a single way into the join can be one that SpiffWorkflow overlooks.

    Behind a choice or a boundary event it predicts no further and searches backward from the join
    instead; there it follows only the first of several incoming flows, and does not see a
    sub-process or call that is running.
    """
    ways = _ways_into(definition, join)
    for one in ways:
        element = definition.elements[one]
        if element.attached_to is not None:
            return True
        is_opaque = element.loop is not None or element.kind in _OPAQUE
        if len(ways[one]) == 1 and (is_opaque or len(element.incoming) > 1):
            on_the_way = {one, *reachable(definition, one)} & ways.keys()
            if any(_chooses(definition, definition.elements[after]) for after in on_the_way):
                return True
    return False


def _ways_into(definition: ProcessDefinition, join: Element) -> dict[str, set[str]]:
    """By element, the incoming flows of the join that can be reached from it around the join."""
    ways: dict[str, set[str]] = {}
    for flow in join.incoming:
        for one in _leading_to(definition, definition.flows[flow].source, join.id):
            ways.setdefault(one, set()).add(flow)
    return ways


def _leading_to(definition: ProcessDefinition, last: str, without: str) -> set[str]:
    """Every element from which a path leads to `last`, itself included, around `without`."""
    found: set[str] = set()
    queue = [last]
    while queue:
        one = queue.pop()
        if one in found or one == without:
            continue
        found.add(one)
        element = definition.elements[one]
        queue.extend(definition.flows[flow].source for flow in element.incoming)
        queue.extend(_ends_of_link(definition, element, Kind.THROW_EVENT))
        if element.attached_to is not None:
            queue.append(element.attached_to)
    return found


def _chooses(definition: ProcessDefinition, element: Element) -> bool:
    """Whether SpiffWorkflow predicts no further than a step or two behind this element."""
    flows = [definition.flows[flow] for flow in element.outgoing]
    if any(flow.condition is not None for flow in flows):
        return True
    if element.kind is Kind.EVENT_BASED_GATEWAY:
        return True
    if element.kind is Kind.INCLUSIVE_GATEWAY and joins(element):
        return True
    return element.default_flow is not None and len(flows) > 1


def _predicted(definition: ProcessDefinition) -> dict[str, _Ahead]:
    """By element, what SpiffWorkflow makes ahead when control gets there."""
    found: dict[str, _Ahead] = {}
    for element_id in definition.elements:
        _measure(definition, element_id, found)
    return found


def _measure(definition: ProcessDefinition, first: str, found: dict[str, _Ahead]) -> None:
    """Depth first without recursion; what a cycle comes back to counts as nothing."""
    open_now: set[str] = set()
    stack = [first]
    while stack:
        current = stack[-1]
        element = definition.elements[current]
        targets = [definition.flows[flow].target for flow in element.outgoing]
        if current in found or _chooses(definition, element):
            found.setdefault(current, _Ahead(tasks=1 + 3 * len(targets), deep=2))
            stack.pop()
            continue
        unknown = [one for one in targets if one not in found and one not in open_now]
        if current not in open_now and unknown:
            open_now.add(current)
            stack.extend(unknown)
            continue
        known = [found.get(one, _Ahead()) for one in targets]
        tasks = 1 + sum(1 + one.tasks for one in known)
        found[current] = _Ahead(tasks=tasks, deep=1 + max((one.deep for one in known), default=0))
        open_now.discard(current)
        stack.pop()

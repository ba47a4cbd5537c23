"""Where SpiffWorkflow 3.2 is known to be wrong: processes of which it is no witness, with reasons.

What our drawing of the diagram works around (see `build` and `specs`) is not listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.core.definition import Element, ProcessDefinition
from engine.errors import Finding, Text
from engine.spiff.build import GATEWAYS, joins

DEEPEST: Final = 900
"""Tasks below each other in SpiffWorkflow's tree; beyond 1,000 its searches silently find nothing,
and its recursive ones fail. A loop of one task and one gateway adds four tasks each time."""

MOST_PREDICTED: Final = 20_000
"""Tasks that SpiffWorkflow makes ahead: every branch predicts all behind its join again, so blocks
in a row multiply."""


def limits_of(
    definition: ProcessDefinition, definitions: Mapping[str, ProcessDefinition]
) -> Iterator[Finding]:
    """Each construct of the process on which SpiffWorkflow is no witness."""
    for element in definition.elements.values():
        if joins(element) and _is_in_loop(definition, element):
            yield _limit(
                element,
                "循环中的汇合网关,SpiffWorkflow 会数错轮次",
                "Expected no join inside a loop: SpiffWorkflow counts its rounds wrongly",
            )
    heaviest = max(_predicted(definition).items(), key=lambda one: one[1], default=("", 0))
    if heaviest[1] > MOST_PREDICTED:
        yield _limit(
            definition.elements[heaviest[0]],
            f"SpiffWorkflow 要预先展开超过 {MOST_PREDICTED} 个任务",
            f"Expected at most {MOST_PREDICTED} tasks predicted by SpiffWorkflow",
        )


def _limit(element: Element, zh: str, en: str) -> Finding:
    name = element.name or element.id
    text = Text(zh=f"“{name}”:无旁证:{zh}", en=f"{element.id}: no witness: {en}")
    return Finding(
        rule="no-witness",
        severity="error",
        text=text,
        element_id=element.id,
        line=element.line or None,
    )


def _following(definition: ProcessDefinition, element_id: str) -> list[str]:
    element = definition.elements[element_id]
    found = [definition.flows[flow].target for flow in element.outgoing]
    found += [one.id for one in definition.elements.values() if one.attached_to == element_id]
    return found


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


def _is_in_loop(definition: ProcessDefinition, element: Element) -> bool:
    return element.id in reachable(definition, element.id)


def _chooses(definition: ProcessDefinition, element: Element) -> bool:
    """Whether SpiffWorkflow predicts no further than a step or two behind this element."""
    flows = [definition.flows[flow] for flow in element.outgoing]
    conditional = any(flow.condition is not None for flow in flows)
    return conditional or (element.kind in GATEWAYS and element.default_flow is not None)


def _predicted(definition: ProcessDefinition) -> dict[str, int]:
    """By element, how many tasks SpiffWorkflow makes ahead when control gets there."""
    sizes: dict[str, int] = {}
    for element_id in definition.elements:
        _measure(definition, element_id, sizes)
    return sizes


def _measure(definition: ProcessDefinition, first: str, sizes: dict[str, int]) -> None:
    """Depth first without recursion; what a cycle comes back to counts as one."""
    open_now: set[str] = set()
    stack = [first]
    while stack:
        current = stack[-1]
        element = definition.elements[current]
        targets = [definition.flows[flow].target for flow in element.outgoing]
        if current in sizes or _chooses(definition, element):
            sizes.setdefault(current, 1 + 3 * len(targets))
            stack.pop()
            continue
        waiting = [one for one in targets if one not in sizes and one not in open_now]
        if current not in open_now and waiting:
            open_now.add(current)
            stack.extend(waiting)
            continue
        sizes[current] = 1 + sum(1 + sizes.get(one, 1) for one in targets)
        open_now.discard(current)
        stack.pop()

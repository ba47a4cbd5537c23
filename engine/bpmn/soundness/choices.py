"""Which flows a token may leave an element on, as far as its conditions allow it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from engine.bpmn.soundness.conditions import exclude_each_other
from engine.core.definition import Element, Expression, Kind, ProcessDefinition

Ways = tuple[tuple[str, ...], ...]
_MOST: Final = 512  # more ways than this are not tried one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The sets of flows that may be taken; `is_whole` is False when there are too many to list."""

    ways: Ways
    is_whole: bool = True


def choices_of(process: ProcessDefinition, element: Element, outgoing: tuple[str, ...]) -> Choices:
    """Of an element without conditions all flows; of exclusive and event-based gateways each one;
    else every choice of conditional flows that can hold together (13.2.1, 13.4)."""
    if element.kind is Kind.PARALLEL_GATEWAY or len(outgoing) < 1:
        return Choices(ways=(outgoing,))
    if element.kind is Kind.EXCLUSIVE_GATEWAY:
        return Choices(ways=tuple((flow,) for flow in outgoing))
    if element.kind is Kind.EVENT_BASED_GATEWAY:
        is_all = element.instantiate and element.parallel_events
        return Choices(ways=(outgoing,) if is_all else tuple((flow,) for flow in outgoing))
    return _conditional(process, element, outgoing)


def _conditional(
    process: ProcessDefinition, element: Element, outgoing: tuple[str, ...]
) -> Choices:
    flows = process.flows
    is_split = element.kind in (Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY) and len(outgoing) > 1
    asked = [
        flow
        for flow in outgoing
        if flow in flows
        and flow != element.default_flow
        and (is_split or flows[flow].condition is not None)
    ]
    default = (element.default_flow,) if element.default_flow in outgoing else ()
    always = tuple(flow for flow in outgoing if flow not in asked and flow not in default)
    if not asked:
        return Choices(ways=((*always, *default),))
    conditions = {flow: flows[flow].condition for flow in asked}
    found, is_whole = _together(asked, conditions)
    none = [(*always, *default)] if always or default else []
    ways = [(*always, *chosen) for chosen in found]
    return Choices(
        ways=tuple(tuple(str(flow) for flow in way) for way in (*ways, *none)), is_whole=is_whole
    )


def _together(
    flows: list[str], conditions: dict[str, Expression | None]
) -> tuple[list[tuple[str, ...]], bool]:
    """Every non-empty set of flows whose conditions can hold together."""
    apart = {
        (one, other)
        for one, other in combinations(flows, 2)
        if exclude_each_other(conditions[one], conditions[other])
    }
    found: list[tuple[str, ...]] = []
    for chosen in _subsets(flows, apart):
        if len(found) >= _MOST:
            return found, False
        found.append(chosen)
    return found, True


def _subsets(flows: list[str], apart: set[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Smaller sets first, so that a shortest counter-example chooses little."""
    layer: list[tuple[str, ...]] = [(flow,) for flow in flows]
    place = {flow: number for number, flow in enumerate(flows)}
    while layer:
        yield from layer
        layer = [
            (*chosen, flow)
            for chosen in layer
            for flow in flows[place[chosen[-1]] + 1 :]
            if not any((one, flow) in apart for one in chosen)
        ]


def subsets(events: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every set of these, the empty one first."""
    sizes = range(len(events) + 1)
    yield from chain.from_iterable(combinations(events, size) for size in sizes)

"""The control flow of one level as moves of tokens over sequence flows, data left out.

A marking is a sorted tuple of flow ids, one for each token that waits at the flow's target.
Each node alone consumes the tokens of its incoming flows, so a move of one node never takes away
a move of another: it is enough to explore one node at a time (a persistent set), except for
terminate events, which remove foreign tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Final

from engine.bpmn.rules.rule import Subject
from engine.core.definition import ACTIVITIES, Element, Kind, Trigger

Marking = tuple[str, ...]
_STOPS: Final = frozenset({Trigger.TERMINATE, Trigger.ERROR})
_MANY: Final = 4  # an inclusive split with more ways is tried with one, all but one, and all


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One element takes its tokens and gives others; `clears` removes all tokens of the level."""

    element: str
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    clears: bool = False

    def apply(self, marking: Marking) -> Marking:
        if self.clears:
            return ()
        tokens = list(marking)
        for flow in self.takes:
            tokens.remove(flow)
        return tuple(sorted([*tokens, *self.gives]))


class Net:
    """One level of a process (the process itself, or one sub-process)."""

    def __init__(self, subject: Subject, elements: list[Element]) -> None:
        self.subject = subject
        self.elements = {element.id: element for element in elements}
        self.rank = self._ranks()

    def start(self) -> Move:
        """The move of the only start event."""
        (event,) = (e for e in self.elements.values() if e.kind is Kind.START_EVENT)
        return Move(element=event.id, gives=event.outgoing)

    def moves(self, marking: Marking) -> list[Move]:
        """The moves to explore from here: those of one node, and of all terminate events.

        The node nearest to the start goes first, so that tokens that can meet do meet.
        """
        waiting = sorted({self._target(flow) for flow in marking}, key=self._order)
        stops = [move for node in waiting for move in self._of(node, marking) if move.clears]
        for node in waiting:
            found = [move for move in self._of(node, marking) if not move.clears]
            if found:
                return found + stops
        return stops

    def _target(self, flow: str) -> str:
        return self.subject.process.flows[flow].target

    def _order(self, node: str) -> tuple[bool, int]:
        """Inclusive joins last: whether they may go depends on where other tokens are."""
        element = self.elements[node]
        is_late = element.kind is Kind.INCLUSIVE_GATEWAY and len(element.incoming) > 1
        return is_late, self.rank[node]

    def _of(self, node: str, marking: Marking) -> Iterator[Move]:
        element = self.elements[node]
        takes = self._taken(element, marking)
        if not takes:
            return
        if element.kind is Kind.END_EVENT and element.event.trigger in _STOPS:
            yield Move(element=node, takes=takes, clears=True)
            return
        for gives in self._ways_out(element):
            yield Move(element=node, takes=takes, gives=gives)

    def _taken(self, element: Element, marking: Marking) -> tuple[str, ...]:
        """The tokens that the element takes now; empty while it waits."""
        here = [flow for flow in element.incoming if flow in marking]
        if element.kind is Kind.PARALLEL_GATEWAY:
            return tuple(here) if len(here) == len(element.incoming) else ()
        if element.kind is Kind.INCLUSIVE_GATEWAY and len(element.incoming) > 1:
            return tuple(here) if not self._may_still_come(element, here, marking) else ()
        return tuple(here[:1])

    def _may_still_come(self, join: Element, here: list[str], marking: Marking) -> bool:
        """BPMN 2.0.2, 13.4.3: a token that can get to an empty incoming flow, but to no filled
        one, without passing the join."""
        upstream = self._upstream[join.id]
        filled = frozenset().union(*(upstream[flow] for flow in here))
        empty = frozenset().union(*(upstream[flow] for flow in join.incoming if flow not in here))
        return any(flow in empty - filled for flow in marking if flow not in here)

    @cached_property
    def _upstream(self) -> dict[str, dict[str, frozenset[str]]]:
        return {
            element.id: {flow: self._before(flow, element.id) for flow in element.incoming}
            for element in self.elements.values()
            if element.kind is Kind.INCLUSIVE_GATEWAY
        }

    def _before(self, last: str, join: str) -> frozenset[str]:
        """The flows from which a token can get to this one without passing the join."""
        found: set[str] = set()
        queue = [last]
        while queue:
            source = self.elements[self.subject.process.flows[queue.pop()].source]
            if source.attached_to is not None:
                source = self.elements[source.attached_to]
            if source.id == join:
                continue
            for flow in source.incoming:
                if flow not in found:
                    found.add(flow)
                    queue.append(flow)
        return frozenset(found)

    def _ways_out(self, element: Element) -> Iterator[tuple[str, ...]]:
        outgoing = element.outgoing
        if element.kind is Kind.EXCLUSIVE_GATEWAY and outgoing:
            yield from ((flow,) for flow in outgoing)
        elif element.kind is Kind.INCLUSIVE_GATEWAY:
            yield from _subsets(outgoing)
        elif element.kind in ACTIVITIES:
            yield from self._out_of_activity(element)
        else:
            yield outgoing

    def _out_of_activity(self, element: Element) -> Iterator[tuple[str, ...]]:
        normal = list(self._normal_ways(element))
        yield from normal
        for event in self.subject.boundary_events.get(element.id, ()):
            if event.interrupting:
                yield event.outgoing
            else:
                yield from ((*way, *event.outgoing) for way in normal)

    def _normal_ways(self, element: Element) -> Iterator[tuple[str, ...]]:
        """Unconditional flows always; of the conditional ones and the default exactly one: a
        person's answer. Several true conditions at once are a choice of data, not of shape."""
        flows = self.subject.out_of(element)
        asked = [f.id for f in flows if f.condition is not None or f.id == element.default_flow]
        always = tuple(f.id for f in flows if f.id not in asked)
        if not asked:
            yield always
        yield from ((*always, flow) for flow in asked)

    def _ranks(self) -> dict[str, int]:
        """Depth first order, latest finished first: a topological order where there is one."""
        finished: list[str] = []
        seen: set[str] = set()
        starts = [e.id for e in self.elements.values() if e.kind is Kind.START_EVENT]
        for start in [*starts, *self.elements]:
            self._finish(start, seen, finished)
        return {node: place for place, node in enumerate(reversed(finished))}

    def _finish(self, start: str, seen: set[str], finished: list[str]) -> None:
        if start in seen:
            return
        seen.add(start)
        stack = [(start, iter(self._after(start)))]
        while stack:
            node, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                finished.append(node)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(self._after(target))))

    def _after(self, node: str) -> list[str]:
        element = self.elements[node]
        sources = [element, *self.subject.boundary_events.get(node, ())]
        flows = [flow for source in sources for flow in source.outgoing]
        return [self._target(flow) for flow in flows]


def _subsets(flows: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every choice of at least one; of many flows only singles, all, and all but one."""
    count = len(flows)
    sizes = range(1, count + 1) if count <= _MANY else sorted({1, count - 1, count})
    yield from chain.from_iterable(combinations(flows, size) for size in sizes)
    if not flows:
        yield ()

"""What lies ahead of an element in its part of the diagram, as docs/adr/0014 means it: worked out
here from the definition alone, so that the witness has its own opinion of what a move takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.core.definition import Element, Kind, ProcessDefinition, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The elements and flows that a token at an element may still come to; the element too."""

    elements: frozenset[str]
    flows: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Of one process, each worked out once."""

    definition: ProcessDefinition
    _ahead: dict[str, Ahead] = field(default_factory=dict)
    _back: dict[str | None, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def ahead(self, element_id: str) -> Ahead:
        """Everything on a way from there that takes no flow which only leads back."""
        found = self._ahead.get(element_id)
        if found is None:
            found = self._ahead[element_id] = self._worked_out(element_id)
        return found

    def _worked_out(self, element_id: str) -> Ahead:
        back = self._back_edges(self.definition.elements[element_id].scope)
        elements, flows, queue = [element_id], set[str](), [element_id]
        while queue:
            at = queue.pop(0)
            for flow, target in self._edges(at):
                if (at, target) in back:
                    continue
                if flow:
                    flows.add(flow)
                if target not in elements:
                    elements.append(target)
                    queue.append(target)
        return Ahead(elements=frozenset(elements), flows=frozenset(flows))

    def _edges(self, element_id: str) -> Iterator[tuple[str, str]]:
        """(flow, target): the outgoing flows, the default last; then, without a flow, the other
        end of a link and the boundary events."""
        element = self.definition.elements[element_id]
        for flow in sorted(element.outgoing, key=lambda one: one == element.default_flow):
            yield flow, self.definition.flows[flow].target
        for other in self.definition.elements.values():
            if _is_linked(element, other) or other.attached_to == element_id:
                yield "", other.id

    def _back_edges(self, scope: str | None) -> frozenset[tuple[str, str]]:
        """The edges that lead to where a walk through the scope, depth first, has come from."""
        found = self._back.get(scope)
        if found is None:
            found = self._back[scope] = frozenset(self._walked(scope))
        return found

    def _walked(self, scope: str | None) -> Iterator[tuple[str, str]]:
        entered: dict[str, Iterator[tuple[str, str]]] = {}
        left: set[str] = set()
        for first in self._beginnings(scope):
            trail = [] if first in entered else [first]
            while trail:
                at = trail[-1]
                ways = entered.setdefault(at, self._edges(at))
                target = next((one for _, one in ways), None)
                if target is None:
                    left.add(trail.pop())
                elif target not in entered:
                    trail.append(target)
                elif target not in left:
                    yield at, target

    def _beginnings(self, scope: str | None) -> list[str]:
        inside = [one for one in self.definition.elements.values() if one.scope == scope]
        unled = [one.id for one in inside if not one.incoming and one.attached_to is None]
        return [*self.definition.begins_at(scope), *unled, *(one.id for one in inside)]


def _is_linked(thrower: Element, catcher: Element) -> bool:
    """Whether control goes from the one link event to the other."""
    return (
        (thrower.kind, catcher.kind) == (Kind.THROW_EVENT, Kind.CATCH_EVENT)
        and thrower.event.trigger is catcher.event.trigger is Trigger.LINK
        and (thrower.scope, thrower.event.link) == (catcher.scope, catcher.event.link)
    )

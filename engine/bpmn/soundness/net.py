"""The control flow of one level as moves of tokens over arrows, data left out.

A marking is a sorted tuple of arrows, one entry for each token that waits at the arrow's target.
Each node alone consumes the tokens of its incoming arrows, so a move of one node never takes away
a move of another: it is enough to explore one node at a time (a persistent set). Beside it go end
events that stop the level, which remove foreign tokens, and inclusive joins, which look at them.

An activity, whatever is inside and however often it is repeated, is one move: entered, perhaps
accompanied by its non-interrupting boundary events, each at most once, and left by its flows or
by one interrupting boundary event. What is inside a sub-process is a level of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from engine.bpmn.soundness.choices import Ways, choices_of, subsets
from engine.bpmn.soundness.level import Level, has_trigger
from engine.core.definition import ACTIVITIES, Element, Kind, Trigger

Marking = tuple[str, ...]
_STOPS: Final = (Trigger.TERMINATE, Trigger.ERROR, Trigger.CANCEL)
_SYNCHRONISING: Final = frozenset({Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY})
"""Joins that wait for what can still come; a complex one is taken to wait so too, see the rule
complex-gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Elements that happen together (an activity with boundary events, else one) take tokens and
    give others; `clears` removes all tokens of the level."""

    passes: tuple[str, ...]
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    clears: bool = False

    @property
    def element(self) -> str:
        return self.passes[0]

    def apply(self, marking: Marking) -> Marking:
        if self.clears:
            return ()
        tokens = list(marking)
        for arrow in self.takes:
            tokens.remove(arrow)
        return tuple(sorted([*tokens, *self.gives]))


class Net:
    """One level of a process (the process itself, or one sub-process)."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.is_whole = True
        """False when some element has more ways out than are tried one by one."""
        self.rank = self._ranks()
        self._exits: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {}

    def moves(self, marking: Marking) -> list[Move]:
        """The moves to explore from here: those of one node, those of joins that look at tokens
        elsewhere, and all that stop the level.

        The node nearest to the start goes first, so that tokens that can meet do meet.
        """
        waiting = sorted({self.level.target[arrow] for arrow in marking}, key=self._order)
        found: list[Move] = []
        wide: list[Move] = []
        for node in waiting:
            if self.is_synchronising(node):
                wide += self.moves_of(node, marking)
                continue
            moves = list(self.moves_of(node, marking))
            wide += [move for move in moves if move.clears]
            found = found or [move for move in moves if not move.clears]
        return found + wide

    def moves_of(self, node: str, marking: Marking) -> Iterator[Move]:
        """Every move that this node can make now."""
        element = self.level.nodes[node]
        takes = self._taken(element, marking)
        if not takes:
            return
        if element.kind is Kind.END_EVENT and any(has_trigger(element, one) for one in _STOPS):
            yield Move(passes=(node,), takes=takes, clears=True)
            return
        for passes, gives in self._exits_of(element):
            yield Move(passes=passes, takes=takes, gives=gives)

    def is_synchronising(self, node: str) -> bool:
        """Whether the node waits for what may still come from elsewhere."""
        element = self.level.nodes[node]
        return element.kind in _SYNCHRONISING and len(self.level.incoming[node]) > 1

    def _order(self, node: str) -> tuple[bool, int]:
        """Synchronising joins last: whether they may go depends on where other tokens are."""
        return self.is_synchronising(node), self.rank[node]

    def _taken(self, element: Element, marking: Marking) -> tuple[str, ...]:
        """The tokens that the element takes now; empty while it waits."""
        incoming = self.level.incoming[element.id]
        here = [arrow for arrow in incoming if arrow in marking]
        if element.kind is Kind.PARALLEL_GATEWAY:
            return tuple(here) if len(here) == len(incoming) else ()
        if self.is_synchronising(element.id):
            return tuple(here) if not self._may_still_come(element, here, marking) else ()
        if element.start_quantity > 1:
            tokens = [arrow for arrow in marking if arrow in here]
            enough = len(tokens) >= element.start_quantity
            return tuple(tokens[: element.start_quantity]) if enough else ()
        return tuple(here[:1])

    def _may_still_come(self, join: Element, here: list[str], marking: Marking) -> bool:
        """BPMN 2.0.2, 13.4.3: a token that can get to an empty incoming flow, but to no filled
        one, without passing the join."""
        upstream = self._upstream[join.id]
        filled = frozenset().union(*(upstream[arrow] for arrow in here))
        rest = (arrow for arrow in self.level.incoming[join.id] if arrow not in here)
        empty = frozenset().union(*(upstream[arrow] for arrow in rest))
        return any(arrow in empty - filled for arrow in marking if arrow not in here)

    @cached_property
    def _upstream(self) -> dict[str, dict[str, frozenset[str]]]:
        return {
            node: {arrow: self._before(arrow, node) for arrow in self.level.incoming[node]}
            for node in self.level.nodes
            if self.is_synchronising(node)
        }

    def _before(self, last: str, join: str) -> frozenset[str]:
        """The arrows from which a token can get to this one without passing the join."""
        found: set[str] = set()
        queue = [last]
        while queue:
            arrow = queue.pop()
            if self.level.is_begin(arrow):
                continue
            source = self.level.source[arrow]
            host = self.level.nodes[source].attached_to or source
            if host == join:
                continue
            new = [one for one in self.level.incoming[host] if one not in found]
            found.update(new)
            queue.extend(new)
        return frozenset(found)

    def _exits_of(self, element: Element) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """What happens together and the arrows that get tokens then, for each way out."""
        known = self._exits.get(element.id)
        if known is None:
            known = self._exits[element.id] = tuple(self._find_exits(element))
        return known

    def _find_exits(self, element: Element) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        ways: list[tuple[tuple[str, ...], tuple[str, ...]]]
        ways = [((element.id,), gives * self._quantity(element)) for gives in self._ways(element)]
        if element.kind not in ACTIVITIES:
            yield from ways
            return
        events = self.level.boundary.get(element.id, ())
        beside = tuple(event.id for event in events if not event.interrupting)
        for event in events:
            if event.interrupting:
                ways += [((element.id, event.id), gives) for gives in self._ways(event)]
        for chosen in subsets(beside):
            more = tuple(arrow for event in chosen for arrow in self.level.outgoing[event])
            yield from (
                ((passes[0], *chosen, *passes[1:]), (*more, *gives)) for passes, gives in ways
            )

    def _ways(self, element: Element) -> Ways:
        found = choices_of(self.level.process, element, self.level.outgoing[element.id])
        self.is_whole = self.is_whole and found.is_whole
        return found.ways

    def _quantity(self, element: Element) -> int:
        return element.completion_quantity if element.kind in ACTIVITIES else 1

    def _ranks(self) -> dict[str, int]:
        """Depth first order, latest finished first: a topological order where there is one."""
        finished: list[str] = []
        seen: set[str] = set()
        starts = [self.level.target[arrow] for start in self.level.starts for arrow in start]
        for start in [*starts, *self.level.nodes]:
            self._finish(start, seen, finished)
        return {node: place for place, node in enumerate(reversed(finished))}

    def _finish(self, start: str, seen: set[str], finished: list[str]) -> None:
        if start in seen:
            return
        seen.add(start)
        stack = [(start, iter(self.level.after(start)))]
        while stack:
            node, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                finished.append(node)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(self.level.after(target))))

"""Unstructured parts: nodes and arcs in any order, sound by the way they were made.

Every node is one user task with whatever gateways its arcs need around it. Three kinds are sound
by construction: one token that moves from node to node along any arcs, also back; tokens on all
arcs of a graph without cycles; tokens on some arcs of such a graph, joined as BPMN 2.0.2, 13.4.3
says. The person who does a task says where to go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Final

from engine.core.values import Value
from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Region, Then
from engine.fuzz.pen import Pen

GATEWAYS: Final = {"one": "exclusiveGateway", "all": "parallelGateway", "some": "inclusiveGateway"}


@dataclass(frozen=True, kw_only=True)
class Graph(Block):
    """Nodes 0 to n-1; control comes in at the first and leaves at the last. `mode` is one, all or
    some: how many of the arcs out of a node are taken, and how many of those into it it needs."""

    mode: str
    count: int
    arcs: tuple[tuple[int, int], ...]

    @property
    def parts(self) -> tuple[Block, ...]:
        return self._tasks

    @cached_property
    def _tasks(self) -> tuple[UserTask, ...]:
        return tuple(self._task(node) for node in range(self.count))

    def _task(self, node: int) -> UserTask:
        ways, ref = len(self.out_of(node)), f"{self.id}n{node}"
        if ways < 2 or self.mode == "all":
            return UserTask(id=ref)
        name = f"{self.id}w{node}"
        if self.mode == "one":
            # the last way is the one that leads on: more often than the others
            numbers = [*range(ways), ways - 1, ways - 1]
            values: tuple[Value, ...] = tuple(Decimal(one) for one in numbers)
            return UserTask(id=ref, submits=name, values=values)
        sets = [s for size in range(1, ways + 1) for s in combinations(range(ways), size)]
        return UserTask(
            id=ref, submits=name, values=tuple([Decimal(one) for one in s] for s in sets)
        )

    def out_of(self, node: int) -> list[int]:
        """The nodes that this one leads to, in the order of their flows."""
        return [target for source, target in self.arcs if source == node]

    def into(self, node: int) -> list[int]:
        """The nodes that lead to this one."""
        return [source for source, target in self.arcs if target == node]

    # --- drawing

    def draw(self, pen: Pen) -> Ends:
        for node in range(self.count):
            self._draw_node(pen, node)
        for source, target in self.arcs:
            pen.flow(self._exit(source), self._entry(target), self._condition(source, target))
        return self._entry(0), (self._exit(self.count - 1),)

    def _draw_node(self, pen: Pen, node: int) -> None:
        task, _ = self._tasks[node].draw(pen)
        if self._entry(node) != task:
            pen.node(GATEWAYS[self.mode], self._entry(node))
            pen.flow(self._entry(node), task)
        if self._exit(node) != task:
            pen.node(GATEWAYS[self.mode], self._exit(node))
            pen.flow(task, self._exit(node))

    def _entry(self, node: int) -> str:
        comes = len(self.into(node)) + (node == 0)
        return f"{self.id}e{node}" if comes > 1 else self._tasks[node].id

    def _exit(self, node: int) -> str:
        return f"{self.id}x{node}" if len(self.out_of(node)) > 1 else self._tasks[node].id

    def _condition(self, source: int, target: int) -> str:
        ways = self.out_of(source)
        if len(ways) < 2 or self.mode == "all":
            return ""
        place, name = ways.index(target), f"{self.id}w{source}"
        if self.mode == "some":
            return f"list contains({name}, {place})"
        return "else" if place == len(ways) - 1 else f"{name} = {place}"

    # --- meaning

    def run(self, region: Region, then: Then) -> None:
        _Walk(self, region, then).arrive(None, 0)


class _Walk:
    """One time that control goes through a graph."""

    def __init__(self, graph: Graph, region: Region, then: Then) -> None:
        self.graph = graph
        self.region = region
        self.then = then
        self.arrived: dict[int, set[int]] = {}  # node -> nodes from which a token came and waits
        self.busy: set[int] = set()  # nodes whose task is open

    def arrive(self, source: int | None, node: int) -> None:
        """A token comes to a node."""
        if source is not None and self.graph.mode != "one":
            self.arrived.setdefault(node, set()).add(source)
        else:
            self._begin(node)

    def _begin(self, node: int) -> None:
        self.busy.add(node)
        self.graph._tasks[node].run(self.region, lambda: self._done(node))

    def _done(self, node: int) -> None:
        self.busy.discard(node)
        if node == self.graph.count - 1:
            self.then()
            return
        targets = self._taken(node)
        self.region.scope.tokens += len(targets) - 1
        for target in targets:
            self.arrive(node, target)
        self._settle()

    def _taken(self, node: int) -> list[int]:
        ways = self.graph.out_of(node)
        if len(ways) < 2 or self.graph.mode == "all":
            return ways
        said = self.region.variables[f"{self.graph.id}w{node}"]
        wanted: Sequence[Value] = said if isinstance(said, list) else [said]
        return [way for place, way in enumerate(ways) if Decimal(place) in wanted]

    def _settle(self) -> None:
        """Every join whose tokens wait for no other one goes on."""
        ready = [node for node, sources in self.arrived.items() if self._is_ready(node, sources)]
        for node in ready:
            self.region.scope.tokens -= len(self.arrived.pop(node)) - 1
        for node in ready:
            self._begin(node)

    def _is_ready(self, node: int, sources: set[int]) -> bool:
        """All incoming arcs, or for inclusive joins: no token elsewhere can get to an empty arc
        without also being able to get to one that has a token (13.4.3)."""
        empty = [one for one in self.graph.into(node) if one not in sources]
        if self.graph.mode == "all" or not empty:
            return not empty
        others = self.busy | (self.arrived.keys() - {node})
        return not any(
            self._can_reach(one, empty, node) and not self._can_reach(one, list(sources), node)
            for one in others
        )

    def _can_reach(self, place: int, sources: list[int], around: int) -> bool:
        """Whether there is a path from a node to one of these, without the one to go around."""
        seen, queue = set(), [place]
        while queue:
            one = queue.pop()
            if one in sources:
                return True
            if one not in seen and one != around:
                seen.add(one)
                queue.extend(self.graph.out_of(one))
        return False

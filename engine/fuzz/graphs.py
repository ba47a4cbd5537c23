"""Makes random unstructured graphs that are sound, and shows it for those that need showing."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Final

from engine.fuzz.blocks.graph import Graph

MODES: Final = ("one", "all", "some")
"""The last one not where a way leads from behind the graph to before it: there a token can also
get to arcs that have one already, so that no join waits for it (BPMN 2.0.2, 13.4.3)."""


def random_graph(
    dice: random.Random, ref: str, count: int, modes: tuple[str, ...] = MODES
) -> Graph:
    """A graph of `count` nodes, at least 3, of any of the kinds."""
    mode = dice.choice(modes)
    while True:
        arcs = _without_cycle(dice, count)
        if mode == "one":
            arcs = _with_ways_back(dice, arcs, count)
        graph = Graph(id=ref, mode=mode, count=count, arcs=tuple(sorted(arcs)))
        if mode != "some" or never_doubles(graph):
            return graph


def _without_cycle(dice: random.Random, count: int) -> set[tuple[int, int]]:
    """Every node but the last leads to a later one, every one but the first follows one."""
    arcs = {(dice.randrange(node), node) for node in range(1, count)}
    for node in range(count - 1):
        if not any(source == node for source, _ in arcs):
            arcs.add((node, dice.randrange(node + 1, count)))
    for _ in range(dice.randint(0, count - 2)):
        source, target = sorted(dice.sample(range(count), 2))
        arcs.add((source, target))
    return arcs


def _with_ways_back(
    dice: random.Random, arcs: set[tuple[int, int]], count: int
) -> set[tuple[int, int]]:
    """Arcs back, from any node but the last; their sources keep a way on, as the last one."""
    for _ in range(dice.randint(1, 2)):
        source = dice.randrange(count - 1)
        target = dice.randrange(source + 1)
        arcs = arcs | {(source, target)}
    return arcs


def never_doubles(graph: Graph) -> bool:
    """Whether no node of a graph without cycles can be reached twice, whatever is chosen.

    Searches all that can happen: which arcs hold tokens and which tasks are open.
    """
    first = (frozenset[tuple[int, int]](), frozenset({0}), frozenset[int]())
    seen, queue = {first}, [first]
    while queue:
        arcs, busy, over = queue.pop()
        for node in busy:
            for taken in _choices(graph, node):
                put = {(node, target) for target in taken}
                after = _settled(graph, arcs | put, busy - {node}, over | {node})
                if after is None:
                    return False
                if after not in seen:
                    seen.add(after)
                    queue.append(after)
    return True


_State = tuple[frozenset[tuple[int, int]], frozenset[int], frozenset[int]]


def _choices(graph: Graph, node: int) -> list[tuple[int, ...]]:
    ways = graph.out_of(node)
    return [one for size in range(1, len(ways) + 1) for one in combinations(ways, size)] or [()]


def _settled(
    graph: Graph,
    arcs: frozenset[tuple[int, int]],
    busy: frozenset[int],
    over: frozenset[int],
) -> _State | None:
    """The state after every join that waits for nobody went on; None where a node is reached
    again."""
    if any(target in over or target in busy for _, target in arcs):
        return None
    targets = {target for _, target in arcs}
    ready = {one for one in targets if not _waits(graph, one, arcs, busy)}
    return (
        frozenset(arc for arc in arcs if arc[1] not in ready),
        busy | ready,
        over,
    )


def _waits(graph: Graph, join: int, arcs: frozenset[tuple[int, int]], busy: frozenset[int]) -> bool:
    """Whether something can still come to an empty arc and to no filled one (13.4.3)."""
    filled = {source for source, target in arcs if target == join}
    empty = set(graph.into(join)) - filled
    places = busy | {target for _, target in arcs if target != join}
    return any(
        bool(_before(graph, empty, join) & {one}) and not _before(graph, filled, join) & {one}
        for one in places
    )


def _before(graph: Graph, last: set[int], join: int) -> set[int]:
    """The nodes from which there is a path to one of these, around the join."""
    found: set[int] = set()
    queue = list(last)
    while queue:
        one = queue.pop()
        if one != join and one not in found:
            found.add(one)
            queue.extend(graph.into(one))
    return found

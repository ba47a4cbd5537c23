"""Which elements a token can get to, and from which it can get to an end, on one level."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.soundness import Level


def reachable(level: Level) -> set[str]:
    """What a token from where this level begins can get to, if every join lets it pass."""
    starts = [level.target[arrow] for start in level.starts for arrow in start]
    return _closure(starts, {node: level.after(node) for node in level.nodes})


def able_to_end(level: Level) -> set[str]:
    """From where a token can get to an element without a way on."""
    before: dict[str, list[str]] = {}
    for node in level.nodes:
        for target in level.after(node):
            before.setdefault(target, []).append(node)
    ends = [node for node in level.nodes if not level.outgoing[node]]
    return _closure(ends, before)


def _closure(seeds: Iterable[str], steps: dict[str, list[str]]) -> set[str]:
    found = set(seeds)
    queue = list(found)
    while queue:
        for target in steps.get(queue.pop(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found


def side_ways(level: Level) -> frozenset[str]:
    """The arrows behind non-interrupting boundary events that lead to ends of their own: reminders,
    notices, chasing. That such a way is begun anew whenever its activity is, is what it is for."""
    beside = [e for events in level.boundary.values() for e in events if not e.interrupting]
    steps = {node: level.after(node) for node in level.nodes}
    apart = {event.id for event in beside}
    without = {node: [one for one in after if one not in apart] for node, after in steps.items()}
    main = _closure([level.target[a] for start in level.starts for a in start], without)
    found: set[str] = set()
    for event in beside:
        nodes = _closure([event.id], steps)
        if main.isdisjoint(nodes):
            found.update(arrow for one in nodes for arrow in level.outgoing[one])
    return frozenset(found)

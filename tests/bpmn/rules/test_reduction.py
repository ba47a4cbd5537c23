"""The search explores one element at a time; on random shapes it finds what a full one does."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.rules.net import Marking, Move, Net
from engine.bpmn.rules.rule import Subject
from engine.bpmn.rules.search import explore
from engine.bpmn.rules.soundness import explorations
from engine.core.definition import ProcessDefinition
from tests.bpmn.rules.given import flows, nodes, process

TAGS = ("userTask", "exclusiveGateway", "parallelGateway", "parallelGateway", "inclusiveGateway")


def random_shape(seed: int) -> ProcessDefinition:
    """A start, up to eight nodes that each go on to one or two later ones, rarely back, an end."""
    chance = random.Random(seed)
    count = chance.randint(3, 8)
    names = ["s", *(f"n{i}" for i in range(count)), "e"]
    body = nodes(s="startEvent", e="endEvent")
    pairs = {("s", "n0")}
    for place, name in enumerate(names[1:-1], start=1):
        tag = chance.choice(TAGS)
        body += nodes(**{name: tag})
        later = names[place + 1 :]
        pairs.add((name, later[0] if chance.random() < 0.7 else chance.choice(later)))
        if tag != "userTask":
            pairs.add((name, chance.choice(later if chance.random() < 0.9 else names[1:-1])))
    return process(body + flows(*(f"{a}>{b}" for a, b in sorted(pairs))))


class FullNet(Net):
    """Every move of every node from every marking."""

    def moves(self, marking: Marking) -> list[Move]:
        targets = sorted({self._target(flow) for flow in marking})
        return [move for node in targets for move in self._of(node, marking)]


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_reduced_search_finds_a_deadlock_where_the_full_search_does(start: int):
    for seed in range(start, start + 50):
        subject = Subject(process=random_shape(seed))
        for net, found in explorations(subject):
            full = explore(FullNet(subject, list(net.elements.values())), bound=20_000)
            if full.doubled or not full.is_complete or found.endless:
                continue  # beyond two tokens on a flow neither search looks further
            assert bool(found.stuck) == bool(full.stuck), seed
            assert found.passed == full.passed, seed

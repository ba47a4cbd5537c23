"""The search explores one element at a time; on random shapes it finds what a full one does."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.soundness import levels_of
from engine.bpmn.soundness.net import Marking, Move, Net
from engine.bpmn.soundness.search import explore
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
        targets = sorted({self.level.target[arrow] for arrow in marking})
        return [move for node in targets for move in self.moves_of(node, marking)]


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_reduced_search_finds_a_deadlock_where_the_full_search_does(start: int):
    for seed in range(start, start + 50):
        (level,) = levels_of(random_shape(seed))
        found, full = explore(Net(level)), explore(FullNet(level), bound=2_000)
        if full.growing or not full.is_complete or found.endless is not None:
            continue  # where tokens pile up for ever neither search looks further
        assert bool(found.stuck) == bool(full.stuck), seed
        assert found.passed.keys() == full.passed.keys(), seed

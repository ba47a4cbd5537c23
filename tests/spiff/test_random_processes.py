"""Random block-structured processes on random paths: both agree, or there is no witness."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.bpmn.kernel.random_processes import drawn, random_block
from tests.spiff.lockstep import Pair


def witnessed(seed: int, depth: int) -> bool:
    """Complete open tasks in random order until the case ends. False: no witness."""
    dice = random.Random(seed)
    picture = drawn(random_block(dice, depth, [0]))
    case = Pair(
        picture.definition, *picture.called, variables=picture.variables, names=picture.names
    )
    while not case.is_over and case.pair.silent is None:
        open_tasks = [element for element, found in case.waiting.items() for _ in found]
        case.complete(dice.choice(open_tasks))
        assert case.pair.disagreement is None, f"seed {seed}, depth {depth}"
    return case.pair.silent is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), depth=st.integers(1, 4))
def test_random_process_agrees_or_has_no_witness(seed: int, depth: int):
    note(f"seed {seed}, depth {depth}")
    witnessed(seed, depth)


def test_most_random_processes_are_witnessed():
    found = [witnessed(seed, depth=1 + seed % 4) for seed in range(40)]

    assert sum(found) >= 30


@pytest.mark.long
def test_many_random_processes_agree_or_have_no_witness():
    for seed in range(5000):
        witnessed(seed, depth=1 + seed % 5)

"""Random processes on random paths: both interpreters agree, or there is no witness."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.bpmn.kernel.random_processes import drawn, random_block
from tests.spiff.lockstep import Pair
from tests.spiff.random_boundaries import CODE, with_boundaries

MOST_STEPS = 60
"""A cycle may go on for ever."""


def witnessed(seed: int, depth: int, *, boundaries: bool) -> bool:
    """Do something random until the case ends or is stuck. False: no witness."""
    dice = random.Random(seed)
    picture = drawn(random_block(dice, depth, [0]))
    definitions = [picture.definition, *picture.called]
    if boundaries:
        definitions = [with_boundaries(one, dice) for one in definitions]
    case = Pair(*definitions, variables=picture.variables, names=picture.names)
    for _ in range(MOST_STEPS):
        if case.is_over or case.incidents or case.pair.silent is not None:
            break
        act(case, dice)
        assert case.pair.disagreement is None, f"seed {seed}, depth {depth}"
    return case.pair.silent is None


def act(case: Pair, dice: random.Random) -> None:
    """Complete a task, throw an error out of it, fire a timer or send a message."""
    waiting = [(element, one) for element, found in case.waiting.items() for one in found]
    element, one = dice.choice(waiting)
    if isinstance(one, str):
        (case.fire if "-t" in one else case.message)(element)
    elif element.endswith("t") or dice.random() < 0.8:
        case.complete(element)
    else:
        case.throw(element, CODE)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), depth=st.integers(1, 4), boundaries=st.booleans())
def test_random_process_agrees_or_has_no_witness(seed: int, depth: int, boundaries: bool):
    note(f"seed {seed}, depth {depth}, boundaries {boundaries}")
    witnessed(seed, depth, boundaries=boundaries)


@pytest.mark.parametrize("boundaries", [False, True])
def test_most_random_processes_are_witnessed(boundaries: bool):
    found = [witnessed(seed, 1 + seed % 4, boundaries=boundaries) for seed in range(60)]

    assert sum(found) >= 45


@pytest.mark.long
def test_many_random_processes_agree_or_have_no_witness():
    for seed in range(6000):
        witnessed(seed, depth=1 + seed % 5, boundaries=seed % 2 == 1)

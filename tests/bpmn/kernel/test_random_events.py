"""Random processes full of events under random stimuli: the laws hold at every step."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from engine.core.events import IncidentRaised
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.random_events import UNEXPECTED, Maker, check_counts, possible


def run_randomly(seed: int, steps: int = 40) -> None:
    """Let anything happen that may, then stop the case: nothing may be left of it."""
    dice = random.Random(seed)
    maker = Maker(dice)
    definition = maker.process("p", 2)
    budget = dice.choice([4, 300, 300])
    case = Case(definition, *maker.called, names=["n"], budget=budget)
    for _ in range(steps):
        check_counts(case.live)
        assert not [one for one in case.events(IncidentRaised) if one.kind in UNEXPECTED]
        choices = possible(case, dice)
        if not case.live.tokens or not choices:
            break
        case.send(dice.choice(choices))
    if case.live.tokens:
        case.stop()
    assert case.is_over(), f"seed {seed}"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_random_events_leave_nothing_behind(seed: int):
    note(f"seed {seed}")
    run_randomly(seed)


@pytest.mark.long
def test_many_random_events_leave_nothing_behind():
    for seed in range(3000):
        run_randomly(seed)

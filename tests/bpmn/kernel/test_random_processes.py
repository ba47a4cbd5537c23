"""Random processes on random paths: exactly the expected tasks, nothing left, at any order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from engine.core.advance import WorkOffered
from engine.core.events import IncidentRaised, InstanceCompleted
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.random_processes import drawn, expected, random_block


def run_randomly(seed: int, depth: int) -> None:
    """Complete open tasks in random order until the case ends; `Case` dumps and loads each step."""
    dice = random.Random(seed)
    block = random_block(dice, depth, [0])
    definition, variables = drawn(block)
    case = Case(definition, variables=variables)
    open_tasks = _offered(case)
    seen: Counter[str] = Counter(open_tasks)
    while open_tasks:
        task = open_tasks.pop(dice.randrange(len(open_tasks)))
        case.complete(task)
        new = _offered(case)
        seen += Counter(new)
        open_tasks += new
    what = f"seed {seed}, depth {depth}: {block}"
    assert not [one for one in case.log if isinstance(one, IncidentRaised)], what
    assert isinstance(case.log[-1], InstanceCompleted), what
    counted = Counter({name: times for name, times in seen.items() if not name.endswith("t")})
    assert counted == expected(block), what
    assert case.is_over(), what


def _offered(case: Case) -> list[str]:
    return [one.element.id for one in case.events(WorkOffered)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=2**32), depth=st.integers(1, 4))
@example(seed=0, depth=4)
def test_random_process_offers_exactly_the_expected_tasks(seed: int, depth: int):
    note(f"seed {seed}, depth {depth}")
    run_randomly(seed, depth)


@pytest.mark.long
def test_many_random_processes_offer_exactly_the_expected_tasks():
    for seed in range(3000):
        run_randomly(seed, depth=1 + seed % 5)

"""Random processes on random paths: exactly the expected tasks, nothing left, in any order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from engine.core.advance import Retry, WorkOffered
from engine.core.events import IncidentRaised, InstanceCompleted
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.random_processes import (
    KINDS,
    REPEATED,
    Drawn,
    drawn,
    expected,
    random_block,
)

ALL = (*KINDS, *REPEATED)
SEEDS = st.integers(min_value=0, max_value=2**32)


def begun(picture: Drawn, budget: int = 10_000) -> Case:
    """The case, started; `Case` dumps and loads it at every step."""
    return Case(
        picture.definition,
        *picture.called,
        variables=picture.variables,
        names=picture.names,
        budget=budget,
    )


def offered(case: Case) -> list[str]:
    """What the last step offers; an advance that ran out of steps is continued first."""
    found = [one.element.id for one in case.events(WorkOffered)]
    while raised := case.events(IncidentRaised):
        assert [one.kind for one in raised] == ["step-budget"]
        case.send(Retry(token=raised[0].token, variables={}, by="admin"))
        found += [one.element.id for one in case.events(WorkOffered)]
    return found


def run_randomly(seed: int, depth: int, budget: int = 10_000) -> None:
    """Complete open tasks in random order until the case ends."""
    dice = random.Random(seed)
    block = random_block(dice, depth, [0], ALL)
    what = f"seed {seed}, depth {depth}, budget {budget}: {block}"
    case = begun(drawn(block), budget)
    open_tasks = offered(case)
    seen: Counter[str] = Counter(open_tasks)
    while open_tasks:
        case.complete(open_tasks.pop(dice.randrange(len(open_tasks))))
        new = offered(case)
        seen += Counter(new)
        open_tasks += new
    counted = Counter({name: times for name, times in seen.items() if not name.endswith("t")})
    assert counted == expected(block), what
    assert isinstance(case.log[-1], InstanceCompleted), what
    assert case.is_over(), what


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=SEEDS, depth=st.integers(1, 4), budget=st.sampled_from([2, 5, 10_000]))
@example(seed=0, depth=4, budget=10_000)
def test_random_process_offers_exactly_the_expected_tasks(seed: int, depth: int, budget: int):
    note(f"seed {seed}, depth {depth}, budget {budget}")
    run_randomly(seed, depth, budget)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=SEEDS, steps=st.integers(0, 10))
def test_random_process_leaves_nothing_when_it_is_stopped(seed: int, steps: int):
    dice = random.Random(seed)
    case = begun(drawn(random_block(dice, 4, [0], ALL)), budget=dice.choice([4, 10_000]))
    open_tasks = offered(case)
    for _ in range(steps):
        if not open_tasks:
            return
        case.complete(open_tasks.pop())
        open_tasks += offered(case)
    if case.positions():
        case.stop()

    assert case.is_over(), f"seed {seed}, steps {steps}"


@pytest.mark.long
def test_many_random_processes_offer_exactly_the_expected_tasks():
    for seed in range(3000):
        run_randomly(seed, depth=1 + seed % 5, budget=(3, 10_000)[seed % 2])

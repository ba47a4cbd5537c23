"""A tiny diagram of each BPMN element, broken at random and deployed as a draft: each is clearly
refused, or starts; never a crash, a hang or a half-stored deployment. Failure prints the seed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.errors import CommandRejected, DeploymentRefused
from engine.history.verify import verify_log
from tests.properties.test_mutated_diagrams import BUDGET_SECONDS, NOW, go_on, mutated
from tests.scenarios.runner import KEPT
from tools.bpmn_sample_table import SAMPLES

LONG = range(60, 3_060, 150)
DIAGRAMS = sorted({sample.xml() for sample in SAMPLES.values()})


@pytest.fixture
def engine() -> Iterator[Engine]:
    with open_engine(
        "memory:", clock=FixedClock(NOW), options=Options(kept=KEPT.beside())
    ) as engine:
        engine.deploy_shipped(by="admin")
        yield engine


def try_it(engine: Engine, content: bytes) -> str:
    """`refused`, or `started`, or `not started`: what a file that deploys comes to."""
    runtime = engine.runtime
    before = (runtime.store.generation(), runtime.store.definitions())
    try:
        files = [("element.bpmn", content)]
        deployment = runtime.deploy(files, runtime.person("admin"), draft=True)
    except DeploymentRefused as refused:
        assert (runtime.store.generation(), runtime.store.definitions()) == before
        errors = [one for one in refused.findings if one.severity == "error"]
        assert errors
        assert all(one.text.zh and one.text.en and one.file for one in errors)
        return "refused"
    outcomes = [start(engine, one.key) for one in deployment.definitions]
    return "started" if "started" in outcomes else "not started"


def start(engine: Engine, key: str) -> str:
    """Begin a case, complete what can be completed, and let time pass."""
    try:
        case = engine.start(f"draft:{key}", {}, by="admin")
    except CommandRejected:
        return "not started"
    engine.run_due()
    go_on(engine, case.id)
    clock = engine.runtime.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(hours=2))
    engine.run_due()
    assert engine.replay(case.id).equal
    return "started"


def check(engine: Engine, seeds: range) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    for seed in seeds:
        chance = random.Random(seed)
        content, done = mutated(chance, chance.choice(DIAGRAMS).encode())
        begun = time.process_time()
        try:
            outcome = try_it(engine, content)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {done} in {content.decode()}") from error
        assert time.process_time() - begun < BUDGET_SECONDS, f"seed {seed}: {done}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


@pytest.mark.parametrize(
    "seeds",
    [range(60), *(pytest.param(range(n, n + 150), marks=pytest.mark.long) for n in LONG)],
    ids=str,
)
def test_mutated_element_is_refused_or_runs(engine: Engine, seeds: range) -> None:
    outcomes = check(engine, seeds)

    assert outcomes["refused"] > len(seeds) // 4
    assert outcomes["started"] > len(seeds) // 10
    assert verify_log(engine.runtime.store).ok

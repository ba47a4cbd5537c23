"""Shipped scenarios run as written on PostgreSQL too: replayed, witnessed and verified there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.scenarios import Player, Scenario, open_registers
from engine.scenarios.player import office_time
from tests.scenarios.runner import ADMINISTRATOR, OPENED_AT, ORGANISATION, shipped_scenarios

SCENARIOS = shipped_scenarios()
A_FEW = {
    "contract-seal-from-request-to-file",
    *(scenarios[-1].id for scenarios in [SCENARIOS, SCENARIOS[: len(SCENARIOS) // 2]]),
}
"""Of the usual suite; GUICHENG_ALL_ON_POSTGRES=1 takes all."""
CHOSEN = [one for one in SCENARIOS if one.id in A_FEW or os.environ.get("GUICHENG_ALL_ON_POSTGRES")]

pytestmark = pytest.mark.postgres


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time(OPENED_AT))


@pytest.fixture
def engine(postgres_url: str, clock: FixedClock) -> Iterator[Engine]:
    options = Options(organisation=ORGANISATION)
    with open_engine(postgres_url, clock=clock, options=options) as engine:
        engine.deploy_shipped(by=ADMINISTRATOR)
        open_registers(engine, by=ADMINISTRATOR)
        yield engine


@pytest.mark.parametrize("scenario", CHOSEN, ids=lambda scenario: scenario.id)
def test_scenario_runs_as_written_on_postgres(
    scenario: Scenario, engine: Engine, clock: FixedClock
) -> None:
    clock.set(office_time(scenario.at))
    player = Player(engine, clock)
    for step in scenario.steps:
        player.play(step)

    for case in player.cases.values():
        assert engine.replay(case).equal
        assert engine.witness(case).agreed
    assert engine.verify().ok

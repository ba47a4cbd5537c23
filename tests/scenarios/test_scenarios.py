"""Every shipped scenario runs as written, plain and with a restart after every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.scenarios import Scenario
from tests.scenarios.runner import Prepared, Run, assert_proved, shipped_scenarios

SCENARIOS = shipped_scenarios()


@pytest.fixture
def run(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[Run]:
    played = Run(request.param, prepared, tmp_path)
    yield played
    played.player.engine.close()


def named(scenario: Scenario) -> str:
    return scenario.id


@pytest.mark.parametrize("run", SCENARIOS, ids=named, indirect=True)
def test_scenario_runs_as_written(run: Run) -> None:
    run.play(restarting=False)
    engine = run.player.engine
    for case in run.player.cases.values():
        assert_proved(engine, case)
        assert engine.verify(case).ok


@pytest.mark.parametrize("run", SCENARIOS, ids=named, indirect=True)
def test_scenario_runs_as_written_when_restarted_after_every_step(run: Run) -> None:
    run.play(restarting=True)


def test_scenarios_have_ids_of_their_own() -> None:
    ids = [scenario.id for scenario in SCENARIOS]
    assert len(ids) == len(set(ids))

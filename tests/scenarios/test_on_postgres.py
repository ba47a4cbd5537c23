"""Shipped scenarios run as written on PostgreSQL too: replayed and verified there.

The witness, which knows nothing of stores, is asked about each on SQLite.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.scenarios import Player, Scenario
from engine.scenarios.player import office_time
from tests import postgres
from tests.scenarios.runner import (
    KEPT,
    MOMENTS,
    OPENED_AT,
    ORGANISATION,
    let_pass,
    prepare,
    prover,
    setting_in,
    shipped_scenarios,
)

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def templates(postgres_server: str) -> Iterator[dict[str, str]]:
    """The names of databases for scenarios to set in, by moment: each test gets a copy."""
    with ExitStack() as databases:
        found: dict[str, str] = {}
        for moment in MOMENTS:
            template = found.get(OPENED_AT, "template1")
            name = f"prepared_{uuid.uuid4().hex}"
            made = postgres.database(postgres_server, name, template=template)
            url = databases.enter_context(made)
            if found:
                let_pass(url, moment)
            else:
                prepare(url)
            found[moment] = name
        yield found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time(OPENED_AT))


@pytest.fixture
def engine(
    scenario: Scenario, postgres_server: str, templates: dict[str, str], clock: FixedClock
) -> Iterator[Engine]:
    template = templates[setting_in(scenario.at)]
    options = Options(organisation=ORGANISATION, kept=KEPT)
    name = f"scenario_{uuid.uuid4().hex}"
    with (
        postgres.database(postgres_server, name, template=template) as url,
        open_engine(url, clock=clock, options=options) as engine,
    ):
        yield engine


@pytest.mark.parametrize("scenario", shipped_scenarios(), ids=lambda one: one.id)
def test_scenario_runs_as_written_on_postgres(
    scenario: Scenario, engine: Engine, clock: FixedClock
) -> None:
    clock.set(office_time(scenario.at))
    player = Player(engine, clock)
    for step in scenario.steps:
        player.play(step)

    for case in player.cases.values():
        replay = prover(engine).replay(case)
        assert replay.equal, str(replay)
    assert engine.verify().ok

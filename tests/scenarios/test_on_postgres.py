"""Shipped scenarios run as written on PostgreSQL too: replayed, witnessed and verified there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

import pytest
from sqlalchemy import make_url

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.scenarios import Player, Scenario
from engine.scenarios.player import office_time
from tests import postgres
from tests.scenarios.runner import KEPT, OPENED_AT, ORGANISATION, prepare, shipped_scenarios

pytestmark = pytest.mark.postgres

EACH: Final = 8
CHOSEN = [
    pytest.param(one, id=one.id, marks=[pytest.mark.long] if place % EACH else [])
    for place, one in enumerate(shipped_scenarios())
]
"""Every eighth in the usual suite, all in the long one."""


@pytest.fixture(scope="module")
def prepared(postgres_server: str) -> Iterator[str]:
    """The name of a database with the shipped processes and registers: each test gets a copy."""
    with postgres.database(postgres_server, f"prepared_{uuid.uuid4().hex}") as url:
        prepare(url)
        yield str(make_url(url).database)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time(OPENED_AT))


@pytest.fixture
def engine(postgres_server: str, prepared: str, clock: FixedClock) -> Iterator[Engine]:
    options = Options(organisation=ORGANISATION, kept=KEPT)
    name = f"scenario_{uuid.uuid4().hex}"
    with (
        postgres.database(postgres_server, name, template=prepared) as url,
        open_engine(url, clock=clock, options=options) as engine,
    ):
        yield engine


@pytest.mark.parametrize("scenario", CHOSEN)
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

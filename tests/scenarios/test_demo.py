"""The demo's cases play through the real command path, at any time of the week."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine import open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.scenarios import open_registers, play_demo, read_demo
from engine.scenarios.demo import begins_at
from engine.scenarios.player import office_time
from tests.scenarios.runner import ADMINISTRATOR, KEPT, ORGANISATION

MOMENTS = ("2026-11-22T07:30", "2026-11-25T11:00", "2027-10-05T23:10")


@pytest.mark.parametrize("now", [office_time(text) for text in MOMENTS], ids=MOMENTS)
def test_demo_plays_and_replays_whenever_it_is_started(now: datetime) -> None:
    # given
    cases = read_demo()
    clock = FixedClock(begins_at(cases, now))
    options = Options(organisation=ORGANISATION, kept=KEPT)

    with open_engine("memory:", clock=clock, options=options) as engine:
        engine.deploy_shipped(by=ADMINISTRATOR)
        open_registers(engine, by=ADMINISTRATOR)

        # when
        played = play_demo(engine, clock, now)

        # then
        assert len(played) >= 12
        assert {engine.case(one).process for one in played} >= {
            step.about for case in cases for step in case.steps[:1]
        }
        assert {str(engine.case(one).status) for one in played} == {"active", "completed"}
        assert engine.incidents() == []
        assert all(engine.replay(one).equal for one in played)
        assert engine.verify().ok

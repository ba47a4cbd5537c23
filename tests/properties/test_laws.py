"""The laws that every case obeys, checked while the shipped scenarios run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.codec import COMMAND_PREFIX, decode_event
from engine.core.events import EVENT_TYPES, Event
from engine.core.evolve import APPLIERS, fold
from engine.core.state import InstanceStatus
from engine.handlers.load import load
from engine.history.replay import replay
from engine.scenarios import Player, Scenario
from engine.scenarios.player import office_time
from engine.views import LogRow
from tests.scenarios.runner import KEPT, ORGANISATION, Prepared, shipped_scenarios

SCENARIOS = shipped_scenarios()
SAMPLE = SCENARIOS[::9]
"""Every ninth scenario here; all of them, plain and with restarts, in tests/scenarios."""


class Playing:
    """One scenario under way on its own database."""

    def __init__(self, scenario: Scenario, prepared: Prepared, folder: Path) -> None:
        self.scenario = scenario
        clock = FixedClock(office_time(scenario.at))
        self.engine: Engine = open_engine(
            f"sqlite:///{prepared.copied_to(folder, scenario.at)}",
            clock=clock,
            options=Options(organisation=ORGANISATION, kept=KEPT),
        )
        self.player = Player(self.engine, clock)

    def steps(self) -> Iterator[tuple[str, ...]]:
        """Plays on, giving the ids of its cases after each step."""
        for step in self.scenario.steps:
            self.player.play(step)
            yield tuple(self.player.cases.values())


@pytest.fixture(params=SAMPLE, ids=lambda scenario: scenario.id)
def playing(
    request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path
) -> Iterator[Playing]:
    playing = Playing(request.param, prepared, tmp_path)
    yield playing
    playing.engine.close()


@pytest.fixture(scope="module", params=SAMPLE, ids=lambda scenario: scenario.id)
def played(
    request: pytest.FixtureRequest,
    prepared: Prepared,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Playing]:
    """A scenario at its end: the laws that only look share one playing."""
    playing = Playing(request.param, prepared, tmp_path_factory.mktemp("played"))
    for _ in playing.steps():
        pass
    yield playing
    playing.engine.close()


def test_law_1_replay_of_the_log_equals_the_live_state_at_every_prefix(playing: Playing) -> None:
    runtime = playing.engine.runtime
    for cases in playing.steps():
        for case in cases:
            live = runtime.live(case)
            runtime.store.delete_snapshots()
            again = load(runtime.store, runtime.cases, case)
            assert again is not None
            assert again.state == live.state
            assert (again.version, again.head) == (live.version, live.head)
            interpreter = runtime.interpreter
            assert interpreter.dump(again.machine) == interpreter.dump(live.machine)
            assert fold(None, case, events_of(runtime.store.rows(case))) == live.state


def events_of(rows: Sequence[LogRow]) -> list[Event]:
    return [
        decode_event(row.type, row.body) for row in rows if not row.type.startswith(COMMAND_PREFIX)
    ]


def test_law_2_projections_rebuilt_from_the_log_equal_the_tables(played: Playing) -> None:
    store = played.engine.runtime.store
    cases = tuple(store.instance_ids())
    before = [(store.instance(c), store.work_items_of(c), store.incidents(instance_id=c))
              for c in cases]  # fmt: skip
    lines = {register: store.register_lines(register) for register in ("seal", "stock")}

    store.rebuild()

    after = [(store.instance(c), store.work_items_of(c), store.incidents(instance_id=c))
             for c in cases]  # fmt: skip
    assert after == before
    assert {register: store.register_lines(register) for register in lines} == lines


def test_law_3_every_event_version_has_one_applier() -> None:
    owed = {(name, kind.v) for name, kind in EVENT_TYPES.items() if name != "InstanceStarted"}
    assert set(APPLIERS) == owed


def test_law_4_a_finished_case_leaves_nothing_open(played: Playing) -> None:
    runtime = played.engine.runtime
    for case in played.player.cases.values():
        state = runtime.live(case).state
        if state.status is InstanceStatus.ACTIVE:
            continue
        left = (state.work_items, state.timers, state.jobs, state.subscriptions, state.incidents)
        assert not any(left)
        assert runtime.live(case).positions() == ()
        assert all(item.ended_at for item in runtime.store.work_items_of(case))
        assert played.engine.incidents(case) == []


def test_law_9_re_executing_the_commands_yields_byte_identical_events(played: Playing) -> None:
    runtime = played.engine.runtime
    for case in runtime.store.instance_ids():
        verdict = replay(runtime.store, runtime.cases_on(runtime.interpreter), case)
        assert verdict.identical, verdict
    assert played.engine.verify().ok

"""A scenario that does not hold fails, and a file that is not understood is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.events import TimerFired
from engine.scenarios import Player, ScenarioFailed, open_registers, read_registers, read_scenarios
from engine.scenarios.player import office_time
from engine.scenarios.script import BadScenario, Step
from tests.scenarios.runner import ADMINISTRATOR, KEPT, ORGANISATION, Prepared

REQUEST = {
    "seal_no": "YZ-01",
    "doc_title": "第三季度统计报表",
    "doc_kind": "report",
    "copies": 1,
    "scope": "external",
    "purpose": "向统计局上报季度报表",
    "attachment": {"file": "报表.txt"},
}


NOW = "2026-11-23T09:00"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time(NOW))


@pytest.fixture
def engine(prepared: Prepared, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    url = f"sqlite:///{prepared.copied_to(tmp_path, NOW)}"
    options = Options(organisation=ORGANISATION, kept=KEPT)
    with open_engine(url, clock=clock, options=options) as opened:
        yield opened


def started(engine: Engine, clock: FixedClock, **data: object) -> Player:
    player = Player(engine, clock)
    player.play(Step(verb="start", about="seal-use", by="cs-clerk", data={**REQUEST, **data}))
    return player


def expecting(**expected: object) -> Step:
    return Step(verb="expect", about=expected)


@pytest.mark.parametrize(
    "expected",
    [
        {"open": {}},
        {"open": {"review-by-department-head": ["gm"]}},
        {"end": ["stamped-and-filed"]},
        {"status": "completed"},
        {"variables": {"approval_route": "delegate"}},
        {"flows": ["which-route-to-stamp-routine"]},
        {"registers": {"seal": {"YZ-01": {"status": "外出"}}}},
        {"registers": {"seal": {"YZ-99": {"status": "在用"}}}},
        {"notices": {"cs-clerk": 1}},
        {"due": {"review-by-department-head": "2026-11-24T09:00"}},
        {"incidents": 1},
    ],
    ids=lambda expected: next(iter(expected)),
)
def test_expectation_fails_when_it_does_not_hold(
    engine: Engine, clock: FixedClock, expected: dict[str, object]
) -> None:
    player = started(engine, clock)
    with pytest.raises(ScenarioFailed):
        player.play(expecting(**expected))


def test_step_fails_when_it_should_have_been_refused(engine: Engine, clock: FixedClock) -> None:
    player = started(engine, clock)
    allowed = Step(
        verb="complete",
        about="review-by-department-head",
        by="cs-manager",
        data={"decision": "agree"},
        refused="not-permitted",
    )
    with pytest.raises(ScenarioFailed, match="to be refused"):
        player.play(allowed)


def test_step_fails_when_it_is_refused_for_another_reason(
    engine: Engine, clock: FixedClock
) -> None:
    player = Player(engine, clock)
    start = Step(verb="start", about="seal-use", by="cs-clerk", refused="not-permitted")
    with pytest.raises(ScenarioFailed, match="invalid-form"):
        player.play(start)


def test_step_fails_when_its_task_is_not_open(engine: Engine, clock: FixedClock) -> None:
    player = started(engine, clock)
    with pytest.raises(ScenarioFailed, match="review-by-department-head is"):
        player.play(Step(verb="complete", about="approve-by-gm", by="gm"))


def test_timer_fires_at_its_own_time_when_the_clock_jumps_over_it(
    engine: Engine, clock: FixedClock
) -> None:
    # given: the stamped file is due on 30 November at 9:00
    player = started(engine, clock, seal_no="YZ-03", is_routine=True)
    case = player.case
    engine.terminate(case, reason="wrong person", by=ADMINISTRATOR)
    player.play(
        Step(
            verb="start",
            about="seal-use",
            by="cashier",
            data={**REQUEST, "seal_no": "YZ-03", "is_routine": True},
        )
    )
    stamp = Step(verb="complete", about="stamp-routine", by="cashier", data={"stamped_copies": 1})
    player.play(stamp)

    # when
    player.play(Step(verb="clock", about="P30D"))

    # then
    fired = [
        row.version for row in engine.history(player.case) if isinstance(row.content, TimerFired)
    ]
    commands = [
        row.content.at for row in engine.history(player.case) if row.type == "Command:FireTimer"
    ]
    assert len(fired) == 1
    assert commands == [office_time("2026-11-30T09:00")]


def test_registers_keep_what_they_have_when_opened_again(engine: Engine) -> None:
    # given
    before = {one.name: engine.runtime.store.register_lines(one.name) for one in read_registers()}

    # when
    opened = open_registers(engine, by=ADMINISTRATOR)

    # then
    assert opened == len(before) > 0
    assert all(engine.runtime.store.register_lines(name) == before[name] for name in before)


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        ("[{begin: seal-use}]", "step 1"),
        ("[{start: seal-use, complete: review}]", "step 1"),
        ("[{start: seal-use, unless: gm}]", "unless"),
        ("[{expect: {ending: [a]}}]", "ending"),
    ],
)
def test_scenario_file_is_refused_when_a_word_is_unknown(
    tmp_path: Path, steps: str, named: str
) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(
        f"process: seal-use\nscenarios: [{{id: odd, zh: 一, en: one, steps: {steps}}}]",
        encoding="utf-8",
    )
    with pytest.raises(BadScenario, match=named):
        read_scenarios(file)


def test_begun_step_fails_when_nothing_has_begun(engine: Engine, clock: FixedClock) -> None:
    player = started(engine, clock)

    with pytest.raises(ScenarioFailed, match="Expected a case of seal-use to have begun"):
        player.play(Step(verb="begun", about="seal-use"))


def test_parameter_that_nobody_declared_cannot_be_set(engine: Engine, clock: FixedClock) -> None:
    player = Player(engine, clock)

    with pytest.raises(BadScenario, match="Expected a deployed parameter no_such"):
        player.play(Step(verb="parameters", about={"no_such": 1}, by=ADMINISTRATOR))

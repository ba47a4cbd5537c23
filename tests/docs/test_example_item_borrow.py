"""The example of the writer's guide: it is deployed as the guide says, and its scenarios hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.bpmn.picture import picture
from engine.clock import FixedClock
from engine.kept import Kept
from engine.paths import forms_dir, processes_dir
from engine.scenarios import Player, Scenario, read_scenarios
from engine.scenarios.player import office_time
from engine.shipped import shipped_clauses
from tests.docs.pages import ROOT
from tests.scenarios.runner import OPENED_AT, ORGANISATION

EXAMPLE = ROOT / "docs/examples/item-borrow"
SCENARIOS = read_scenarios(EXAMPLE / "scenarios/item-borrow.yaml")
KEPT = Kept()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(office_time(OPENED_AT))


@pytest.fixture
def engine(clock: FixedClock) -> Iterator[Engine]:
    options = Options(organisation=ORGANISATION, kept=KEPT)
    with open_engine("memory:", clock=clock, options=options) as opened:
        runtime = opened.runtime
        runtime.deploy(trial_folder(), runtime.person("office-director"))
        yield opened


def trial_folder() -> list[tuple[str, bytes]]:
    """The files that the guide puts together: the example, what it calls, and the figures."""
    called = [processes_dir() / "shared/fine-collection.bpmn", *forms_dir().glob("fine*.form")]
    own = [file for file in EXAMPLE.iterdir() if file.suffix in {".bpmn", ".dmn", ".form"}]
    shipped = (processes_dir() / "parameters.yaml").read_bytes()
    added = (EXAMPLE / "new-parameters.yaml").read_bytes()
    calendar = processes_dir() / "calendar.yaml"
    files = [(file.name, file.read_bytes()) for file in (*own, *called, calendar)]
    return [*files, ("parameters.yaml", shipped + added)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_scenario_of_the_guide_runs_as_written(
    scenario: Scenario, engine: Engine, clock: FixedClock
) -> None:
    clock.set(office_time(scenario.at))
    player = Player(engine, clock)
    for step in scenario.steps:
        player.play(step)

    assert all(engine.replay(case).equal for case in player.cases.values())
    assert all(engine.witness(case).agreed for case in player.cases.values())
    assert engine.verify().ok


def test_clauses_of_the_guide_are_all_proved() -> None:
    clauses = {one.id for one in shipped_clauses().values() if one.procedure == "item-borrow"}

    assert {clause for one in SCENARIOS for clause in one.proves} == clauses


def test_files_of_the_example_are_shown_in_the_guide() -> None:
    page = (ROOT / "docs/how-to/write-a-procedure.md").read_text(encoding="utf-8")
    files = [one for one in EXAMPLE.rglob("*") if one.is_file() and one.suffix != ".form"]

    assert [_name(one) for one in files if _name(one) not in page] == []


def test_picture_of_the_guide_is_that_of_the_diagram() -> None:
    drawn = (ROOT / "docs/images/item-borrow.svg").read_text(encoding="utf-8")

    assert picture((EXAMPLE / "item-borrow.bpmn").read_bytes(), file="item-borrow.bpmn") == drawn


def _name(file: Path) -> str:
    return file.relative_to(EXAMPLE).as_posix()

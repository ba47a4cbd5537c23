"""In every shipped scenario what is predicted is what then happens.

Step by step in all of them, half of which are left to the long suite: before each step that starts
or completes, what it will lead to. Over the whole way, from its first step on with all that people
then do, where nothing but that comes in, as far as nobody lets work lie for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.core import events as ev
from engine.core.commands import CompleteWorkItem, Envelope, StartInstance
from engine.embedding import Engine
from engine.prediction import Assumption
from engine.scenarios import Scenario
from tests.prediction.foretelling import (
    FORETOLD,
    NOT_FORETOLD,
    as_asked,
    asked,
    flows,
    is_foretold,
    play_foretelling,
    taken,
    until_left_lying,
)
from tests.scenarios.runner import Prepared, Run, dosed, shipped_scenarios

QUIET = {"expect", "claim", "clock"}
"""Steps that lead to nothing by themselves."""
FROM_OUTSIDE = NOT_FORETOLD.keys() - QUIET
"""What no prediction can know of: the input of others than the people of the case."""


def is_foreseeable(scenario: Scenario) -> bool:
    """One case that a person starts, and nothing comes from outside."""
    steps = scenario.steps
    cases = {step.case for step in steps if step.verb == "start" and not step.refused}
    return (
        steps[0].verb == "start"
        and len(cases) == 1
        and len(starts(scenario)) == 1
        and not any(step.verb in FROM_OUTSIDE for step in steps)
    )


def starts(scenario: Scenario) -> list[str]:
    return [s.about for s in scenario.steps if s.verb == "start" and not s.refused]


SCENARIOS = shipped_scenarios()


@pytest.fixture
def run(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[Run]:
    played = Run(request.param, prepared, tmp_path)
    yield played
    played.player.engine.close()


def test_most_scenarios_are_foreseeable() -> None:
    assert sum(map(is_foreseeable, SCENARIOS)) > 0.5 * len(SCENARIOS)


def test_every_step_is_foretold_or_has_a_reason_not_to_be() -> None:
    steps = [step for scenario in SCENARIOS for step in scenario.steps if not step.refused]

    assert {step.verb for step in steps} <= FORETOLD | NOT_FORETOLD.keys()
    foretold = sum(map(is_foretold, steps))
    assert foretold > 0.9 * len([step for step in steps if step.verb not in QUIET])


@pytest.mark.parametrize("run", dosed(SCENARIOS, 2), indirect=True)
def test_prediction_equals_what_then_happened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as quick:  # what would change the way is tried in test_changes
        quick.setattr("engine.prediction.predict.changes_of", lambda trial, again: ())
        play_foretelling(run)
    if is_foreseeable(run.scenario):
        check_whole_way(run)


def check_whole_way(run: Run) -> None:
    # given: the case as it went
    engine = run.player.engine
    (case,) = run.player.cases.values()
    rows = [row.content for row in engine.history(case)]
    commands = [row for row in rows if isinstance(row, Envelope)]
    start = commands[0].command
    assert isinstance(start, StartInstance)
    elements = {
        row.work_item_id: row.element_id for row in rows if isinstance(row, ev.WorkItemCreated)
    }
    done = tuple(
        Assumption(
            element_id=elements[one.command.work_item_id],
            data=one.command.data,
            by=one.actor.id,
            at=one.at,
        )
        for one in commands
        if isinstance(one.command, CompleteWorkItem)
    )

    # when: it is predicted where nothing of it has happened
    with fresh(run) as before:
        before.runtime.clock.set(commands[0].at)  # type: ignore[attr-defined]
        version = len(before.runtime.store.all_rows())
        predicted = before.predict(
            start.process, start.variables, by=commands[0].actor.id, assumed=done
        )
        written = len(before.runtime.store.all_rows()) - version

    # then
    rows = until_left_lying(rows)
    happened = [row for row in rows if isinstance(row, ev.WorkItemCreated)]
    assert asked(predicted)[: len(happened)] == [as_asked(one) for one in happened]
    assert flows(predicted)[: len(taken(rows))] == taken(rows)
    assert written == 0


def fresh(run: Run) -> Engine:
    """The engine over the database as it was before the scenario."""
    folder = run.database.parent / "before"
    folder.mkdir()
    return Run(replace(run.scenario), run.prepared, folder).player.engine

"""A case is told step by step as the engine stood then, a window at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from engine.bootstrap import interpreter_named, readers
from engine.bundles import names_of
from engine.core.advance import Advance
from engine.core.definition import Bundle
from engine.core.events import Event, FlowTaken
from engine.fuzz.trial import Manner, Rooms, tried
from engine.history.control import Control
from engine.history.playback import MOST_EVENTS, number_at, play
from engine.history.replay import steps
from engine.ports import Interpreter
from tests.history.looping import Office

SEEDS = (*range(40), 116, 865, 5053, 5342)
"""Among them what waits at joins while an event sub-process or a cancellation interrupts."""


class Watching:
    """The kernel, whose every answer is compared with what its events alone tell."""

    def __init__(self, kernel: Interpreter) -> None:
        self._kernel = kernel
        self.name = kernel.name
        self.compared = 0

    def prepare(self, bundle: Bundle) -> Any:
        self._bundle = bundle
        return self._kernel.prepare(bundle)

    def advance(self, prepared: Any, state: Any, *asked: Any) -> Advance:
        if state is None:
            self._control = Control(self._bundle)
        answer = self._kernel.advance(prepared, state, *asked)
        for event in answer.happened:
            if isinstance(event, Event):
                self._control.tell(event)
        stands = Counter(
            (self._process_of(answer.state, token), element)
            for element, token in self._kernel.positions(answer.state)
        )
        assert self._control.positions() == stands
        self.compared += 1
        return answer

    def _process_of(self, state: Any, token: int) -> str:
        key = self._kernel.process_of(state, token)
        return key if key in self._bundle.called else ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernel, name)


def test_control_stands_where_the_engine_has_it_after_every_step_of_random_processes() -> None:
    watching = Watching(interpreter_named("kernel"))
    rooms = Rooms(
        read=readers().bpmn,
        check=lambda _: (),
        names=lambda processes: names_of(processes, ()),
        interpreter=watching,
    )

    for seed in SEEDS:
        assert not tried(seed, rooms, Manner()).wrong

    assert watching.compared > 250


@pytest.fixture(scope="module")
def office() -> Iterable[Office]:
    with Office() as opened:
        yield opened


def test_steps_end_where_re_execution_stands(office: Office) -> None:
    case, rows = office.reviewed()
    live = office.runtime.live(case)
    told = play(live.case.bundle, rows, lambda event: event)

    again = list(steps(office.runtime.cases, rows))

    assert told.total == len(told.steps) == len(again)
    variables: dict[str, Any] = {}
    for step, one in zip(told.steps, again, strict=True):
        variables |= {change.name: change.after for change in step.changes if not change.scope}
        machine = one.performed.machine
        kernel = live.case.interpreter
        assert step.positions == Counter(("", element) for element, _ in kernel.positions(machine))
        assert variables == kernel.variables(machine)


def test_a_window_stands_on_what_came_before_it(office: Office) -> None:
    case, rows = office.reviewed()
    bundle = office.runtime.live(case).case.bundle
    whole = play(bundle, rows, lambda event: event)

    window = play(bundle, rows, lambda event: event, first=3, limit=2)

    assert window.steps == whole.steps[2:4]
    assert window.total == whole.total
    assert window.before.positions == whole.steps[1].positions
    assert sum(window.before.flows.values()) == sum(len(one.flows) for one in whole.steps[:2])


def test_each_choice_is_told_with_its_reason_and_each_loop_as_often_as_it_happened(
    office: Office,
) -> None:
    case, rows = office.reviewed()
    told = play(office.runtime.live(case).case.bundle, rows, lambda event: event)

    ways = [way for step in told.steps for way in step.ways]

    assert [(way.element_id, way.target) for way in ways] == [
        ("good", "review"), ("good", "review"), ("good", "done"),
    ]  # fmt: skip
    assert all(way.reason.expression and way.reason.zh for way in ways[:2])
    assert [step.element_id for step in told.steps[1:]] == ["review"] * 3
    visited = Counter(one for step in told.steps for one in step.visited)
    assert visited["", "review"] == 3


def test_what_one_command_led_to_is_cut_into_steps_where_it_is_much(office: Office) -> None:
    case, rows = office.counted(400)
    bundle = office.runtime.live(case).case.bundle

    told = play(bundle, rows, lambda event: event)

    assert told.total > 10
    assert max(len(step.facts) for step in told.steps) == MOST_EVENTS
    flows = Counter(flow for step in told.steps for flow in step.flows)
    assert flows["", "again"] == 400
    assert [step.part for step in told.steps[:3]] == [0, 1, 2]
    assert {fact.version for step in told.steps for fact in step.facts} == {
        row.version for row in rows if not row.type.startswith("Command:")
    }
    last = play(bundle, rows, lambda event: event, first=told.total, limit=1)
    assert last.before.flows["", "again"] + len(_agains(last.steps[0].facts)) == 400


def _agains(facts: Iterable[Any]) -> list[FlowTaken]:
    events = (one.event for one in facts)
    return [one for one in events if isinstance(one, FlowTaken) and one.flow_id == "again"]


def test_the_step_of_a_row_and_the_last_of_an_element_are_found(office: Office) -> None:
    _, rows = office.reviewed()
    told = play(office.runtime.live(rows[0].instance_id).case.bundle, rows, lambda event: event)

    last = told.steps[-1]

    assert number_at(rows, "1") == 1
    assert number_at(rows, str(last.facts[-1].version)) == last.number
    assert number_at(rows, "review") == last.number
    assert number_at(rows, "99999") is None
    assert number_at(rows, "nothing") is None

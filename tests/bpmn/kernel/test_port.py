"""The kernel as an Interpreter: determinism, snapshots, variables and positions."""

from decimal import Decimal

import pytest

from engine.core.advance import Begin, TaskDone, TimerDue
from engine.errors import IntegrityViolation, InvalidState
from engine.kernel import Kernel
from engine.ports import Interpreter
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    bundle,
    call,
    moment,
    parallel,
    process,
    start,
    timer_event,
    user,
)

BOTH = process("p", start(), parallel("f"), user("a"), user("b"), flows="start f a; f b")


def test_kernel_is_an_interpreter():
    interpreter: Interpreter = Kernel()

    assert interpreter.name == "kernel/1"


def test_same_stimuli_give_the_same_events_and_state():
    def play():
        kernel = Kernel()
        prepared = kernel.prepare(bundle(BOTH, names=["x"]))
        first = kernel.advance(prepared, None, Begin(variables={"x": Decimal(1)}), moment())
        done = TaskDone(token=kernel.positions(first.state)[1][1], data={"y": "z"}, by="anna")
        second = kernel.advance(prepared, first.state, done, moment())
        return repr((first.happened, second.happened, kernel.dump(second.state)))

    assert play() == play()


def test_positions_are_in_token_order():
    positions = Case(BOTH).kernel.positions(Case(BOTH).live)

    assert positions == (("a", 3), ("b", 4))


def test_variables_are_those_that_the_token_sees():
    called = process("q", start("qs"), user("work"), flows="qs work")
    main = process("p", start(), call("c", "q", {"only": "1"}), flows="start c")
    case = Case(main, called, variables={"x": "y"}, names=["only"])

    assert case.variables() == {"x": "y"}
    assert case.variables("c") == {"x": "y"}
    assert case.variables("work") == {"only": Decimal(1)}


def test_variables_of_a_token_that_is_gone_are_rejected():
    case = Case(BOTH)

    with pytest.raises(InvalidState):
        case.kernel.variables(case.live, 99)


def test_snapshot_of_another_format_is_refused():
    case = Case(BOTH)

    with pytest.raises(IntegrityViolation):
        case.kernel.load(case.prepared, {"format": 2})


def test_stimulus_for_another_kind_of_watch_is_rejected():
    hosted = process(
        "p",
        start(),
        user("a"),
        boundary("late", "a", timer_event('duration("P1D")')),
        flows="start a",
    )
    case = Case(hosted)
    (timer_id,) = case.live.watches

    with pytest.raises(InvalidState):
        case.send(TimerDue(timer_id=timer_id.replace("-t", "-s")))


def test_stimulus_before_the_case_began_is_rejected():
    kernel = Kernel()
    prepared = kernel.prepare(bundle(BOTH))

    with pytest.raises(InvalidState):
        kernel.advance(prepared, None, TaskDone(token=1, data={}, by="anna"), moment())

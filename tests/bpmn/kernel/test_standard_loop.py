"""Standard loops on every kind of activity (BPMN 2.0.2, 13.3.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.events import VariablesChanged
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import looped, task
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    error_end,
    process,
    service,
    start,
    sub,
    timer_event,
    user,
)

A_DAY = timer_event('duration("P1D")')


def line(*middle, flows="start a end", **more):
    return process("p", start(), *middle, end(), flows=flows, **more)


def test_loop_repeats_while_its_condition_holds_after_each_turn():
    case = Case(line(looped(user("a"), "again")), names=["again"])
    case.complete("a", again=True)
    assert case.positions() == ["a"]

    assert case.complete("a", again=False)[-1] == "completed end"


def test_loop_counts_its_turns_from_one():
    case = Case(line(looped(task("a"), "loopCounter < 3")))
    counts = [e.new["loopCounter"] for e in case.events(VariablesChanged)]

    assert counts == [1, 2, 3]
    assert case.trace() == (
        "start",
        "start>a",
        "+a",
        *("set loopCounter", "a") * 3,
        "-a",
        "a>end",
        "end",
        "completed end",
    )


def test_loop_without_test_before_runs_at_least_once():
    case = Case(line(looped(task("a"), "false")))

    assert case.trace().count("a") == 1


def test_loop_tested_before_may_not_run_at_all():
    case = Case(line(looped(task("a"), "false", test_before=True)))

    assert case.trace()[2:4] == ("+a", "-a")
    assert case.is_over()


def test_loop_tested_before_counts_what_was_begun():
    case = Case(line(looped(task("a"), "loopCounter < 3", test_before=True)))

    assert case.trace().count("a") == 3


@pytest.mark.parametrize(
    ("before", "maximum", "turns"), [(False, 2, 2), (True, 2, 2), (False, 0, 0)]
)
def test_loop_stops_at_its_maximum(before, maximum, turns):
    case = Case(line(looped(task("a"), "true", test_before=before, maximum=maximum)))

    assert case.trace().count("a") == turns
    assert case.is_over()


def test_loop_without_condition_runs_up_to_its_maximum():
    case = Case(line(looped(task("a"), maximum=4)))

    assert case.trace().count("a") == 4


def test_loop_without_condition_and_maximum_goes_on_until_it_is_interrupted():
    definition = line(
        looped(user("a")), boundary("late", "a", A_DAY), end("gone"), flows="start a end; late gone"
    )
    case = Case(definition)
    for _ in range(5):
        case.complete("a")

    assert case.fire("late")[-1] == "completed gone"
    assert case.is_over()


def test_turns_share_the_variables_around_the_loop():
    case = Case(line(looped(task("a", {"n": "n + 1"}), "n < 5")), variables={"n": Decimal(0)})

    assert case.variables()["n"] == 5
    assert "loopCounter" not in case.variables()


def test_loop_on_a_sub_process_begins_it_anew_each_turn():
    inside = looped(sub("s", start("si"), user("a"), end("se")), "again")
    case = Case(line(*inside, flows="start s end; si a se"), names=["again"])
    case.complete("a", again=True)
    assert case.positions() == ["s", "a"]

    case.complete("a", again=False)
    assert case.is_over()


def test_loop_on_a_call_activity_calls_each_turn():
    called = process("q", start("qs"), user("a"), end("qe"), flows="qs a qe")
    again = looped(call("c", "q", outputs={"n": "n + 1"}), "n < 2")
    case = Case(line(again, flows="start c end"), called, variables={"n": Decimal(0)})
    case.complete("a")
    assert case.positions() == ["c", "a"]

    case.complete("a")
    assert case.is_over()


def test_loop_on_a_service_task_makes_a_job_each_turn():
    case = Case(line(looped(service("a"), "loopCounter < 2")))
    case.job_done("a")
    assert case.positions() == ["a"]

    case.job_done("a")
    assert case.is_over()


def test_error_inside_a_turn_ends_the_whole_loop():
    inside = looped(sub("s", start("si"), error_end("fail", "E")), "true")
    definition = line(
        *inside,
        boundary_error("bad", "s", "E"),
        end("gone"),
        flows="start s end; si fail; bad gone",
    )

    assert Case(definition).trace()[-1] == "completed gone"


def test_boundary_timer_of_a_loop_is_set_once_for_all_turns():
    definition = line(
        looped(user("a"), "again"),
        boundary("late", "a", A_DAY, interrupting=False),
        end("told"),
        flows="start a end; late told",
    )
    case = Case(definition, names=["again"])
    first = case.due("late")
    case.complete("a", again=True)

    assert case.due("late") == first
    case.fire("late")
    assert case.complete("a", again=False)[-1] == "completed told,end"


def test_stuck_condition_of_a_loop_can_be_retried():
    case = Case(line(looped(user("a"), "again")), names=["again"])
    case.complete("a")
    assert case.positions() == ["a"]

    assert case.retry("a", again=False)[-1] == "completed end"


def test_loop_with_a_negative_maximum_is_refused():
    with pytest.raises(DeploymentRefused) as refused:
        Case(line(looped(task("a"), maximum=-1)))

    assert [finding.rule for finding in refused.value.findings] == ["loop-maximum"]


def test_stopping_a_case_in_a_loop_leaves_nothing():
    case = Case(line(looped(user("a"), "true")))
    case.stop()

    assert case.is_over()

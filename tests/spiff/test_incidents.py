"""Incidents on both interpreters in lock-step: the same kind at the same place, and retries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.advance import TaskDone
from engine.errors import InvalidState
from engine.spiff import SpiffInterpreter
from tests.builders import (
    boundary,
    call,
    end,
    inclusive,
    message_catch,
    moment,
    parallel,
    process,
    service,
    start,
    timer_event,
    user,
    xor,
)
from tests.spiff.lockstep import Pair


@pytest.mark.parametrize("gateway", [xor, inclusive])
@pytest.mark.parametrize(("given", "kind"), [(5, "no-true-branch"), ("five", "expression")])
def test_gateway_without_a_way_agrees_and_goes_on_after_a_retry(gateway, given, kind):
    flows = "start g; g>a: x < 3; g>b: x < 2"
    value = Decimal(given) if isinstance(given, int) else given
    case = Pair(
        process("p", start(), gateway("g"), user("a"), user("b"), flows=flows),
        variables={"x": value},
    )
    assert case.incidents == [(kind, "g")]

    case.retry("g", x=Decimal(2)).complete("a")
    assert case.is_over
    assert case.agrees()


def test_other_branches_go_on_beside_an_incident():
    flows = "start f; f g; f c; g>a: x; g>b: else"
    case = Pair(
        process("p", start(), parallel("f"), xor("g"), *(user(one) for one in "abc"), flows=flows),
        names=["x"],
    )
    case.complete("c", x=True).retry("g").complete("a")

    assert case.incidents == [("expression", "g")]
    assert case.is_over
    assert case.agrees()


def test_flows_of_an_activity_without_a_way_agree():
    case = Pair(
        process("p", start(), user("a"), user("b"), end(), flows="start a; a>b: x; a>end: x"),
        names=["x"],
    )
    case.complete("a", x=False).retry("a", x=True).complete("b")

    assert case.incidents == [("no-true-branch", "a")]
    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize(
    "element",
    [
        service("s", inputs={"v": "missing + 1"}),
        message_catch("s", "m", "missing + 1"),
        call("s", "q", {"v": "missing + 1"}),
    ],
    ids=["service", "message", "call"],
)
def test_element_that_cannot_begin_agrees_and_begins_after_a_retry(element):
    called = process("q", start(), user("b"), flows="start b")
    definition = process("p", start(), element, flows="start s")
    case = Pair(definition, called, names=["missing", "v"])
    assert case.incidents == [("expression", "s")]

    case.retry("s", missing=Decimal(1))
    assert case.agrees()


def test_result_that_cannot_be_mapped_agrees_and_is_kept_for_the_retry():
    element = service("s", outputs={"n": "result + given"})
    case = Pair(process("p", start(), element, flows="start s"), names=["n", "given"])
    case.done("s", Decimal(2)).retry("s", given=Decimal(3))

    assert case.incidents == [("expression", "s")]
    assert case.is_over
    assert case.agrees()
    assert case.variables()["n"] == Decimal(5)


def test_boundary_timer_that_is_none_agrees_before_the_activity_begins():
    late = boundary("late", "a", timer_event("wait"))
    case = Pair(process("p", start(), user("a"), late, flows="start a"), names=["wait"])
    case.retry("late", wait="PT1H").complete("a")

    assert [kind for kind, _ in case.incidents] in (["timer"], ["expression"])
    assert case.is_over
    assert case.agrees()


def test_failed_job_is_asked_again():
    case = Pair(process("p", start(), service("s"), flows="start s"))
    case.throw("s", "x").retry("s").done("s")

    assert case.incidents == [("uncaught-error", "s")]
    assert case.is_over
    assert case.agrees()


def test_join_that_nothing_can_reach_any_more_agrees():
    flows = "start g; g>j: x; g>a: else; a j; j end"
    case = Pair(
        process("p", start(), xor("g"), user("a"), parallel("j"), end(), flows=flows),
        variables={"x": True},
    )

    assert case.incidents == [("deadlock", "j")]
    assert case.agrees()


def test_stimulus_that_nothing_waits_for_is_rejected_and_changes_nothing():
    case = Pair(process("p", start(), user("a"), flows="start a"))
    second = SpiffInterpreter()
    with pytest.raises(InvalidState):
        second.advance(
            case.prepared[1], case.state.second, TaskDone(token=999, data={}, by="li"), moment()
        )

    assert case.complete("a").is_over
    assert case.agrees()

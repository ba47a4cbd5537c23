"""Complex gateways: start, reset, and what their expressions see (BPMN 2.0.2, 13.4.5)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import complex_gateway
from tests.bpmn.kernel.case import Case
from tests.builders import boundary, end, parallel, process, start, timer_event, user, xor

A_DAY = timer_event('duration("P1D")')


def three(activation, *more, out="c z end"):
    """Three branches that meet at the complex gateway `c`."""
    return process(
        "p",
        start(),
        parallel("f"),
        user("x"),
        user("y"),
        user("w"),
        complex_gateway("c", activation),
        user("z"),
        end(),
        *more,
        flows=f"start f; f x c; f y c; f w c; {out}",
    )


def test_gateway_starts_when_enough_tokens_came():
    case = Case(three("activationCount >= 2"))
    assert case.complete("x")[-1] == "x>c"

    assert case.complete("w")[2:] == ("c", "c>z", "+z", "offer z")


def test_token_that_comes_after_the_start_is_used_up_by_the_reset():
    case = Case(three("activationCount >= 2"))
    case.complete("x")
    case.complete("w")
    assert case.complete("y") == ("-y", "y>c", "c")

    assert case.positions() == ["z"]
    assert case.complete("z")[-1] == "completed end"
    assert case.is_over()


def test_case_goes_on_when_the_late_token_never_comes():
    late = boundary("late", "y", A_DAY)
    case = Case(three("activationCount >= 2", late, end("away"), out="c z end; late away"))
    case.complete("x")
    case.complete("w")
    case.fire("late")
    case.complete("z")

    assert case.is_over()
    assert not case.live.started


def test_activation_condition_sees_the_tokens_of_each_flow():
    case = Case(three("x-c > 0 and w-c > 0"))
    case.complete("x")
    case.complete("y")
    assert "z" not in case.positions()

    case.complete("w")
    assert case.positions() == ["z"]
    assert not case.live.started


def test_activation_condition_sees_variables():
    case = Case(three("activationCount >= needed"), variables={"needed": Decimal(2)})
    case.complete("x")
    assert "z" not in case.positions()

    case.complete("y")
    assert "z" in case.positions()


def test_stuck_activation_condition_can_be_retried():
    case = Case(three("activationCount >= needed"), variables={"needed": "two"})
    case.complete("x")
    assert case.incident().kind == "expression"

    assert "c>z" in case.retry("c", needed=Decimal(1))


def test_conditions_of_outgoing_flows_see_whether_the_gateway_starts():
    first, second = user("first"), user("second")
    out = "c>first: waitingForStart; c>second: not(waitingForStart)"
    case = Case(three("activationCount >= 1", first, second, out=out))
    case.complete("x")
    assert case.positions() == ["y", "w", "first"]
    case.complete("y")
    assert "second" not in case.positions()

    case.complete("w")
    assert case.positions() == ["first", "second"]


def test_default_flow_is_taken_at_the_start_when_no_condition_holds():
    case = Case(three("true", user("d"), out="c>z: false; c>d: else"))
    case.complete("x")

    assert "d" in case.positions()


def test_start_without_any_way_out_is_stuck_and_can_be_retried():
    case = Case(three("activationCount = 3", out="c>z: open"), variables={"open": False})
    for branch in "xyw":
        case.complete(branch)
    assert case.incident().kind == "no-true-branch"

    assert case.retry("c", open=True)[2:] == ("c", "c>z", "+z", "offer z")


def test_gateway_starts_anew_after_its_reset():
    """Two rounds of a loop: each round starts it with two tokens and resets it with the third."""
    definition = process(
        "p",
        start(),
        xor("m"),
        parallel("f"),
        user("x"),
        user("y"),
        complex_gateway("c", "activationCount >= 1"),
        user("z"),
        xor("g"),
        end(),
        flows="start m f; f x c; f y c; c z g; g>m: again; g>end: else",
    )
    case = Case(definition, names=["again"])
    for again in (True, False):
        case.complete("x")
        case.complete("y")
        case.complete("z", again=again)

    assert case.is_over()


def test_token_that_comes_early_for_the_next_round_waits_for_the_reset():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("x"),
        user("x2"),
        user("y"),
        xor("m"),
        complex_gateway("c", "activationCount >= 1"),
        user("z"),
        flows="start f; f x m; f x2 m; m c; f y c; c z",
    )
    case = Case(definition)
    case.complete("x")
    case.complete("x2")
    assert case.positions() == ["y", "z", "c"]

    case.complete("y")
    assert case.positions() == ["z", "z"]


def test_gateway_with_one_way_in_splits_once():
    out = "start c; c>z: true; c>d: true"
    definition = process("p", start(), complex_gateway("c"), user("z"), user("d"), flows=out)

    assert Case(definition).positions() == ["z", "d"]


def test_gateway_that_can_never_start_is_a_deadlock():
    definition = process(
        "p",
        start(),
        xor("g"),
        complex_gateway("c", "activationCount = 2"),
        end(),
        flows="start g; g>c: true; g>c: else; c end",
    )

    assert Case(definition).incident().kind == "deadlock"


def test_joining_gateway_without_activation_condition_is_refused():
    with pytest.raises(DeploymentRefused) as refused:
        Case(three(None))

    assert [finding.rule for finding in refused.value.findings] == ["complex-activation"]

"""Inclusive gateways: all true flows, and a join that waits for whoever can still come."""

import pytest

from engine.core.events import FlowTaken
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    end,
    inclusive,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
    xor,
)

BLOCK = process(
    "p",
    start(),
    inclusive("f"),
    user("a"),
    user("b"),
    user("c"),
    inclusive("j"),
    user("d"),
    flows="""
        start f
        f>a: x
        f>b: y
        f>c: else
        a j d
        b j
        c j
    """,
)


def case_of(x, y):
    return Case(BLOCK, variables={"x": x, "y": y})


def test_inclusive_gateway_takes_every_true_flow():
    case = case_of(True, True)

    assert case.positions() == ["a", "b"]
    assert [one.reason.expression for one in case.events(FlowTaken) if one.reason] == ["x", "y"]


def test_inclusive_gateway_takes_the_default_only_if_none_is_true():
    assert case_of(False, False).positions() == ["c"]
    assert case_of(False, True).positions() == ["b"]


def test_inclusive_gateway_without_true_flow_is_stuck():
    definition = process("p", start(), inclusive("f"), user("a"), flows="start f; f>a: x")
    case = Case(definition, variables={"x": False})

    assert case.incident().kind == "no-true-branch"
    assert case.retry("f", x=True)[-1] == "offer a"


def test_inclusive_join_waits_for_exactly_those_that_were_sent():
    case = case_of(True, True)

    assert case.complete("b") == ("-b", "b>j")
    assert case.complete("a") == ("-a", "a>j", "j", "j>d", "+d", "offer d")


def test_inclusive_join_goes_on_at_once_when_nobody_else_can_come():
    assert case_of(True, False).complete("a")[2:] == ("j", "j>d", "+d", "offer d")


def test_inclusive_join_goes_on_when_the_other_token_turns_away():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        xor("g"),
        inclusive("j"),
        user("d"),
        end(),
        end("away"),
        flows="""
            start f a j d end
            f b g
            g>j: joins
            g>away: else
        """,
    )
    case = Case(definition, names=["joins"])
    assert case.complete("a") == ("-a", "a>j")

    assert case.complete("b", joins=False)[-4:] == ("j", "j>d", "+d", "offer d")


def test_inclusive_join_waits_for_tokens_inside_a_sub_process():
    inside = sub("s", start("si"), user("b"))
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        *inside,
        inclusive("j"),
        user("d"),
        flows="start f a j d; f s j; si b",
    )
    case = Case(definition)
    case.complete("a")
    assert "d" not in case.positions()

    case.complete("b")

    assert case.positions() == ["d"]


def test_inclusive_join_waits_for_what_a_boundary_event_may_still_send():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        boundary("late", "b", timer_event('duration("P1D")'), interrupting=False),
        inclusive("j"),
        user("d"),
        flows="start f a j d; f b; late j",
    )
    case = Case(definition)
    assert case.complete("a") == ("-a", "a>j")

    assert case.complete("b")[-1] == "offer d"


def test_inclusive_join_does_not_wait_for_who_could_also_come_the_occupied_way():
    """13.4.3: a token that reaches an occupied incoming flow as well does not hold the join up."""
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        xor("m"),
        xor("g"),
        inclusive("j"),
        user("d"),
        flows="""
            start f a m j d
            f b g
            g>m: left
            g>j: else
        """,
    )
    case = Case(definition, names=["left"])

    assert case.complete("a")[-1] == "offer d"


def test_inclusive_block_in_a_loop_runs_every_round():
    definition = process(
        "p",
        start(),
        xor("m"),
        inclusive("f"),
        user("a"),
        user("b"),
        inclusive("j"),
        xor("g"),
        end(),
        flows="""
            start m f
            f>a: x
            f>b: y
            a j g
            b j
            g>m: again
            g>end: else
        """,
    )
    case = Case(definition, variables={"x": True, "y": True}, names=["again"])
    case.complete("a", again=True, y=False)
    assert case.positions() == ["b", "j"]
    case.complete("b")
    assert case.positions() == ["a"]
    case.complete("a", again=False)

    assert case.is_over()


def test_stuck_split_behind_an_inclusive_join_can_be_retried():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        inclusive("j"),
        user("d"),
        flows="start f a j; f b j; j>d: ok",
    )
    case = Case(definition, variables={"ok": False})
    case.complete("a")

    assert case.complete("b")[-1] == "incident no-true-branch"
    assert case.retry("j", ok=True)[2:] == ("j", "j>d", "+d", "offer d")


@pytest.mark.parametrize("first", ["a", "b"])
def test_inclusive_join_with_one_token_for_each_of_two_splits_fires_once(first):
    case = case_of(True, True)
    other = "b" if first == "a" else "a"
    case.complete(first)
    case.complete(other)

    assert case.positions() == ["d"]

"""Several and conditional flows out of activities and events; several flows into one."""

from decimal import Decimal

import pytest

from tests.bpmn.kernel.case import Case
from tests.builders import none_throw, process, start, user

LEAVING = process(
    "p",
    start(),
    user("a"),
    user("always"),
    user("big"),
    user("huge"),
    user("other"),
    flows="""
        start a
        a>always
        a>big: amount > 10
        a>huge: amount > 100
        a>other: else
    """,
)


def test_several_flows_out_of_an_activity_are_a_parallel_split():
    case = Case(process("p", start(), user("a"), user("b"), user("c"), flows="start a b; a c"))
    case.complete("a")

    assert case.positions() == ["b", "c"]


def test_several_flows_out_of_an_event_are_a_parallel_split():
    definition = process(
        "p", start(), none_throw("t"), user("a"), user("b"), flows="start t a; t b"
    )

    assert Case(definition).positions() == ["a", "b"]


@pytest.mark.parametrize(
    ("amount", "taken"),
    [
        (5, ["always", "other"]),
        (50, ["always", "big"]),
        (500, ["always", "big", "huge"]),
    ],
)
def test_conditional_flows_out_of_an_activity_are_all_taken_that_hold(amount, taken):
    case = Case(LEAVING, names=["amount"])
    case.complete("a", amount=Decimal(amount))

    assert case.positions() == taken


def test_activity_stays_completed_when_no_conditional_flow_holds():
    definition = process("p", start(), user("a"), user("b"), flows="start a; a>b: ok")
    case = Case(definition, names=["ok"])

    assert case.complete("a", ok=False) == ("set ok", "-a", "incident no-true-branch")
    assert case.retry("a", ok=True) == ("set ok", "resolved by admin", "a>b", "+b", "offer b")


def test_several_flows_into_an_activity_start_it_for_every_token():
    definition = process(
        "p", start(), none_throw("t"), user("a"), user("b"), user("c"), flows="start t a c; t b c"
    )
    case = Case(definition)
    case.complete("a")
    case.complete("b")

    assert case.positions() == ["c", "c"]


def test_two_flows_to_the_same_element_are_two_tokens():
    case = Case(process("p", start(), user("a"), user("b"), flows="start a; a>b; a>b"))
    case.complete("a")

    assert case.positions() == ["b", "b"]

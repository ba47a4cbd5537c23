"""Exclusive and parallel gateways: choices with reasons, splits, joins, loops."""

from decimal import Decimal

import pytest

from engine.core.events import FlowTaken
from tests.bpmn.kernel.case import Case
from tests.builders import end, parallel, process, start, sub, user, xor

CHOICE = process(
    "p",
    start(),
    xor("g"),
    user("big"),
    user("small"),
    flows="""
        start g
        g>big: amount > 1000
        g>small: amount > 0
    """,
)
WITH_DEFAULT = process(
    "p",
    start(),
    xor("g"),
    user("big"),
    user("small"),
    flows="""
        start g
        g>small: else
        g>big: amount > 1000
    """,
)


def reasons(case):
    return [one.reason for one in case.events(FlowTaken) if one.reason]


def test_exclusive_gateway_takes_the_first_true_flow_only():
    case = Case(CHOICE, variables={"amount": Decimal(2000)})

    assert case.positions() == ["big"]


def test_exclusive_gateway_says_what_the_condition_read():
    case = Case(CHOICE, variables={"amount": Decimal(5)})

    (reason,) = reasons(case)
    assert reason.expression == "amount > 0"
    assert reason.reads == (("amount", Decimal(5)),)
    assert reason.result is True
    assert "5" in reason.zh
    assert "5" in reason.en


def test_default_flow_is_taken_when_no_condition_holds_and_says_so():
    case = Case(WITH_DEFAULT, variables={"amount": Decimal(5)})

    assert case.positions() == ["small"]
    (reason,) = reasons(case)
    assert "amount > 1000" in reason.zh
    assert "amount > 1000" in reason.en
    assert reason.reads == (("amount", Decimal(5)),)
    assert reason.result is False


def test_default_flow_is_not_taken_when_a_condition_holds():
    assert Case(WITH_DEFAULT, variables={"amount": Decimal(5000)}).positions() == ["big"]


def test_no_true_branch_is_an_incident_until_the_variable_is_corrected():
    case = Case(CHOICE, variables={"amount": Decimal(-1)})

    assert case.trace()[-1] == "incident no-true-branch"
    assert case.incident().element_id == "g"
    assert "amount = -1" in case.incident().zh
    assert case.positions() == ["g"]
    assert case.retry("g", amount=Decimal(9)) == (
        "set amount",
        "resolved by admin",
        "g",
        "g>small",
        "+small",
        "offer small",
    )


def test_retry_without_correction_raises_a_new_incident():
    case = Case(CHOICE, variables={"amount": Decimal(-1)})
    first = case.incident().incident_id

    assert case.retry("g") == ("resolved by admin", "incident no-true-branch")
    assert case.incident().incident_id != first


@pytest.mark.parametrize("amount", [None, "many", True])
def test_condition_that_cannot_be_evaluated_is_an_incident(amount):
    case = Case(CHOICE, variables={"amount": amount})

    incident = case.incident()
    assert incident.kind == "expression"
    assert incident.element_id == "g"
    assert "amount > 1000" in incident.zh
    assert "amount > 1000" in incident.en


def test_condition_that_is_not_boolean_is_an_incident():
    definition = process("p", start(), xor("g"), user("a"), flows="start g; g>a: amount")

    assert Case(definition, variables={"amount": Decimal(1)}).incident().kind == "expression"


def test_other_tokens_go_on_when_one_is_stuck():
    definition = process(
        "p",
        start(),
        parallel("f"),
        xor("g"),
        user("a"),
        user("b"),
        flows="start f g; f b; g>a: amount > 1",
    )
    case = Case(definition, variables={"amount": Decimal(0)})

    assert sorted(case.positions()) == ["b", "g"]
    assert case.complete("b") == ("-b",)
    case.retry("g", amount=Decimal(2))
    assert case.complete("a") == ("-a", "completed")


def test_exclusive_gateway_passes_every_token_by_itself():
    definition = process(
        "p",
        start(),
        parallel("f"),
        xor("m"),
        user("a"),
        flows="start f m a; f m",
    )
    case = Case(definition)

    assert case.positions() == ["a", "a"]


def test_parallel_gateway_splits_in_document_order():
    definition = process("p", start(), parallel("f"), user("a"), user("b"), flows="start f a; f b")

    assert Case(definition).trace()[2:] == (
        "f",
        "f>a",
        "f>b",
        "+a",
        "offer a",
        "+b",
        "offer b",
    )


def test_parallel_gateway_joins_when_every_incoming_flow_has_a_token():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("j"),
        user("c"),
        flows="start f a j c; f b j",
    )
    case = Case(definition)

    assert case.complete("b") == ("-b", "b>j")
    assert case.complete("a") == ("-a", "a>j", "j", "j>c", "+c", "offer c")


def test_parallel_gateway_that_joins_and_splits_does_both():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("m"),
        user("c"),
        user("d"),
        flows="start f a m c; f b m d",
    )
    case = Case(definition)
    case.complete("a")

    assert case.complete("b")[2:5] == ("m", "m>c", "m>d")


def test_parallel_join_keeps_excess_tokens_for_the_next_round():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        xor("m"),
        user("c"),
        parallel("j"),
        user("d"),
        flows="start f a m j; f b m; f c j d",
    )
    case = Case(definition)
    case.complete("a")
    case.complete("b")
    assert case.positions() == ["c", "j", "j"]

    case.complete("c")

    assert case.positions() == ["j", "d"]


def test_parallel_block_in_a_loop_runs_every_round():
    definition = process(
        "p",
        start(),
        xor("m"),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("j"),
        xor("g"),
        end(),
        flows="""
            start m f a j g
            f b j
            g>m: again
            g>end: else
        """,
    )
    case = Case(definition, names=["again"])
    for again in (True, True, True, False):
        assert sorted(case.positions()) == ["a", "b"]
        case.complete("b", again=again)
        case.complete("a")

    assert case.trace()[-1] == "completed end"
    assert case.is_over()


def test_only_flow_is_no_choice_even_if_it_is_the_default():
    case = Case(process("p", start(), xor("g"), user("a"), flows="start g; g>a: else"))

    assert case.positions() == ["a"]
    assert reasons(case) == []


def test_deadlock_inside_a_sub_process_is_an_incident():
    inside = sub("s", start("si"), xor("g"), user("a"), user("b"), parallel("j"))
    definition = process(
        "p", start(), *inside, flows="start s; si g; g>a: yes; g>b: else; a j; b j"
    )
    case = Case(definition, variables={"yes": True})

    assert case.complete("a")[-1] == "incident deadlock"


def test_deadlocked_join_is_an_incident():
    definition = process(
        "p",
        start(),
        xor("g"),
        user("a"),
        user("b"),
        parallel("j"),
        flows="start g; g>a: yes; g>b: else; a j; b j",
    )
    case = Case(definition, variables={"yes": True})

    assert case.complete("a") == ("-a", "a>j", "incident deadlock")
    assert case.incident().element_id == "j"
    assert case.retry("j") == ("resolved by admin", "incident deadlock")
    assert case.stop() == ("resolved by engine", "terminated by admin")
    assert case.is_over()

"""Which tokens an inclusive join waits for: every directed path counts (BPMN 2.0.2, 13.4.3)."""

from __future__ import annotations

from decimal import Decimal

from engine.core.definition import Element, EventDefinition, Kind, Trigger
from tests.bpmn.kernel.activities import multi, receive, task
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    end,
    inclusive,
    message_catch,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
    xor,
)

A_DAY = timer_event('duration("P1D")')


def link(kind: Kind, ref: str) -> Element:
    return Element(id=ref, kind=kind, event=EventDefinition(trigger=Trigger.LINK, link="L"))


def test_join_in_a_loop_waits_for_the_branch_that_still_goes_round():
    """The branch of `b` may go round its loop before it comes: the join waits all the while."""
    definition = process(
        "p",
        start(),
        inclusive("f"),
        user("a"),
        xor("m"),
        user("b"),
        xor("g"),
        inclusive("j"),
        user("z"),
        flows="start f; f>a: true; f>m: true; a j z; m b g; g>m: again; g>j: else",
    )
    case = Case(definition, names=["again"])
    case.complete("a")
    case.complete("b", again=True)
    assert case.positions() == ["j", "b"]

    case.complete("b", again=False)
    assert case.positions() == ["z"]


def test_two_joins_one_behind_the_other_fire_in_their_order():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        user("c"),
        inclusive("j1"),
        inclusive("j2"),
        user("z"),
        flows="start f; f a j1; f b j1; f c j2; j1 j2 z",
    )
    case = Case(definition)
    case.complete("a")
    case.complete("c")
    assert case.positions() == ["b", "j1", "j2"]

    case.complete("b")
    assert case.positions() == ["z"]


def test_joins_that_wait_for_each_other_are_let_go_by_the_definition():
    """Each join can be reached from the other: a token at one does hold the other up, both wait.
    The standard's condition keeps both waiting, so this is a deadlock and said so."""
    definition = process(
        "p",
        start(),
        parallel("f"),
        inclusive("j1"),
        inclusive("j2"),
        xor("g1"),
        xor("g2"),
        end(),
        flows="start f; f j1; f j2; j1 g1; j2 g2; g1>j2: x; g1>end: else; g2>j1: x; g2>end: else",
    )

    assert Case(definition, names=["x"]).incident().kind == "deadlock"


def test_join_waits_for_a_token_that_a_link_may_bring():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        link(Kind.THROW_EVENT, "out"),
        link(Kind.CATCH_EVENT, "in"),
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f b out; in j",
    )
    case = Case(definition)
    case.complete("a")
    assert case.positions() == ["b", "j"]

    case.complete("b")
    assert case.positions() == ["z"]


def test_join_waits_for_what_a_boundary_event_of_a_sub_process_may_send():
    inside = sub("s", start("si"), user("b"), end("se"))
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        *inside,
        boundary("late", "s", A_DAY),
        end("away"),
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f s away; late j; si b se",
    )
    case = Case(definition)
    case.complete("a")
    assert "z" not in case.positions()
    case.complete("b")

    assert case.positions() == ["z"]


def test_join_takes_the_boundary_path_and_the_other_together():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        user("b"),
        boundary("late", "b", A_DAY),
        end("away"),
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f b away; late j",
    )
    case = Case(definition)
    case.complete("a")
    case.fire("late")

    assert case.positions() == ["z"]


def test_join_waits_for_an_event_based_gateway_that_may_lead_to_it():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        Element(id="e", kind=Kind.EVENT_BASED_GATEWAY),
        message_catch("yes", "yes"),
        receive("no", "no"),
        end("away"),
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f e; e yes j; e no away",
    )
    case = Case(definition)
    case.complete("a")
    assert "z" not in case.positions()

    case.message("no")
    assert case.positions() == ["z"]


def test_join_waits_for_a_multi_instance_activity_until_it_is_complete():
    many = multi(user("b"), cardinality="2")
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        many,
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f b j",
    )
    case = Case(definition)
    case.complete("a")
    case.complete("b")
    assert "z" not in case.positions()

    case.complete("b")
    assert case.positions() == ["z"]


def test_each_instance_of_a_sub_process_joins_its_own_tokens():
    inside = sub("s", start("si"), inclusive("f"), user("a"), user("b"), inclusive("j"), task("c"))
    definition = process(
        "p",
        start(),
        *multi(inside, cardinality="2"),
        user("z"),
        flows="start s z; si f; f>a: true; f>b: true; a j; b j; j c",
    )
    case = Case(definition)
    case.complete("a")
    case.complete("a")
    assert sorted(case.positions()).count("j") == 2
    case.complete("b")
    assert "z" not in case.positions()

    case.complete("b")
    assert case.positions() == ["z"]


def test_surplus_token_on_a_flow_waits_for_the_next_round():
    """Activation takes one token from each flow that has one; a second stays and fires again."""
    definition = process(
        "p",
        start(),
        task("t", completion_quantity=2),
        parallel("f"),
        user("a"),
        inclusive("j"),
        user("z"),
        flows="start f; f t j; f a j; j z",
    )
    case = Case(definition)
    assert case.positions() == ["a", "j", "j"]
    case.complete("a")

    assert case.positions() == ["z", "z"]


def test_token_at_an_activity_that_needs_more_tokens_counts_as_able_to_come():
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("a"),
        task("b", start_quantity=2),
        inclusive("j"),
        user("z"),
        flows="start f; f a j z; f b j",
    )
    case = Case(definition)
    case.complete("a")

    assert case.incident().kind == "deadlock"


def test_uncontrolled_merge_in_a_loop_passes_every_token():
    definition = process(
        "p",
        start(),
        task("a", {"n": "n + 1"}),
        xor("g"),
        user("z"),
        flows="start a g; g>a: n < 3; g>z: else",
    )
    case = Case(definition, variables={"n": Decimal(0)})

    assert case.variables()["n"] == 3
    assert case.positions() == ["z"]


def test_parallel_block_in_a_loop_joins_every_round():
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
        flows="start m f; f a j; f b j; j g; g>m: again; g>end: else",
    )
    case = Case(definition, names=["again"])
    for again in (True, True, False):
        case.complete("b", again=again)
        case.complete("a")

    assert case.is_over()

"""Control moved by people: in a sequence, across forks and joins, scopes, calls, instances."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.core import advance as adv
from engine.core.definition import Element, Kind
from engine.errors import InvalidState
from tests.bpmn.kernel.activities import complex_gateway, multi, signal
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import undo_throw, undoable
from tests.builders import (
    boundary,
    call,
    end,
    inclusive,
    parallel,
    process,
    start,
    sub,
    timer_catch,
    timer_event,
    user,
    xor,
)

FORKED = process(
    "p", start(), user("x"), parallel("f"), user("a1"), user("a2"), user("b"), user("c"),
    parallel("j"), user("z"), end(), flows="start x f a1 a2 j z end; f b c j",
)  # fmt: skip
"""x, then a1 a2 beside b c, joined before z."""


def at_z() -> Case:
    case = Case(FORKED)
    for task in ("x", "a1", "a2", "b", "c"):
        case.complete(task)
    return case


def finish(case: Case) -> list[str]:
    """Complete what is open, oldest first, to the end; gives the order."""
    done: list[str] = []
    while case.instance.work_items:
        item = min(case.instance.work_items.values(), key=lambda one: one.token)
        done.append(item.element_id)
        case.complete_token(item.token)
    assert case.is_over(), case.positions()
    return done


def test_move_back_in_a_sequence_cancels_here_and_begins_there():
    case = Case(process("p", start(), user("a"), user("b"), end(), flows="start a b end"))
    case.complete("a")

    assert case.move("a", "b") == ("moved to a", "xb by a", "offer canceled", "+a", "offer a")
    assert finish(case) == ["a", "b"]


def test_move_inside_one_branch_leaves_its_sibling_alone():
    case = Case(FORKED)
    for task in ("x", "a1"):
        case.complete(task)
    case.move("a1", "a2")

    assert case.positions() == ["b", "a1"]
    assert finish(case) == ["b", "a1", "c", "a2", "z"]


def test_move_to_before_the_fork_takes_all_branches_and_what_waits_at_the_join():
    case = Case(FORKED)
    for task in ("x", "b", "c", "a1"):
        case.complete(task)
    case.move("x", "a2")

    assert case.positions() == ["x"]
    assert sorted(finish(case)) == ["a1", "a2", "b", "c", "x", "z"]


def test_move_into_a_branch_from_behind_the_join_keeps_the_other_branch_done():
    case = at_z()

    assert case.move("a2", "z")[0] == "moved to a2 c>j"
    assert finish(case) == ["a2", "z"]


def test_move_of_what_the_join_waits_for_neither_doubles_nor_loses_a_token():
    case = Case(FORKED)
    for task in ("x", "a1", "a2", "b"):
        case.complete(task)
    case.move("b", "c")  # the token of a2 stays at the join

    assert case.positions() == ["j", "b"]
    assert finish(case) == ["b", "c", "z"]


def test_move_from_behind_nested_joins_restores_each():
    nested = process(
        "p", start(), parallel("f"), parallel("g"), user("a"), user("b"), parallel("k"),
        user("c"), parallel("j"), user("z"), end(),
        flows="start f g a k j z end; g b k; f c j",
    )  # fmt: skip
    case = Case(nested)
    for task in ("a", "b", "c"):
        case.complete(task)

    assert case.move("a", "z")[0] == "moved to a b>k c>j"
    assert finish(case) == ["a", "z"]


def test_move_does_not_take_ways_that_lead_back():
    looped = process(
        "p", start(), xor("m"), user("a"), user("b"), xor("d"), end(),
        flows="start m a b d; d>m: again; d>end: else",
    )  # fmt: skip
    case = Case(looped, variables={"again": True}, names=("again",))
    case.complete("a")
    case.complete("b")  # round again: at a, which lies before b

    with pytest.raises(InvalidState, match="before"):
        case.move("b", "a")


def test_move_out_of_a_sub_process_cancels_it_whole():
    inside = sub("s", start("si"), parallel("f"), user("a"), user("b"), end("se"))
    flows = "start x s z end; si f a se; f b se"
    case = Case(process("p", start(), user("x"), *inside, user("z"), end(), flows=flows))
    case.complete("x")

    trace = case.move("x", "a")
    assert [one for one in trace if one.startswith("x")] == ["xa by x", "xb by x", "xs by x"]
    assert case.positions() == ["x"]
    assert sorted(finish(case)) == ["a", "b", "x", "z"]


def test_move_into_an_ended_sub_process_enters_it_at_the_target():
    deep = sub("t", start("ti"), user("d"), user("e"))
    inside = sub("s", start("si"), user("a"), *deep)
    flows = "start s z end; si a t; ti d e"
    case = Case(process("p", start(), *inside, user("z"), end(), flows=flows))
    for task in ("a", "d", "e"):
        case.complete(task)

    assert case.move("e", "z")[3:] == ("+s", "+t", "+e", "offer e")
    assert finish(case) == ["e", "z"]


def test_move_into_an_ended_called_process_enters_the_call_anew():
    called = process("q", start("qs"), user("qa"), user("qb"), end("qe"), flows="qs qa qb qe")
    main = process("p", start(), call("k", "q"), user("z"), end(), flows="start k z end")
    case = Case(main, called)
    for task in ("qa", "qb"):
        case.complete(task)
    case.move("qb", "z", process="q")

    assert case.positions() == ["k", "qb"]
    case.move("qa", "qb", process="q")
    assert finish(case) == ["qa", "qb", "z"]


def test_move_within_an_instance_leaves_the_others_alone():
    inside = multi(sub("s", start("si"), user("a"), user("b")), cardinality="2")
    main = process("p", start(), user("x"), *inside, end(), flows="start x s end; si a b")
    case = Case(main)
    for task in ("x", "a"):
        case.complete(task)
    case.move("a", "b")

    assert case.positions().count("a") == 2
    assert sorted(finish(case)) == ["a", "a", "b", "b"]


def test_move_out_of_an_instance_cancels_the_whole_activity():
    inside = multi(sub("s", start("si"), user("a"), user("b")), cardinality="2")
    main = process("p", start(), user("x"), *inside, end(), flows="start x s end; si a b")
    case = Case(main)
    case.complete("x")
    case.move("x", "a")

    assert case.positions() == ["x"]
    assert len(finish(case)) == 5
    with pytest.raises(InvalidState):
        case.move("b", process="p")


def test_move_into_an_ended_multi_instance_activity_is_refused_and_to_it_is_not():
    inside = multi(sub("s", start("si"), user("a")), cardinality="2")
    case = Case(process("p", start(), *inside, user("z"), end(), flows="start s z end; si a"))
    case.complete("a")
    case.complete("a")

    with pytest.raises(InvalidState, match="itself"):
        case.move("a", "z")
    case.move("s", "z")
    assert finish(case) == ["a", "a", "z"]


def test_move_cancels_timers_and_begins_them_anew():
    main = process(
        "p", start(), user("a"), boundary("t", "a", timer_event('duration("P1D")')), user("b"),
        end(), end("late"), flows="start a b end; t late",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")
    case.move("a", "b")

    assert case.trace()[-1] == "timer t"
    case.fire("t")
    assert case.is_over()


def test_move_takes_what_a_boundary_event_of_the_target_has_begun():
    main = process(
        "p", start(), user("a"), user("b"), user("n"), end(), end("ne"),
        boundary("t", "a", timer_event('duration("P1D")'), interrupting=False),
        flows="start a b end; t n ne",
    )  # fmt: skip
    case = Case(main)
    case.fire("t")
    case.complete("a")
    case.move("a", "b")

    assert case.positions() == ["a"]


def test_move_out_of_an_interrupting_event_sub_process_awaits_it_again():
    main = process(
        "p", start(), user("a"), user("b"), end(),
        *sub("es", start("se", event=signal("stop"), interrupting=True), user("c"),
             triggered_by_event=True),
        flows="start a b end; se c",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")
    case.signal("se")
    assert case.positions() == ["es", "c"]
    case.move("a", "c")

    assert "await signal stop" in case.trace()
    assert finish(case) == ["a", "b"]


def test_move_to_an_inclusive_join_round_needs_no_other_token():
    main = process(
        "p", start(), inclusive("f"), user("a"), user("b"), inclusive("j"), user("z"), end(),
        flows="start f; f>a: true; f>b: true; a j z end; b j",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")
    case.complete("b")
    case.move("a", "z")

    assert finish(case) == ["a", "z"]


def test_move_to_before_a_complex_join_that_cannot_be_undone_is_refused():
    main = process(
        "p", start(), parallel("f"), user("a"), user("b"),
        complex_gateway("j", "activationCount >= 1"), user("z"), end(),
        flows="start f a j z end; f b j",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")

    with pytest.raises(InvalidState, match="brings together"):
        case.move("a", "z")


def test_ended_case_begins_again_where_it_is_told_to():
    case = Case(process("p", start(), user("a"), user("b"), end(), flows="start a b end"))
    case.complete("a")
    case.stop()
    case.instance = replace(case.instance, status=type(case.instance.status)("active"))
    case.move("b")

    assert finish(case) == ["b"]
    assert case.live.ended == ("end",)


def test_case_that_goes_on_cannot_be_begun_again():
    case = Case(process("p", start(), user("a"), end(), flows="start a end"))

    with pytest.raises(InvalidState):
        case.move("a")


def test_initiator_revises_what_they_handed_in_before_control_goes_on():
    main = process(
        "p", replace(start(), form_id="f"), user("a"), user("b"), end(), flows="start a b end"
    )
    case = Case(main, variables={"amount": "1"})
    case.complete("a")

    assert case.move("start", "b", hold=True)[3:] == ("+start", "offer start")
    assert case.complete("start", amount="2")[:3] == ("set amount", "-start", "start>a")
    assert case.variables()["amount"] == "2"
    assert finish(case) == ["a", "b"]


def test_exact_move_takes_only_the_named_tokens():
    case = Case(FORKED)
    case.complete("x")
    case.move("c", "b", exactly=True)

    assert case.positions() == ["a1", "c"]
    assert finish(case) == ["a1", "c", "a2", "z"]


@pytest.mark.parametrize("target", ["a", "t", "j", "ca", "es", "se", "nowhere"])
def test_move_to_what_control_cannot_begin_at_is_refused(target: str):
    main = process(
        "p", start(), parallel("f"), user("a"), user("b"), parallel("j"), user("z"), end(),
        boundary("t", "a", timer_event('duration("P1D")')), end("te"),
        *sub("es", start("se", event=signal("stop")), user("c"), triggered_by_event=True),
        flows="start f a j z end; f b j; t te; se c",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")
    before = case.live

    with pytest.raises(InvalidState):
        case.move(target, "b", exactly=True)
    assert case.live == before


def test_event_that_a_gateway_awaits_is_no_target():
    main = process(
        "p", start(), user("a"), _event_based("g"), timer_catch("t", 'duration("P1D")'),
        timer_catch("u", 'duration("P2D")'), user("z"), end(), flows="start a g t z end; g u z",
    )  # fmt: skip
    case = Case(main)
    case.complete("a")
    case.fire("t")

    with pytest.raises(InvalidState):
        case.move("t", "z")
    case.move("g", "z")
    case.fire("u")
    assert finish(case) == ["z"]


def _event_based(ref: str) -> Element:
    return Element(id=ref, kind=Kind.EVENT_BASED_GATEWAY)


def test_amendment_goes_through_the_outputs_of_the_element_and_moves_nothing():
    main = process(
        "p", start(), user("a", outputs={"sum": "given"}), user("b"), end(), flows="start a b end"
    )
    case = Case(main, names=("given", "sum"))
    case.complete("a", given="1")
    case.send(adv.Amend(token=case.token("b"), values={"given": "2"}, by="li", element="a",
                        process="p"))  # fmt: skip

    assert case.trace() == ("set sum",)
    assert case.variables() == {"sum": "2"}
    case.send(adv.Amend(token=0, values={"sum": "3"}, by="admin"))
    assert case.variables() == {"sum": "3"}


def test_what_was_done_twice_is_undone_twice():
    parts = (start(), undoable("a"), user("b"), undo_throw("undo", "a"), end())
    case = Case(process("p", *parts, flows="start a b undo end"))
    case.complete("a")
    case.move("a", "b")
    case.complete("a")
    case.complete("b")

    assert "undo a,a" in case.trace()
    assert finish(case) == ["undo-a", "undo-a"]


def test_while_something_is_undone_nothing_is_moved_out_of_it():
    inside = sub("s", start("si"), *undoable("a"), undo_throw("undo", "a"), user("c"))
    case = Case(
        process("p", start(), user("x"), *inside, end(), flows="start x s end; si a undo c")
    )
    case.complete("x")
    case.complete("a")

    with pytest.raises(InvalidState, match="compensation"):
        case.move("x", "undo-a")
    case.complete("undo-a")
    case.move("x", "c")
    assert case.positions() == ["x"]
    case.complete("x")
    case.complete("a")
    assert finish(case) == ["undo-a", "c"]

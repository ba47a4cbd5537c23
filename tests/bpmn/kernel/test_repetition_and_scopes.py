"""Repeated activities with compensation, transactions, ad-hoc and event sub-processes around."""

from __future__ import annotations

import pytest

from tests.bpmn.kernel.activities import looped, multi, task
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.instances import done
from tests.bpmn.kernel.scope_builders import (
    ad_hoc,
    boundary_cancel,
    cancel_end,
    transaction,
    undo_throw,
    undoable,
)
from tests.builders import boundary_error, end, error_end, process, start, sub, user, xor


def undoing(repeated, names=("item",)):
    """start -> a, repeated and with the handler `undo-a` -> undo everything -> z."""
    _, undo, handler = undoable("a")
    definition = process(
        "p", start(), *repeated, undo, handler, undo_throw("u"), user("z"), flows="start a u z"
    )
    return Case(definition, names=names)


def test_every_completed_instance_is_undone_with_its_own_variables():
    case = undoing((multi(task("a"), collection='["l", "m", "r"]', input_item="item"),))
    undone = []
    for _ in range(3):
        undone.append(case.variables("undo-a")["item"])
        case.complete("undo-a")

    assert undone == ["r", "m", "l"]
    assert case.positions() == ["z"]
    assert not case.live.done


@pytest.mark.parametrize("order", [(0, 0), (1, 0)])
def test_instances_are_undone_in_reverse_order_of_their_completion(order):
    case = undoing((multi(user("a"), collection='["l", "r"]', input_item="item"),))
    for nth in order:
        done(case, nth)
    first = case.variables("undo-a")["item"]

    assert first == ("r" if order == (0, 0) else "l")


def test_every_turn_of_a_loop_is_undone():
    case = undoing((looped(task("a"), maximum=3),))
    for _ in range(3):
        case.complete("undo-a")

    assert case.positions() == ["z"]


def test_what_was_completed_inside_each_instance_is_undone():
    inside = sub("a", start("si"), *undoable("b"), end("se"))
    inside = multi(inside, collection='["l", "r"]', input_item="item")
    definition = process(
        "p", start(), *inside, undo_throw("u"), user("z"), flows="start a u z; si b se"
    )
    case = Case(definition)
    done(case, 0)
    done(case, 0)
    for item in ("r", "l"):
        assert case.variables("undo-b")["item"] == item
        case.complete("undo-b")

    assert case.positions() == ["z"]


def test_terminated_instances_are_not_undone():
    marker = {"cardinality": "3", "completion_condition": "nrOfCompletedInstances = 1"}
    case = undoing((multi(user("a"), **marker),))
    done(case, 1)
    case.complete("undo-a")

    assert case.positions() == ["z"]


def test_cancelled_instance_of_a_transaction_cancels_all_of_them():
    inside = transaction("t", start("si"), user("b"), xor("g"), end("ok"), cancel_end("no"))
    definition = process(
        "p",
        start(),
        *multi(inside, cardinality="2"),
        boundary_cancel("gone", "t"),
        user("k"),
        user("z"),
        flows="start t z; gone k; si b g; g>no: approved; g>ok: else",
    )
    case = Case(definition, names=["approved"])
    done(case, 1, approved=True)

    assert case.positions() == ["k"]
    assert not case.live.loops


def test_cancelled_transaction_undoes_the_instances_inside_it():
    _, undo, handler = undoable("a")
    many = multi(task("a"), cardinality="2")
    inside = transaction("t", start("si"), many, undo, handler, cancel_end("no"))
    definition = process(
        "p",
        start(),
        *inside,
        boundary_cancel("gone", "t"),
        user("k"),
        user("z"),
        flows="start t z; gone k; si a no",
    )
    case = Case(definition)
    case.complete("undo-a")
    case.complete("undo-a")

    assert case.positions() == ["k"]


def test_ad_hoc_sub_process_waits_for_all_instances_inside_it():
    inside = ad_hoc("h", multi(user("a"), cardinality="2"), looped(user("b"), maximum=2))
    case = Case(process("p", start(), *inside, user("z"), flows="start h z"))
    for step in ("a", "b", "a"):
        case.complete(step)
    assert "z" not in case.positions()

    case.complete("b")
    assert case.positions() == ["z"]


def test_ad_hoc_sub_process_can_be_repeated_itself():
    inside = looped(ad_hoc("h", user("a"), user("b")), maximum=2)
    case = Case(process("p", start(), *inside, user("z"), flows="start h z"))
    for _ in range(2):
        case.complete("a")
        case.complete("b")

    assert case.positions() == ["z"]


def test_compensation_handler_may_be_repeated():
    first, undo, handler = undoable("a")
    many = multi(handler, cardinality="2")
    definition = process(
        "p", start(), first, undo, many, undo_throw("u"), user("z"), flows="start a u z"
    )
    case = Case(definition)
    case.complete("a")
    case.complete("undo-a")
    assert "z" not in case.positions()

    case.complete("undo-a")
    assert case.positions() == ["z"]


def test_terminated_loop_inside_an_instance_goes_with_it():
    turn = looped(user("b"), "true")
    inside = sub("a", start("si"), turn, user("c"), error_end("fail", "E"))
    definition = process(
        "p",
        start(),
        *multi(inside, cardinality="2"),
        boundary_error("bad", "a", "E"),
        user("k"),
        flows="start a; bad k; si b; si c fail",
    )
    case = Case(definition)
    case.complete("b")
    case.complete("c")

    assert case.positions() == ["k"]
    assert list(case.live.scopes) == [0]


def test_activity_without_any_instance_is_not_undone():
    case = undoing((multi(task("a"), cardinality="0"),))

    assert case.positions() == ["z"]

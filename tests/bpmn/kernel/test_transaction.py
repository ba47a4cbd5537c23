"""Transactions: success, cancel and hazard (BPMN 2.0.2, 10.3.5.3 and 13.3.4)."""

import pytest

from engine.errors import DeploymentRefused
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.scope_builders import (
    boundary_cancel,
    cancel_end,
    transaction,
    undo_throw,
    undoable,
)
from tests.builders import (
    boundary_error,
    end,
    error_end,
    parallel,
    process,
    start,
    sub,
    user,
    xor,
)

OUTSIDE = (start(), boundary_cancel("canceled", "t"), user("sorry"), user("after"), end())
AROUND = "start t after end; canceled sorry"


def booking(*more, flows):
    inside = transaction("t", start("ti"), undoable("hotel"), undoable("flight"), *more)
    return process("p", inside, *OUTSIDE, flows=f"{AROUND}; {flows}")


def test_transaction_is_completed_like_a_sub_process():
    case = Case(booking(end("te"), flows="ti hotel flight te"))
    case.complete("hotel")

    assert case.complete("flight")[-4:] == ("-t", "t>after", "+after", "offer after")


def test_cancel_undoes_what_is_completed_in_reverse_and_leaves_by_the_cancel_event():
    case = Case(booking(cancel_end(), flows="ti hotel flight cancel"))
    case.complete("hotel")

    assert case.complete("flight") == (
        "-flight",
        "flight>cancel",
        "cancel",
        "undo flight,hotel",
        "+cancel",
        "+undo-flight",
        "offer undo-flight",
    )
    assert case.complete("undo-flight") == ("-undo-flight", "+undo-hotel", "offer undo-hotel")
    assert case.complete("undo-hotel") == (
        "-undo-hotel",
        "-cancel",
        "xt by canceled",
        "canceled",
        "canceled>sorry",
        "+sorry",
        "offer sorry",
    )
    case.complete("sorry")
    assert case.is_over()


def test_cancel_cancels_what_is_active_before_it_undoes():
    flows = "ti fork hotel cancel; fork flight"
    case = Case(booking(parallel("fork"), cancel_end(), flows=flows))

    assert case.complete("hotel")[2:6] == (
        "cancel",
        "xflight by cancel",
        "offer canceled",
        "undo hotel",
    )
    assert case.positions() == ["t", "cancel", "undo-hotel"]


def test_cancel_with_nothing_completed_leaves_at_once():
    inside = transaction("t", start("ti"), cancel_end())
    case = Case(process("p", inside, *OUTSIDE, flows=f"{AROUND}; ti cancel"))

    assert case.trace()[-5:] == (
        "xt by canceled",
        "canceled",
        "canceled>sorry",
        "+sorry",
        "offer sorry",
    )


def test_cancel_inside_a_nested_sub_process_undoes_the_whole_transaction():
    nested = sub("n", start("ni"), undoable("seat"), cancel_end())
    case = Case(booking(nested, flows="ti hotel n; ni seat cancel"))
    case.complete("hotel")

    assert "undo n,hotel" in case.complete("seat")
    assert case.positions() == ["t", "cancel", "n", "undo-seat"]
    case.complete("undo-seat")
    case.complete("undo-hotel")
    assert case.positions() == ["sorry"]


def test_completed_transaction_can_be_undone_as_a_whole():
    parts = (transaction("t", start("ti"), undoable("a"), end("te")), undo_throw("u", "t"))
    case = Case(process("p", start(), *parts, end(), flows="start t u end; ti a te"))
    case.complete("a")

    assert case.positions() == ["u", "t", "undo-a"]


def test_hazard_leaves_by_the_error_event_and_undoes_nothing():
    inside = transaction(
        "t", start("ti"), undoable("hotel"), xor("g"), error_end("fail", "E"), cancel_end()
    )
    case = Case(
        process(
            "p",
            inside,
            *OUTSIDE,
            boundary_error("hazard", "t", "E"),
            user("mend"),
            flows=f"""
            {AROUND}
            hazard mend
            ti hotel g
            g>fail: else
            g>cancel: false""",
        )
    )

    assert case.complete("hotel")[-2:] == ("+mend", "offer mend")
    assert case.positions() == ["mend"]
    assert case.live.done == {}


def test_transaction_can_be_tried_again_after_a_cancel():
    inside = transaction("t", start("ti"), undoable("hotel"), cancel_end())
    parts = (start(), inside, boundary_cancel("canceled", "t"), end())
    case = Case(process("p", *parts, flows="start t end; ti hotel cancel; canceled t"))
    for _ in range(3):
        case.complete("hotel")
        case.complete("undo-hotel")

    assert case.positions() == ["t", "hotel"]
    assert case.live.done == {}


@pytest.mark.parametrize(
    ("rule", "definition"),
    [
        ("cancel-place", process("p", start(), cancel_end(), flows="start cancel")),
        (
            "cancel-place",
            process(
                "p", start(), user("a"), boundary_cancel("c", "a"), end(), flows="start a; c end"
            ),
        ),
        (
            "cancel-boundary",
            process(
                "p",
                start(),
                transaction("t", start("ti"), cancel_end()),
                flows="start t; ti cancel",
            ),
        ),
    ],
)
def test_cancel_that_cannot_be_run_is_refused(rule, definition):
    with pytest.raises(DeploymentRefused) as refused:
        Case(definition)

    assert rule in {finding.rule for finding in refused.value.findings}

"""Event sub-processes in ad-hoc sub-processes and transactions (BPMN 2.0.2, 10.3.5, 13.5.4)."""

from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import error_event, on_event
from tests.bpmn.kernel.scope_builders import (
    ad_hoc,
    boundary_cancel,
    cancel_end,
    transaction,
    undoable,
)
from tests.builders import message_event, process, start, user

MAIL = message_event("mail")


def around(inside, *more, flows=""):
    definition = process(
        "p", start(), inside, user("z"), *more, flows=f"start {inside[0].id} z; {flows}"
    )
    return Case(definition)


def handled(interrupting=True, event=MAIL):
    return on_event("es", event, user("h"), interrupting=interrupting)


def test_interrupted_ad_hoc_sub_process_begins_nothing_more():
    case = around(ad_hoc("x", user("a"), user("b"), handled(), sequential=True), flows="es_start h")
    case.message("es_start")
    assert case.positions() == ["x", "es", "h"]

    assert case.complete("h")[:4] == ("-h", "-es", "-x", "x>z")


def test_interrupted_ad_hoc_sub_process_is_offered_no_more():
    case = around(ad_hoc("x", user("a"), handled(), role="staff"), flows="es_start h")

    assert "offer canceled" in case.message("es_start")
    assert [item.element_id for item in case.instance.work_items.values()] == ["h"]
    assert "-x" in case.complete("h")
    case.complete("z")
    assert case.is_over()


def test_event_sub_process_runs_beside_what_people_choose():
    case = around(
        ad_hoc("x", user("a"), handled(interrupting=False), role="staff"), flows="es_start h"
    )
    case.activate("x", "a")
    case.complete("a")
    case.message("es_start")
    assert case.positions() == ["x", "es", "h"]

    case.complete("h")
    assert case.positions() == ["x"]
    assert "await canceled" in case.finish("x")
    assert case.live.watches == {}


def test_transaction_interrupted_by_its_event_sub_process_is_completed():
    body = transaction("t", start("ti"), user("a"), handled(event=error_event("E")))
    case = around(body, flows="ti a; es_start h")

    case.throw("a", "E")
    assert case.positions() == ["t", "es", "h"]
    assert case.complete("h")[-1] == "offer z"


def test_cancel_of_a_transaction_gives_up_its_event_sub_processes():
    body = transaction("t", start("ti"), undoable("a"), cancel_end(), handled(interrupting=False))
    case = around(
        body, boundary_cancel("undone", "t"), user("k"), flows="ti a cancel; undone k; es_start h"
    )
    case.message("es_start")
    case.complete("a")

    assert "h" not in case.positions()
    assert case.live.watches == {}
    case.complete("undo-a")
    assert case.positions() == ["k"]


def test_event_sub_process_in_an_event_sub_process_of_an_ad_hoc_one_ends_with_it():
    inner = on_event("deep", MAIL, user("k"), interrupting=False)
    outer = on_event("es", error_event("E"), user("h"), *inner)
    case = around(ad_hoc("x", user("a"), outer), flows="es_start h; deep_start k")
    case.throw("a", "E")
    case.message("deep_start")

    assert case.positions() == ["x", "es", "h", "deep", "k"]
    case.complete("h")
    assert "await canceled" in case.complete("k")
    case.complete("z")
    assert case.is_over()

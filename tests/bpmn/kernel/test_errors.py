"""Modelled errors: thrown, caught at the nearest boundary, or an incident."""

import pytest

from engine.core.advance import ErrorThrown
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary_error,
    call,
    end,
    error_end,
    mapped,
    parallel,
    process,
    service,
    start,
    sub,
    user,
)


def inside(code="E1"):
    return sub("s", start("si"), parallel("f"), user("a"), user("b"), error_end("fail", code))


def caught(*catchers, code="E1"):
    flows = "start s end; si f a fail; f b; " + "; ".join(f"{one.id} repair" for one in catchers)
    return Case(process("p", start(), *inside(code), *catchers, user("repair"), end(), flows=flows))


def test_error_end_event_cancels_its_sub_process_and_goes_on_at_the_catcher():
    case = caught(boundary_error("catch", "s", "E1"))

    assert case.complete("a") == (
        "-a",
        "a>fail",
        "fail",
        "error E1 to catch",
        "xb by catch",
        "offer canceled",
        "xs by catch",
        "catch",
        "catch>repair",
        "+repair",
        "offer repair",
    )


def test_catcher_without_code_catches_every_error():
    assert "error E1 to every" in caught(boundary_error("every", "s")).complete("a")


def test_catcher_with_the_code_wins_over_the_one_for_every_error():
    case = caught(boundary_error("every", "s"), boundary_error("exact", "s", "E1"))

    assert "error E1 to exact" in case.complete("a")


def test_catcher_of_another_code_does_not_catch():
    case = caught(boundary_error("other", "s", "E2"))

    assert case.complete("a")[-2:] == ("error E1 to None", "incident uncaught-error")
    assert case.incident().element_id == "fail"
    assert sorted(case.positions()) == ["b", "fail", "s"]


def test_uncaught_error_can_only_be_stopped():
    case = caught()
    case.complete("a")

    assert case.retry("fail")[-1] == "incident uncaught-error"
    case.stop()
    assert case.is_over()


def test_error_of_an_activity_is_caught_outside_its_sub_process():
    parts = sub("s", start("si"), service("x"))
    definition = process(
        "p",
        start(),
        *parts,
        boundary_error("catch", "s", "E1"),
        user("repair"),
        flows="start s; si x; catch repair",
    )
    case = Case(definition)

    assert case.throw("x", "E1")[:4] == (
        "error E1 to catch",
        "xx by catch",
        "job canceled",
        "xs by catch",
    )


def test_error_goes_outward_through_several_calls():
    third = process("r", start("rs"), error_end("fail", "E1"), flows="rs fail")
    second = process("q", start("qs"), call("d", "r"), flows="qs d")
    main = process(
        "p",
        start(),
        call("c", "q"),
        boundary_error("catch", "c"),
        user("repair"),
        flows="start c; catch repair",
    )
    case = Case(main, second, third)

    assert case.positions() == ["repair"]
    assert list(case.live.scopes) == [0]


def test_error_from_a_user_task_is_caught():
    definition = process(
        "p",
        start(),
        user("a"),
        boundary_error("catch", "a", "E1", outputs=mapped({"why": "result.message"})),
        user("repair"),
        flows="start a; catch repair",
    )
    case = Case(definition)

    assert case.throw("a", "E1", "broken")[:3] == (
        "error E1 to catch",
        "xa by catch",
        "offer canceled",
    )
    assert case.variables()["why"] == "broken"


def test_uncaught_error_from_a_user_task_leaves_the_work_open():
    case = Case(process("p", start(), user("a"), flows="start a"))

    assert case.throw("a", "E1") == ("error E1 to None", "incident uncaught-error")
    assert case.complete("a") == ("resolved by engine", "-a", "completed")


def test_uncaught_error_from_a_user_task_is_settled_by_a_retry():
    case = Case(process("p", start(), user("a"), flows="start a"))
    case.throw("a", "E1")

    assert case.retry("a") == ("resolved by admin",)
    assert case.complete("a") == ("-a", "completed")


def test_second_uncaught_error_replaces_the_first_incident():
    case = Case(process("p", start(), user("a"), flows="start a"))
    case.throw("a", "E1")

    assert case.throw("a", "E2") == (
        "error E2 to None",
        "resolved by engine",
        "incident uncaught-error",
    )


def test_error_is_rejected_when_the_activity_is_not_active():
    case = Case(process("p", start(), user("a"), flows="start a"))

    with pytest.raises(InvalidState):
        case.send(ErrorThrown(token=99, code="E1"))

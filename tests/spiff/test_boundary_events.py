"""Boundary events on both interpreters in lock-step, interrupting and not, on every activity."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.core.definition import TimerKind
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    error_end,
    mapped,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    timer_event,
    user,
    xor,
)
from tests.spiff.lockstep import Pair

HOUR = timer_event('duration("PT1H")')


def hosted(host, *boundaries, called=(), more="", names=()):
    """The host with its boundary events, each of which leads to `remind`."""
    parts = host if isinstance(host, tuple) else (host,)
    late = "; ".join(f"{one.id} remind" for one in boundaries)
    definition = process(
        "p",
        start(),
        *parts,
        *boundaries,
        user("remind"),
        user("after"),
        flows=f"start {parts[0].id} after; {late}; {more}",
    )
    return Pair(definition, *called, names=names)


INSIDE = sub("h", start("hi"), user("b"), user("c"), end("he"))
CALLED = process("q", start(), user("b"), user("c"), end(), flows="start b c end")


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize(
    ("host", "called", "more"),
    [
        (user("h"), (), ""),
        (service("h"), (), ""),
        (INSIDE, (), "hi b c he"),
        (call("h", "q"), (CALLED,), ""),
    ],
    ids=["user", "service", "sub-process", "call"],
)
def test_boundary_timer_agrees_on_every_activity(host, called, more, interrupting):
    late = boundary("late", "h", HOUR, interrupting=interrupting)
    case = hosted(host, late, called=called, more=more)
    case.fire("late").complete("remind")

    assert case.is_over is interrupting
    assert case.agrees()


def test_boundary_timer_that_never_fires_agrees():
    case = hosted(user("h"), boundary("late", "h", HOUR)).complete("h").complete("after")

    assert case.is_over
    assert case.agrees()


def test_cycle_agrees_at_every_turn_and_keeps_what_it_began():
    event = timer_event('"R3/PT1H"', TimerKind.CYCLE)
    case = hosted(user("h"), boundary("late", "h", event, interrupting=False))
    for _ in range(3):
        case.now += timedelta(hours=1)
        case.fire("late")
    case.complete("h")
    for _ in range(3):
        case.complete("remind")
    case.complete("after")

    assert case.is_over
    assert case.agrees()


def test_interrupting_cycle_agrees():
    event = timer_event('"R3/PT1H"', TimerKind.CYCLE)
    case = hosted(user("h"), boundary("late", "h", event)).fire("late").complete("remind")

    assert case.is_over
    assert case.agrees()


def test_messages_beside_an_activity_agree_each_time():
    event = message_event("hurry", '"k"')
    beside = boundary("late", "h", event, interrupting=False, outputs=mapped({"why": "result.why"}))
    case = hosted(user("h"), beside, names=["why"])
    case.message("late", why="first").message("late", why="second").complete("h")

    assert case.agrees()
    assert case.variables()["why"] == "second"


def test_several_boundary_events_agree():
    events = (
        boundary("soon", "h", HOUR, interrupting=False),
        boundary("late", "h", timer_event('duration("P1D")')),
        boundary_error("wrong", "h", "x"),
    )
    case = hosted(service("h"), *events)
    case.fire("soon").throw("h", "x").complete("remind").complete("remind")

    assert case.is_over
    assert case.agrees()


def test_error_agrees_from_the_inner_most_matching_event():
    inner = sub("t", start("ti"), service("s"), boundary_error("near", "s", "y"))
    outer = sub("h", start("hi"), inner, boundary_error("mid", "t", "x"), user("b"))
    case = hosted(outer, boundary_error("far", "h"), more="hi t; ti s; mid b; near")
    case.throw("s", "x").complete("b").complete("after")

    assert case.is_over
    assert case.agrees()


def test_error_end_agrees_through_a_call():
    called = process(
        "q",
        start(),
        parallel("g"),
        user("b"),
        user("c"),
        error_end("no", "x"),
        flows="start g; g b no; g c",
    )
    caught = boundary_error("wrong", "h", outputs=mapped({"code": "result.code"}))
    case = hosted(call("h", "q"), caught, called=(called,), names=["code"])
    case.complete("b").complete("remind")

    assert case.is_over
    assert case.agrees()
    assert case.variables()["code"] == "x"


def test_error_is_not_caught_by_an_activity_beside():
    flows = "start g; g s; g u; w v"
    beside = boundary_error("w", "u", "x")
    case = Pair(
        process(
            "p", start(), parallel("g"), service("s"), user("u"), beside, user("v"), flows=flows
        )
    )
    case.throw("s", "x")

    assert case.incidents == [("uncaught-error", "s")]
    assert case.agrees()


def test_activity_with_boundary_event_in_a_loop_agrees():
    flows = "start h g; g>h: again; g>end: else; late g"
    late = boundary("late", "h", HOUR)
    case = Pair(
        process("p", start(), user("h"), late, xor("g"), end(), flows=flows),
        variables={"again": True},
    )
    case.fire("late").complete("h").fire("late")
    case.complete("h", again=False)

    assert case.is_over
    assert case.agrees()

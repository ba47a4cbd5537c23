"""Boundary timers and messages, interrupting and not, on every kind of activity."""

from datetime import timedelta

import pytest

from engine.core.advance import TimerDue
from engine.core.definition import TimerKind
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import (
    NOW,
    boundary,
    call,
    mapped,
    message_event,
    process,
    service,
    start,
    sub,
    timer_event,
    user,
)

HOUR = timer_event('duration("PT1H")')


def hosted(host, event=HOUR, *, called=(), more="", **words):
    """The host with one boundary event `late` that leads to `remind`."""
    parts = host if isinstance(host, tuple) else (host,)
    definition = process(
        "p",
        start(),
        *parts,
        boundary("late", parts[0].id, event, **words),
        user("remind"),
        user("after"),
        flows=f"start {parts[0].id} after; late remind; {more}",
    )
    return Case(definition, *called, names=["text", "wait"])


def test_boundary_timer_begins_with_its_activity_and_ends_with_it():
    case = hosted(user("a"))

    assert case.trace()[-3:] == ("+a", "offer a", "timer late")
    assert case.complete("a") == ("-a", "timer canceled", "a>after", "+after", "offer after")
    assert case.live.watches == {}


def test_interrupting_timer_cancels_its_activity():
    case = hosted(user("a"))

    assert case.fire("late") == (
        "fired late",
        "xa by late",
        "offer canceled",
        "late",
        "late>remind",
        "+remind",
        "offer remind",
    )


def test_non_interrupting_timer_goes_on_beside_its_activity():
    case = hosted(user("a"), interrupting=False)

    assert case.fire("late") == (
        "fired late",
        "late",
        "late>remind",
        "+remind",
        "offer remind",
    )
    assert case.positions() == ["a", "remind"]
    assert case.complete("a") == ("-a", "a>after", "+after", "offer after")


def test_cycle_fires_as_often_as_it_says_without_drift():
    case = hosted(user("a"), timer_event('"R3/PT1H"', TimerKind.CYCLE), interrupting=False)
    for round_number in (1, 2, 3):
        assert case.due("late") == NOW + timedelta(hours=round_number)
        case.now = NOW + timedelta(hours=round_number, minutes=7)
        case.fire("late")

    assert case.live.watches == {}
    assert case.positions() == ["a", "remind", "remind", "remind"]


def test_endless_cycle_fires_until_its_activity_ends():
    case = hosted(user("a"), timer_event('"R/PT1H"', TimerKind.CYCLE), interrupting=False)
    for _ in range(5):
        assert "timer late" in case.fire("late")

    assert "timer canceled" in case.complete("a")


def test_cron_fires_on_its_days_whenever_it_is_looked_at():
    case = hosted(user("a"), timer_event('"0 9 * * MON-FRI"', TimerKind.CYCLE), interrupting=False)
    due = []
    for _ in range(6):
        due.append(case.due("late").strftime("%d %H"))
        case.now = case.due("late") + timedelta(hours=5)
        case.fire("late")

    assert due == ["23 01", "24 01", "25 01", "26 01", "27 01", "30 01"]


def test_interrupting_cycle_fires_once():
    case = hosted(user("a"), timer_event('"R3/PT1H"', TimerKind.CYCLE))
    case.fire("late")

    assert case.live.watches == {}


def test_late_timer_is_rejected_when_its_activity_has_ended():
    case = hosted(user("a"))
    (timer_id,) = case.live.watches
    case.complete("a")

    with pytest.raises(InvalidState):
        case.send(TimerDue(timer_id=timer_id))


def test_interrupting_timer_of_a_service_task_cancels_its_job():
    assert hosted(service("s")).fire("late")[:3] == ("fired late", "xs by late", "job canceled")


def test_interrupting_timer_of_a_sub_process_cancels_inner_most_first():
    nested = sub("s", start("si"), sub("t", start("ti"), user("a")), user("b"))
    case = hosted(nested, more="si t; si b; ti a")

    assert case.fire("late")[:7] == (
        "fired late",
        "xa by late",
        "offer canceled",
        "xt by late",
        "xb by late",
        "offer canceled",
        "xs by late",
    )
    assert case.positions() == ["remind"]
    assert list(case.live.scopes) == [0]


def test_interrupting_timer_of_a_call_activity_cancels_the_called_process():
    called = process("q", start("qs"), user("work"), flows="qs work")
    case = hosted(call("c", "q"), called=(called,))

    assert case.fire("late")[:4] == ("fired late", "xwork by late", "offer canceled", "xc by late")


def test_timers_inside_are_canceled_with_what_they_watch():
    inside = sub("s", start("si"), user("a"), boundary("inner", "a", HOUR, scope="s"))
    case = hosted(inside, more="si a")

    assert "timer canceled" in case.fire("late")
    assert case.live.watches == {}


def test_failing_boundary_timer_is_an_incident_before_the_activity_begins():
    case = hosted(user("a"), timer_event("wait"))

    assert case.incident().element_id == "late"
    assert case.positions() == ["a"]
    assert case.retry("a", wait=timedelta(hours=1))[-3:] == ("+a", "offer a", "timer late")


def test_interrupting_message_cancels_its_activity_and_brings_data():
    event = message_event("cancel", '"k"')
    case = hosted(user("a"), event, outputs=mapped({"text": "result.why"}))

    assert case.message("late", why="changed") == (
        "received",
        "xa by late",
        "offer canceled",
        "set text",
        "late",
        "late>remind",
        "+remind",
        "offer remind",
    )
    assert case.variables()["text"] == "changed"


def test_non_interrupting_message_is_awaited_again_while_the_activity_is_active():
    case = hosted(user("a"), message_event("ask"), interrupting=False)

    assert case.message("late")[:2] == ("received", "await ask")
    case.message("late")
    assert case.positions() == ["a", "remind", "remind"]
    assert case.complete("a")[:2] == ("-a", "await canceled")


def test_failing_output_of_a_boundary_event_sticks_there():
    event = message_event("cancel")
    case = hosted(user("a"), event, outputs=mapped({"text": "result.why + 1"}))

    assert case.message("late", why="x")[-1] == "incident expression"
    assert case.positions() == ["late"]


def test_incident_inside_ends_with_the_interrupted_activity():
    inside = sub("s", start("si"), user("a"))
    case = hosted(inside, more="si a; a>a: text")
    case.complete("a", text=1)
    assert case.incident().kind == "expression"

    assert case.fire("late")[1:3] == ("resolved by engine", "xs by late")


def test_stuck_completion_ends_with_the_interrupted_activity():
    case = hosted(user("a", outputs={"text": "wait + 1"}))
    case.complete("a")
    assert case.positions() == ["a"]

    assert case.fire("late")[1:3] == ("resolved by engine", "xa by late")
    assert "offer canceled" not in case.trace()


def test_last_activity_of_a_case_can_be_interrupted():
    definition = process("p", start(), user("a"), boundary("late", "a", HOUR), flows="start a")
    case = Case(definition)

    assert case.fire("late")[-2:] == ("late", "completed")
    assert case.is_over()

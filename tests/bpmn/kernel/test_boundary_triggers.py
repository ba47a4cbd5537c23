"""Boundary events of every trigger on every kind of host (BPMN 2.0.2, 10.5.4, 13.5.3)."""

import pytest

from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    condition_event,
    error_event,
    escalation_event,
    signal_event,
)
from tests.builders import (
    boundary,
    call,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    timer_event,
    user,
)

HOUR = timer_event('duration("PT1H")')
MAIL = message_event("mail")
FIRE = signal_event("fire")
BIG = condition_event("n > 5")

HOSTS = {
    "user task": ((user("a"),), ""),
    "service task": ((service("a"),), ""),
    "sub-process": (sub("a", start("ai"), user("inner")), "ai inner"),
    "call activity": ((call("a", "q"),), ""),
}

COMING = {
    "message": (MAIL, lambda case: case.message("late")),
    "signal": (FIRE, lambda case: case.signal("late")),
    "timer": (HOUR, lambda case: case.fire("late")),
    "condition": (BIG, lambda case: case.complete("set", n=9)),
    "escalation": (escalation_event("E"), lambda case: case.escalate("a", "E")),
    "any": (any_of(HOUR, MAIL, FIRE), lambda case: case.signal("late")),
    "all": (all_of(HOUR, FIRE), lambda case: (case.signal("late"), case.fire("late"))),
    "all with escalation": (
        all_of(FIRE, escalation_event("E")),
        lambda case: (case.escalate("a", "E"), case.signal("late")),
    ),
}


def hosted(host, event, **words):
    """The host `a` with the boundary event `late` to `remind`; `set` runs beside."""
    parts, more = host
    called = process("q", start("qs"), user("work"), flows="qs work")
    definition = process(
        "p",
        start(),
        parallel("f"),
        user("set"),
        *parts,
        boundary("late", "a", event, **words),
        user("remind"),
        user("after"),
        flows=f"start f set; f a after; late remind; {more}",
    )
    return Case(definition, called, names=["n"])


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("trigger", COMING)
def test_interrupting_event_cancels_the_host_and_all_it_holds(host, trigger):
    event, come = COMING[trigger]
    case = hosted(HOSTS[host], event)
    come(case)

    assert "xa by late" in case.trace()
    assert set(case.positions()) <= {"set", "remind"}
    assert "remind" in case.positions()
    assert case.live.watches == {}
    assert list(case.live.scopes) == [0]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("trigger", COMING)
def test_non_interrupting_event_lets_the_host_go_on(host, trigger):
    event, come = COMING[trigger]
    case = hosted(HOSTS[host], event, interrupting=False)
    come(case)

    assert {"a", "remind"} <= set(case.positions())
    case.stop()
    assert case.is_over()


@pytest.mark.parametrize("host", HOSTS)
def test_error_cancels_the_host(host):
    case = hosted(HOSTS[host], error_event("E"))
    case.throw("a", "E")

    assert "xa by late" in case.trace()
    assert "remind" in case.positions()


def test_signal_is_awaited_again_while_the_host_is_active():
    case = hosted(HOSTS["user task"], FIRE, interrupting=False)
    for _ in range(3):
        assert "await signal fire" in case.signal("late")

    assert case.positions().count("remind") == 3
    assert "await canceled" in case.complete("a")


def test_multiple_event_awaits_again_only_the_part_that_came():
    case = hosted(HOSTS["user task"], any_of(MAIL, FIRE), interrupting=False)

    assert case.signal("late")[:2] == ("signal received", "await signal fire")
    assert case.message("late")[:2] == ("received", "await mail")
    assert case.positions().count("remind") == 2


def test_parallel_multiple_event_awaits_all_parts_again():
    case = hosted(HOSTS["user task"], all_of(MAIL, FIRE), interrupting=False)
    for _ in range(2):
        assert case.signal("late") == ("signal received",)
        assert case.message("late")[:3] == ("received", "await mail", "await signal fire")

    assert case.positions().count("remind") == 2


def test_parallel_multiple_event_with_a_date_occurs_once():
    case = hosted(HOSTS["user task"], all_of(MAIL, HOUR), interrupting=False)
    case.fire("late")
    case.message("late")

    assert case.live.watches == {}
    assert case.positions().count("remind") == 1


def test_parts_that_came_are_forgotten_with_the_host():
    case = hosted(HOSTS["user task"], all_of(MAIL, FIRE))
    case.message("late")

    assert case.complete("a")[:2] == ("-a", "await canceled")
    assert case.live.watches == {}


def test_several_events_on_one_host_go_each_its_way():
    definition = process(
        "p",
        start(),
        user("a"),
        boundary("one", "a", FIRE, interrupting=False),
        boundary("two", "a", FIRE),
        user("b"),
        user("c"),
        flows="start a; one b; two c",
    )
    case = Case(definition)
    case.signal("one")
    assert case.positions() == ["a", "b"]

    case.signal("two")
    assert case.positions() == ["b", "c"]
    assert case.live.watches == {}


def test_stuck_key_of_an_event_keeps_the_host_from_beginning():
    case = hosted(HOSTS["user task"], any_of(FIRE, message_event("m", "n")))
    assert case.incident().element_id == "late"

    assert case.retry("a", n="k")[-2:] == ("await signal fire", "await m")

"""Events and tasks beside the usual ones on both interpreters in lock-step."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine.core.advance import Begin
from engine.core.definition import Element, EventDefinition, Kind, TimerKind, Trigger
from tests.builders import (
    boundary,
    call,
    end,
    feel,
    mapped,
    message_event,
    parallel,
    process,
    start,
    sub,
    timer_catch,
    user,
)
from tests.spiff.lockstep import Pair


def signal(name: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.SIGNAL, signal=name)


def escalation(code: str | None) -> EventDefinition:
    return EventDefinition(trigger=Trigger.ESCALATION, escalation_code=code)


def link(name: str) -> EventDefinition:
    return EventDefinition(trigger=Trigger.LINK, link=name)


def catch(ref: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.CATCH_EVENT, event=event, **more)


def throw(ref: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.THROW_EVENT, event=event, **more)


def throwing_end(ref: str, event: EventDefinition) -> Element:
    return Element(id=ref, kind=Kind.END_EVENT, event=event)


def test_signal_is_thrown_and_caught_alike():
    caught = catch("c", signal("s"), outputs=mapped({"got": "result.n"}))
    case = Pair(
        process(
            "p",
            start(),
            parallel("f"),
            user("a"),
            throw("t", signal("s"), inputs=mapped({"n": "1"})),
            caught,
            user("b"),
            throwing_end("over", signal("done")),
            flows="start f a t; f c b over",
        ),
        names=["got"],
    )
    case.complete("a").signal("c", n=Decimal(1)).complete("b")

    assert case.is_over
    assert case.agrees()
    assert case.variables()["got"] == Decimal(1)


@pytest.mark.parametrize("interrupting", [True, False])
def test_signal_at_a_boundary_agrees(interrupting: bool):
    beside = boundary("b", "a", signal("s"), interrupting=interrupting)
    case = Pair(process("p", start(), user("a"), beside, user("h"), flows="start a; b h"))
    case.signal("b").complete("h")
    if not interrupting:
        case.signal("b").complete("a").complete("h")

    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("code", ["E", None])
@pytest.mark.parametrize("is_end", [True, False])
def test_escalation_out_of_a_sub_process_agrees(interrupting: bool, code: str | None, is_end: bool):
    event = escalation("E")
    thrower = throwing_end("t", event) if is_end else throw("t", event)
    after = () if is_end else (user("n"),)
    case = Pair(
        process(
            "p",
            start(),
            sub("s", user("i"), parallel("f"), thrower, user("k"), *after),
            boundary("b", "s", escalation(code), interrupting=interrupting),
            user("h"),
            user("o"),
            flows="i f; f t; f k; s o; b h" + ("" if is_end else "; t n") + "; start s",
        )
    )
    case.complete("i")
    for element in list(case.waiting):
        while case.waiting.get(element):
            case.complete(element)
    while case.waiting.get("o"):
        case.complete("o")

    assert case.is_over
    assert case.agrees()


def test_escalation_that_nothing_catches_agrees():
    case = Pair(
        process(
            "p", start(), user("a"), throw("t", escalation("E")), user("b"), flows="start a t b"
        )
    )
    case.complete("a").complete("b")

    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize("interrupting", [True, False])
def test_escalation_from_a_work_item_and_out_of_a_call_agrees(interrupting: bool):
    called = process("q", start("qs"), user("i"), flows="qs i")
    beside = boundary(
        "b", "c", escalation("E"), interrupting=interrupting, outputs=mapped({"why": "result.why"})
    )
    case = Pair(
        process("p", start(), call("c", "q"), beside, user("h"), flows="start c; b h"),
        called,
        names=["why"],
    )
    case.escalate("i", "E", why="急").complete("h")
    if not interrupting:
        case.complete("i")

    assert case.is_over
    assert case.agrees()
    assert case.variables()["why"] == "急"


@pytest.mark.parametrize("first", ["t1", "t2", "m", "s", "r"])
def test_event_that_comes_first_decides_alike(first: str):
    events = [
        timer_catch("t1", 'duration("PT1H")'),
        timer_catch("t2", 'duration("PT2H")'),
        catch("m", message_event("m", '"k"')),
        catch("s", signal("s"), outputs=mapped({"got": "1"})),
        Element(id="r", kind=Kind.RECEIVE_TASK, event=message_event("r", '"k"')),
    ]
    flows = "; ".join(f"g {one.id} after{one.id}" for one in events)
    case = Pair(
        process(
            "p",
            start(),
            Element(id="g", kind=Kind.EVENT_BASED_GATEWAY),
            *events,
            *(user(f"after{one.id}") for one in events),
            flows=f"start g; {flows}",
        ),
        names=["got"],
    )
    {"t": case.fire, "s": case.signal}.get(first[0], case.message)(first)
    case.complete(f"after{first}")

    assert case.is_over
    assert case.agrees()


def test_link_leads_on_alike():
    case = Pair(
        process(
            "p",
            start(),
            user("a"),
            throw("out", link("L")),
            catch("in", link("L")),
            user("b"),
            end(),
            flows="start a out; in b end",
        )
    )
    case.complete("a").complete("b")

    assert case.is_over
    assert case.agrees()


def test_link_in_a_sub_process_without_start_is_not_where_it_begins():
    inside = sub("s", user("a"), throw("out", link("L")), catch("in", link("L")), user("b"))
    case = Pair(process("p", start(), inside, flows="start s; a out; in b"))
    case.complete("a").complete("b")

    assert case.is_over
    assert case.agrees()


@pytest.mark.parametrize("kind", [Kind.TASK, Kind.MANUAL_TASK])
def test_task_that_passes_agrees(kind: Kind):
    task = Element(id="t", kind=kind, outputs=mapped({"n": "1 + 1"}))
    case = Pair(process("p", start(), task, user("a"), flows="start t a"), names=["n"])
    case.complete("a")

    assert case.agrees()
    assert case.variables()["n"] == Decimal(2)


def test_message_is_sent_and_received_by_tasks_alike():
    send = Element(
        id="t",
        kind=Kind.SEND_TASK,
        event=message_event("m", '"k"'),
        inputs=mapped({"x": "1"}),
    )
    receive = replace(
        send, id="r", kind=Kind.RECEIVE_TASK, inputs=(), outputs=mapped({"x": "result.x"})
    )
    late = boundary("late", "r", signal("s"))
    case = Pair(
        process("p", start(), send, receive, late, user("h"), end(), flows="start t r end; late h"),
        names=["x"],
    )
    case.message("r", x=Decimal(3))

    assert case.is_over
    assert case.agrees()
    assert case.variables()["x"] == Decimal(3)


@pytest.mark.parametrize("trigger", [Trigger.MESSAGE, Trigger.SIGNAL, Trigger.TIMER])
def test_case_begins_alike_at_the_start_event_that_a_trigger_reached(trigger: Trigger):
    event = EventDefinition(trigger=trigger, message="m", signal="s", timer=feel('"P1D"'))
    event = replace(event, timer_kind=TimerKind.DURATION)
    reached = start("reached", event=event, outputs=mapped({"got": "result.n"}))
    definition = process(
        "p", reached, start(), user("a"), user("b"), end(), flows="start a end; reached b end"
    )

    brought = Begin(variables={}, start_event="reached", payload={"n": Decimal(7)})
    triggered = Pair(definition, names=["got", "n"], begin=brought)
    plain = Pair(definition, names=["got", "n"])

    assert triggered.waiting["b"]
    assert triggered.variables()["got"] == 7
    assert plain.waiting["a"]
    assert triggered.complete("b").is_over
    assert plain.complete("a").is_over

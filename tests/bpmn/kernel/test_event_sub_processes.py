"""Event sub-processes (BPMN 2.0.2, 10.3.5, 13.5.4): every trigger, interrupting and not."""

import pytest

from engine.core.advance import ErrorThrown
from engine.core.definition import TimerKind
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    condition_event,
    error_event,
    escalation_event,
    on_event,
    signal_event,
)
from tests.builders import (
    boundary,
    call,
    end,
    mapped,
    message_event,
    parallel,
    process,
    start,
    sub,
    terminate,
    timer_event,
    user,
)

HOUR = timer_event('duration("PT1H")')
MAIL = message_event("mail")


def at_process(event, *, interrupting=True, inside=None, **more):
    """A case with the task `a`, and an event sub-process `es` with the task `h`."""
    handler = on_event("es", event, inside or user("h"), interrupting=interrupting, **more)
    flows = f"start a end; es_start {(inside or user('h')).id}"
    return Case(process("p", start(), user("a"), end(), *handler, flows=flows), names=["x", "n"])


def in_sub(event, *, interrupting=True, more=(), flows="", **words):
    """The same inside of a sub-process `s`, after which comes `b`."""
    handler = on_event("es", event, user("h"), interrupting=interrupting, **words)
    inside = sub("s", start("si"), user("a"), *handler)
    definition = process(
        "p",
        start(),
        *inside,
        user("b"),
        *more,
        flows=f"start s b; si a; es_start h; {flows}",
    )
    return Case(definition, names=["x", "n"])


# --- awaiting


def test_start_event_is_awaited_as_soon_as_its_scope_is_open():
    case = at_process(MAIL)

    assert case.trace() == ("await mail", "start", "start>a", "+a", "offer a")
    assert case.positions() == ["a"]


def test_start_event_is_given_up_when_its_scope_is_completed():
    case = in_sub(MAIL)

    assert case.complete("a") == ("-a", "await canceled", "-s", "s>b", "+b", "offer b")
    assert case.live.watches == {}


def test_case_leaves_nothing_behind_when_no_event_came():
    case = at_process(HOUR)

    assert case.complete("a")[-2:] == ("timer canceled", "completed end")
    assert case.is_over()


def test_start_event_is_given_up_when_the_case_is_stopped():
    case = at_process(HOUR)

    assert case.stop() == ("timer canceled", "xa", "offer canceled", "terminated by admin")
    assert case.is_over()


def test_start_event_is_given_up_when_its_scope_is_interrupted():
    case = in_sub(MAIL, more=(boundary("late", "s", HOUR),))

    case.fire("late")
    assert case.live.watches == {}
    assert case.is_over()


# --- interrupting


def test_interrupting_event_takes_the_place_of_the_whole_process():
    case = at_process(MAIL)

    assert case.message("es_start") == (
        "received",
        "xa by es_start",
        "offer canceled",
        "+es",
        "es_start",
        "es_start>h",
        "+h",
        "offer h",
    )
    assert case.complete("h") == ("-h", "-es", "completed")
    assert case.is_over()


def test_interrupted_sub_process_is_completed_with_its_event_sub_process():
    case = in_sub(MAIL)
    case.message("es_start")
    assert case.positions() == ["s", "es", "h"]

    assert case.complete("h") == ("-h", "-es", "-s", "s>b", "+b", "offer b")


def test_interrupting_event_cancels_sub_processes_and_calls_inside():
    called = process("q", start("qs"), user("work"), flows="qs work")
    handler = on_event("es", MAIL, user("h"))
    nested = sub("t", start("ti"), user("deep"))
    definition = process(
        "p",
        start(),
        parallel("f"),
        *nested,
        call("c", "q"),
        *handler,
        flows="start f t; f c; ti deep; es_start h",
    )
    case = Case(definition, called)

    case.message("es_start")
    assert case.positions() == ["es", "h"]
    case.complete("h")
    assert case.is_over()


def test_interrupting_event_gives_up_the_other_event_sub_processes():
    one = on_event("one", MAIL, user("h"))
    two = on_event("two", HOUR, user("k"), interrupting=False)
    definition = process(
        "p", start(), user("a"), *one, *two, flows="start a; one_start h; two_start k"
    )
    case = Case(definition)

    assert case.message("one_start")[1:3] == ("timer canceled", "xa by one_start")
    assert case.live.watches == {}


def test_interrupting_event_ends_running_event_sub_processes():
    one = on_event("one", MAIL, user("h"))
    two = on_event("two", signal_event("s"), user("k"), interrupting=False)
    definition = process(
        "p", start(), user("a"), *one, *two, flows="start a; one_start h; two_start k"
    )
    case = Case(definition)
    case.signal("two_start")
    assert case.positions() == ["a", "two", "k"]

    case.message("one_start")
    assert case.positions() == ["one", "h"]


# --- not interrupting


def test_non_interrupting_event_goes_on_beside_the_rest():
    case = at_process(HOUR, interrupting=False)

    assert case.fire("es_start") == (
        "fired es_start",
        "+es",
        "es_start",
        "es_start>h",
        "+h",
        "offer h",
    )
    case.complete("a")
    assert not case.is_over()
    case.complete("h")
    assert case.is_over()


def test_several_instances_run_at_once():
    case = at_process(MAIL, interrupting=False)
    for _ in range(3):
        assert "await mail" in case.message("es_start")

    assert case.positions() == ["a", "es", "h", "es", "h", "es", "h"]
    for _ in range(3):
        case.complete("h")
    assert case.complete("a")[-2:] == ("await canceled", "completed end")
    assert case.is_over()


def test_scope_waits_for_its_event_sub_processes():
    case = in_sub(MAIL, interrupting=False)
    case.message("es_start")

    assert case.complete("a") == ("-a",)
    assert case.positions() == ["s", "es", "h"]
    assert case.message("es_start")[0] == "received"
    case.complete("h")
    assert case.complete("h")[-1] == "offer b"


def test_cycle_starts_an_event_sub_process_each_time():
    case = at_process(timer_event('"R2/PT1H"', TimerKind.CYCLE), interrupting=False)
    case.fire("es_start")
    case.fire("es_start")

    assert case.positions().count("es") == 2
    assert case.live.watches == {}


# --- triggers


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize(
    ("event", "come"),
    [
        (MAIL, lambda case: case.message("es_start")),
        (signal_event("s"), lambda case: case.signal("es_start")),
        (HOUR, lambda case: case.fire("es_start")),
        (any_of(HOUR, MAIL), lambda case: case.message("es_start")),
        (all_of(HOUR, MAIL), lambda case: (case.fire("es_start"), case.message("es_start"))),
        (escalation_event("high"), lambda case: case.escalate("a", "high")),
        (escalation_event(), lambda case: case.escalate("a", "high")),
        (any_of(MAIL, escalation_event("high")), lambda case: case.escalate("a", "high")),
    ],
)
@pytest.mark.parametrize("make", [at_process, in_sub])
def test_event_of_every_trigger_starts_it(make, event, come, interrupting):
    case = make(event, interrupting=interrupting)
    come(case)

    assert "h" in case.positions()
    assert ("a" in case.positions()) is not interrupting
    for task in [one for one in ("a", "h") if one in case.positions()]:
        case.complete(task)
    if make is in_sub:
        case.complete("b")
    assert case.is_over()


@pytest.mark.parametrize("make", [at_process, in_sub])
def test_condition_starts_it_when_it_becomes_true(make):
    case = make(condition_event("n > 5"), interrupting=False)
    case.complete("a", n=9)
    if make is at_process:
        assert "h" in case.positions()


@pytest.mark.parametrize("make", [at_process, in_sub])
def test_error_starts_it(make):
    case = make(error_event("E"))

    assert case.throw("a", "E")[:3] == ("error E to es_start", "xa by es_start", "offer canceled")
    assert case.positions()[-2:] == ["es", "h"]


def test_parallel_multiple_start_misses_its_escalation_until_it_is_thrown():
    case = at_process(all_of(MAIL, escalation_event("high")))
    case.message("es_start")
    assert case.positions() == ["a"]

    assert case.escalate("a", "high")[0] == "escalation high to es_start"
    assert case.positions() == ["es", "h"]


def test_second_escalation_is_of_no_use_while_the_message_is_missing():
    case = at_process(all_of(MAIL, escalation_event("high")), interrupting=False)
    case.escalate("a", "high")
    case.escalate("a", "high")
    assert case.positions() == ["a"]

    case.message("es_start")
    assert case.positions() == ["a", "es", "h"]


def test_start_event_sets_what_came():
    case = at_process(MAIL, outputs=mapped({"x": "result.why"}))

    case.message("es_start", why="late")
    assert case.variables()["x"] == "late"


def test_failing_output_of_a_start_event_sticks_there():
    case = at_process(MAIL, outputs=mapped({"x": "result.why + 1"}))

    assert case.message("es_start", why="late")[-1] == "incident expression"
    assert case.positions() == ["es", "es_start"]


def test_failing_timer_of_a_start_event_is_an_incident_beside_the_rest():
    case = at_process(timer_event("x"))
    assert case.incident().element_id == "es_start"
    assert case.positions() == ["es_start", "a"]

    assert case.retry("es_start", x="PT1H") == ("set x", "resolved by admin", "timer es_start")
    assert case.positions() == ["a"]
    case.fire("es_start")
    assert case.positions() == ["es", "h"]


def test_incident_of_a_start_event_ends_with_its_scope():
    case = in_sub(timer_event("x"))

    assert "resolved by engine" in case.complete("a")
    assert case.instance.incidents == {}


# --- where they are


def test_called_process_has_its_own():
    handler = on_event("es", MAIL, user("h"))
    called = process("q", start("qs"), user("work"), *handler, flows="qs work; es_start h")
    definition = process("p", start(), call("c", "q"), user("b"), flows="start c b")
    case = Case(definition, called)

    case.message("es_start")
    assert case.positions() == ["c", "es", "h"]
    assert case.complete("h")[-1] == "offer b"
    assert case.live.watches == {}


def test_one_lies_in_another():
    inner = on_event("inner", HOUR, user("k"))
    outer = on_event("outer", MAIL, user("h"), *inner)
    definition = process(
        "p", start(), user("a"), *outer, flows="start a; outer_start h; inner_start k"
    )
    case = Case(definition)
    assert case.message("outer_start")[-1] == "offer h"

    case.fire("inner_start")
    assert case.positions() == ["outer", "inner", "k"]
    case.complete("k")
    assert case.is_over()


def test_each_visit_of_a_sub_process_arms_it_anew():
    handler = on_event("es", MAIL, user("h"))
    inside = sub("s", start("si"), user("a"), *handler)
    definition = process("p", start(), *inside, user("b"), flows="start s b; b>s; si a; es_start h")
    case = Case(definition)
    for _ in range(2):
        case.complete("a")
        case.complete("b")
    case.message("es_start")

    assert case.positions() == ["s", "es", "h"]


def test_terminate_inside_ends_only_the_event_sub_process():
    case = at_process(MAIL, interrupting=False, inside=terminate())

    assert case.message("es_start")[-3:] == ("es_start>stop", "stop", "-es")
    assert case.positions() == ["a"]


def test_terminate_of_the_scope_ends_event_sub_processes_too():
    handler = on_event("es", MAIL, user("h"), interrupting=False)
    definition = process(
        "p", start(), user("a"), terminate(), *handler, flows="start a stop; es_start h"
    )
    case = Case(definition)
    case.message("es_start")

    assert case.complete("a")[-1] == "completed stop"
    assert case.is_over()


def test_error_at_what_is_only_awaited_is_rejected():
    case = at_process(MAIL)
    (armed,) = case.live.scopes[0].armed

    with pytest.raises(InvalidState):
        case.send(ErrorThrown(token=armed, code="E"))

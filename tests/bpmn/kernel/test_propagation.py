"""Who catches an error or escalation: the innermost that can (BPMN 2.0.2, 10.5.7, 13.5.5)."""

from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    any_of,
    end_with,
    error_event,
    escalation_event,
    on_event,
    throw,
)
from tests.builders import (
    boundary,
    boundary_error,
    call,
    error_end,
    mapped,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    user,
)

MAIL = message_event("mail")
HIGH = escalation_event("high")


def test_event_sub_process_goes_before_the_boundary_event_of_its_scope():
    handler = on_event("es", error_event(), user("h"))
    inside = sub("s", start("si"), user("a"), *handler)
    oops = boundary_error("oops", "s", "E")
    case = Case(process("p", start(), *inside, oops, flows="start s; si a; es_start h"))

    assert case.throw("a", "E")[0] == "error E to es_start"


def test_boundary_event_of_the_activity_goes_before_the_event_sub_process():
    handler = on_event("es", error_event("E"), user("h"))
    definition = process(
        "p",
        start(),
        user("a"),
        boundary_error("oops", "a"),
        *handler,
        flows="start a; es_start h",
    )

    assert Case(definition).throw("a", "E")[0] == "error E to oops"


def test_error_of_a_code_prefers_the_event_sub_process_for_it():
    every = on_event("every", error_event(), user("h"))
    exact = on_event("exact", error_event("E"), user("k"))
    definition = process(
        "p", start(), user("a"), *every, *exact, flows="start a; every_start h; exact_start k"
    )

    assert Case(definition).throw("a", "E")[0] == "error E to exact_start"
    assert Case(definition).throw("a", "F")[0] == "error F to every_start"


def test_error_end_event_is_caught_in_its_scope():
    handler = on_event("es", error_event("E"), user("h"))
    inside = sub(
        "s", start("si"), parallel("f"), user("a"), user("b"), error_end("e", "E"), *handler
    )
    definition = process(
        "p", start(), *inside, user("c"), flows="start s c; si f a e; f b; es_start h"
    )
    case = Case(definition)

    assert case.complete("a")[2:] == (
        "e",
        "error E to es_start",
        "xb by es_start",
        "offer canceled",
        "+es",
        "es_start",
        "es_start>h",
        "+h",
        "offer h",
    )
    assert case.complete("h")[-1] == "offer c"


def test_error_thrown_by_its_own_handler_goes_outward():
    handler = on_event("es", error_event(), error_end("again", "E"))
    inside = sub("s", start("si"), error_end("e", "E"), *handler)
    definition = process(
        "p",
        start(),
        *inside,
        boundary_error("oops", "s"),
        user("b"),
        flows="start s; si e; es_start again; oops b",
    )
    case = Case(definition)

    assert [word for word in case.trace() if word.startswith("error")] == [
        "error E to es_start",
        "error E to oops",
    ]
    assert case.positions() == ["b"]


def test_error_of_a_non_interrupting_one_is_caught_by_its_neighbour():
    side = on_event("side", MAIL, error_end("e", "E"), interrupting=False)
    handler = on_event("es", error_event("E"), user("h"))
    definition = process(
        "p", start(), user("a"), *side, *handler, flows="start a; side_start e; es_start h"
    )
    case = Case(definition)

    assert "error E to es_start" in case.message("side_start")
    assert case.positions() == ["es", "h"]


def test_uncaught_error_of_a_handler_is_an_incident():
    handler = on_event("es", error_event("E"), error_end("again", "E"))
    definition = process("p", start(), user("a"), *handler, flows="start a; es_start again")
    case = Case(definition)

    assert case.throw("a", "E")[-2:] == ("error E to None", "incident uncaught-error")
    case.stop()
    assert case.is_over()


def test_escalation_is_caught_in_its_scope_and_the_thrower_goes_on():
    case_inside = on_event("es", escalation_event("high"), user("h"), interrupting=False)
    inside = sub("s", start("si"), throw("t", escalation_event("high")), user("a"), *case_inside)
    definition = process("p", start(), *inside, flows="start s; si t a; es_start h")
    case = Case(definition)

    assert "escalation high to es_start" in case.trace()
    assert sorted(case.positions()) == ["a", "es", "h", "s"]


def test_escalation_caught_by_an_interrupting_one_takes_the_thrower_too():
    handler = on_event("es", escalation_event("high"), user("h"))
    inside = sub("s", start("si"), throw("t", escalation_event("high")), user("a"), *handler)
    case = Case(process("p", start(), *inside, flows="start s; si t a; es_start h"))

    assert case.positions() == ["s", "es", "h"]
    assert "+a" not in case.trace()


def test_escalation_end_event_leaves_the_scope_open_for_its_handler():
    handler = on_event("es", escalation_event("high"), user("h"), interrupting=False)
    inside = sub("s", start("si"), end_with("e", escalation_event("high")), *handler)
    case = Case(process("p", start(), *inside, user("b"), flows="start s b; si e; es_start h"))

    assert case.positions() == ["s", "es", "h"]
    assert case.complete("h")[-1] == "offer b"


def test_escalation_of_a_handler_is_not_caught_by_itself():
    inner = throw("t", escalation_event("high"))
    handler = on_event("es", escalation_event("high"), inner, interrupting=False)
    definition = process("p", start(), user("a"), *handler, flows="start a; es_start t")
    case = Case(definition)

    assert [w for w in case.escalate("a", "high") if w.startswith("escalation")] == [
        "escalation high to es_start",
        "escalation high to None",
    ]


def raised(*inside, event=HIGH, interrupting=True, catch=HIGH, flows=""):
    """A sub-process with a throwing event `t` before `a`, and a boundary event `up` on it."""
    body = sub("s", start("si"), throw("t", event), user("a"), *inside)
    definition = process(
        "p",
        start(),
        *body,
        boundary("up", "s", catch, interrupting=interrupting),
        user("chief"),
        user("b"),
        flows=f"start s b; si t a; up chief; {flows}",
    )
    return Case(definition)


def test_escalation_is_caught_on_the_sub_process_and_both_go_on():
    case = raised(interrupting=False)

    assert case.trace()[5:] == (
        "t",
        "escalation high to up",
        "t>a",
        "+a",
        "offer a",
        "up",
        "up>chief",
        "+chief",
        "offer chief",
    )
    assert sorted(case.positions()) == ["a", "chief", "s"]


def test_interrupting_escalation_cancels_the_sub_process_and_the_thrower():
    case = raised()

    assert case.trace()[5:] == (
        "t",
        "escalation high to up",
        "xs by up",
        "up",
        "up>chief",
        "+chief",
        "offer chief",
    )


def test_escalation_of_another_code_is_not_caught_and_the_process_goes_on():
    case = raised(catch=escalation_event("low"))

    assert "escalation high to None" in case.trace()
    assert case.positions() == ["s", "a"]
    assert case.instance.incidents == {}


def test_catcher_of_every_escalation_catches():
    assert "escalation high to up" in raised(catch=escalation_event()).trace()


def test_multiple_boundary_event_catches_an_escalation():
    assert "escalation high to up" in raised(catch=any_of(MAIL, HIGH)).trace()


def test_escalation_is_caught_once_by_the_innermost():
    handler = on_event("es", HIGH, user("h"), interrupting=False)
    case = raised(*handler, interrupting=False, flows="es_start h")

    assert [w for w in case.trace() if w.startswith("escalation")] == [
        "escalation high to es_start"
    ]
    assert "chief" not in case.positions()


def test_escalation_end_event_completes_its_sub_process_normally():
    body = sub("s", start("si"), end_with("e", HIGH))
    definition = process(
        "p",
        start(),
        *body,
        boundary("up", "s", HIGH, interrupting=False),
        user("chief"),
        user("b"),
        flows="start s b; si e; up chief",
    )

    assert sorted(Case(definition).positions()) == ["b", "chief"]


def test_escalation_leaves_a_called_process():
    called = process("q", start("qs"), throw("t", HIGH), user("work"), flows="qs t work")
    definition = process(
        "p",
        start(),
        call("c", "q"),
        boundary("up", "c", HIGH, interrupting=False),
        user("chief"),
        flows="start c; up chief",
    )
    case = Case(definition, called)

    assert sorted(case.positions()) == ["c", "chief", "work"]


def test_escalation_is_raised_from_a_user_task_and_the_work_goes_on():
    definition = process(
        "p",
        start(),
        user("a"),
        boundary("up", "a", HIGH, interrupting=False, outputs=mapped({"why": "result.why"})),
        user("chief"),
        flows="start a; up chief",
    )
    case = Case(definition)

    assert case.escalate("a", "high", why="slow")[0] == "escalation high to up"
    assert case.variables()["why"] == "slow"
    assert case.positions() == ["a", "chief"]
    assert "escalation high to up" in case.escalate("a", "high")


def test_interrupting_escalation_from_a_user_task_cancels_it():
    definition = process(
        "p", start(), user("a"), boundary("up", "a", HIGH), user("chief"), flows="start a; up chief"
    )

    assert Case(definition).escalate("a", "high")[:3] == (
        "escalation high to up",
        "xa by up",
        "offer canceled",
    )


def test_escalation_of_a_service_task_goes_outward():
    inside = sub("s", start("si"), service("x"))
    definition = process(
        "p",
        start(),
        *inside,
        boundary("up", "s", HIGH),
        user("chief"),
        flows="start s; si x; up chief",
    )

    assert "job canceled" in Case(definition).escalate("x", "high")


def test_thrown_escalation_brings_its_data():
    body = sub("s", start("si"), throw("t", HIGH, inputs=mapped({"why": '"slow"'})))
    catcher = boundary("up", "s", HIGH, outputs=mapped({"w": "result.why", "c": "result.code"}))

    case = Case(process("p", start(), *body, catcher, flows="start s; si t"))
    assert case.variables() == {"w": "slow", "c": "high"}

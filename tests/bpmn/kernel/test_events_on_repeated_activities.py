"""Events on and in repeated activities, and receive tasks among events (BPMN 2.0.2, 13.3, 13.5)."""

import pytest

from engine.core.advance import Begin, ErrorThrown
from engine.errors import InvalidCommand
from tests.bpmn.kernel.activities import looped, multi, receive
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    condition_event,
    end_with,
    error_event,
    escalation_event,
    event_gateway,
    on_event,
    signal_event,
    throw,
)
from tests.bpmn.kernel.instances import case_of, done
from tests.builders import (
    boundary,
    boundary_error,
    call,
    end,
    mapped,
    message_event,
    parallel,
    process,
    service,
    start,
    sub,
    terminate,
    timer_catch,
    timer_event,
    user,
)

HOUR = timer_event('duration("PT1H")')
MAIL = message_event("mail")
HIGH = escalation_event("high")

REPEATED = {
    "parallel": lambda activity: multi(activity, cardinality="3"),
    "sequential": lambda activity: multi(activity, cardinality="3", sequential=True),
    "loop": lambda activity: looped(activity, "true", maximum=3),
}


def two(activity, *more, flows="", **rest):
    """The activity `a`, then `z`; a boundary event or the like leads to `k`."""
    return case_of(activity, *more, user("k"), flows=f"start a z; {flows}", **rest)


@pytest.mark.parametrize("kind", REPEATED)
@pytest.mark.parametrize(
    ("event", "come"),
    [
        (HOUR, lambda case: case.fire("late")),
        (MAIL, lambda case: case.message("late")),
        (signal_event("s"), lambda case: case.signal("late")),
        (any_of(HOUR, MAIL), lambda case: case.message("late")),
        (all_of(HOUR, MAIL), lambda case: (case.message("late"), case.fire("late"))),
        (HIGH, lambda case: case.escalate("a", "high")),
        (error_event("E"), lambda case: case.throw("a", "E")),
    ],
)
def test_interrupting_event_cancels_every_instance(kind, event, come):
    case = two(REPEATED[kind](user("a")), boundary("late", "a", event), flows="late k")
    come(case)

    assert case.positions() == ["k"]
    assert case.live.watches == {}
    assert list(case.live.scopes) == [0]
    case.complete("k")
    assert case.is_over()


@pytest.mark.parametrize("kind", REPEATED)
def test_error_of_a_work_item_interrupts_the_whole(kind):
    case = two(REPEATED[kind](user("a")), boundary_error("late", "a", "E"), flows="late k")
    item = next(iter(case.instance.work_items.values()))
    case.send(ErrorThrown(token=item.token, code="E"))

    assert case.positions() == ["k"]


@pytest.mark.parametrize("kind", REPEATED)
def test_error_end_event_of_one_instance_interrupts_the_whole(kind):
    body = sub("a", start("ai"), user("w"), end_with("bad", error_event("E")))
    case = two(REPEATED[kind](body), boundary_error("late", "a", "E"), flows="ai w bad; late k")
    done(case, 0)

    assert case.positions() == ["k"]
    assert list(case.live.scopes) == [0]


@pytest.mark.parametrize("kind", REPEATED)
def test_non_interrupting_escalation_of_an_instance_lets_all_go_on(kind):
    body = sub("a", start("ai"), throw("up", HIGH), user("w"))
    late = boundary("late", "a", HIGH, interrupting=False)
    case = two(REPEATED[kind](body), late, flows="ai up w; late k")
    turns = 1 if kind != "parallel" else 3

    assert case.positions().count("k") == turns
    for _ in range(3):
        done(case, [i.element_id for i in _items(case)].index("w"))
    assert case.positions().count("k") == 3
    assert "z" in case.positions()


def _items(case):
    return sorted(case.instance.work_items.values(), key=lambda item: item.token)


def test_condition_on_the_whole_sees_what_an_instance_sets_around_it():
    task = multi(user("a", outputs={"approved": "true"}), cardinality="3")
    late = boundary("late", "a", condition_event("approved"))
    case = two(task, late, flows="late k", variables={"approved": False})

    done(case, 0)
    assert case.positions() == ["k"]


@pytest.mark.parametrize("kind", ["parallel", "sequential", "loop"])
def test_each_instance_has_its_own_event_sub_process(kind):
    handler = on_event("es", signal_event("s"), user("h"))
    body = sub("a", start("ai"), user("w"), *handler)
    case = two(REPEATED[kind](body), flows="ai w; es_start h")
    open_now = 3 if kind == "parallel" else 1
    assert len(case.live.watches) == open_now

    case.signal("es_start")
    assert case.positions().count("h") == 1
    assert case.positions().count("w") == open_now - 1
    for _ in range(3):
        done(case, 0)
    assert case.positions() == ["z"]
    assert case.live.watches == {}


def test_error_caught_in_an_instance_concerns_that_one_only():
    handler = on_event("es", error_event("E"), user("h"))
    body = sub("a", start("ai"), service("w"), *handler)
    case = two(
        multi(body, cardinality="2"), boundary_error("late", "a"), flows="ai w; es_start h; late k"
    )
    case.throw("w", "E")

    assert sorted(one for one in case.positions() if one in "whk") == ["h", "w"]


def test_terminate_ends_its_instance_only():
    body = sub("a", start("ai"), parallel("f"), user("w"), user("v"), terminate())
    case = two(multi(body, cardinality="2"), flows="ai f w stop; f v")

    done(case, [one.element_id for one in _items(case)].index("w"))
    assert case.positions().count("w") == 1
    assert case.positions().count("v") == 1


def test_error_of_a_called_process_interrupts_all_calls():
    called = process(
        "q", start("qs"), user("w"), end_with("bad", error_event("E")), flows="qs w bad"
    )
    case = two(
        multi(call("a", "q"), cardinality="3"),
        boundary_error("late", "a", "E"),
        flows="late k",
        called=(called,),
    )
    done(case, 1)

    assert case.positions() == ["k"]


def test_each_called_process_has_its_own_event_sub_process():
    handler = on_event("es", MAIL, user("h"), interrupting=False)
    called = process("q", start("qs"), user("w"), *handler, flows="qs w; es_start h")
    case = two(multi(call("a", "q"), cardinality="2"), called=(called,))
    assert len(case.live.watches) == 2

    case.message("es_start")
    for _ in range(3):
        done(case, 0)
    assert case.positions() == ["z"]
    assert case.live.watches == {}


# --- receive tasks


def test_receive_task_is_awaited_by_an_event_based_gateway():
    definition = process(
        "p",
        start(),
        event_gateway(),
        receive("r", "mail", outputs=mapped({"x": "result.x"})),
        timer_catch("late", 'duration("PT1H")'),
        end(),
        flows="start g r end; g late end",
    )
    case = Case(definition)
    assert case.trace()[2:] == ("+g", "await mail", "timer late")

    assert case.message("r", x="1")[1:6] == ("-g", "timer canceled", "g>r", "+r", "set x")
    assert case.is_over()


def test_receive_task_that_instantiates_starts_a_case():
    definition = process(
        "p",
        receive("r", "mail", instantiate=True, outputs=mapped({"x": "result.x"})),
        user("a"),
        flows="r a",
    )
    case = Case(definition, first=Begin(variables={}, start_event="r", payload={"x": "1"}))

    assert case.trace() == ("+r", "set x", "-r", "r>a", "+a", "offer a")
    assert case.variables() == {"x": "1"}


def test_receive_task_that_does_not_instantiate_starts_nothing():
    definition = process("p", start(), receive("r", "mail"), flows="start r")

    with pytest.raises(InvalidCommand):
        Case(definition, first=Begin(variables={}, start_event="r"))


def test_boundary_event_of_a_receive_task_stays_while_its_outputs_are_mended():
    broken = receive("r", "mail", outputs=mapped({"x": "result.x + 1"}))
    definition = process(
        "p", start(), broken, boundary("late", "r", HOUR), user("k"), flows="start r; late k"
    )
    case = Case(definition)
    case.message("r", x="no number")
    assert case.incident().element_id == "r"

    case.fire("late")
    assert case.positions() == ["k"]

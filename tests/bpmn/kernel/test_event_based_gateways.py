"""Event-based gateways (BPMN 2.0.2, 10.6.6, 13.4.4): the first event decides."""

from engine.core.advance import Begin
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    catch,
    condition_event,
    event_gateway,
    signal_event,
)
from tests.builders import (
    end,
    mapped,
    message_catch,
    message_event,
    process,
    start,
    timer_catch,
    user,
)


def choosing(*events, gateway=None, names=(), **more):
    """A gateway `g` before these events, each of which leads to the end."""
    flows = "; ".join(f"g {one.id} end" for one in events)
    definition = process(
        "p", start(), gateway or event_gateway(), *events, end(), flows=f"start g; {flows}"
    )
    return Case(definition, names=names, **more)


def late():
    return timer_catch("late", 'duration("PT1H")')


def test_gateway_awaits_all_its_events():
    case = choosing(message_catch("paid", "payment"), late())

    assert case.trace()[2:] == ("+g", "await payment", "timer late")
    assert case.positions() == ["g"]


def test_first_event_wins_and_the_others_are_given_up():
    case = choosing(message_catch("paid", "payment"), late())

    assert case.message("paid") == (
        "received",
        "-g",
        "timer canceled",
        "g>paid",
        "+paid",
        "-paid",
        "paid>end",
        "end",
        "completed end",
    )
    assert case.is_over()


def test_timer_that_is_first_gives_up_the_message():
    case = choosing(message_catch("paid", "payment"), late())

    assert case.fire("late")[:4] == ("fired late", "-g", "await canceled", "g>late")
    assert case.is_over()


def test_two_timers_are_due_each_at_its_time():
    case = choosing(late(), timer_catch("later", 'duration("PT2H")'))

    assert case.due("late") < case.due("later")
    assert "g>later" in case.fire("later")


def test_event_that_won_sets_its_outputs():
    paid = message_catch("paid", "payment", outputs=mapped({"sum": "result.sum"}))
    case = choosing(paid, late())

    case.message("paid", sum="5")
    assert case.variables() == {"sum": "5"}


def test_signal_and_condition_are_awaited_too():
    events = (catch("alarm", signal_event("fire")), catch("big", condition_event("amount > 5")))
    case = choosing(*events, names=["amount"])

    assert "g>alarm" in case.signal("alarm")
    assert case.is_over()


def test_condition_that_is_true_already_wins_at_once():
    case = choosing(late(), catch("big", condition_event("amount > 5")), variables={"amount": 9})

    assert "g>big" in case.trace()
    assert case.is_over()


def test_parallel_multiple_event_wins_with_its_last_part():
    both = catch("both", all_of(message_event("a"), signal_event("b")))
    case = choosing(both, late())

    assert case.message("both") == ("received",)
    assert case.positions() == ["g"]
    assert "timer canceled" in case.signal("both")
    assert case.is_over()


def test_part_of_a_parallel_multiple_event_is_no_use_when_another_event_wins():
    both = catch("both", all_of(message_event("a"), signal_event("b")))
    case = choosing(both, late())
    case.message("both")

    assert case.fire("late")[:3] == ("fired late", "-g", "await canceled")
    assert case.is_over()


def test_failing_event_is_an_incident_before_anything_is_awaited():
    case = choosing(message_catch("paid", "payment", "key"), late(), names=["key"])

    assert case.incident().element_id == "paid"
    assert case.live.watches == {}
    assert case.retry("g", key="k")[-3:] == ("+g", "await payment", "timer late")


def test_gateway_in_a_loop_awaits_anew():
    definition = process(
        "p", start(), event_gateway(), message_catch("m", "m"), late(), flows="start g m g; g late"
    )
    case = Case(definition)
    for _ in range(3):
        assert case.message("m")[-3:] == ("+g", "await m", "timer late")
    case.fire("late")
    assert case.is_over()


def test_instantiating_gateway_awaits_only_the_event_that_came():
    definition = process(
        "p",
        event_gateway(instantiate=True),
        message_catch("m", "m", outputs=mapped({"x": "result.x"})),
        message_catch("n", "n"),
        user("a"),
        flows="g m a; g n a",
    )
    case = Case(definition, first=Begin(variables={}, start_event="m", payload={"x": "1"}))

    assert case.trace() == (
        "g",
        "g>m",
        "+m",
        "set x",
        "-m",
        "m>a",
        "+a",
        "offer a",
    )
    assert case.complete("a") == ("-a", "completed")
    assert case.is_over()


def test_parallel_instantiating_gateway_awaits_the_rest_in_the_same_case():
    definition = process(
        "p",
        event_gateway(instantiate=True, parallel_events=True),
        message_catch("m", "m"),
        message_catch("n", "n", "key"),
        user("a"),
        user("b"),
        flows="g m a; g n b",
    )
    first = Begin(variables={"key": "k"}, start_event="m", payload={})
    case = Case(definition, first=first, names=["key"])

    assert sorted(case.positions()) == ["a", "n"]
    case.complete("a")
    assert not case.is_over()
    assert case.message("n")[-1] == "offer b"
    case.complete("b")
    assert case.is_over()

"""Intermediate and end events of every trigger (BPMN 2.0.2, 10.5.3 to 10.5.5, 13.5.2, 13.5.6)."""

from decimal import Decimal

import pytest

from engine.core.advance import SignalCame
from engine.core.definition import EventDefinition, Trigger
from engine.core.events import MessageThrown, SignalAwaited, SignalThrown
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.event_builders import (
    all_of,
    any_of,
    catch,
    condition_event,
    end_with,
    error_event,
    escalation_event,
    link_event,
    signal_event,
    throw,
)
from tests.bpmn.kernel.scope_builders import undoable
from tests.builders import (
    boundary_error,
    end,
    inclusive,
    mapped,
    message_event,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
    xor,
)

HOUR = timer_event('duration("PT1H")')


def straight(*elements, **more):
    ids = " ".join(element.id for element in elements)
    return Case(process("p", start(), *elements, flows=f"start {ids}"), **more)


# --- signals


def test_signal_is_awaited_and_brings_data():
    case = straight(catch("s", signal_event("fire"), outputs=mapped({"at": "result.floor"})))

    (awaited,) = case.events(SignalAwaited)
    assert (awaited.element_id, awaited.signal) == ("s", "fire")
    assert case.signal("s", floor=Decimal(3)) == ("signal received", "set at", "-s", "completed")
    assert case.is_over()


def test_signal_that_is_not_awaited_any_more_is_rejected():
    case = straight(catch("s", signal_event("fire")), user("a"))
    (watch,) = case.live.watches
    case.signal("s")

    with pytest.raises(InvalidState):
        case.send(SignalCame(subscription_id=watch, data={}))


def test_thrown_signal_is_for_everybody_and_the_token_goes_on():
    case = straight(
        throw("s", signal_event("fire"), inputs=mapped({"floor": "n"})), end(), variables={"n": 3}
    )

    (thrown,) = case.events(SignalThrown)
    assert (thrown.signal, thrown.data) == ("fire", {"floor": 3})
    assert case.trace()[2:] == ("start>s", "signal fire", "s", "s>end", "end", "completed end")


def test_signal_end_event_throws_and_ends():
    case = straight(end_with("s", signal_event("fire")))

    assert case.trace()[2:] == ("signal fire", "s", "completed s")


# --- links


def test_link_goes_to_the_catching_event_of_its_name():
    definition = process(
        "p",
        start(),
        throw("go", link_event("L")),
        throw("other", link_event("M")),
        catch("m", link_event("M")),
        catch("l", link_event("L")),
        user("a"),
        user("b"),
        flows="start go; l a; m b",
    )

    assert Case(definition).trace()[2:] == ("go", "l", "l>a", "+a", "offer a")


def test_several_throwing_links_lead_to_one_place():
    definition = process(
        "p",
        start(),
        parallel("f"),
        throw("one", link_event("L")),
        throw("two", link_event("L")),
        catch("l", link_event("L")),
        user("a"),
        flows="start f one; f two; l a",
    )

    assert Case(definition).positions() == ["a", "a"]


def test_links_of_one_name_in_two_scopes_are_apart():
    inside = sub("s", start("si"), throw("ti", link_event("L")), catch("ci", link_event("L")))
    definition = process(
        "p",
        start(),
        throw("t", link_event("L")),
        *inside,
        catch("c", link_event("L")),
        user("a"),
        flows="start s t; si ti; c a",
    )
    trace = Case(definition).trace()

    assert trace[4:8] == ("si>ti", "ti", "ci", "-s")
    assert trace[-4:] == ("c", "c>a", "+a", "offer a")


def test_inclusive_join_waits_for_what_comes_over_a_link():
    definition = process(
        "p",
        start(),
        inclusive("f"),
        user("a"),
        user("b"),
        throw("go", link_event("L")),
        catch("l", link_event("L")),
        inclusive("j"),
        end(),
        flows="start f; f>a: true; f>b: true; a j; b go; l j end",
    )
    case = Case(definition)

    assert case.complete("a")[-1] == "a>j"
    assert case.complete("b")[-1] == "completed end"


# --- multiple


@pytest.mark.parametrize("part", ["message", "signal", "timer"])
def test_multiple_event_goes_on_with_any_part_and_gives_up_the_others(part):
    event = any_of(message_event("m"), signal_event("s"), HOUR)
    case = straight(catch("c", event), user("a"))
    assert case.trace()[3:] == ("await m", "await signal s", "timer c")

    happened = {"message": case.message, "signal": case.signal, "timer": case.fire}[part]("c")

    assert [word for word in happened if "canceled" in word] == list(happened[1:3])
    assert happened[3] == "-c"
    assert case.live.watches == {}
    assert case.positions() == ["a"]


def test_second_part_is_rejected_while_what_the_first_brought_is_mended():
    event = any_of(message_event("m"), signal_event("s"))
    case = straight(catch("c", event, outputs=mapped({"x": "result.x + 1"})))
    watches = list(case.live.watches)
    case.message("c", x="no number")
    assert case.incident().element_id == "c"

    with pytest.raises(InvalidState):
        case.send(SignalCame(subscription_id=watches[1], data={}))


def test_multiple_event_of_two_messages_tells_them_apart():
    event = any_of(message_event("m", '"1"'), message_event("n", '"2"'))
    case = straight(catch("c", event))

    assert [word for word in case.trace() if "await" in word] == ["await m", "await n"]
    keys = sorted(one.key for one in case.live.watches.values())
    assert keys == ["1", "2"]


def test_parallel_multiple_event_goes_on_when_every_part_came():
    event = all_of(message_event("m"), signal_event("s"), HOUR)
    case = straight(catch("c", event, outputs=mapped({"x": "result.x", "y": "result.y"})))

    assert case.signal("c", y="2") == ("signal received",)
    assert case.fire("c") == ("fired c",)
    assert case.message("c", x="1") == ("received", "set x,y", "-c", "completed")
    assert case.variables() == {"x": "1", "y": "2"}
    assert case.is_over()


def test_part_that_came_is_not_awaited_twice():
    case = straight(catch("c", all_of(message_event("m"), signal_event("s"))))
    (message, _) = case.live.watches
    case.message("c")

    with pytest.raises(InvalidState):
        case.send(SignalCame(subscription_id=message, data={}))
    case.stop()
    assert case.is_over()


def test_parallel_multiple_event_waits_for_its_condition_too():
    event = all_of(message_event("m"), condition_event("ok"))
    definition = process(
        "p",
        start(),
        parallel("f"),
        catch("c", event),
        user("a", outputs={"ok": "true"}),
        flows="start f c; f a",
    )
    case = Case(definition, names=["ok"])
    case.complete("a")
    assert case.positions() == ["c"]

    assert case.message("c")[-1] == "completed"
    assert case.is_over()


def test_multiple_throw_event_throws_every_part():
    event = any_of(message_event("m"), signal_event("s"), escalation_event("high"))
    case = straight(throw("t", event), end())

    assert case.trace()[2:] == (
        "send m",
        "signal s",
        "t",
        "escalation high to None",
        "t>end",
        "end",
        "completed end",
    )


def test_multiple_end_event_throws_its_error_last():
    event = any_of(error_event("E"), message_event("m"))
    inside = sub("s", start("si"), end_with("e", event))
    definition = process(
        "p",
        start(),
        *inside,
        boundary_error("oops", "s", "E"),
        user("a"),
        flows="start s; si e; oops a",
    )

    trace = Case(definition).trace()
    assert trace.index("send m") < trace.index("error E to oops")
    assert trace[-1] == "offer a"


def undoing(event, *more, after=""):
    """A case with the completed activity `a`, then `t` throws; `b` runs beside."""
    undo = EventDefinition(trigger=Trigger.COMPENSATION)
    thrower = (end_with if not after else throw)("t", event(undo))
    definition = process(
        "p",
        start(),
        parallel("f"),
        *undoable("a"),
        thrower,
        user("b"),
        *more,
        flows=f"start f a t {after}; f b",
    )
    case = Case(definition)
    case.complete("a")
    return case


def test_multiple_throw_event_waits_until_all_is_undone():
    case = undoing(lambda undo: any_of(undo, signal_event("s")), user("z"), after="z")
    assert case.trace()[2:4] == ("signal s", "t")
    assert "undo-a" in case.positions()

    assert case.complete("undo-a")[-4:] == ("-t", "t>z", "+z", "offer z")


def test_multiple_end_event_undoes_and_terminates_at_last():
    case = undoing(lambda undo: any_of(undo, EventDefinition(trigger=Trigger.TERMINATE)))
    assert sorted(case.positions()) == ["b", "t", "undo-a"]

    assert case.complete("undo-a")[-4:] == ("-t", "xb by t", "offer canceled", "completed t")
    assert case.is_over()


def test_failing_key_of_one_part_throws_none():
    event = any_of(signal_event("s"), message_event("m", "key"))
    case = straight(throw("t", event), end(), names=["key"])

    assert case.events(SignalThrown) == []
    assert case.incident().element_id == "t"
    case.retry("t", key="k")
    assert len(case.events(SignalThrown)) == len(case.events(MessageThrown)) == 1


# --- errors at the end


def test_error_brings_its_data_to_the_catching_event():
    inside = sub(
        "s", start("si"), end_with("e", error_event("E"), inputs=mapped({"why": '"late"'}))
    )
    definition = process(
        "p",
        start(),
        *inside,
        boundary_error("oops", "s", outputs=mapped({"w": "result.why", "c": "result.code"})),
        flows="start s; si e",
    )

    assert Case(definition).variables() == {"w": "late", "c": "E"}


def test_condition_on_the_way_is_asked_before_the_link():
    definition = process(
        "p",
        start(),
        xor("x"),
        throw("go", link_event("L")),
        catch("l", link_event("L")),
        user("a"),
        flows="start x; x>go: n > 1; x>a: else; l a",
    )

    assert "go" in Case(definition, variables={"n": 2}).trace()

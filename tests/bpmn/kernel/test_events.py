"""Intermediate timers and messages, thrown messages, message end events."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.core.advance import MessageCame, TimerDue
from engine.core.definition import TimerKind
from engine.core.events import MessageAwaited, MessageThrown, TimerScheduled
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import (
    NOW,
    end,
    mapped,
    message_catch,
    message_end,
    message_throw,
    none_throw,
    process,
    start,
    timer_catch,
)


def straight(*elements, **more):
    ids = " ".join(element.id for element in elements)
    return Case(process("p", start(), *elements, flows=f"start {ids}"), **more)


def test_timer_waits_and_goes_on_once():
    case = straight(timer_catch("t", 'duration("PT1H")'), end())

    assert case.trace() == ("start", "start>t", "+t", "timer t")
    timer_id = case.events(TimerScheduled)[0].timer_id
    assert timer_id == "c1-t3"
    assert case.fire("t") == ("fired t", "-t", "t>end", "end", "completed end")
    with pytest.raises(InvalidState):
        case.send(TimerDue(timer_id=timer_id))


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ('duration("PT1H")', TimerKind.DURATION, NOW + timedelta(hours=1)),
        ('"PT1H"', TimerKind.DURATION, NOW + timedelta(hours=1)),
        ('duration("P1M")', TimerKind.DURATION, datetime(2026, 12, 22, 2, tzinfo=UTC)),
        ('duration("-PT1H")', TimerKind.DURATION, NOW - timedelta(hours=1)),
        ('date("2026-12-01")', TimerKind.DATE, datetime(2026, 11, 30, 16, tzinfo=UTC)),
        ('@"2026-12-01T09:00:00"', TimerKind.DATE, datetime(2026, 12, 1, 1, tzinfo=UTC)),
        ('@"2026-12-01T09:00:00Z"', TimerKind.DATE, datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ('@"2020-01-01T00:00:00Z"', TimerKind.DATE, datetime(2020, 1, 1, tzinfo=UTC)),
        ('now() + duration("P1D")', TimerKind.DATE, NOW + timedelta(days=1)),
        ('"R3/PT1H"', TimerKind.CYCLE, NOW + timedelta(hours=1)),
        ('"R/2026-12-01T00:00:00Z/P1D"', TimerKind.CYCLE, datetime(2026, 12, 1, tzinfo=UTC)),
        ('"0 9 * * *"', TimerKind.CYCLE, datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (
            '"R/2026-12-01T08:00:00@Asia/Shanghai/P1D"',
            TimerKind.CYCLE,
            datetime(2026, 12, 1, tzinfo=UTC),
        ),
    ],
)
def test_timer_is_due_when_its_expression_says(text, kind, due):
    assert straight(timer_catch("t", text, kind)).due("t") == due


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5", TimerKind.DURATION),
        ('"soon"', TimerKind.DURATION),
        ("true", TimerKind.DATE),
        ('date and time("9999-12-31T23:59:59Z") + duration("P1D")', TimerKind.DATE),
        ('"R0/PT1H"', TimerKind.CYCLE),
        ('"R3/PT0S"', TimerKind.CYCLE),
        ('"R3/2026-12-01"', TimerKind.CYCLE),
        ('"R3"', TimerKind.CYCLE),
        ('duration("P9000Y")', TimerKind.DURATION),
    ],
)
def test_timer_without_a_time_is_an_incident(text, kind):
    case = straight(timer_catch("t", text, kind))

    assert case.incident().kind in ("timer", "expression")
    assert case.incident().element_id == "t"


def test_timer_without_a_time_names_its_expression_and_value():
    case = straight(timer_catch("t", '"so" + "on"', TimerKind.DATE))

    assert '"so" + "on"' in case.incident().en
    assert '"soon"' in case.incident().en


def test_failing_timer_can_be_corrected():
    case = straight(timer_catch("t", "wait", TimerKind.DURATION), names=["wait"])

    assert case.trace()[-1] == "incident timer"
    assert case.retry("t", wait=timedelta(hours=1))[-2:] == ("+t", "timer t")


def test_message_is_awaited_with_its_key_and_taken_through_outputs():
    catch = message_catch("m", "paid", "order", outputs=mapped({"sum": "result.amount"}))
    case = straight(catch, end(), variables={"order": Decimal(7)})

    (awaited,) = case.events(MessageAwaited)
    assert (awaited.message, awaited.correlation_key) == ("paid", "7")
    assert case.message("m", amount=Decimal(5)) == (
        "received",
        "set sum",
        "-m",
        "m>end",
        "end",
        "completed end",
    )
    assert case.variables()["sum"] == Decimal(5)
    with pytest.raises(InvalidState):
        case.send(MessageCame(subscription_id=awaited.subscription_id, data={}))


def test_message_data_is_not_kept_without_outputs():
    case = straight(message_catch("m", "paid"), end())
    case.message("m", amount=Decimal(5))

    assert case.variables() == {}


def test_message_key_that_is_no_text_is_an_incident():
    case = straight(message_catch("m", "paid", "key"), variables={"key": None})

    assert case.incident().kind == "expression"
    assert case.retry("m", key="k")[-2:] == ("+m", "await paid")


def test_key_of_several_properties_is_told_as_one_text():
    variables = {"year": Decimal(2026), "name": "章"}
    case = straight(message_catch("m", "paid", "[year, name]"), variables=variables)

    assert case.events(MessageAwaited)[0].correlation_key == '["2026","章"]'


@pytest.mark.parametrize("key", ["[]", "[null]", '["a", ["b"]]', "true", "{a: 1}"])
def test_key_of_another_kind_is_an_incident(key):
    assert straight(message_catch("m", "paid", key)).incident().kind == "expression"


def test_thrown_message_carries_key_and_inputs_and_does_not_wait():
    throw = message_throw("m", "ordered", '"k1"', inputs=mapped({"sum": "amount + 1"}))
    case = straight(throw, end(), variables={"amount": Decimal(1)})

    (thrown,) = case.events(MessageThrown)
    assert (thrown.message, thrown.correlation_key) == ("ordered", "k1")
    assert thrown.data == {"sum": Decimal(2)}
    assert case.trace()[-5:] == ("send ordered", "m", "m>end", "end", "completed end")


def test_message_end_event_sends_and_ends():
    case = straight(message_end("m", "done"))

    assert case.trace()[-3:] == ("send done", "m", "completed m")


def test_none_throw_event_marks_a_point():
    assert straight(none_throw("here"), end()).trace()[2:4] == ("here", "here>end")

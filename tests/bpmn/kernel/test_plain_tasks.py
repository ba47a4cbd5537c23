"""Abstract, manual, send and receive tasks (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.events import MessageAwaited, MessageThrown
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import manual, multi, receive, send, task
from tests.bpmn.kernel.case import Case
from tests.builders import (
    boundary,
    end,
    mapped,
    process,
    start,
    timer_event,
    user,
)

A_DAY = timer_event('duration("P1D")')


def line(*middle, flows="start a end", **more):
    return process("p", start(), *middle, end(), flows=flows, **more)


@pytest.mark.parametrize("kind", [task, manual])
def test_plain_task_is_passed_at_once(kind):
    case = Case(line(kind("a")))

    assert case.trace() == ("start", "start>a", "a", "a>end", "end", "completed end")


def test_abstract_task_sets_its_outputs():
    case = Case(line(task("a", {"n": "n + 1"})), variables={"n": Decimal(1)})

    assert case.variables()["n"] == 2


def test_abstract_task_whose_output_fails_can_be_retried():
    case = Case(line(task("a", {"n": "n + 1"})), variables={"n": "x"})
    assert case.incident().kind == "expression"

    assert case.retry("a", n=Decimal(1))[-1] == "completed end"


def test_plain_task_chooses_among_conditional_flows():
    flows = "start a; a>end: n > 1; a>z: else"
    case = Case(line(task("a"), user("z"), flows=flows), variables={"n": Decimal(1)})

    assert case.positions() == ["z"]


def test_boundary_event_on_a_plain_task_never_occurs():
    late = boundary("late", "a", A_DAY)
    case = Case(line(task("a"), late, user("l"), flows="start a end; late l"))

    assert case.is_over()
    assert "timer late" not in case.trace()


def test_send_task_sends_its_message_and_goes_on():
    asked = send("a", "ask", "order", inputs=mapped({"number": "order"}))
    case = Case(line(asked), variables={"order": "k1"})
    (sent,) = case.events(MessageThrown)

    assert case.trace()[1:5] == ("start", "start>a", "send ask", "a")
    assert case.trace()[-1] == "completed end"
    assert (sent.correlation_key, sent.data) == ("k1", {"number": "k1"})


def test_send_task_whose_key_fails_sends_nothing_until_it_is_retried():
    case = Case(line(send("a", "ask", "order")), variables={"order": None})
    assert case.incident().kind == "expression"
    assert not case.events(MessageThrown)

    case.retry("a", order="k1")
    assert len(case.events(MessageThrown)) == 1
    assert len(case.instance.jobs) == 1


def test_receive_task_waits_for_its_message():
    case = Case(line(receive("a", "reply", "order")), variables={"order": "k1"})
    (awaited,) = case.events(MessageAwaited)
    assert (awaited.message, awaited.correlation_key) == ("reply", "k1")

    assert case.message("a") == ("received", "-a", "a>end", "end", "completed end")


def test_receive_task_takes_the_message_into_its_outputs():
    taking = receive("a", "reply", outputs=mapped({"n": "result.n"}))
    case = Case(line(taking), names=["n"])
    case.message("a", n=Decimal(7))

    assert case.variables()["n"] == 7


def test_boundary_timer_interrupts_a_receive_task():
    late = boundary("late", "a", A_DAY)
    case = Case(line(receive("a", "reply"), late, user("l"), flows="start a end; late l"))
    case.fire("late")

    assert case.positions() == ["l"]
    assert not case.live.watches


def test_multi_instance_receive_task_takes_one_message_for_each_instance():
    waiting = multi(receive("a", "reply", "item"), collection='["k", "l"]', input_item="item")
    case = Case(line(waiting))
    assert [one.correlation_key for one in case.events(MessageAwaited)] == ["k", "l"]
    case.message("a")
    case.message("a")

    assert case.is_over()


@pytest.mark.parametrize("kind", [send, receive])
def test_message_task_without_message_is_refused(kind):
    with pytest.raises(DeploymentRefused) as refused:
        Case(line(kind("a", None)))

    assert [finding.rule for finding in refused.value.findings] == ["message-missing"]

"""Where a process or sub-process begins of itself (BPMN 2.0.2, 10.5.2, 13.2)."""

import pytest

from engine.core.commands import StartInstance
from engine.core.decide.instance import decide_start
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.core.ids import InstanceId
from engine.errors import InvalidState
from tests.builders import (
    CLERK,
    boundary_error,
    bundle,
    end,
    message_event,
    process,
    start,
    sub,
    user,
)

MAIL = message_event("mail")
RECEIVE = Element(id="r", kind=Kind.RECEIVE_TASK, event=MAIL, instantiate=True)


def test_process_begins_at_its_none_start_event():
    definition = process("p", start("mail", event=MAIL), start("none"), user("a"), flows="none a")

    assert definition.begins_at() == ("none",)


def test_process_of_triggered_starts_begins_by_them_only():
    assert process("p", start(event=MAIL), user("a"), flows="start a").begins_at() == ()
    assert process("p", RECEIVE, user("a"), flows="r a").begins_at() == ()


def test_process_without_start_event_begins_wherever_nothing_leads():
    link = EventDefinition(trigger=Trigger.LINK, link="L")
    definition = process(
        "p",
        user("a"),
        boundary_error("oops", "a"),
        user("undo", for_compensation=True),
        Element(id="come", kind=Kind.CATCH_EVENT, event=link),
        *sub("handler", start("inner", event=MAIL), triggered_by_event=True),
        *sub("s", user("x"), user("y"), end("z")),
        flows="a s; x z",
    )

    assert definition.begins_at() == ("a",)
    assert definition.begins_at("s") == ("x", "y")


def test_process_without_start_event_can_be_started_by_a_person():
    begun = decide_start(bundle(process("p", user("a"))), CLERK, _command(), {"n": 1})

    assert begun.variables == {"n": 1}
    assert begun.start_event is None


def test_process_that_only_a_trigger_starts_is_not_started_by_a_person():
    with pytest.raises(InvalidState):
        decide_start(bundle(process("p", start(event=MAIL))), CLERK, _command(), {})


def _command() -> StartInstance:
    return StartInstance(instance_id=InstanceId("c1"), process="p", variables={})

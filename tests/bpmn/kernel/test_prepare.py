"""What is refused when a bundle is prepared: expressions and what has no faithful execution."""

from dataclasses import replace

import pytest

from engine.core.definition import EventDefinition, Expression, Trigger
from engine.errors import DeploymentRefused
from engine.kernel import Kernel
from tests.builders import (
    boundary,
    boundary_error,
    bundle,
    call,
    end,
    feel,
    inclusive,
    mapped,
    message_catch,
    message_event,
    parallel,
    process,
    rule,
    service,
    start,
    sub,
    timer_event,
    user,
    xor,
)


def findings(*elements, flows="", names=(), called=(), **more):
    definition = process("p", *elements, flows=flows)
    with pytest.raises(DeploymentRefused) as refused:
        Kernel().prepare(bundle(definition, *called, names=names, **more))
    return refused.value.findings


def test_condition_that_is_not_feel_is_refused_with_place():
    (found,) = findings(
        start(), xor("g"), user("a"), flows="start g; g>a: amount >", names=["amount"]
    )

    assert (found.rule, found.element_id, found.line) == ("expression", "g", 1)
    assert "amount >" in found.text.zh


def test_line_of_a_long_expression_is_that_of_its_error():
    late = user("a", due=Expression(text="1 +\n2 +\n* 3", line=10))

    (found,) = findings(start(), late, flows="start a")

    assert found.line == 12


def test_unknown_name_is_refused():
    (found,) = findings(
        start(), xor("g"), user("a"), flows="start g; g>a: amout > 5", names=["amount"]
    )

    assert found.rule == "expression"


def test_result_is_known_in_outputs_only():
    kernel = Kernel()
    task = service("s", outputs={"x": "result"})
    kernel.prepare(bundle(process("p", start(), task, flows="start s")))

    (found,) = findings(start(), service("s", inputs={"x": "result"}), flows="start s")

    assert found.element_id == "s"


def test_every_finding_is_told():
    found = findings(
        start(),
        user("a", due=feel("1 +")),
        service("s", inputs={"x": "unknown"}),
        flows="start a s",
    )

    assert [one.element_id for one in found] == ["a", "s"]


def test_working_time_functions_are_refused_without_a_calendar():
    late = user("a", due=feel("workdays after(now(), 2)"))

    (found,) = findings(start(), late, flows="start a")

    assert found.rule == "expression"


@pytest.mark.parametrize(
    ("rule_id", "elements", "flows"),
    [
        ("not-executed", (start(event=EventDefinition(trigger=Trigger.LINK)),), ""),
        ("condition-missing", (start(), xor("g"), user("a"), user("b")), "start g a; g b"),
        ("condition-missing", (start(), inclusive("g"), user("a"), user("b")), "start g a; g b"),
        ("condition-place", (start(), parallel("g"), user("a")), "start g; g>a: true"),
        ("condition-place", (start(), user("a")), "start>a: true"),
        ("end-event-outgoing", (start(), end(), user("a")), "start end a"),
        ("connector-missing", (start(), replace(service("s"), connector=None)), "start s"),
        ("decision-missing", (start(), rule("r", "d")), "start r"),
        ("called-missing", (start(), call("c", "q")), "start c"),
        ("message-missing", (start(), message_catch("m", "")), "start m"),
        ("user-task-form", (start(), replace(user("a"), user_task=None)), "start a"),
        ("sub-process-empty", (start(), *sub("s")), "start s"),
        ("sub-process-start", (start(), *sub("s", start("x"), start("y"))), "start s"),
        ("boundary-host", (start(), end(), boundary_error("b", "end")), "start end"),
        (
            "error-interrupts",
            (start(), user("a"), boundary_error("b", "a", interrupting=False)),
            "start a",
        ),
        ("reserved-variable", (start(), user("a", outputs={"initiator": "1"})), "start a"),
        (
            "timer-missing",
            (start(), user("a"), boundary("b", "a", EventDefinition(trigger=Trigger.TIMER))),
            "start a",
        ),
    ],
)
def test_what_has_no_faithful_execution_is_refused(rule_id, elements, flows):
    assert rule_id in [found.rule for found in findings(*elements, flows=flows)]


def test_default_flow_with_condition_is_refused():
    definition = process("p", start(), xor("g"), user("a"), flows="start g; g>a: true")
    gateway = replace(definition.elements["g"], default_flow="g-a")
    broken = replace(definition, elements={**definition.elements, "g": gateway})

    with pytest.raises(DeploymentRefused) as refused:
        Kernel().prepare(bundle(broken))

    assert [found.rule for found in refused.value.findings] == ["default-condition"]


def test_called_process_that_cannot_be_started_is_refused():
    called = process("q", start(event=message_event("m")), user("work"), flows="start work")

    (found,) = findings(start(), call("c", "q"), flows="start c", called=(called,))

    assert found.rule == "called-start"


def test_timer_on_a_business_rule_task_is_refused():
    late = boundary("b", "r", timer_event('duration("P1D")'), outputs=mapped({}))

    (found,) = findings(start(), rule("r", "d"), late, flows="start r", decisions={"d": object()})

    assert found.rule == "boundary-instant"

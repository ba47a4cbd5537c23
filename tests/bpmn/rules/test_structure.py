"""What BPMN asks of each element: its breach is found at its place, its good form is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.bpmn.rules import all_rules
from engine.core.definition import (
    Binding,
    DataItem,
    DataKind,
    Element,
    Kind,
    MultiInstance,
    ProcessDefinition,
    StandardLoop,
)
from engine.errors import Family
from tests.bpmn.rules.given import (
    TRIGGERS,
    bundle,
    event,
    findings,
    flow,
    flows,
    inside,
    nodes,
    process,
)
from tests.bpmn.rules.test_rules import BREACHES, CATALOGUE
from tests.builders import end, feel, start, user
from tests.builders import process as built

ENDS = nodes(s="startEvent", e="endEvent")
INNER = nodes(i="startEvent", a="userTask", z="endEvent") + flows("i>a>z")
MESSAGE = event("intermediateCatchEvent", "m1", "message")
TIMER = event("intermediateCatchEvent", "t1", "timer")
UNDO = (
    event("boundaryEvent", "b", "compensation", attachedToRef="t")
    + '<userTask id="u" isForCompensation="true"/>'
    + '<association id="as" sourceRef="b" targetRef="u" associationDirection="One"/>'
)
GATE = ENDS + nodes(g="eventBasedGateway") + MESSAGE + TIMER + flows("s>g>m1>e", "g>t1>e")


TWO_CATCH = "".join(event("boundaryEvent", b, "error", attachedToRef="t") for b in ("b1", "b2"))


def timed(kind: str, text: str) -> str:
    """A timer event that waits for what the text says."""
    timer = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    return ENDS + event("intermediateCatchEvent", "c", timer) + flows("s>c>e")


def many(cardinality: str) -> str:
    """A task of so many instances."""
    loop = f"<loopCardinality>{cardinality}</loopCardinality>"
    marker = f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>"
    return ENDS + f'<userTask id="t">{marker}</userTask>' + flows("s>t>e")


def handling(start_event: str, **attributes: str) -> str:
    """An event sub-process with this start event beside an ordinary flow."""
    body = start_event + nodes(h="endEvent") + flows("o>h")
    more = inside("subProcess", "es", body, triggeredByEvent="true", **attributes)
    return ENDS + flows("s>e") + more


def linked(throws: str, catches: str) -> str:
    """Links of one level: ids of the throwing and of the catching ends of the link `l`."""
    body = "".join(event("intermediateThrowEvent", one, "link") for one in throws.split())
    body += "".join(event("intermediateCatchEvent", one, "link") for one in catches.split())
    return ENDS + body


GOOD: dict[str, str] = {
    "event-sub-process": handling(event("startEvent", "o", "timer", isInterrupting="false")),
    "event-gateway": GATE,
    "links": linked("l1", "l2") + flows("s>l1", "l2>e"),
    "compensation-handler": ENDS + nodes(t="userTask") + UNDO + flows("s>t>e"),
    "cancel-caught": ENDS
    + inside("transaction", "t", INNER + event("endEvent", "c", "cancel") + flows("a>c"))
    + event("boundaryEvent", "b", "cancel", attachedToRef="t")
    + flows("s>t>e", "b>e"),
    "ad-hoc": ENDS + inside("adHocSubProcess", "p1", nodes(a="userTask")) + flows("s>p1>e"),
    "instantiating": nodes(e="endEvent")
    + '<receiveTask id="r" instantiate="true" messageRef="m"/>'
    + flows("r>e"),
    "join-and-split": ENDS
    + nodes(x="parallelGateway", j="parallelGateway", a="userTask", b="userTask")
    + flows("s>x>a>j>e", "x>b>j"),
    "error-caught": ENDS
    + inside("subProcess", "p1", INNER + event("endEvent", "f", "error") + flows("a>f"))
    + event("boundaryEvent", "b", "error", attachedToRef="p1")
    + flows("s>p1>e", "b>e"),
    "can-begin": nodes(t="userTask", e="endEvent") + flows("t>e"),
    "superfluous-termination": ENDS
    + nodes(x="parallelGateway", a="userTask")
    + event("endEvent", "stop", "terminate")
    + flows("s>x>a>e", "x>stop"),
}

BAD: list[tuple[str, str, str | None]] = [
    ("event-sub-process", handling(nodes(o="startEvent")), "es"),
    ("event-sub-process", handling(event("startEvent", "o", "timer")) + flows("es>e"), "es"),
    (
        "event-sub-process",
        handling(event("startEvent", "o", "error", isInterrupting="false")),
        "o",
    ),
    (
        "event-sub-process",
        handling(event("startEvent", "o", "timer"))
        + event("boundaryEvent", "b", "timer", attachedToRef="es")
        + flows("b>e"),
        "es",
    ),
    ("event-gateway", GATE + nodes(t="userTask") + flows("g>t>e"), "t"),
    ("event-gateway", ENDS + nodes(g="eventBasedGateway") + TIMER + flows("s>g>t1>e"), "g"),
    ("event-gateway", GATE + nodes(t="userTask") + flows("t>t1"), "t1"),
    ("event-gateway", GATE + '<receiveTask id="r" messageRef="m"/>' + flows("g>r>e"), "g"),
    (
        "event-gateway",
        GATE
        + '<receiveTask id="r" messageRef="m"/>'
        + event("boundaryEvent", "b", "timer", attachedToRef="r")
        + flows("g>r>e", "b>e"),
        "r",
    ),
    ("condition-place", GATE + nodes(z="endEvent") + flow("g", "z", "x"), "g_z"),
    (
        "boundary-in-time",
        ENDS
        + nodes(t="manualTask")
        + event("boundaryEvent", "b", "timer", attachedToRef="t")
        + flows("s>t>e", "b>e"),
        "b",
    ),
    ("send-message", nodes(r="sendTask"), "r"),
    ("timer-value", timed("timeDuration", "P1H"), "c"),
    ("timer-value", timed("timeDate", "2026-13-01T00:00:00Z"), "c"),
    ("timer-value", timed("timeDate", "PT1H"), "c"),
    ("timer-value", timed("timeCycle", "2026-12-01"), "c"),
    ("connected", nodes(s="startEvent"), "s"),
    ("connected", nodes(e="endEvent"), "e"),
    ("connected", nodes(s="startEvent", x="exclusiveGateway") + flows("s>x"), "x"),
    (
        "connected",
        nodes(t="task") + event("intermediateThrowEvent", "x", "signal") + flows("t>x"),
        "x",
    ),
    ("connected", nodes(s="startEvent") + TIMER + flows("s>t1"), "t1"),
    ("caught-once", ENDS + nodes(t="userTask") + TWO_CATCH + flows("s>t>e", "b1>e", "b2>e"), "b2"),
    ("multi-instance", many("-1"), "t"),
    ("multi-instance", many("1.5"), "t"),
    ("links", linked("l1", "") + flows("s>l1"), "l1"),
    ("links", linked("", "l2") + flows("l2>e"), "l2"),
    ("links", linked("l1", "l2 l3") + flows("s>l1", "l2>e", "l3>e"), "l2"),
    ("links", linked("l1", "l2") + flows("s>l1>e", "l2>e"), "l1"),
    ("links", linked("l1", "l2") + flows("s>l1", "s>l2>e"), "l2"),
    (
        "event-complete",
        ENDS + event("intermediateThrowEvent", "c", "<signalEventDefinition/>") + flows("s>c>e"),
        "c",
    ),
    ("event-complete", event("endEvent", "e", "<errorEventDefinition/>"), "e"),
    ("event-complete", event("endEvent", "e", "<escalationEventDefinition/>"), "e"),
    ("event-complete", nodes(r="receiveTask"), "r"),
    ("compensation-handler", ENDS + nodes(t="userTask") + UNDO + flows("s>t>u>e"), "u"),
    (
        "compensation-handler",
        ENDS + nodes(t="userTask") + UNDO.split("<association")[0] + flows("s>t>e"),
        "b",
    ),
    (
        "compensation-target",
        ENDS
        + nodes(t="userTask")
        + event("intermediateThrowEvent", "c", '<compensateEventDefinition activityRef="t"/>')
        + flows("s>t>c>e"),
        "c",
    ),
    (
        "cancel-caught",
        ENDS
        + inside("transaction", "t", INNER + event("endEvent", "c", "cancel") + flows("a>c"))
        + flows("s>t>e"),
        "c",
    ),
    ("ad-hoc", ENDS + inside("adHocSubProcess", "p1", INNER) + flows("s>p1>e"), "i"),
    ("sub-process-drawn", ENDS + nodes(p1="transaction") + flows("s>p1>e"), "p1"),
    (
        "can-begin",
        ENDS
        + inside("subProcess", "p1", nodes(a="userTask", b="userTask") + flows("a>b>a"))
        + flows("s>p1>e"),
        "p1",
    ),
    (
        "conditional-start",
        nodes(e="endEvent")
        + event(
            "startEvent",
            "s",
            "<conditionalEventDefinition><condition>a = 1</condition></conditionalEventDefinition>",
        )
        + flows("s>e"),
        "s",
    ),
    (
        "multiple-twice",
        ENDS
        + event("intermediateCatchEvent", "c", TRIGGERS["signal"] + TRIGGERS["signal"])
        + flows("s>c>e"),
        "c",
    ),
    (
        "multiple-part",
        ENDS
        + nodes(t="userTask")
        + event(
            "boundaryEvent",
            "b",
            TRIGGERS["message"] + "<errorEventDefinition/>",
            attachedToRef="t",
            parallelMultiple="true",
        )
        + flows("s>t>e", "b>e"),
        "b",
    ),
    (
        "multiple-part",
        nodes(s="startEvent")
        + event(
            "endEvent",
            "e",
            TRIGGERS["message"] + '<compensateEventDefinition waitForCompletion="false"/>',
        )
        + flows("s>e"),
        "e",
    ),
    (
        "instantiating",
        ENDS + '<receiveTask id="r" instantiate="true" messageRef="m"/>' + flows("s>r>e"),
        "r",
    ),
    (
        "instantiating",
        nodes(e="endEvent")
        + '<eventBasedGateway id="g" instantiate="true"/>'
        + MESSAGE
        + TIMER
        + flows("g>m1>e", "g>t1>e"),
        "t1",
    ),
    (
        "complex-activation",
        ENDS + nodes(a="userTask", c="complexGateway") + flows("s>a>c>e", "s>c"),
        "c",
    ),
    ("complex-gateway", ENDS + nodes(c="complexGateway") + flows("s>c>e"), "c"),
    ("implicit-split", ENDS + nodes(a="userTask") + flows("s>a>e", "s>e"), "s"),
    (
        "join-and-split",
        ENDS + nodes(x="parallelGateway", a="userTask") + flows("s>x>e", "x>a>x"),
        "x",
    ),
    (
        "duplicate-flows",
        ENDS + flows("s>e") + '<sequenceFlow id="again" sourceRef="s" targetRef="e"/>',
        "again",
    ),
    (
        "superfluous-termination",
        nodes(s="startEvent") + event("endEvent", "e", "terminate") + flows("s>e"),
        "e",
    ),
    ("starts-drawn", nodes(t="userTask", e="endEvent") + flows("t>e"), None),
]


@pytest.mark.parametrize(("rule", "body", "place"), BAD)
def test_breach_is_found_at_its_place(rule: str, body: str, place: str | None) -> None:
    found = findings(process(body))[rule]

    assert found.element_id == (place or "p")
    assert found.text.zh != found.text.en


@pytest.mark.parametrize(("rule", "body"), GOOD.items())
def test_good_form_is_no_breach(rule: str, body: str) -> None:
    found = findings(process(body))

    assert rule not in found
    errors = {one.rule: one for one in found.values() if one.severity == "error"}
    assert {rule for rule, one in errors.items() if one.family is not Family.HOUSE} == set()


def task(**parts: Any) -> ProcessDefinition:
    """start -> the user task `t`, whose element has these parts -> end."""
    return built("p", start(), replace(user("t"), **parts), end(), flows="start t end")


OF_MODEL: list[tuple[str, ProcessDefinition, str]] = [
    ("quantities", task(start_quantity=0), "t"),
    ("quantities", task(completion_quantity=0), "t"),
    ("standard-loop", task(loop=StandardLoop()), "t"),
    ("standard-loop", task(loop=StandardLoop(maximum=0)), "t"),
    ("multi-instance", task(loop=MultiInstance()), "t"),
    (
        "multi-instance",
        task(loop=MultiInstance(cardinality=feel("2"), collection=feel("[1]"))),
        "t",
    ),
    ("multi-instance", task(loop=MultiInstance(cardinality=feel("2"), input_item="x")), "t"),
    ("multi-instance", task(loop=MultiInstance(cardinality=feel("2"), output_item="x")), "t"),
    ("called-version", task(called_binding=Binding.TAG), "t"),
    ("called-version", task(called_binding=Binding.VERSION, called_version="x"), "t"),
    ("expression-types", task(loop=StandardLoop(condition=feel("1 + 1"))), "t"),
    ("expression-types", task(loop=MultiInstance(cardinality=feel("true"))), "t"),
    ("expression-types", task(loop=MultiInstance(collection=feel('"abc"'))), "t"),
    (
        "data-named",
        replace(
            task(),
            data={
                one: DataItem(id=one, name="x", kind=DataKind.OBJECT, scope="t")
                for one in ("d1", "d2")
            },
        ),
        "t",
    ),
    (
        "message-correlated",
        process(ENDS + GATE.removeprefix(ENDS)),
        "m1",
    ),
]


@pytest.mark.parametrize(("rule", "definition", "place"), OF_MODEL)
def test_breach_in_the_parts_of_an_element_is_found(
    rule: str, definition: ProcessDefinition, place: str
) -> None:
    assert findings(definition)[rule].element_id == place


@pytest.mark.parametrize(
    "parts",
    [
        {"loop": StandardLoop(maximum=3)},
        {"loop": StandardLoop(condition=feel("loopCounter < 3"))},
        {"loop": MultiInstance(cardinality=feel("count(people)"))},
        {"loop": MultiInstance(collection=feel("people"), input_item="one")},
        {"called_binding": Binding.VERSION, "called_version": "3"},
    ],
)
def test_good_parts_of_an_element_are_no_breach(parts: dict[str, Any]) -> None:
    found = findings(task(**parts))

    assert {one.rule for one in found.values() if one.severity == "error"} <= {"not-executed"}


def test_condition_that_cannot_be_true_or_false_is_an_error() -> None:
    gate = ENDS + nodes(x="exclusiveGateway", f="endEvent") + flows("s>x") + flow("x", "e", "y")

    assert "expression-types" in findings(process(gate + flow("x", "f", "amount + 1")))
    assert "expression-types" not in findings(process(gate + flow("x", "f", "amount &gt; 1")))


def test_called_process_that_only_a_message_starts_is_found() -> None:
    calling = built(
        "p",
        start(),
        Element(id="c", kind=Kind.CALL_ACTIVITY, called_element="q"),
        end(),
        flows="start c end",
    )
    called = process(event("startEvent", "s", "message") + nodes(e="endEvent") + flows("s>e"))
    known = bundle(calling, called={"q": called})

    assert findings(calling, bundle=known)["called-start"].element_id == "c"


def test_every_rule_has_a_breach_in_these_tests() -> None:
    elsewhere = {
        *("clause-exists", "feel-compiles", "field-rights", "known-role", "called-start"),
        *("bounded", "no-dead-element", "no-deadlock", "no-doubling", "doubled-way"),
        *("option-to-end", "searched-whole", "hidden-in-lists", "endless-recursion"),
    }
    here = {rule for rule, _, _ in (*BREACHES, *BAD, *OF_MODEL)}

    assert CATALOGUE
    assert {rule.id for rule in all_rules()} == elsewhere | here

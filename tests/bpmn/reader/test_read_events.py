"""Every event definition at every position that the standard allows, and at no other."""

from __future__ import annotations

import pytest

from engine.bpmn.reader import inspect_bpmn, read_bpmn
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.errors import DeploymentRefused
from tests.bpmn.diagrams import diagram, errors_of

ROOTS = (
    '<message id="m" name="order"/><signal id="sg" name="alarm"/><error id="er" errorCode="E1"/>'
    '<escalation id="es" escalationCode="X1"/>'
)
DEFINITIONS = {
    Trigger.MESSAGE: '<messageEventDefinition messageRef="m"/>',
    Trigger.TIMER: "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
    Trigger.SIGNAL: '<signalEventDefinition signalRef="sg"/>',
    Trigger.ERROR: '<errorEventDefinition errorRef="er"/>',
    Trigger.ESCALATION: '<escalationEventDefinition escalationRef="es"/>',
    Trigger.CONDITIONAL: (
        "<conditionalEventDefinition><condition>amount &gt; 3</condition>"
        "</conditionalEventDefinition>"
    ),
    Trigger.LINK: '<linkEventDefinition name="on"/>',
    Trigger.COMPENSATION: '<compensateEventDefinition activityRef="t" waitForCompletion="false"/>',
    Trigger.CANCEL: "<cancelEventDefinition/>",
    Trigger.TERMINATE: "<terminateEventDefinition/>",
}
READ = {
    Trigger.MESSAGE: EventDefinition(trigger=Trigger.MESSAGE, message="order"),
    Trigger.SIGNAL: EventDefinition(trigger=Trigger.SIGNAL, signal="alarm"),
    Trigger.ERROR: EventDefinition(trigger=Trigger.ERROR, error_code="E1"),
    Trigger.ESCALATION: EventDefinition(trigger=Trigger.ESCALATION, escalation_code="X1"),
    Trigger.LINK: EventDefinition(trigger=Trigger.LINK, link="on"),
    Trigger.COMPENSATION: EventDefinition(
        trigger=Trigger.COMPENSATION, compensated="t", wait_for_completion=False
    ),
    Trigger.CANCEL: EventDefinition(trigger=Trigger.CANCEL),
    Trigger.TERMINATE: EventDefinition(trigger=Trigger.TERMINATE),
}
TASK = '<task id="t"/>'
POSITIONS = {
    "start": TASK + '<startEvent id="x">{}</startEvent>',
    "inner start": TASK + '<subProcess id="q"><startEvent id="x">{}</startEvent></subProcess>',
    "event start": TASK
    + '<subProcess id="q" triggeredByEvent="true"><startEvent id="x">{}</startEvent></subProcess>',
    "quiet event start": TASK + '<subProcess id="q" triggeredByEvent="true">'
    '<startEvent id="x" isInterrupting="false">{}</startEvent></subProcess>',
    "catch": TASK + '<intermediateCatchEvent id="x">{}</intermediateCatchEvent>',
    "boundary": '<transaction id="t"><task id="i"/></transaction>'
    '<boundaryEvent id="x" attachedToRef="t">{}</boundaryEvent>',
    "quiet boundary": '<transaction id="t"><task id="i"/></transaction>'
    '<boundaryEvent id="x" attachedToRef="t" cancelActivity="false">{}</boundaryEvent>',
    "throw": TASK + '<intermediateThrowEvent id="x">{}</intermediateThrowEvent>',
    "end": f'<transaction id="q">{TASK}<endEvent id="x">{{}}</endEvent></transaction>',
}
ALLOWED = {
    "start": "message timer signal conditional",
    "inner start": "",
    "event start": "message timer signal conditional error escalation compensation",
    "quiet event start": "message timer signal conditional escalation",
    "catch": "message timer signal conditional link",
    "boundary": "message timer signal conditional error escalation compensation cancel",
    "quiet boundary": "message timer signal conditional escalation compensation",
    "throw": "message signal escalation compensation link",
    "end": "message signal error escalation compensation cancel terminate",
}
PLAIN = {"start", "inner start", "throw", "end"}


def read(body: str, roots: str = ROOTS) -> dict[str, Element]:
    (process,) = read_bpmn(diagram(body, roots=roots))
    return dict(process.elements)


def rules(body: str, roots: str = ROOTS) -> set[str]:
    with pytest.raises(DeploymentRefused) as caught:
        read_bpmn(diagram(body, roots=roots))
    return set(errors_of(caught.value))


@pytest.mark.parametrize("trigger", DEFINITIONS)
@pytest.mark.parametrize("position", POSITIONS)
def test_event_definition_is_read_where_the_standard_allows_it(position: str, trigger: Trigger):
    body = POSITIONS[position].format(DEFINITIONS[trigger])
    if trigger not in ALLOWED[position].split():
        assert rules(body) == {"event-position"}
        return
    event = read(body)["x"].event
    assert event.trigger is trigger
    assert event == READ.get(trigger, event)


@pytest.mark.parametrize("position", POSITIONS)
def test_event_without_a_definition_is_plain_or_refused(position: str):
    body = POSITIONS[position].format("")
    if position in PLAIN:
        assert read(body)["x"].event == EventDefinition()
    else:
        assert rules(body) == {"event-trigger"}


@pytest.mark.parametrize("position", POSITIONS)
def test_several_definitions_are_the_parts_of_a_multiple_event(position: str):
    both = DEFINITIONS[Trigger.MESSAGE] + DEFINITIONS[Trigger.SIGNAL]
    body = POSITIONS[position].format(both)
    if position == "inner start":
        assert rules(body) == {"event-position"}
        return
    event = read(body)["x"].event
    assert event.trigger is Trigger.MULTIPLE
    assert event.parts == (READ[Trigger.MESSAGE], READ[Trigger.SIGNAL])


@pytest.mark.parametrize(
    "position", ["start", "event start", "quiet event start", "catch", "boundary"]
)
def test_parallel_multiple_event_needs_all_of_its_parts(position: str):
    both = DEFINITIONS[Trigger.MESSAGE] + DEFINITIONS[Trigger.TIMER]
    body = POSITIONS[position].format(both).replace('id="x"', 'id="x" parallelMultiple="true"')
    event = read(body)["x"].event
    assert event.trigger is Trigger.PARALLEL_MULTIPLE
    assert [part.trigger for part in event.parts] == [Trigger.MESSAGE, Trigger.TIMER]


def test_part_that_cannot_stand_there_is_refused():
    both = DEFINITIONS[Trigger.MESSAGE] + DEFINITIONS[Trigger.ERROR]
    assert rules(POSITIONS["catch"].format(both)) == {"event-position"}
    linked = DEFINITIONS[Trigger.MESSAGE] + DEFINITIONS[Trigger.LINK]
    assert rules(POSITIONS["throw"].format(linked)) == {"event-position"}


def test_cancel_event_outside_a_transaction_is_refused():
    assert rules('<endEvent id="x"><cancelEventDefinition/></endEvent>') == {"event-position"}
    assert rules(
        '<subProcess id="t"><task id="i"/></subProcess><boundaryEvent id="x" attachedToRef="t">'
        "<cancelEventDefinition/></boundaryEvent>"
    ) == {"event-position"}


def test_event_definitions_by_reference_are_read_like_own_ones():
    roots = ROOTS + '<signalEventDefinition id="sd" signalRef="sg"/><timerEventDefinition id="td">'
    roots += "<timeDate>2027-01-01T00:00:00Z</timeDate></timerEventDefinition>"
    one = read(POSITIONS["catch"].format("<eventDefinitionRef>sd</eventDefinitionRef>"), roots)
    assert one["x"].event == READ[Trigger.SIGNAL]
    two = "<eventDefinitionRef>td</eventDefinitionRef>" + DEFINITIONS[Trigger.MESSAGE]
    parts = read(POSITIONS["catch"].format(two), roots)["x"].event.parts
    assert [part.trigger for part in parts] == [Trigger.TIMER, Trigger.MESSAGE]
    assert rules(POSITIONS["catch"].format("<eventDefinitionRef>zz</eventDefinitionRef>")) == {
        "dangling-reference",
        "event-trigger",
    }


@pytest.mark.parametrize(
    ("definition", "rule"),
    [
        ('<signalEventDefinition signalRef="zz"/>', "dangling-reference"),
        ('<messageEventDefinition messageRef="zz"/>', "dangling-reference"),
        ("<linkEventDefinition/>", "link-name"),
        ("<conditionalEventDefinition/>", "condition-missing"),
        (
            "<conditionalEventDefinition><condition/></conditionalEventDefinition>",
            "empty-expression",
        ),
    ],
)
def test_event_definition_that_says_too_little_is_refused(definition: str, rule: str):
    assert rules(POSITIONS["catch"].format(definition)) == {rule}


def test_escalation_without_a_code_is_refused():
    roots = '<escalation id="es"/>'
    body = POSITIONS["throw"].format(DEFINITIONS[Trigger.ESCALATION])
    assert rules(body, roots) == {"escalation-code"}


def test_start_event_outside_an_event_sub_process_always_interrupts():
    assert rules('<startEvent id="x" isInterrupting="false"/>') == {"event-position"}
    quiet = read(POSITIONS["quiet event start"].format(DEFINITIONS[Trigger.SIGNAL]))
    assert not quiet["x"].interrupting
    assert quiet["q"].triggered_by_event


def test_message_tasks_and_events_by_operation_mean_the_message_it_takes():
    roots = (
        '<message id="m" name="order"/><message id="m2" name="bill"/><interface id="i" name="i">'
        '<operation id="op" name="o"><inMessageRef>m</inMessageRef></operation></interface>'
    )
    found = read(
        '<sendTask id="a" operationRef="op"/><receiveTask id="b" messageRef="m2"/>'
        '<sendTask id="c" operationRef="op" messageRef="m"/><intermediateThrowEvent id="d">'
        "<messageEventDefinition><operationRef>op</operationRef></messageEventDefinition>"
        '</intermediateThrowEvent><receiveTask id="e" instantiate="true" messageRef="m"/>',
        roots,
    )
    assert [found[one].event.message for one in "abcde"] == [
        "order",
        "bill",
        "order",
        "order",
        "order",
    ]
    assert {found[one].event.trigger for one in "abcde"} == {Trigger.MESSAGE}
    assert found["e"].instantiate
    assert rules('<sendTask id="a" operationRef="op" messageRef="m2"/>', roots) == {
        "dangling-reference"
    }


def test_compensation_boundary_event_knows_its_handler():
    body = (
        '<task id="t"/><boundaryEvent id="x" attachedToRef="t"><compensateEventDefinition/>'
        '</boundaryEvent><task id="undo" isForCompensation="true"/>'
        '<association id="a" associationDirection="One" sourceRef="x" targetRef="undo"/>{}'
    )
    found = read(body.format(""))
    assert found["x"].handler == "undo"
    assert found["undo"].for_compensation
    second = (
        '<task id="u2" isForCompensation="true"/><association id="a2" sourceRef="x" '
        'targetRef="u2"/>'
    )
    assert rules(body.format(second)) == {"compensation-handler"}


def test_event_based_gateway_may_start_a_process():
    gateway = read('<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>')[
        "g"
    ]
    assert (gateway.kind, gateway.instantiate, gateway.parallel_events) == (
        Kind.EVENT_BASED_GATEWAY,
        True,
        True,
    )
    assert rules('<eventBasedGateway id="g" eventGatewayType="Parallel"/>') == {
        "event-gateway-type"
    }


def test_parallel_multiple_with_one_trigger_is_a_plain_event_and_said_so():
    body = f'<startEvent id="s" parallelMultiple="true">{DEFINITIONS[Trigger.SIGNAL]}</startEvent>'
    found = inspect_bpmn(diagram(body, roots=ROOTS))

    assert found.definitions[0].elements["s"].event.trigger is Trigger.SIGNAL
    said = {one.rule: one.severity for one in found.findings}
    assert said["parallel-multiple-one"] == "warning"

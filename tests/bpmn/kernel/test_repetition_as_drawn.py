"""Loops, multi-instance, token quantities and complex gateways as files write them."""

from __future__ import annotations

from typing import Any

from engine.bpmn.reader import read_bpmn
from engine.bundles import names_of
from engine.core.advance import TaskDone
from tests.bpmn.diagrams import diagram
from tests.bpmn.kernel.case import Case


def case_of(body: str, variables: dict[str, Any] | None = None) -> Case:
    (definition,) = read_bpmn(diagram(body), draft=True)
    return Case(definition, variables=variables, names=names_of([definition], []))


def expression(tag: str, text: str) -> str:
    return f'<{tag} xsi:type="tFormalExpression">{text}</{tag}>'


def around(activity: str) -> str:
    """start -> the activity `a` -> the user task `z`."""
    return (
        '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        f'{activity}<sequenceFlow id="f2" sourceRef="a" targetRef="z"/><userTask id="z"/>'
    )


def complete_all(case: Case, element: str, **data: Any) -> None:
    for item in sorted(case.instance.work_items.values(), key=lambda one: one.token):
        if item.element_id == element and item.id in case.instance.work_items:
            case.send(TaskDone(token=item.token, data=data, by="anna"))


def test_standard_loop_is_read_with_its_condition_and_maximum():
    condition = expression("loopCondition", "loopCounter &lt; 5")
    marker = f'<standardLoopCharacteristics loopMaximum="3">{condition}'
    case = case_of(around(f'<task id="a">{marker}</standardLoopCharacteristics></task>'))

    assert case.trace().count("a") == 3


def test_standard_loop_tested_before_may_be_skipped():
    condition = expression("loopCondition", "false")
    marker = f'<standardLoopCharacteristics testBefore="true">{condition}'
    case = case_of(around(f'<task id="a">{marker}</standardLoopCharacteristics></task>'))

    assert case.trace().count("a") == 0
    assert case.positions() == ["z"]


def test_cardinality_and_completion_condition_are_read():
    marker = (
        f"<multiInstanceLoopCharacteristics>{expression('loopCardinality', '3')}"
        f"{expression('completionCondition', 'nrOfCompletedInstances = 2')}"
        "</multiInstanceLoopCharacteristics>"
    )
    case = case_of(around(f'<userTask id="a">{marker}</userTask>'))
    assert case.positions() == ["a", "a", "a"]
    complete_all(case, "a")

    assert case.positions() == ["z"]


DATA = (
    '<dataObject id="o1" name="people" isCollection="true"/>'
    '<dataObjectReference id="people" dataObjectRef="o1"/>'
    '<dataObject id="o2" name="opinions" isCollection="true"/>'
    '<dataObjectReference id="opinions" dataObjectRef="o2"/>'
)

OVER_DATA = (
    '<userTask id="a"><ioSpecification><dataInput id="in" isCollection="true"/>'
    '<dataOutput id="out" isCollection="true"/><inputSet><dataInputRefs>in</dataInputRefs>'
    "</inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>"
    "<dataInputAssociation><sourceRef>people</sourceRef><targetRef>in</targetRef>"
    "</dataInputAssociation><dataOutputAssociation><sourceRef>out</sourceRef>"
    "<targetRef>opinions</targetRef></dataOutputAssociation><multiInstanceLoopCharacteristics "
    'isSequential="true"><loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out'
    '</loopDataOutputRef><inputDataItem id="person"/><outputDataItem id="opinion"/>'
    "</multiInstanceLoopCharacteristics></userTask>"
)


def test_collections_of_data_objects_are_read_and_written():
    case = case_of(DATA + around(OVER_DATA), {"people": ["li", "wang"]})
    for person in ("li", "wang"):
        assert case.variables("a")["person"] == person
        complete_all(case, "a", opinion=f"of {person}")

    assert case.variables()["opinions"] == ["of li", "of wang"]
    assert case.positions() == ["z"]


def test_token_quantities_are_read():
    body = (
        '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
        '<task id="a" completionQuantity="4"/><sequenceFlow id="f2" sourceRef="a" targetRef="z"/>'
        '<userTask id="z" startQuantity="2"/>'
    )

    assert case_of(body).positions() == ["z", "z"]


def test_complex_gateway_is_read_with_its_activation_condition():
    condition = expression("activationCondition", "activationCount &gt;= 2")
    branches = "".join(
        f'<sequenceFlow id="i{name}" sourceRef="f" targetRef="{name}"/><userTask id="{name}"/>'
        f'<sequenceFlow id="o{name}" sourceRef="{name}" targetRef="c"/>'
        for name in ("x", "y", "w")
    )
    body = (
        '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="f"/>'
        f'<parallelGateway id="f"/>{branches}<complexGateway id="c">{condition}</complexGateway>'
        '<sequenceFlow id="f2" sourceRef="c" targetRef="z"/><userTask id="z"/>'
    )
    case = case_of(body)
    case.complete("x")
    assert "z" not in case.positions()
    case.complete("w")
    assert case.positions() == ["y", "z"]
    case.complete("y")

    assert case.positions() == ["z"]


def test_event_of_a_completed_instance_is_read_by_reference():
    marker = (
        '<multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="told">'
        f"{expression('loopCardinality', '2')}</multiInstanceLoopCharacteristics>"
    )
    roots = (
        '<escalation id="esc" escalationCode="E"/>'
        '<escalationEventDefinition id="told" escalationRef="esc"/>'
    )
    boundary = (
        '<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">'
        '<escalationEventDefinition escalationRef="esc"/></boundaryEvent>'
        '<sequenceFlow id="f3" sourceRef="b" targetRef="k"/><userTask id="k"/>'
    )
    body = around(f'<userTask id="a">{marker}</userTask>') + boundary
    (definition,) = read_bpmn(diagram(body, roots=roots), draft=True)
    case = Case(definition)
    complete_all(case, "a")

    assert sorted(case.positions()) == ["k", "k", "z"]

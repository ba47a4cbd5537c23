"""Markers, quantities, ad-hoc sub-processes, called processes, global tasks, lanes and people."""

from __future__ import annotations

import pytest

from engine.bpmn.reader import inspect_bpmn, read_bpmn
from engine.core.definition import (
    Assignment,
    AssignmentKind,
    Binding,
    Element,
    EventBehavior,
    EventDefinition,
    Expression,
    Kind,
    MultiInstance,
    StandardLoop,
    Trigger,
)
from engine.errors import DeploymentRefused
from tests.bpmn.diagrams import HEAD, diagram, errors_of, straight


def read(body: str, roots: str = "") -> dict[str, Element]:
    (process,) = read_bpmn(diagram(body, roots=roots))
    return dict(process.elements)


def rules(data: bytes) -> set[str]:
    with pytest.raises(DeploymentRefused) as caught:
        read_bpmn(data)
    return set(errors_of(caught.value))


def test_every_kind_of_flow_node_is_read():
    nodes = [kind for kind in Kind if kind not in (Kind.BOUNDARY_EVENT, Kind.CATCH_EVENT)]
    found = read("".join(f'<{kind} id="x-{kind}"/>' for kind in nodes))
    assert [element.kind for element in found.values()] == nodes


def test_chinese_and_common_words_are_ids():
    found = read(
        '<startEvent id="Start"/><userTask id="审批"/><endEvent id="End"/>'
        '<sequenceFlow id="流1" sourceRef="Start" targetRef="审批"/>'
        '<sequenceFlow id="流2" sourceRef="审批" targetRef="End"/>'
    )
    assert list(found) == ["Start", "审批", "End"]
    assert found["审批"].outgoing == ("流2",)


def test_standard_loop_is_read():
    found = read(
        '<task id="t"><standardLoopCharacteristics testBefore="true" loopMaximum="5">'
        "<loopCondition>n &lt; 3</loopCondition></standardLoopCharacteristics></task>"
    )
    assert found["t"].loop == StandardLoop(
        condition=Expression(text="n < 3", line=1), test_before=True, maximum=5
    )


def multi(inner: str, attributes: str = "", task: str = "") -> str:
    return (
        f'<task id="t">{task}<multiInstanceLoopCharacteristics {attributes}>{inner}'
        "</multiInstanceLoopCharacteristics></task>"
    )


def test_multi_instance_with_cardinality_is_read():
    body = multi(
        "<loopCardinality>3</loopCardinality>"
        "<completionCondition>nrOfCompletedInstances &gt; 1</completionCondition>",
        'isSequential="true"',
    )
    assert read(body)["t"].loop == MultiInstance(
        sequential=True,
        cardinality=Expression(text="3", line=1),
        completion_condition=Expression(text="nrOfCompletedInstances > 1", line=1),
    )


COLLECTION = (
    '<ioSpecification><dataInput id="all" name="orders in"/><dataOutput id="done"/>'
    "<inputSet/><outputSet/></ioSpecification>"
    "<dataInputAssociation><sourceRef>in</sourceRef><targetRef>all</targetRef>"
    "</dataInputAssociation><dataOutputAssociation><sourceRef>done</sourceRef>"
    "<targetRef>out</targetRef></dataOutputAssociation>"
)
OBJECTS = '<dataObject id="in" name="orders" isCollection="true"/><dataObject id="out"/>'


def test_multi_instance_over_a_data_object_is_read_with_its_items():
    inner = (
        "<loopDataInputRef>all</loopDataInputRef><loopDataOutputRef>done</loopDataOutputRef>"
        '<inputDataItem id="i" name="order"/><outputDataItem id="o"/>'
    )
    task = read(OBJECTS + multi(inner, task=COLLECTION))["t"]
    loop = task.loop
    assert isinstance(loop, MultiInstance)
    assert loop.collection is not None
    assert loop.collection.text == "orders"
    assert (loop.input_item, loop.output_collection, loop.output_item) == ("order", "out", "o")
    assert [one.target for one in task.data_inputs] == ["orders in"]
    assert task.data_outputs == ()


def test_multi_instance_in_our_words_is_read():
    words = (
        'guicheng:collection="= orders[open]" guicheng:inputItem="order" '
        'guicheng:outputCollection="results" guicheng:outputItem="result of one"'
    )
    loop = read(multi("", words))["t"].loop
    assert isinstance(loop, MultiInstance)
    assert loop.collection is not None
    assert loop.collection.text == "orders[open]"
    assert (loop.input_item, loop.output_collection, loop.output_item) == (
        "order",
        "results",
        "result of one",
    )


def test_multi_instance_events_are_read():
    roots = (
        '<signal id="sg" name="alarm"/><signalEventDefinition id="sd" signalRef="sg"/>'
        '<escalation id="es" escalationCode="X"/>'
    )
    alarm = EventDefinition(trigger=Trigger.SIGNAL, signal="alarm")
    for behavior in ("None", "One"):
        attributes = f'behavior="{behavior}" {behavior.lower()}BehaviorEventRef="sd"'
        loop = read(multi("<loopCardinality>2</loopCardinality>", attributes), roots)["t"].loop
        assert isinstance(loop, MultiInstance)
        assert loop.behavior is EventBehavior(behavior.lower())
        assert alarm in (loop.none_event, loop.one_event)
    inner = (
        "<loopCardinality>2</loopCardinality><complexBehaviorDefinition><condition>n = 1"
        '</condition><event id="ev"><escalationEventDefinition escalationRef="es"/></event>'
        "</complexBehaviorDefinition>"
    )
    loop = read(multi(inner, 'behavior="Complex"'), roots)["t"].loop
    assert isinstance(loop, MultiInstance)
    ((condition, event),) = loop.complex_events
    assert (condition.text, event.escalation_code) == ("n = 1", "X")


@pytest.mark.parametrize(
    "marker",
    [
        multi(""),
        multi("<loopCardinality>2</loopCardinality>", 'guicheng:collection="= a"'),
        multi('<loopCardinality>2</loopCardinality><inputDataItem id="i"/>'),
        multi('<loopCardinality>2</loopCardinality><outputDataItem id="i"/>'),
        multi("<loopCardinality>2</loopCardinality>", 'behavior="One"'),
        multi("<loopCardinality>2</loopCardinality>", 'behavior="Complex"'),
        multi("<loopCardinality>2</loopCardinality><complexBehaviorDefinition/>"),
    ],
)
def test_multi_instance_that_says_too_little_or_too_much_is_refused(marker: str):
    assert rules(diagram(marker)) == {"multi-instance"}


def test_second_marker_is_refused():
    marker = "<standardLoopCharacteristics/>"
    assert rules(diagram(f'<task id="t">{marker}{marker}</task>')) == {"repeated-element"}


def test_quantities_are_read():
    task = read('<task id="t" startQuantity="2" completionQuantity="3"/>')["t"]
    assert (task.start_quantity, task.completion_quantity) == (2, 3)


def test_ad_hoc_sub_process_is_read():
    found = read(
        '<adHocSubProcess id="a" ordering="Sequential" cancelRemainingInstances="false">'
        '<task id="i"/><completionCondition>done</completionCondition></adHocSubProcess>'
        '<adHocSubProcess id="b"><task id="j"/></adHocSubProcess>'
    )
    first, second = found["a"], found["b"]
    assert (first.sequential, first.cancel_remaining) == (True, False)
    assert first.completion_condition == Expression(text="done", line=1)
    assert (second.sequential, second.cancel_remaining) == (False, True)
    assert found["i"].scope == "a"


def test_complex_gateway_is_read_with_its_activation_condition():
    found = read(
        '<complexGateway id="g" default="f"><activationCondition>count(x) &gt; 1'
        '</activationCondition></complexGateway><task id="t"/>'
        '<sequenceFlow id="f" sourceRef="g" targetRef="t"/>'
    )
    assert found["g"].activation == Expression(text="count(x) > 1", line=1)
    assert found["g"].default_flow == "f"


@pytest.mark.parametrize(
    ("attributes", "binding", "version"),
    [
        ("", Binding.LATEST, None),
        ('guicheng:binding="latest"', Binding.LATEST, None),
        ('guicheng:version="3"', Binding.VERSION, "3"),
        ('guicheng:binding="version" guicheng:version="3"', Binding.VERSION, "3"),
        ('guicheng:binding="tag" guicheng:versionTag="2026 年"', Binding.TAG, "2026 年"),
    ],
)
def test_call_activity_says_which_version_it_calls(
    attributes: str, binding: Binding, version: str | None
):
    call = read(f'<callActivity id="c" calledElement="other" {attributes}/>')["c"]
    assert (call.called_element, call.called_binding, call.called_version) == (
        "other",
        binding,
        version,
    )


@pytest.mark.parametrize(
    "attributes",
    [
        'guicheng:binding="newest"',
        'guicheng:binding="version"',
        'guicheng:binding="latest" guicheng:version="1"',
        'guicheng:version="0"',
        'guicheng:version="x"',
        'guicheng:version="1" guicheng:versionTag="a"',
    ],
)
def test_wrong_version_of_a_called_process_is_refused(attributes: str):
    body = f'<callActivity id="c" calledElement="other" {attributes}/>'
    assert rules(diagram(body)) == {"vocabulary-value"}


def test_global_tasks_are_processes_of_one_element_that_are_only_called():
    roots = (
        '<globalUserTask id="ask" name="询问" guicheng:formId="f"><extensionElements>'
        '<guicheng:assignment kind="initiator"/></extensionElements></globalUserTask>'
        '<globalManualTask id="walk"/><globalTask id="do"/>'
        '<globalBusinessRuleTask id="rule" guicheng:decisionId="D"/>'
    )
    *tasks, process = read_bpmn(diagram('<callActivity id="c" calledElement="ask"/>', roots=roots))
    assert [(one.key, one.elements[one.key].kind) for one in tasks] == [
        ("ask", Kind.USER_TASK),
        ("walk", Kind.MANUAL_TASK),
        ("do", Kind.TASK),
        ("rule", Kind.BUSINESS_RULE_TASK),
    ]
    assert all(one.startable_by == ("-",) and not one.flows for one in tasks)
    human = tasks[0].elements["ask"].user_task
    assert human is not None
    assert human.form_id == "f"
    assert tasks[3].elements["rule"].decision_id == "D"
    assert process.elements["c"].called_element == "ask"


def test_global_script_task_is_refused_by_name():
    assert rules(diagram("", roots='<globalScriptTask id="g"/>')) == {"unsupported-element"}


NESTED = (
    '<laneSet id="ls"><lane id="outer" name="部门" guicheng:role="clerk"><childLaneSet id="cl">'
    '<lane id="inner" name="主管" guicheng:role="head"><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="plain"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>'
    '<lane id="other"><flowNodeRef>c</flowNodeRef></lane></laneSet>'
)


def test_lanes_assign_user_tasks_that_do_not_say_who():
    own = '<extensionElements><guicheng:assignment kind="user" value="li"/></extensionElements>'
    data = diagram(
        NESTED + '<userTask id="a"/><userTask id="b"/>'
        f'<userTask id="c">{own}</userTask>'
        '<subProcess id="d"><userTask id="e"/></subProcess>'
    )
    (process,) = read_bpmn(data)
    who = {
        one.id: [(a.kind, a.literal) for a in one.user_task.assignments]
        for one in process.elements.values()
        if one.user_task is not None
    }
    assert who == {
        "a": [(AssignmentKind.ROLE, "head")],
        "b": [(AssignmentKind.ROLE, "clerk")],
        "c": [(AssignmentKind.USER, "li")],
        "e": [],
    }
    assert process.lanes == {"outer": "部门", "inner": "主管", "plain": "", "other": ""}
    assert process.elements["a"].lane == "inner"


def performer(tag: str, inner: str) -> str:
    return (
        f'<userTask id="t"><{tag} id="o"><resourceAssignmentExpression><formalExpression>{inner}'
        f"</formalExpression></resourceAssignmentExpression></{tag}></userTask>"
    )


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('user("li")', Assignment(kind=AssignmentKind.USER, literal="li")),
        ('role("gm")', Assignment(kind=AssignmentKind.ROLE, literal="gm")),
        (
            "user(chosen.id)",
            Assignment(kind=AssignmentKind.USER, expression=Expression(text="chosen.id", line=1)),
        ),
    ],
)
def test_potential_owner_is_an_assignment(inner: str, expected: Assignment):
    for tag in ("potentialOwner", "humanPerformer"):
        human = read(performer(tag, inner))["t"].user_task
        assert human is not None
        assert human.assignments == (expected,)


def test_resource_stands_for_a_role():
    owner = '<userTask id="t"><potentialOwner><resourceRef>r</resourceRef></potentialOwner>'
    roots = '<resource id="r" name="总经理" guicheng:role="gm"/>'
    human = read(owner + "</userTask>", roots)["t"].user_task
    assert human is not None
    assert human.assignments == (Assignment(kind=AssignmentKind.ROLE, literal="gm"),)


@pytest.mark.parametrize("inner", ["kermit", "group(managers)", "${boss}", "user()"])
def test_other_performer_is_refused(inner: str):
    assert rules(diagram(performer("potentialOwner", inner))) & {"resource-role", "feel-only"}


def test_each_executable_participant_is_a_definition_and_others_are_drawings():
    data = (
        HEAD + '<collaboration id="c"><participant id="a" processRef="p"/>'
        '<participant id="b" processRef="q"/><participant id="d" processRef="r"/>'
        '<messageFlow id="mf" sourceRef="ask" targetRef="theirs"/></collaboration>'
        '<process id="p" isExecutable="true"><task id="ask"/></process>'
        '<process id="q" isExecutable="true"><task id="answer"/></process>'
        '<process id="r"><scriptTask id="theirs"/></process></definitions>'
    ).encode()
    assert [one.key for one in read_bpmn(data)] == ["p", "q"]
    warnings = {(f.rule, f.element_id) for f in inspect_bpmn(data).findings}
    assert ("drawing-only", "r") in warnings


def test_gateway_direction_that_its_flows_contradict_is_refused():
    body = '<exclusiveGateway id="t" gatewayDirection="{}"/>'
    found = inspect_bpmn(straight(body.format("Mixed"))).findings
    assert "gateway-direction" in {one.rule for one in found}
    found = inspect_bpmn(straight(body.format("Diverging"))).findings
    assert "gateway-direction" not in {one.rule for one in found}

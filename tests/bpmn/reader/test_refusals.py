"""What the reader refuses, each with a rule, a place, two sentences and a way out."""

from __future__ import annotations

import time

import pytest

from engine.bpmn.reader import read_bpmn
from engine.errors import DeploymentRefused, Finding
from tests.bpmn.diagrams import HEAD, diagram, errors_of, straight


def refusal(data: bytes) -> dict[str, Finding]:
    with pytest.raises(DeploymentRefused) as caught:
        read_bpmn(data, file="x.bpmn")
    return errors_of(caught.value)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not-xml"),
        (b"<a><b></a>", "not-xml"),
        (b"\xff\xfe\x00\x01", "not-xml"),
        (b"<html/>", "not-bpmn"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/2.0"/>', "not-bpmn"),
        (b"<!DOCTYPE a><a/>", "doctype"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "doctype"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16"), "doctype"),
        (b'<?xml-stylesheet href="x"?><a/>', "processing-instruction"),
        (b"<a>" * 101 + b"</a>" * 101, "size-limit"),
        (b" " * (5 * 1024 * 1024 + 1), "size-limit"),
        (b"<a>" + b"<b/>" * 5000 + b"</a>", "size-limit"),
        ((HEAD + "</definitions>").encode(), "no-process"),
    ],
)
def test_hostile_or_foreign_file_is_refused(data: bytes, rule: str):
    assert rule in refusal(data)


def test_entity_bomb_is_refused_without_expansion():
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "x">{levels}]><a b="&a9;">&a9;</a>'
    assert set(refusal(bomb.encode())) == {"doctype"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("use", ["&x;", "&unknown;"])
def test_entity_that_is_used_is_reported_as_the_doctype_it_needs(encoding: str, use: str):
    text = f'<!DOCTYPE a [<!ENTITY x "y">]>{HEAD}{use}</definitions>'
    assert set(refusal(text.encode(encoding))) == {"doctype"}


@pytest.mark.parametrize(
    "element",
    [
        "scriptTask",
        "globalUserTask",
        "callChoreography",
        "neverHeardOf",
    ],
)
def test_element_that_is_not_run_is_refused_by_name(element: str):
    finding = refusal(straight(f'\n<{element} id="t"/>'))["unsupported-element"]
    assert (finding.element_id, finding.line, finding.file) == ("t", 2, "x.bpmn")
    assert finding.fix is not None
    assert finding.text.zh
    assert finding.text.en


def test_refused_element_makes_no_further_findings():
    assert set(refusal(straight('<scriptTask id="t"><script>x = 1</script></scriptTask>'))) == {
        "unsupported-element"
    }


@pytest.mark.parametrize(
    "body",
    [
        '<userTask id="t"><performer/></userTask>',
        '<serviceTask id="t"><potentialOwner/></serviceTask>',
        '<userTask id="t"><rendering/></userTask>',
        '<task id="t"><ioSpecification><inputSet><whileExecutingInputRefs/></inputSet>'
        "</ioSpecification></task>",
        '<intermediateThrowEvent id="t"><dataOutput id="x"/></intermediateThrowEvent>',
        '<exclusiveGateway id="t"><standardLoopCharacteristics/></exclusiveGateway>',
        '<parallelGateway id="t"><timerEventDefinition/></parallelGateway>',
        '<userTask id="t"><extensionElements><task/></extensionElements></userTask>',
        '<userTask id="t"><x:y xmlns:x="urn:x"/></userTask>',
    ],
)
def test_marker_or_event_that_is_not_run_is_refused_by_name(body: str):
    assert "unsupported-element" in refusal(straight(body))


@pytest.mark.parametrize(
    "body",
    [
        '<transaction id="t" triggeredByEvent="true"/>',
        '<transaction id="t" method="##Image"/>',
        '<serviceTask id="t" implementation="##Java"/>',
        '<userTask id="t" operationRef="op"/>',
        '<userTask id="t" whatever="1"/>',
        '<parallelGateway id="t" default="f2"/>',
    ],
)
def test_attribute_that_is_not_run_is_refused_by_name(body: str):
    assert refusal(straight(body))["unsupported-attribute"].element_id == "t"


@pytest.mark.parametrize(
    "body",
    [
        '<userTask id="t" startQuantity="0"/>',
        '<userTask id="t" completionQuantity="2.5"/>',
        '<userTask id="t" isForCompensation="yes"/>',
        '<eventBasedGateway id="t" eventGatewayType="Any"/>',
        '<adHocSubProcess id="t" ordering="sequential"/>',
        '<exclusiveGateway id="t" gatewayDirection="Left"/>',
    ],
)
def test_attribute_with_a_wrong_value_is_refused_with_what_it_may_be(body: str):
    finding = refusal(straight("\n" + body))["attribute-value"]
    assert (finding.element_id, finding.line) == ("t", 2)


@pytest.mark.parametrize("attribute", ["", 'isExecutable="false"'])
def test_process_that_is_not_executable_is_refused_with_a_fix(attribute: str):
    found = refusal(f'{HEAD}<process id="p" {attribute}/></definitions>'.encode())
    (finding,) = found.values()
    assert finding.fix is not None
    assert "true" in finding.fix.en


@pytest.mark.parametrize(
    "condition",
    [
        '<conditionExpression language="http://www.java.com/java">x</conditionExpression>',
        '<conditionExpression language="python">x</conditionExpression>',
        "<conditionExpression>${amount &gt; 3}</conditionExpression>",
        "<conditionExpression>#{amount}</conditionExpression>",
    ],
)
def test_expression_that_is_not_feel_is_refused(condition: str):
    body = (
        '<startEvent id="s"/><endEvent id="e"/>'
        f'<sequenceFlow id="f" sourceRef="s" targetRef="e">{condition}</sequenceFlow>'
    )
    assert refusal(diagram(body))["feel-only"].element_id == "f"


def test_expression_language_of_the_file_must_be_feel():
    task = (
        '<adHocSubProcess id="t"><task id="i"/><completionCondition>x</completionCondition>'
        "</adHocSubProcess>"
    )
    xpath = b'id="defs" expressionLanguage="http://www.w3.org/1999/XPath"'
    assert "expression-language" in refusal(straight(task).replace(b'id="defs"', xpath))


@pytest.mark.parametrize(
    "task",
    [
        '<userTask id="t" camunda:assignee="kermit"/>',
        '<serviceTask id="t" camunda:class="org.x.Y"/>',
        '<serviceTask id="t" camunda:label="${x}"/>',
        (
            '<userTask id="t"><extensionElements><camunda:taskListener/>'
            "</extensionElements></userTask>"
        ),
        (
            '<userTask id="t"><extensionElements><camunda:a><camunda:b c="${x}"/></camunda:a>'
            "</extensionElements></userTask>"
        ),
    ],
)
def test_behaviour_of_another_engine_is_refused(task: str):
    finding = refusal(straight(task))["foreign-behaviour"]
    assert finding.element_id == "t"
    assert finding.fix is not None


@pytest.mark.parametrize(
    "task",
    [
        '<userTask id="t" guicheng:formID="x"/>',
        '<serviceTask id="t" guicheng:formId="x"/>',
        '<userTask id="t"><extensionElements><guicheng:asignment/></extensionElements></userTask>',
        (
            '<userTask id="t"><extensionElements><guicheng:assignment kind="initiator" x="y"/>'
            "</extensionElements></userTask>"
        ),
        (
            '<userTask id="t"><extensionElements><guicheng:input name="a" value="b"/>'
            "</extensionElements></userTask>"
        ),
    ],
)
def test_unknown_word_of_our_vocabulary_is_refused_by_name(task: str):
    assert "unknown-vocabulary" in refusal(straight(task))


@pytest.mark.parametrize(
    "inner",
    [
        '<guicheng:assignment kind="boss"/>',
        '<guicheng:assignment kind="role"/>',
        '<guicheng:assignment kind="initiator" value="x"/>',
        '<guicheng:fieldRights default="write"/>',
        '<guicheng:fieldRight field="a" access="see"/>',
        '<guicheng:fieldRight access="edit"/>',
        '<guicheng:output name="a"/>',
        '<guicheng:output name="= [" value="= 1"/>',
        '<guicheng:output name="a, b" value="= 1"/>',
    ],
)
def test_wrong_value_of_our_vocabulary_is_refused(inner: str):
    task = f'<userTask id="t"><extensionElements>{inner}</extensionElements></userTask>'
    assert "vocabulary-value" in refusal(straight(task))


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [
        ('guicheng:priority="101"', "vocabulary-value"),
        ('guicheng:priority="-1"', "vocabulary-value"),
        ('guicheng:nobodyFound="gm"', "vocabulary-value"),
        ('guicheng:due="P3D"', "feel-only"),
        ('guicheng:due="= ${x}"', "feel-only"),
    ],
)
def test_wrong_user_task_attribute_is_refused(attribute: str, rule: str):
    assert rule in refusal(straight(f'<userTask id="t" {attribute}/>'))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<startEvent id="s"/><endEvent id="s"/>', "duplicate-id"),
        ('<startEvent id="s"/><endEvent/>', "missing-id"),
        ('<startEvent id="1s"/>', "id-form"),
        ('<sequenceFlow id="f" sourceRef="x" targetRef="y"/>', "dangling-reference"),
        ('<sequenceFlow id="f"/>', "dangling-reference"),
        ('<exclusiveGateway id="g" default="x"/>', "dangling-reference"),
        ('<boundaryEvent id="b" attachedToRef="x"/>', "dangling-reference"),
        ('<startEvent id="s"><outgoing>x</outgoing></startEvent>', "dangling-reference"),
        (
            '<laneSet id="l"><lane id="l1"><flowNodeRef>x</flowNodeRef></lane></laneSet>',
            "dangling-reference",
        ),
        ('<intermediateCatchEvent id="c"/>', "event-trigger"),
        (
            '<intermediateCatchEvent id="c"><timerEventDefinition/></intermediateCatchEvent>',
            "timer-kind",
        ),
        (
            '<endEvent id="c"><errorEventDefinition errorRef="zz"/></endEvent>',
            "dangling-reference",
        ),
        ("hello", "stray-text"),
    ],
)
def test_broken_file_is_refused(body: str, rule: str):
    assert rule in refusal(diagram(body))


def test_all_findings_are_reported_at_once():
    found = refusal(
        diagram(
            '<scriptTask id="a"/>\n<userTask id="b" startQuantity="-3"/>\n'
            '<exclusiveGateway id="c" default="nowhere"/>'
        )
    )
    assert {"unsupported-element", "attribute-value", "dangling-reference"} <= set(found)


def test_flow_on_another_level_than_its_ends_is_refused():
    body = (
        '<startEvent id="s"/><subProcess id="q"><startEvent id="i"/><endEvent id="e"/></subProcess>'
        '<sequenceFlow id="f" sourceRef="i" targetRef="e"/>'
    )
    assert refusal(diagram(body))["dangling-reference"].element_id == "f"


def test_large_file_is_read_in_time_that_grows_with_its_length():
    text = "说明" * 700
    tasks = "".join(
        f'<userTask id="t{i}"><documentation>{text}</documentation></userTask>' for i in range(1000)
    )
    data = diagram('<startEvent id="s"/>' + tasks)
    assert len(data) > 4_000_000
    began = time.process_time()
    assert len(read_bpmn(data)[0].elements) == 1001
    assert time.process_time() - began < 10  # a hundred times what it takes: no measurement


def test_expression_that_begins_with_an_equals_sign_is_refused_but_runs_in_a_draft():
    body = (
        '<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e">'
        "<conditionExpression>= amount</conditionExpression></sequenceFlow>"
    )

    (tried,) = read_bpmn(diagram(body), draft=True)

    assert refusal(diagram(body))["leading-equals"].element_id == "f"
    assert tried.flows["f"].condition is not None
    assert tried.flows["f"].condition.text == "amount"


def test_sequence_flow_into_another_process_is_refused():
    other = '<process id="q" isExecutable="true"><task id="there"/></process></definitions>'
    lost = '<sequenceFlow id="f9" sourceRef="t" targetRef="there"/></process>'
    data = straight('<task id="t"/>').replace(b"</process>", lost.encode())
    data = data.replace(b"</definitions>", other.encode())

    assert refusal(data)["dangling-reference"].element_id == "f9"


@pytest.mark.parametrize(
    ("source", "target"),
    [("t", "t"), ("e", "b"), ("s", "b"), ("b", "s"), ("b", "e"), ("a", "t")],
)
def test_message_flow_at_a_wrong_place_is_refused(source: str, target: str):
    pools = (
        '<collaboration id="c"><participant id="a" processRef="p"/><participant id="b"/>'
        f'<messageFlow id="m" sourceRef="{source}" targetRef="{target}"/></collaboration>'
    )
    body = straight('<userTask id="t"/>').replace(b"<process", pools.encode() + b"<process", 1)

    assert refusal(body)["message-flow"].element_id == "m"
    assert read_bpmn(body, draft=True)

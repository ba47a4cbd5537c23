"""Files of other tools: read as far as they can be understood, and written back without a loss."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.bpmn.reader import import_draft, read_bpmn, save
from engine.core.definition import Kind
from engine.errors import DeploymentRefused
from tests.bpmn.diagrams import HEAD, diagram, straight

OPENED = HEAD.replace(
    'id="defs"',
    'id="defs" xmlns:v="urn:vendor:2" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
    'v:build="7" exporter="Other" exporterVersion="1.2"',
)
RICH = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- drawn by a partner -->
<?tool keep="this"?>
{OPENED}
  <import namespace="urn:types" location="a.xsd" importType="http://www.w3.org/2001/XMLSchema"/>
  <itemDefinition id="item" structureRef="v:Order"/>
  <message id="m" name="order"/>
  <partnerRole id="pr" name="buyer"><participantRef>us</participantRef></partnerRole>
  <collaboration id="c" name="合作"><extensionElements>
      <v:page size="A3" orientation="landscape"><v:grid/></v:page></extensionElements>
    <participant id="us" name="我们" processRef="p"/>
    <participant id="them" processRef="q">
      <participantMultiplicity minimum="1" maximum="3"/></participant>
    <messageFlow id="mf" sourceRef="them" targetRef="us"/>
    <conversation id="talk"><messageFlowRef>mf</messageFlowRef></conversation>
    <textAnnotation id="ta"><text><![CDATA[a < b & "c"]]></text></textAnnotation>
  </collaboration>
  <choreography id="ch"><startEvent id="cs"/>
    <choreographyTask id="ct" initiatingParticipantRef="us"><participantRef>us</participantRef>
      <participantRef>them</participantRef></choreographyTask></choreography>
  <process id="p" name="下单"><documentation>说明 &amp; 更多</documentation>
    <!-- no ids below -->
    <startEvent/>
    <task id="t" v:colour="#fa0" camunda:asyncBefore="true"><extensionElements>
      <v:rules xmlns:w="urn:other"><w:rule on="x"/>mixed <v:b>text</v:b></v:rules>
    </extensionElements></task>
    <scriptTask id="sc" scriptFormat="javascript"><script>x = 1;</script></scriptTask>
    <sequenceFlow sourceRef="t" targetRef="sc"/>
    <userTask id="u" camunda:assignee="${{boss}}"/>
    <neverHeardOf id="n"/>
  </process>
  <process id="q" isExecutable="false"><task id="theirs"/></process>
  <relationship type="copy"><source>p</source><target>q</target></relationship>
  <di:BPMNDiagram id="d"><di:BPMNPlane id="pl" bpmnElement="c">
    <di:BPMNShape id="s1" bpmnElement="t" v:z="3"/></di:BPMNPlane></di:BPMNDiagram>
</definitions>
<!-- end -->
""".encode()


def canonical(data: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False)
    return etree.tostring(etree.fromstring(data, parser).getroottree(), method="c14n2")


@pytest.mark.parametrize(
    "data",
    [
        RICH,
        straight('<userTask id="t"/>'),
        diagram("<task/>\n\t<!-- x --><task/>"),
        RICH.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        RICH.decode().replace("UTF-8", "GB18030").encode("gb18030"),
    ],
)
def test_draft_saves_everything_that_was_in_the_file(data: bytes):
    saved = save(import_draft(data))
    assert canonical(saved) == canonical(data)
    assert canonical(save(import_draft(saved))) == canonical(saved)


def test_draft_is_understood_as_far_as_it_can_be():
    draft = import_draft(RICH, file="partner.bpmn")
    ours, theirs = draft.definitions
    kinds = {one.id: one.kind for one in ours.elements.values()}
    assert kinds == {
        "startEvent_1": Kind.START_EVENT,
        "t": Kind.TASK,
        "u": Kind.USER_TASK,
    }
    assert list(ours.flows) == ["sequenceFlow_2"]
    assert list(theirs.elements) == ["theirs"]
    assert draft.drawings == ("c", "ch")


def test_draft_says_what_is_missing_before_it_can_run():
    found = import_draft(RICH, file="partner.bpmn").findings
    errors = {(one.rule, one.element_id) for one in found if one.severity == "error"}
    assert errors >= {
        ("processing-instruction", None),
        ("not-executable", "p"),
        ("not-executable", "q"),
        ("missing-id", "startEvent_1"),
        ("unsupported-element", "sc"),
        ("unsupported-element", "n"),
        ("foreign-behaviour", "u"),
    }
    assert ("drawing-only", "ch") in {(one.rule, one.element_id) for one in found}
    assert all(one.file == "partner.bpmn" and one.line for one in found)


def test_draft_that_lacks_nothing_reads_like_any_other_file():
    data = straight('<userTask id="t"/>')
    draft = import_draft(data)
    assert not [one for one in draft.findings if one.severity == "error"]
    assert draft.definitions == read_bpmn(data)


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<!DOCTYPE a><a/>", b"<a>"])
def test_what_is_no_bpmn_is_refused(data: bytes):
    with pytest.raises(DeploymentRefused):
        import_draft(data)


def test_draft_may_be_deployed_without_what_only_we_ask_for():
    data = (
        f'{HEAD}<process id="p"><startEvent id="s"/><userTask id="t" camunda:assignee="x"/>'
        '<sequenceFlow sourceRef="s" targetRef="t"/></process></definitions>'
    ).encode()
    with pytest.raises(DeploymentRefused):
        read_bpmn(data)
    (process,) = read_bpmn(data, draft=True)
    assert process.draft
    assert list(process.flows) == ["sequenceFlow_1"]
    human = process.elements["t"].user_task
    assert human is not None
    assert (human.form_id, human.assignments) == ("", ())

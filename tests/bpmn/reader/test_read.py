"""What the reader makes of a file that it accepts."""

from __future__ import annotations

import hashlib

from engine.bpmn.reader import inspect_bpmn, read_bpmn
from engine.core.definition import (
    Access,
    AssignmentKind,
    Kind,
    TimerKind,
    Trigger,
)
from tests.bpmn.diagrams import HEAD, diagram, straight

USER_TASK = """
<userTask id="t" name="审核申请" guicheng:nameEn="Review" guicheng:clauses="SEAL-01 SEAL-02"
    guicheng:formId="review" guicheng:priority="70" guicheng:due="= duration(&quot;P2D&quot;)"
    guicheng:nobodyFound="role:gm" guicheng:separateFrom="initiator fill">
  <documentation>看清用途。</documentation>
  <extensionElements>
    <guicheng:assignment kind="role" value="gm"/>
    <guicheng:assignment kind="user" value="= chosen"/>
    <guicheng:fieldRights default="hide"/>
    <guicheng:fieldRight field="opinion" access="edit"/>
    <guicheng:output name="decision" value="= opinion"/>
    <guicheng:output name="step" value='say "yes"'/>
  </extensionElements>
</userTask>"""


def test_user_task_is_read_completely():
    (process,) = read_bpmn(straight(USER_TASK))
    task = process.elements["t"]
    human = task.user_task
    assert human is not None
    assert (task.name, task.name_en, task.documentation) == ("审核申请", "Review", "看清用途。")
    assert task.clauses == ("SEAL-01", "SEAL-02")
    assert (human.form_id, human.priority, human.nobody_found) == ("review", 70, "role:gm")
    assert human.separate_from == ("initiator", "fill")
    assert human.due is not None
    assert human.due.text == 'duration("P2D")'
    assert human.default_access is Access.HIDE
    assert human.access == {"opinion": Access.EDIT}
    role, user = human.assignments
    assert (role.kind, role.literal) == (AssignmentKind.ROLE, "gm")
    assert user.expression is not None
    assert user.expression.text == "chosen"
    assert [(m.name, m.source.text) for m in task.outputs] == [
        ("decision", "opinion"),
        ("step", '"say \\"yes\\""'),
    ]


def test_flows_are_read_in_document_order_with_conditions_and_lines():
    (process,) = read_bpmn(
        diagram(
            '<startEvent id="s"/>\n<exclusiveGateway id="g" default="no"/>\n'
            '<endEvent id="e1"/><endEvent id="e2"/>'
            '<sequenceFlow id="in" sourceRef="s" targetRef="g"/>\n'
            '<sequenceFlow id="yes" name="是" sourceRef="g" targetRef="e1">'
            '<conditionExpression xsi:type="tFormalExpression">\n  amount &gt; 300'
            "</conditionExpression></sequenceFlow>"
            '<sequenceFlow id="no" sourceRef="g" targetRef="e2"/>'
        )
    )
    gateway = process.elements["g"]
    assert gateway.incoming == ("in",)
    assert gateway.outgoing == ("yes", "no")
    assert gateway.default_flow == "no"
    condition = process.flows["yes"].condition
    assert condition is not None
    assert (condition.text, condition.line) == ("amount > 300", 5)


def test_process_attributes_lanes_and_digest_are_read():
    data = diagram(
        '<laneSet id="ls"><lane id="l1" name="申请人"><flowNodeRef>s</flowNodeRef></lane>'
        '<lane id="l2" name="总经理"><flowNodeRef>sub</flowNodeRef></lane></laneSet>'
        '<startEvent id="s" guicheng:formId="f"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>'
        '<subProcess id="sub"><startEvent id="s2"/></subProcess>',
        attributes='guicheng:family="seals" guicheng:startableBy="clerk gm" '
        'guicheng:title="= reason" guicheng:variables="a b; c" guicheng:placeholder="true" '
        'guicheng:versionTag="2026" guicheng:clauses="X-1" guicheng:nameEn="Process"',
    )
    (process,) = read_bpmn(data)
    assert process.lanes == {"l1": "申请人", "l2": "总经理"}
    assert process.elements["s"].lane == "l1"
    inner = process.elements["s2"]
    assert (inner.scope, inner.lane) == ("sub", "l2")
    assert process.elements["s"].form_id == "f"
    assert process.startable_by == ("clerk", "gm")
    assert process.variables == ("a b", "c")
    assert process.placeholder
    assert process.title is not None
    assert process.title.text == "reason"
    assert process.digest == "sha256:" + hashlib.sha256(data).hexdigest()


def test_events_are_read_with_timer_message_and_error():
    (process,) = read_bpmn(
        diagram(
            '<startEvent id="s"/><userTask id="t"/>'
            '<boundaryEvent id="b1" attachedToRef="t" cancelActivity="false">'
            "<timerEventDefinition><timeDuration>duration(&quot;PT1H&quot;)</timeDuration>"
            "</timerEventDefinition></boundaryEvent>"
            '<boundaryEvent id="b2" attachedToRef="t"><errorEventDefinition errorRef="err"/>'
            "</boundaryEvent>"
            '<intermediateCatchEvent id="c" guicheng:correlationKey="= no">'
            '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
            '<endEvent id="e"><terminateEventDefinition/></endEvent>',
            roots='<message id="m" name="seal-returned"/><error id="err" errorCode="E1"/>',
        )
    )
    timer, error = process.elements["b1"], process.elements["b2"]
    assert (timer.attached_to, timer.interrupting) == ("t", False)
    assert timer.event.timer_kind is TimerKind.DURATION
    assert timer.event.timer is not None
    assert timer.event.timer.text == 'duration("PT1H")'
    assert (error.event.trigger, error.event.error_code) == (Trigger.ERROR, "E1")
    message = process.elements["c"].event
    assert message.message == "seal-returned"
    assert message.correlation is not None
    assert message.correlation.text == "no"
    assert process.elements["e"].event.trigger is Trigger.TERMINATE


def test_automatic_tasks_are_read_with_what_they_hand_over():
    (process,) = read_bpmn(
        diagram(
            '<startEvent id="s"/>'
            '<serviceTask id="w" guicheng:connector="register.append"><extensionElements>'
            '<guicheng:input name="register" value="seal-log"/>'
            '<guicheng:output name="no" value="= result.serial"/></extensionElements>'
            '<dataOutputAssociation id="d"><targetRef>store</targetRef></dataOutputAssociation>'
            "</serviceTask>"
            '<businessRuleTask id="r" guicheng:decisionId="D-1" guicheng:resultVariable="tier"/>'
            '<callActivity id="c" calledElement="other"/>'
            '<dataStoreReference id="store" name="用印登记簿"/>'
        )
    )
    write, rule, call = (process.elements[i] for i in ("w", "r", "c"))
    assert write.connector == "register.append"
    assert [(m.name, m.source.text) for m in write.inputs] == [("register", '"seal-log"')]
    assert [(m.name, m.source.text) for m in write.outputs] == [("no", "result.serial")]
    assert (rule.decision_id, rule.result_variable) == ("D-1", "tier")
    assert call.called_element == "other"
    assert call.kind is Kind.CALL_ACTIVITY


def test_drawings_and_black_box_pools_are_accepted():
    data = (
        HEAD + '<collaboration id="c"><participant id="us" processRef="p"/>'
        '<participant id="them" name="客户"/>'
        '<messageFlow id="mf" sourceRef="them" targetRef="us"/></collaboration>'
        '<category id="cat"><categoryValue id="cv" value="x"/></category>'
        '<process id="p" isExecutable="true"><startEvent id="s"/>'
        '<textAnnotation id="ta"><text>说明</text></textAnnotation>'
        '<association id="a" sourceRef="ta" targetRef="s"/><group id="g" categoryValueRef="cv"/>'
        '<dataObject id="do"/><dataObjectReference id="dr" dataObjectRef="do"/>'
        "</process></definitions>"
    ).encode()
    (process,) = read_bpmn(data)
    assert list(process.elements) == ["s"]


def test_marks_of_other_tools_are_one_warning_per_namespace():
    reading = inspect_bpmn(
        straight('<userTask id="t" camunda:asyncBefore="true" camunda:modelerTemplate="x"/>')
    )
    (finding,) = [f for f in reading.findings if f.rule == "foreign-extension"]
    assert finding.severity == "warning"
    assert finding.element_id == "t"


def test_file_without_diagram_is_a_warning():
    reading = inspect_bpmn(straight('<userTask id="t"/>'))
    assert [(f.rule, f.severity) for f in reading.findings] == [("no-diagram", "warning")]

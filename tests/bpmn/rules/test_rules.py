"""Each rule finds its breach, names the place, and is silent on a good process."""

from __future__ import annotations

import pytest

from engine.bpmn.rules import check
from tests.bpmn.rules.given import FormOf, bundle, event, findings, flow, flows, nodes, process

GOOD = (
    '<startEvent id="s" name="收到申请" guicheng:nameEn="Received" guicheng:formId="f"/>'
    '<userTask id="t" name="审核" guicheng:nameEn="Review" guicheng:formId="f" default="t_e" '
    'guicheng:separateFrom="initiator"><extensionElements>'
    '<guicheng:assignment kind="role" value="gm"/><guicheng:fieldRight field="a" access="edit"/>'
    "</extensionElements></userTask>"
    '<endEvent id="e" name="同意" guicheng:nameEn="Agreed"/>'
    '<endEvent id="n" name="不同意" guicheng:nameEn="Refused"/>'
    + flows("s>t>e")
    + flow("t", "n", 'a = "no"')
)


def test_good_process_breaks_no_rule():
    definition = process(GOOD, nameEn="Process")
    known = bundle(definition, forms={"f": FormOf("a")}, names=frozenset({"a"}))
    found = check(
        definition,
        known,
        roles=frozenset({"gm"}),
        connectors=frozenset(),
        clauses=frozenset(),
    )
    assert found == ()


STRAIGHT = nodes(s="startEvent", t="userTask", e="endEvent")


def decided(attributes: str) -> str:
    """A user task with such an approval."""
    approval = f"<guicheng:approval {attributes}/>"
    return f'<userTask id="t"><extensionElements>{approval}</extensionElements></userTask>'


def timed(attributes: str) -> str:
    """A user task that times out after an hour."""
    after = "guicheng:timeout='= duration(\"PT1H\")'"
    return f'<userTask id="t" {after} {attributes}/>'


BREACHES = [
    ("one-start", nodes(s="startEvent", s2="startEvent"), "s2"),
    ("can-begin", nodes(t="userTask", u="userTask") + flows("t>u>t"), None),
    ("not-empty", "", None),
    ("sub-process-drawn", nodes(p1="subProcess"), "p1"),
    ("start-is-first", STRAIGHT + flows("s>t>s"), "s"),
    ("end-is-last", STRAIGHT + flows("s>e>t"), "e"),
    ("reachable", STRAIGHT + flows("s>e"), "t"),
    ("ends-drawn", STRAIGHT + flows("s>t"), "t"),
    ("can-end", nodes(s="startEvent", t="userTask", u="userTask") + flows("s>t>u>t"), "s"),
    (
        "flow-in-scope",
        '<startEvent id="s"/><subProcess id="p1"><startEvent id="i"/><userTask id="t"/>'
        "</subProcess>" + flows("s>t"),
        "s_t",
    ),
    (
        "boundary-placed",
        STRAIGHT + '<boundaryEvent id="b" attachedToRef="t"/>' + flows("s>t>e"),
        "b",
    ),
    (
        "boundary-can-happen",
        nodes(s="startEvent", t="businessRuleTask", e="endEvent")
        + event("boundaryEvent", "b", "timer", attachedToRef="t")
        + flows("s>t>e", "b>e"),
        "b",
    ),
    (
        "boundary-can-happen",
        STRAIGHT
        + event("boundaryEvent", "b", "error", attachedToRef="t", cancelActivity="false")
        + flows("s>t>e", "b>e"),
        "b",
    ),
    ("default-flow", '<exclusiveGateway id="g" default="g_e"/>' + flow("g", "e", "x"), "g_e"),
    ("default-flow", '<userTask id="t" default="s_t"/>' + flows("s>t"), "t"),
    (
        "gateway-conditions",
        nodes(g="exclusiveGateway", a="endEvent", b="endEvent")
        + flow("g", "a", "x")
        + flows("g>b"),
        "g_b",
    ),
    ("condition-place", nodes(s="startEvent", e="endEvent") + flow("s", "e", "x"), "s_e"),
    (
        "way-on",
        nodes(g="exclusiveGateway", a="endEvent", b="endEvent")
        + flow("g", "a", "x")
        + flow("g", "b", "y"),
        "g",
    ),
    (
        "idle-gateway",
        nodes(s="startEvent", g="parallelGateway", e="endEvent") + flows("s>g>e"),
        "g",
    ),
    ("user-task-form", STRAIGHT, "t"),
    (
        "form-place",
        '<subProcess id="p1"><startEvent id="i" guicheng:formId="f"/></subProcess>',
        "i",
    ),
    ("assigned", STRAIGHT, "t"),
    ("separation", '<userTask id="t" guicheng:separateFrom="nobody"/>', "t"),
    ("deadline-terms", '<userTask id="t" guicheng:timeoutAction="pass"/>', "t"),
    ("deadline-terms", timed('guicheng:timeoutAction="reject"'), "t"),
    ("deadline-terms", timed('guicheng:timeoutData="= {}"'), "t"),
    ("approval-terms", decided('mode="ratio"'), "t"),
    ("approval-terms", decided('mode="all" decision="a" threshold="1/2"'), "t"),
    ("approval-terms", decided('mode="any" decision="a" weights="= {gm: 2}"'), "t"),
    ("approval-terms", decided('onReject="end"'), "t"),
    ("approval-terms", '<userTask id="t" guicheng:opinion="on-refusal"/>', "t"),
    ("approval-rejection", decided('decision="a" onReject="node:nowhere"'), "t"),
    ("known-connector", nodes(a="serviceTask"), "a"),
    ("decision-exists", nodes(r="businessRuleTask"), "r"),
    ("called-exists", nodes(c="callActivity"), "c"),
    ("timer-repeats", event("intermediateCatchEvent", "c", "cycle"), "c"),
    ("message-correlated", event("intermediateCatchEvent", "c", "message"), "c"),
    (
        "error-caught",
        '<subProcess id="p1"><startEvent id="i"/><endEvent id="e">'
        '<errorEventDefinition errorRef="err"/></endEvent></subProcess>'
        + event("boundaryEvent", "b", '<errorEventDefinition errorRef="e2"/>', attachedToRef="p1"),
        "e",
    ),
    ("named", STRAIGHT, "s"),
    ("named-in-english", '<userTask id="t" name="审核"/>', None),
]


@pytest.mark.parametrize(("rule", "body", "place"), BREACHES)
def test_rule_finds_its_breach_and_names_the_place(rule: str, body: str, place: str | None):
    if rule not in ("can-begin", "not-empty") or place:
        body += "" if 'id="e"' in body else '<endEvent id="e"/>'
        body += "" if 'id="s"' in body else '<startEvent id="s"/>'
    finding = findings(process(body))[rule]
    assert finding.element_id == (place or "p")
    assert finding.fix is not None
    assert finding.text.zh != finding.text.en


CATALOGUE = (
    '<startEvent id="s"/><userTask id="t" guicheng:formId="f" guicheng:clauses="X-9" '
    'guicheng:nobodyFound="role:nobody"><extensionElements>'
    '<guicheng:assignment kind="role" value="ghost"/>'
    '<guicheng:fieldRight field="zzz" access="edit"/></extensionElements></userTask>'
    '<serviceTask id="w" guicheng:connector="mail.send"/>'
    '<businessRuleTask id="r" guicheng:decisionId="D-1" guicheng:resultVariable="x"/>'
    '<callActivity id="c" calledElement="other"/><endEvent id="e"/>' + flows("s>t>w>r>c>e")
)


def test_what_the_catalogue_lacks_is_found_when_it_is_known():
    definition = process(CATALOGUE, startableBy="ghost")
    found = findings(
        definition,
        bundle=bundle(definition, forms={"f": FormOf("a")}),
        roles=frozenset({"gm"}),
        connectors=frozenset({"notify"}),
        clauses=frozenset({"X-1"}),
    )
    assert {
        "clause-exists",
        "known-role",
        "field-rights",
        "known-connector",
        "decision-exists",
        "called-exists",
    } <= set(found)


@pytest.mark.parametrize(
    ("attributes", "default", "hidden"),
    [
        ({"searchable": "b; salary"}, "edit", "salary"),
        ({"title": "= string(salary)"}, "edit", "salary"),
        ({"summary": "= b"}, "edit", None),
        ({"caseNumber": "{salary}-{序号}"}, "edit", "salary"),
        ({"summary": "= b"}, "hide", "b"),
        ({"summary": "= a"}, "hide", None),
    ],
)
def test_what_a_step_hides_is_not_told_by_lists(
    attributes: dict[str, str], default: str, hidden: str | None
) -> None:
    body = GOOD.replace(
        '<guicheng:fieldRight field="a" access="edit"/>',
        f'<guicheng:fieldRights default="{default}"/>'
        '<guicheng:fieldRight field="a" access="edit"/>'
        '<guicheng:fieldRight field="salary" access="hide"/>',
    )
    definition = process(body, nameEn="Process", **attributes)
    names = frozenset({"a", "b", "salary"})
    known = bundle(definition, forms={"f": FormOf("a", "b", "salary")}, names=names)

    found = findings(definition, bundle=known).get("hidden-in-lists")

    assert (found is not None) == (hidden is not None)
    assert found is None or (found.element_id == "t" and str(hidden) in found.text.zh)


def test_nothing_is_said_about_a_catalogue_that_is_not_known():
    found = findings(process(CATALOGUE))
    assert {f.rule for f in found.values() if f.severity == "error"} == set()


@pytest.mark.parametrize(
    ("condition", "is_good"),
    [
        ("amount &gt; 300", True),
        ('initiator.reports to = "gm"', True),
        ("total &gt; 300", False),
        ("amount &gt;", False),
        ("__import__('os').system('x')", False),
        ("amount == 3", False),
    ],
)
def test_expression_must_be_feel_over_known_names(condition: str, *, is_good: bool):
    body = nodes(s="startEvent", t="userTask", e="endEvent") + flows("s>t>e")
    definition = process(body + nodes(n="endEvent") + "\n\n" + flow("t", "n", condition))
    found = findings(definition, bundle=bundle(definition, names=frozenset({"amount"})))
    assert ("feel-compiles" not in found) is is_good
    if not is_good:
        assert found["feel-compiles"].line == 3

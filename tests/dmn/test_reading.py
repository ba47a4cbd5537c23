"""Reading DMN files: what is refused, with the rule, the element and the line."""

from __future__ import annotations

import pytest

from engine.bpmn.reader.dmn import read_dmn
from engine.errors import DeploymentRefused
from tests.dmn.files import decision, definitions, input_data, literal, needs_input, table

GOOD = table(["x"], ["y"], [("< 5", "1")])
REFUSED = [
    ("not-xml", b"<definitions"),
    ("not-dmn", b"<a/>"),
    ("not-dmn", definitions(namespace="urn:other")),
    ("doctype", b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + definitions()),
    ("size-limit", b"<a>" * 101 + b"</a>" * 101),
    ("size-limit", b" " * (5 * 1024 * 1024 + 1)),
    ("size-limit", definitions(*["<import/>"] * 5001)),
    ("dmn-unknown-element", definitions("<nothing/>")),
    ("dmn-duplicate-id", definitions(decision("d", literal("1")), decision("d", literal("2")))),
    ("dmn-no-expression", definitions(decision("d", ""))),
    ("dmn-expression", definitions(decision("d", literal("1") + literal("2")))),
    ("feel-syntax", definitions(decision("d", literal("1 +")))),
    (
        "feel-syntax",
        definitions(decision("d", literal("y + 1"), needs_input("x")), input_data("x")),
    ),
    ("feel-syntax", definitions(decision("d", table(["x"], ["y"], [("< 5 <", "1")])))),
    ("feel-syntax", definitions(decision("d", table(["x"], ["y"], [("-", "1 1")])))),
    ("dmn-arity", definitions(decision("d", table(["x"], ["y"], [("1",)])))),
    ("dmn-outputs", definitions(decision("d", table(["x"], [], [])))),
    ("dmn-outputs", definitions(decision("d", table(["x"], ["y", "y"], [("-", "1", "2")])))),
    ("dmn-reference", definitions(decision("d", literal("1"), needs_input("nothing")))),
    ("dmn-type", definitions(decision("d", literal("1"), type_ref="tNothing"))),
    ("dmn-hit-policy", definitions(decision("d", GOOD.replace("UNIQUE", "LAST")))),
    (
        "dmn-language",
        definitions(
            decision(
                "d",
                literal("1")
                .replace("<literal", "<literal", 1)
                .replace("Expression>", 'Expression expressionLanguage="python">', 1),
            )
        ),
    ),
    (
        "dmn-function-kind",
        definitions(
            '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic kind="Java">'
            f"{literal('1')}</encapsulatedLogic></businessKnowledgeModel>",
            decision(
                "d",
                literal("f()"),
                '<knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>',
            ),
        ),
    ),
    (
        "dmn-cycle",
        definitions(
            decision(
                "d",
                literal("d + 1"),
                '<informationRequirement><requiredDecision href="#d"/></informationRequirement>',
            )
        ),
    ),
]


@pytest.mark.parametrize(("rule", "data"), REFUSED, ids=[row[0] for row in REFUSED])
def test_file_is_refused_by_rule(rule: str, data: bytes) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        read_dmn(data, file="route.dmn")

    findings = caught.value.findings
    assert rule in [finding.rule for finding in findings]
    assert all(finding.file == "route.dmn" for finding in findings)


def test_broken_cell_is_named_by_rule_column_and_line() -> None:
    data = definitions(decision("d", table(["x"], ["y"], [("< 5", "1"), ("< ", "2")])))

    with pytest.raises(DeploymentRefused) as caught:
        read_dmn(data)

    finding = caught.value.findings[0]
    assert finding.element_id == "r2"
    assert finding.line == 2
    assert "规则 r2 第 1 列条件" in finding.text.zh
    assert "Rule r2, condition 1" in finding.text.en


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324"])
def test_every_version_of_the_format_is_read(version: str) -> None:
    scheme = "http" if version == "20180521" else "https"
    data = definitions(
        decision("d", literal("1")), namespace=f"{scheme}://www.omg.org/spec/DMN/{version}/MODEL/"
    )

    assert read_dmn(data).decision_ids() == ("d",)


def test_model_with_broken_cells_can_be_read_unchecked() -> None:
    assert read_dmn(definitions(decision("d", literal("1 +"))), check=False).decision_ids()

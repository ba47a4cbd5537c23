"""The documented entry: several files loaded and evaluated by name."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.dmn import DmnError, load
from engine.errors import DeploymentRefused
from tests.dmn.files import (
    D,
    decision,
    definitions,
    input_data,
    literal,
    needs_decision,
    needs_input,
    needs_knowledge,
    table,
)

TAX = (
    '<businessKnowledgeModel id="add tax" name="add tax"><variable name="add tax"/>'
    '<encapsulatedLogic><formalParameter name="amount" typeRef="number"/>'
    f"{literal('amount * 1.1')}</encapsulatedLogic></businessKnowledgeModel>"
)
BASE = definitions(TAX, decision("rate", literal("2")))
SERVICE = (
    '<decisionService id="s" name="pricing"><variable name="pricing"/>'
    '<outputDecision href="#total"/><encapsulatedDecision href="#net"/>'
    '<inputData href="#since"/></decisionService>'
)
USER = definitions(
    '<import name="base" namespace="urn:m" '
    'importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
    input_data("since", "date"),
    decision(
        "net",
        literal("since.year * base.rate"),
        needs_input("since"),
        '<informationRequirement><requiredDecision href="urn:m#rate"/></informationRequirement>',
    ),
    decision(
        "total",
        literal("base.add tax(net)"),
        needs_decision("net"),
        '<knowledgeRequirement><requiredKnowledge href="urn:m#add tax"/></knowledgeRequirement>',
    ),
    SERVICE,
).replace(b'name="m" namespace="urn:m">', b'name="user" namespace="urn:user">')


def test_decision_service_and_knowledge_model_are_evaluated_by_name(tmp_path: Path) -> None:
    file = tmp_path / "base.dmn"
    file.write_bytes(BASE)
    models = load(file, USER)

    found = models.evaluate("total", {"since": date(2000, 1, 2)})

    assert models.findings() == ()
    assert models.names() == ("rate", "add tax", "net", "total", "pricing")
    assert found.output == D("4400.0")
    assert found.inputs == (("net", D(4000)),)
    assert models.evaluate("pricing", {"since": "2000-01-02"}).output == D("4400.0")
    assert models.evaluate("add tax", {"amount": D(10)}).output == D("11.0")


def test_text_becomes_the_date_that_its_type_declares() -> None:
    item = (
        '<itemDefinition name="trip"><itemComponent name="from"><typeRef>date</typeRef>'
        '</itemComponent><itemComponent name="length"><typeRef>days and time duration</typeRef>'
        "</itemComponent></itemDefinition>"
    )
    models = load(
        definitions(
            item,
            input_data("trip", "trip"),
            decision("end", literal("trip.from + trip.length"), needs_input("trip")),
        )
    )

    assert models.evaluate("end", {"trip": {"from": "2026-11-22", "length": "P3D"}}).output == (
        date(2026, 11, 25)
    )
    assert models.evaluate(
        "end", {"trip": {"from": date(2026, 11, 22), "length": timedelta(days=1)}}
    ).output == date(2026, 11, 23)


def test_wrong_expression_is_told_and_null_only_where_it_stands() -> None:
    models = load(
        definitions(decision("wrong", literal("1 +")), decision("right", literal("1 + 1")))
    )

    assert [finding.element_id for finding in models.findings()] != []
    assert models.evaluate("right").output == D(2)
    assert models.evaluate("wrong", strict=False).output is None
    with pytest.raises(DmnError, match="wrong"):
        models.evaluate("wrong")


def test_name_of_two_models_needs_the_model() -> None:
    one = definitions(decision("d", literal("1")))
    two = one.replace(b'name="m" namespace="urn:m"', b'name="n" namespace="urn:n"')
    models = load(one, two.replace(b">1<", b">2<"))

    assert models.evaluate("d", model="n").output == D(2)
    with pytest.raises(DmnError, match="name the model"):
        models.evaluate("d")
    with pytest.raises(DmnError, match="known: d"):
        models.evaluate("nothing")


def test_files_that_are_no_model_are_refused(tmp_path: Path) -> None:
    for file in (tmp_path / "missing.dmn", b"<a/>", b"no xml"):
        with pytest.raises(DeploymentRefused):
            load(file)
    with pytest.raises(DmnError, match="urn:m"):
        load(USER)


def test_recursive_function_and_functions_of_functions() -> None:
    power = (
        '<businessKnowledgeModel id="p" name="power"><variable name="power"/><encapsulatedLogic>'
        '<formalParameter name="x"/><formalParameter name="n"/>'
        f"{literal('if n = 0 then 1 else x * power(x, n - 1)')}"
        "</encapsulatedLogic></businessKnowledgeModel>"
    )
    models = load(
        definitions(power, decision("d", literal("power(n: 3, x: 2)"), needs_knowledge("p")))
    )

    assert models.evaluate("power", {"x": D(2), "n": D(10)}).output == D(1024)
    assert models.evaluate("d").output == D(8)


def test_only_load_reaches_out_of_the_pure_package() -> None:
    package = Path(load.__code__.co_filename).parent
    for file in sorted(package.glob("*.py")):
        if file.name == "loading.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "engine.dmn.loading":
                assert file.name == "__init__.py"
            if isinstance(node, ast.ImportFrom) and node.module == "engine.dmn":
                names = {alias.name for alias in node.names}
                assert not names & {"load", "ModelSet"}


def test_table_evaluates_with_its_rules() -> None:
    models = load(
        definitions(decision("t", table(["x"], ["y"], [("< 5", '"low"'), (">= 5", '"high"')])))
    )

    found = models.evaluate("t", {"x": D(7)})

    assert (found.output, found.rule_ids) == ("high", ("r2",))
    assert "r2" in found.text.zh

"""Declared types: of columns, of named items, and the conversions of DMN 1.5, 10.3.2.9.4."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.core.values import Value
from engine.dmn import DmnError, load
from tests.dmn.files import (
    D,
    decide,
    decision,
    definitions,
    input_data,
    literal,
    needs_input,
    table,
)


def _clause(text: str, type_ref: str) -> str:
    inner = f'<inputExpression typeRef="{type_ref}"><text>{text}</text></inputExpression>'
    return f"<input>{inner}</input>"


NUMBERS = (
    '<itemDefinition name="numbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
)
LEVEL = (
    '<itemDefinition name="level"><typeRef>string</typeRef>'
    '<allowedValues><text>"low", "high"</text></allowedValues></itemDefinition>'
)
POINT = (
    '<itemDefinition name="point"><itemComponent name="x"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="y"><typeRef>number</typeRef></itemComponent></itemDefinition>'
)


@pytest.mark.parametrize(
    ("type_ref", "text", "wanted"),
    [
        # 10.3.2.9.4: from and to singleton list, date to date and time; else null
        ("number", "[5]", D(5)),
        ("numbers", "5", [D(5)]),
        ("numbers", '["a"]', None),
        ("date and time", '@"2026-11-22"', datetime(2026, 11, 22, tzinfo=UTC)),
        ("date", '@"2026-11-22"', date(2026, 11, 22)),
        ("date", '@"2026-11-22T08:00:00"', None),
        ("string", "5", None),
        ("level", '"low"', "low"),
        ("level", '"middle"', None),
        ("level", "null", None),
        ("point", "{x: 1, y: 2, z: 3}", {"x": D(1), "y": D(2), "z": D(3)}),
        ("point", '{x: 1, y: "2"}', None),
        ("Any", '"anything"', "anything"),
        ("boolean", "1 = 1", True),
        ("days and time duration", '@"P1Y"', None),
    ],
)
def test_value_of_a_decision_is_converted_to_its_type_or_null(
    type_ref: str, text: str, wanted: Value
) -> None:
    data = definitions(NUMBERS, LEVEL, POINT, decision("d", literal(text), type_ref=type_ref))

    found = load(data).evaluate("d", strict=False).output

    assert found == wanted


def test_column_of_inputs_holds_values_of_its_type() -> None:
    columns = table([_clause("x", "number")], ["y"], [("> 5", '"high"'), ("-", '"other"')], "FIRST")
    data = definitions(decision("d", columns))

    assert decide(data, "d", {"x": D(6)}).output == "high"
    assert decide(data, "d", {"x": [D(6)]}).output == "high"
    assert decide(data, "d", {"x": "6"}, strict=False).output == "other"
    with pytest.raises(DmnError, match="expected number"):
        decide(data, "d", {"x": "6"})


def test_column_of_outputs_gives_values_of_its_type() -> None:
    columns = table(["x"], ['<output name="y" typeRef="number"/>'], [("-", "x")])
    data = definitions(decision("d", columns))

    assert decide(data, "d", {"x": D(6)}).output == D(6)
    assert decide(data, "d", {"x": "six"}, strict=False).output is None
    with pytest.raises(DmnError, match="expected number"):
        decide(data, "d", {"x": "six"})


def test_boxed_iteration_runs_over_a_range() -> None:
    loop = (
        f'<for iteratorVariable="i"><in>{literal("[1..3)")}</in>'
        f"<return>{literal('i * 10')}</return></for>"
    )

    assert decide(definitions(decision("d", loop)), "d", {}).output == [D(10), D(20)]


def test_import_without_a_name_adds_to_the_names_of_the_model() -> None:
    """DMN 1.5, 6.3.3: the elements are then known by their own names."""
    base = definitions(
        input_data("amount", "number"),
        decision("double", literal("amount * 2"), needs_input("amount")),
    )
    user = definitions(
        '<import name="" namespace="urn:m" '
        'importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
        decision(
            "d",
            literal("double + 1"),
            '<informationRequirement><requiredDecision href="urn:m#double"/>'
            "</informationRequirement>",
        ),
    ).replace(b'name="m" namespace="urn:m">', b'name="user" namespace="urn:user">')

    models = load(base, user)

    assert models.findings() == ()
    assert models.evaluate("d", {"amount": D(5)}).output == D(11)

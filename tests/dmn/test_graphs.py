"""Requirement graphs and boxed expressions: decisions, functions, services, types."""

from __future__ import annotations

import pytest

from engine.bpmn.reader.dmn import read_dmn
from engine.dmn import DmnError, check_model, compile_decision, compile_invocable, link
from tests.dmn.files import (
    D,
    decide,
    decision,
    definitions,
    input_data,
    literal,
    needs_decision,
    needs_input,
    needs_knowledge,
)


def _knowledge(name: str, parameters: tuple[str, ...], body: str, requires: str = "") -> str:
    formal = "".join(f'<formalParameter name="{item}"/>' for item in parameters)
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{requires}</businessKnowledgeModel>"
    )


def test_decision_sees_what_it_requires() -> None:
    data = definitions(
        input_data("unit price", "number"),
        input_data("quantity", "number"),
        decision(
            "line total",
            literal("unit price * quantity"),
            needs_input("unit price"),
            needs_input("quantity"),
        ),
        decision("with tax", literal("line total * 1.13"), needs_decision("line total")),
    )

    compiled = compile_decision(read_dmn(data), "with tax")
    result = compiled.evaluate({"unit price": D(10), "quantity": D(3)})

    assert compiled.input_names == ("unit price", "quantity")
    assert result.output == D("33.9")
    assert result.inputs == (("line total", D(30)),)


def test_function_calls_itself_and_other_functions() -> None:
    data = definitions(
        input_data("n", "number"),
        _knowledge("one", (), literal("1")),
        _knowledge(
            "factorial",
            ("n",),
            literal("if n <= 1 then one() else n * factorial(n - 1)"),
            needs_knowledge("one"),
        ),
        decision("d", literal("factorial(n)"), needs_input("n"), needs_knowledge("factorial")),
    )

    assert decide(data, "d", {"n": D(5)}).output == D(120)


def test_endless_recursion_is_a_decision_error() -> None:
    data = definitions(
        _knowledge("f", ("n",), literal("f(n + 1)")),
        decision("d", literal("f(1)"), needs_knowledge("f")),
    )

    with pytest.raises(DmnError):
        decide(data, "d", {})


def test_invocation_binds_parameters_by_name() -> None:
    invocation = (
        f"<invocation>{literal('f')}"
        f'<binding><parameter name="b"/>{literal("1")}</binding>'
        f'<binding><parameter name="a"/>{literal("5")}</binding></invocation>'
    )
    data = definitions(
        _knowledge("f", ("a", "b"), literal("a - b")),
        decision("d", invocation, needs_knowledge("f")),
    )

    assert decide(data, "d", {}).output == D(4)


FUNCTION = f'<functionDefinition><formalParameter name="x"/>{literal("x + 1")}</functionDefinition>'


def _entry(name: str | None, expression: str) -> str:
    variable = f'<variable name="{name}"/>' if name else ""
    return f"<contextEntry>{variable}{expression}</contextEntry>"


BOXED = [
    (
        f"<context>{_entry('a', literal('1'))}{_entry('b', literal('a + 1'))}</context>",
        {"a": D(1), "b": D(2)},
    ),
    (f"<context>{_entry('a b', literal('1'))}{_entry(None, literal('a b + 1'))}</context>", D(2)),
    (f"<list>{literal('1')}{literal('2')}</list>", [D(1), D(2)]),
    (
        '<relation><column name="x"/><column name="y"/>'
        f"<row>{literal('1')}{literal('2')}</row></relation>",
        [{"x": D(1), "y": D(2)}],
    ),
    (
        f"<conditional><if>{literal('1 = 2')}</if><then>{literal('1')}</then>"
        f"<else>{literal('2')}</else></conditional>",
        D(2),
    ),
    (
        f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal('item > 1')}</match></filter>",
        [D(2), D(3)],
    ),
    (
        f"<filter><in>{literal('[{a: 1}, {a: 2}]')}</in><match>{literal('a > 1')}</match></filter>",
        [{"a": D(2)}],
    ),
    (
        f'<for iteratorVariable="i"><in>{literal("[1, 2]")}</in>'
        f"<return>{literal('i * 2')}</return></for>",
        [D(2), D(4)],
    ),
    (
        f'<some iteratorVariable="i"><in>{literal("[1, 2]")}</in>'
        f"<satisfies>{literal('i > 1')}</satisfies></some>",
        True,
    ),
    (
        f'<every iteratorVariable="i"><in>{literal("[1, 2]")}</in>'
        f"<satisfies>{literal('i > 1')}</satisfies></every>",
        False,
    ),
    (f"<context>{_entry('f', FUNCTION)}{_entry(None, literal('f(1)'))}</context>", D(2)),
]


@pytest.mark.parametrize(("expression", "expected"), BOXED, ids=range(len(BOXED)))
def test_boxed_expression_evaluates(expression: str, expected: object) -> None:
    assert decide(definitions(decision("d", expression)), "d", {}).output == expected


SERVICE = definitions(
    input_data("x"),
    decision("inner", literal("x + 1"), needs_input("x")),
    decision("outer", literal("inner * 2"), needs_decision("inner")),
    '<decisionService id="s" name="s"><outputDecision href="#outer"/>'
    '<inputDecision href="#inner"/></decisionService>'
    '<decisionService id="t" name="t"><outputDecision href="#outer"/>'
    '<encapsulatedDecision href="#inner"/><inputData href="#x"/></decisionService>',
    decision("by decision", literal("s(10)"), needs_knowledge("s")),
    decision("by input", literal("t(x: 10)"), needs_knowledge("t")),
)


def test_decision_service_takes_decisions_or_inputs() -> None:
    model = read_dmn(SERVICE)

    assert decide(model, "by decision", {}).output == D(20)
    assert decide(model, "by input", {}).output == D(22)


ITEMS = (
    '<itemDefinition name="tAmount"><typeRef>number</typeRef>'
    "<allowedValues><text>&gt;= 0</text></allowedValues></itemDefinition>"
    '<itemDefinition name="tLine"><itemComponent name="unit price"><typeRef>tAmount</typeRef>'
    "</itemComponent></itemDefinition>"
    '<itemDefinition name="tLines" isCollection="true"><typeRef>tLine</typeRef></itemDefinition>'
)


def test_values_are_checked_against_item_definitions() -> None:
    data = definitions(
        ITEMS,
        input_data("lines", "tLines"),
        decision("d", literal("sum(lines.unit price)"), needs_input("lines"), type_ref="tAmount"),
    )

    good, bad = [{"unit price": D(1)}, {"unit price": D(2)}], [{"unit price": D(-1)}]

    assert decide(data, "d", {"lines": good}).output == D(3)
    with pytest.raises(DmnError, match="tLines"):
        decide(data, "d", {"lines": bad})
    assert decide(data, "d", {"lines": bad}, strict=False).output is None


def test_item_definitions_are_types_within_feel() -> None:
    text = "[5 instance of tAmount, -5 instance of tAmount, {unit price: 1} instance of tLine]"
    data = definitions(
        ITEMS,
        decision("d", literal(text)),
        decision("f", literal("(function(a: tAmount) a)(-1)")),
    )

    assert decide(data, "d", {}).output == [True, False, True]
    assert decide(data, "f", {}, strict=False).output is None


def test_single_values_and_lists_of_one_are_converted_to_the_type() -> None:
    data = definitions(
        decision("one", literal("[5]"), type_ref="number"),
        decision("day", literal('@"2026-11-22"'), type_ref="dateTime"),
    )

    assert decide(data, "one", {}).output == D(5)
    assert decide(data, "day", {}).output.isoformat() == "2026-11-22T00:00:00+00:00"


def test_decision_is_found_by_name_and_unknown_ones_are_refused() -> None:
    model = read_dmn(definitions(decision("d", literal("1"))))

    assert model.decision_ids() == ("d",)
    with pytest.raises(DmnError, match="nothing"):
        compile_decision(model, "nothing")


def test_scope_given_by_the_caller_is_closed() -> None:
    model = read_dmn(definitions(decision("d", literal("a + 1"))))

    with pytest.raises(DmnError, match="a"):
        compile_decision(model, "d", names=["b"])
    assert compile_decision(model, "d", names=["a"]).evaluate({"a": D(1)}).output == D(2)


def _imported(name: str, namespace: str, *elements: str) -> bytes:
    written = definitions(
        f'<import name="{name}" namespace="{namespace}"/>' if name else "", *elements
    )
    return written.replace(b'namespace="urn:m"', b'namespace="urn:user"', 1)


BASE = definitions(
    ITEMS,
    input_data("base price", "tAmount"),
    decision("double", literal("base price * 2"), needs_input("base price")),
    _knowledge("add tax", ("amount",), literal("amount * 1.1")),
)
USER = _imported(
    "base",
    "urn:m",
    input_data("line", "base.tLine"),
    decision(
        "d",
        literal("base.add tax(base.double + line.unit price)"),
        '<informationRequirement><requiredDecision href="urn:m#double"/></informationRequirement>',
        '<knowledgeRequirement><requiredKnowledge href="urn:m#add tax"/></knowledgeRequirement>',
        needs_input("line"),
    ),
)


def test_imported_elements_are_known_by_the_name_of_the_import() -> None:
    _, user = link([read_dmn(BASE), read_dmn(USER, check=False)])
    variables = {"base price": D(10), "line": {"unit price": D(5)}}

    assert check_model(user) == ()
    assert decide(user, "d", variables).output == D("27.5")


def test_imports_that_nobody_answers_or_that_go_in_circles_are_refused() -> None:
    user = read_dmn(USER, check=False)
    circle = _imported("self", "urn:user", decision("d", literal("1")))

    with pytest.raises(DmnError, match="urn:m"):
        link([user])
    with pytest.raises(DmnError, match="one file of namespace urn:m"):
        link([user, read_dmn(BASE), read_dmn(BASE)])
    with pytest.raises(DmnError, match="urn:user"):
        link([read_dmn(circle, check=False)])


def test_function_and_service_are_evaluated_by_name() -> None:
    model = read_dmn(BASE)

    assert compile_invocable(model, "add tax").evaluate({"amount": D(10)}) == D("11.0")
    assert compile_invocable(read_dmn(SERVICE), "s").parameters == ("inner",)
    assert compile_invocable(read_dmn(SERVICE), "t").evaluate({"x": D(1)}) == D(4)
    with pytest.raises(DmnError, match="wrong"):
        compile_invocable(model, "add tax").evaluate({"wrong": D(10)})
    with pytest.raises(DmnError, match="nothing"):
        compile_invocable(model, "nothing")

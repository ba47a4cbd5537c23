"""Business rule tasks: a decision is asked, told with its inputs and rules, and its result kept."""

from decimal import Decimal

from engine.core.events import DecisionEvaluated
from engine.dmn import (
    Decision,
    DecisionModel,
    DecisionTable,
    InputClause,
    OutputClause,
    Rule,
    compile_decision,
)
from engine.dmn.model import Cell
from tests.bpmn.kernel.case import Case
from tests.builders import end, mapped, process, rule, start, user


def row(rule_id, *cells):
    *inputs, output = cells
    return Rule(
        id=rule_id,
        inputs=tuple(Cell(text=text) for text in inputs),
        outputs=(Cell(text=output),),
    )


def tier():
    table = DecisionTable(
        inputs=(InputClause(text="amount", label="amount"),),
        outputs=(OutputClause(name="tier"),),
        rules=(row("low", "[0..1000]", '"head"'), row("high", "> 1000", '"gm"')),
    )
    decision = Decision(id="tier", name="tier", variable="tier", expression=table)
    model = DecisionModel(id="m", name="m", namespace="urn:m", decisions=(decision,))
    return compile_decision(model, "tier", names=["amount"])


def asked(**task):
    definition = process(
        "p", start(), rule("r", "tier", "approver", **task), end(), flows="start r end"
    )
    return definition, {"tier": tier()}


def test_decision_sets_its_result_variable_and_tells_why():
    definition, decisions = asked()
    case = Case(definition, variables={"amount": Decimal(2000)}, decisions=decisions)

    assert case.trace()[3:] == (
        "decide tier",
        "set approver",
        "r",
        "r>end",
        "end",
        "completed end",
    )
    (decided,) = case.events(DecisionEvaluated)
    assert (decided.inputs, decided.output) == ((("amount", Decimal(2000)),), "gm")
    assert decided.rule_ids == ("high",)
    assert decided.zh
    assert decided.en
    assert case.variables()["approver"] == "gm"


def test_inputs_stand_in_for_variables():
    definition, decisions = asked(inputs=mapped({"amount": "price * 2"}))
    case = Case(
        definition,
        variables={"price": Decimal(10)},
        names=["amount", "approver"],
        decisions=decisions,
    )

    assert case.variables() == {"price": Decimal(10), "approver": "head"}


def test_outputs_see_the_result():
    definition, decisions = asked(outputs=mapped({"text": '"ask " + result'}))
    case = Case(definition, variables={"amount": Decimal(1)}, decisions=decisions)

    assert case.variables()["text"] == "ask head"


def test_decision_without_matching_rule_is_an_incident_until_corrected():
    definition, decisions = asked()
    case = Case(definition, variables={"amount": Decimal(-5)}, decisions=decisions)

    assert case.incident().kind == "decision"
    assert case.retry("r", amount=Decimal(5))[-1] == "completed end"


def test_failing_input_is_an_incident():
    definition, decisions = asked(inputs=mapped({"amount": "price * 2"}))
    case = Case(definition, names=["price", "amount"], decisions=decisions)

    assert case.incident().kind == "expression"


def test_rule_does_not_wait():
    definition = process("p", start(), rule("r", "tier"), user("a"), flows="start r a")
    case = Case(definition, variables={"amount": Decimal(1)}, decisions={"tier": tier()})

    assert case.positions() == ["a"]

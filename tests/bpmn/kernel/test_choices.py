"""What a gateway remembers of its choices follows from the values that its conditions read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.definition import Element, Kind
from engine.core.values import Value
from engine.feel import compile_expression
from engine.kernel.choices import choices_of
from engine.kernel.formula import Formula

GATEWAY = Element(id="gate", kind=Kind.EXCLUSIVE_GATEWAY)


def condition(text: str) -> Formula:
    return Formula(text=text, compiled=compile_expression(text), element=GATEWAY)


def test_the_values_that_the_conditions_read_are_the_key() -> None:
    choices = choices_of([condition('decision = "agree"'), condition("urgent")])
    assert choices is not None
    key = choices.key({"decision": "agree", "urgent": False, "opinion": "同意"})
    assert key == ("agree", False)
    choices.keep(key, "taken")
    assert choices.get(("agree", False)) == "taken"
    assert choices.get(("return", False)) is None


@pytest.mark.parametrize("value", [Decimal("1.0"), 1, [], {"kind": "a"}, "x" * 61])
def test_values_that_equal_others_or_are_large_are_never_remembered(value: Value) -> None:
    choices = choices_of([condition("decision = 1")])
    assert choices is not None
    assert choices.key({"decision": value}) is None


def test_a_missing_variable_is_left_to_the_evaluation_to_tell() -> None:
    choices = choices_of([condition("decision = 1")])
    assert choices is not None
    assert choices.key({}) is None


@pytest.mark.parametrize("text", ["today() > start", "decision = string(now())"])
def test_conditions_that_call_something_may_ask_for_the_time_and_are_not_remembered(
    text: str,
) -> None:
    assert choices_of([condition("urgent"), condition(text)]) is None


def test_no_more_is_kept_than_a_few_hundred_choices() -> None:
    choices = choices_of([condition('decision = "agree"')])
    assert choices is not None
    for number in range(300):
        choices.keep((str(number),), number)
    assert choices.get(("299",)) == 299
    assert choices.get(("0",)) is None

"""Each overlap and gap is real: the table, asked with the example, agrees; and none is missed."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.reader.dmn import read_dmn
from engine.core.values import Value
from engine.dmn import DecisionTable, DmnError, analyse_table, table_findings
from engine.dmn.analysis import Example
from tests.dmn.files import D, decide, decision, definitions, table

CONDITIONS = ("-", "< 3", "<= 3", "> 3", ">= 5", "[2..6]", "(3..5)", "4", "not(4)")
TEXTS = ("-", '"a"', '"b"', '"a", "b"', 'not("a")')


def random_table(seed: int, texts: tuple[str, ...] = TEXTS) -> bytes:
    """Two to four rules over a number and a text."""
    dice = random.Random(seed)
    rows = [
        (dice.choice(CONDITIONS), dice.choice(texts), str(place))
        for place in range(dice.randint(2, 4))
    ]
    return definitions(decision("d", table(["x", "t"], ["y"], rows)))


def asked(file: bytes, example: Example) -> DmnError:
    """What the table says to the example; where any value fits, zero."""
    inputs: dict[str, Value] = {name: D(0) if value is None else value for name, value in example}
    inputs["t"] = inputs["t"] if isinstance(inputs["t"], str) else "z"
    with pytest.raises(DmnError) as caught:
        decide(file, "d", inputs)
    return caught.value


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_every_example_is_a_counter_example(start: int) -> None:
    for seed in range(start, start + 20):
        file = random_table(seed)
        expression = read_dmn(file).decisions[0].expression
        assert isinstance(expression, DecisionTable)
        found = analyse_table(expression)
        for overlap in found.overlaps:
            assert set(asked(file, overlap.example).rule_ids) == set(overlap.rule_ids), seed
        for gap in found.gaps:
            assert asked(file, gap).rule_ids == (), seed


def test_table_without_findings_always_has_exactly_one_answer() -> None:
    clean = 0
    for seed in range(400):
        file = random_table(seed, ("-",))
        if table_findings(read_dmn(file)):
            continue
        clean += 1
        for x in range(8):
            for text in ("a", "b", "z"):
                assert len(decide(file, "d", {"x": D(x), "t": text}).rule_ids) == 1, seed
    assert clean > 5


def test_condition_on_another_value_is_said_to_be_unproved() -> None:
    file = definitions(decision("d", table(["x", "limit"], ["y"], [("< limit", "-", "1")])))

    found = {one.rule: one for one in table_findings(read_dmn(file, check=False))}

    assert found["dmn-not-analysed"].severity == "warning"

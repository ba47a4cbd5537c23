"""Static analysis of decision tables: gaps, overlaps and unreachable rules, with examples."""

from __future__ import annotations

import pytest

from engine.bpmn.reader.dmn import read_dmn
from engine.dmn import Analysis, DecisionTable, analyse_table, table_findings
from tests.dmn.files import D, decision, definitions, table


def analysed(inputs: list[str], rows: list[tuple[str, ...]], policy: str = "UNIQUE") -> Analysis:
    model = read_dmn(definitions(decision("d", table(inputs, ["y"], rows, policy))))
    expression = model.decisions[0].expression
    assert isinstance(expression, DecisionTable)
    return analyse_table(expression)


def test_complete_table_without_overlap_has_no_findings() -> None:
    found = analysed(
        ["金额", "部门"],
        [
            ("< 5000", "-", "1"),
            (">= 5000", '"行政", "销售"', "2"),
            (">= 5000", 'not("行政", "销售")', "3"),
        ],
    )

    assert (found.gaps, found.overlaps, found.unreachable) == ((), (), ())
    assert found.complete


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([("< 5", "1"), ("> 5", "2")], D(5)),
        ([("[1..5]", "1"), ("> 5", "2")], D(0)),
        ([("<= 5", "1"), ("[6..9]", "2"), ("> 9", "3")], D("5.5")),
        ([("? < 5 or ? > 7", "1")], D(5)),
        ([("< -5", "1"), (">= 0", "2")], D(-5)),
    ],
    ids=range(5),
)
def test_gap_is_shown_by_an_example(rows: list[tuple[str, ...]], value: object) -> None:
    assert analysed(["x"], rows).gaps[0] == (("x", value),)


def test_gap_among_texts_and_dates_is_found() -> None:
    texts = analysed(["x"], [('"a"', "1"), ('"b"', "2")])
    days = analysed(["x"], [('< @"2026-11-22"', "1"), ('> @"2026-11-22"', "2")])

    assert [gap[0][1] for gap in texts.gaps] == ["…"]
    assert [str(gap[0][1]) for gap in days.gaps] == ["2026-11-22"]


def test_allowed_values_are_the_whole_domain() -> None:
    clause = (
        "<input><inputExpression><text>x</text></inputExpression>"
        '<inputValues><text>"a", "b"</text></inputValues></input>'
    )

    assert analysed([clause], [('"a"', "1"), ('"b"', "2")]).gaps == ()
    assert analysed([clause], [('"a"', "1")]).gaps == ((("x", "b"),),)


def test_booleans_have_two_values() -> None:
    assert analysed(["x"], [("true", "1"), ("false", "2")]).gaps == ()
    assert analysed(["x"], [("true", "1")]).gaps == ((("x", False),),)


def test_overlap_names_the_rules_and_an_example() -> None:
    found = analysed(["x"], [("<= 5", "1"), (">= 5", "2")])

    assert [(overlap.rule_ids, overlap.example) for overlap in found.overlaps] == [
        (("r1", "r2"), (("x", D(5)),))
    ]


def test_rule_behind_others_is_unreachable_under_first() -> None:
    rows = [("< 10", "1"), (">= 10", "2"), ("[3..20]", "3")]

    assert analysed(["x"], rows, "FIRST").unreachable == ("r3",)
    assert analysed(["x"], rows, "COLLECT").unreachable == ()


def test_rule_that_nothing_can_match_is_unreachable() -> None:
    assert analysed(["x"], [("? < 1 and ? > 2", "1"), ("-", "2")]).unreachable == ("r1",)


def test_cells_that_depend_on_other_values_are_left_open() -> None:
    found = analysed(["x"], [("< limit", "1"), ("> 3", "2")])

    assert found.open_columns == ("x",)
    assert found.overlaps == ()


def test_table_too_large_to_visit_says_so() -> None:
    names = [f"x{n}" for n in range(12)]
    rows = [tuple(["< 5"] * 12 + ["1"]), tuple(["> 3"] * 12 + ["2"])]

    assert not analysed(names, rows).complete


@pytest.mark.parametrize(
    ("rows", "policy", "found"),
    [
        ([("< 5", "1"), (">= 5", "2")], "UNIQUE", []),
        ([("< 5", "1"), ("> 5", "2")], "UNIQUE", [("dmn-gap", "warning", "金额 = 5")]),
        ([("< 5", "1"), ("> 5", "2")], "COLLECT", []),
        ([("<= 5", "1"), (">= 5", "2")], "UNIQUE", [("dmn-overlap", "error", "金额 = 5")]),
        ([("<= 5", "1"), (">= 5", "2")], "ANY", [("dmn-overlap", "warning", "金额 = 5")]),
        ([("<= 5", "1"), (">= 5", "1")], "ANY", []),
        ([("-", "1"), ("> 5", "2")], "FIRST", [("dmn-unreachable", "warning", "r2")]),
    ],
)
def test_findings_of_a_table_come_with_an_example(
    rows: list[tuple[str, ...]], policy: str, found: list[tuple[str, str, str]]
) -> None:
    model = read_dmn(definitions(decision("d", table(["金额"], ["y"], rows, policy))))

    findings = table_findings(model)

    assert [(one.rule, one.severity) for one in findings] == [one[:2] for one in found]
    for finding, (_, _, example) in zip(findings, found, strict=True):
        assert example in finding.text.zh
        assert example in finding.text.en

"""Decision tables: matching, every hit policy and aggregation, and what has no answer."""

from __future__ import annotations

import pytest

from engine.dmn import DmnError
from tests.dmn.files import D, decide, decision, definitions, table

ROUTE = definitions(
    decision(
        "审批层级",
        table(
            ["金额", "部门"],
            ["层级"],
            [
                ("< 5000", "-", '"部门负责人"'),
                (">= 5000", '"行政", "销售"', '"总经理"'),
                (">= 5000", 'not("行政", "销售")', '"财务总监"'),
            ],
        ),
    )
)


@pytest.mark.parametrize(
    ("amount", "department", "expected", "rule"),
    [
        (100, "行政", "部门负责人", "r1"),
        (5000, "销售", "总经理", "r2"),
        (5000, "研发", "财务总监", "r3"),
    ],
)
def test_table_answers_with_the_matching_rule(
    amount: int, department: str, expected: str, rule: str
) -> None:
    result = decide(ROUTE, "审批层级", {"金额": D(amount), "部门": department})

    assert result.output == expected
    assert result.rule_ids == (rule,)
    assert result.inputs == (("金额", D(amount)), ("部门", department))
    assert all(rule in text for text in (result.text.zh, result.text.en))


def test_no_match_is_an_error_when_strict_and_null_when_lenient() -> None:
    only = definitions(decision("d", table(["x"], ["y"], [("< 0", "1")])))

    with pytest.raises(DmnError, match="x = 5"):
        decide(only, "d", {"x": D(5)})

    assert decide(only, "d", {"x": D(5)}, strict=False).output is None
    assert decide(only, "d", {"x": D(5)}, strict=False).rule_ids == ()


def test_default_output_is_used_when_no_rule_matches() -> None:
    clause = (
        '<output name="y"><defaultOutputEntry><text>"other"</text></defaultOutputEntry></output>'
    )
    result = decide(
        definitions(decision("d", table(["x"], [clause], [("< 0", '"minus"')]))), "d", {"x": D(5)}
    )

    assert result.output == "other"
    assert result.rule_ids == ()


def test_overlap_under_unique_names_the_rules() -> None:
    overlap = definitions(decision("d", table(["x"], ["y"], [("< 9", "1"), ("< 5", "2")])))

    with pytest.raises(DmnError) as caught:
        decide(overlap, "d", {"x": D(1)})

    assert caught.value.rule_ids == ("r1", "r2")
    assert decide(overlap, "d", {"x": D(1)}, strict=False).output is None


def test_wrong_kind_of_input_names_the_rule() -> None:
    with pytest.raises(DmnError) as caught:
        decide(ROUTE, "审批层级", {"金额": "5000", "部门": "行政"})

    assert caught.value.rule_ids == ("r1",)


def test_missing_variable_is_an_error_when_strict() -> None:
    with pytest.raises(DmnError, match="金额"):
        decide(ROUTE, "审批层级", {"部门": "行政"})


RANKED = (
    '<output name="y"><outputValues><text>"high", "middle", "low"</text></outputValues></output>'
)
ROWS = [("> 0", '"low"'), ("> 1", '"high"'), ("> 2", '"middle"'), ("> 0", '"low"')]
POLICIES = [
    ("FIRST", "low", ("r1",)),
    ("PRIORITY", "high", ("r2",)),
    ("RULE ORDER", ["low", "high", "middle", "low"], ("r1", "r2", "r3", "r4")),
    ("OUTPUT ORDER", ["high", "middle", "low", "low"], ("r2", "r3", "r1", "r4")),
    ("COLLECT", ["low", "high", "middle", "low"], ("r1", "r2", "r3", "r4")),
]


@pytest.mark.parametrize(("policy", "expected", "rules"), POLICIES)
def test_hit_policy_chooses_among_matching_rules(
    policy: str, expected: object, rules: tuple[str, ...]
) -> None:
    data = definitions(decision("d", table(["x"], [RANKED], ROWS, policy)))

    result = decide(data, "d", {"x": D(3)})

    assert result.output == expected
    assert result.rule_ids == rules


def test_any_accepts_equal_results_only() -> None:
    data = definitions(
        decision("d", table(["x"], ["y"], [("> 0", "1"), ("> 1", "1.0"), ("> 2", "2")], "ANY"))
    )

    assert decide(data, "d", {"x": D(2)}).output == D(1)
    with pytest.raises(DmnError, match="r1"):
        decide(data, "d", {"x": D(3)})


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("SUM", 10), ("MIN", 1), ("MAX", 7), ("COUNT", 3)]
)
def test_collect_aggregates_the_results(aggregation: str, expected: int) -> None:
    rows = [("> 0", "1"), ("> 0", "2"), ("> 0", "7"), ("> 9", "100")]
    data = definitions(decision("d", table(["x"], ["y"], rows, "COLLECT", aggregation)))

    assert decide(data, "d", {"x": D(1)}).output == D(expected)


def test_collect_without_a_match_is_empty() -> None:
    rows = [("> 9", "1")]
    listed = definitions(decision("d", table(["x"], ["y"], rows, "COLLECT")))
    counted = definitions(decision("d", table(["x"], ["y"], rows, "COLLECT", "COUNT")))

    assert decide(listed, "d", {"x": D(1)}).output == []
    assert decide(counted, "d", {"x": D(1)}).output == D(0)


def test_several_outputs_make_a_context() -> None:
    data = definitions(
        decision("d", table(["x"], ["层级", "天数"], [("> 0", '"总经理"', "x + 1")]))
    )

    assert decide(data, "d", {"x": D(2)}).output == {"层级": "总经理", "天数": D(3)}


def test_input_outside_the_allowed_values_is_refused() -> None:
    clause = (
        "<input><inputExpression><text>x</text></inputExpression>"
        '<inputValues><text>"a", "b"</text></inputValues></input>'
    )
    data = definitions(decision("d", table([clause], ["y"], [("-", "1")])))

    assert decide(data, "d", {"x": "a"}).output == D(1)
    with pytest.raises(DmnError, match='"c"'):
        decide(data, "d", {"x": "c"})


def test_cell_may_refer_to_the_input_and_to_other_variables() -> None:
    data = definitions(
        decision("d", table(["x"], ["y"], [("? > limit and ? < 9", "1"), ("<= limit", "2")]))
    )

    assert decide(data, "d", {"x": D(6), "limit": D(5)}).output == D(1)
    assert decide(data, "d", {"x": D(5), "limit": D(5)}).output == D(2)


def test_missing_input_matches_only_cells_that_accept_it() -> None:
    data = definitions(decision("d", table(["x"], ["y"], [("< 5", "1"), ("null", "2")])))

    assert decide(data, "d", {"x": None}).output == D(2)

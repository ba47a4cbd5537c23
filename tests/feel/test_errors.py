"""Errors of compilation with their place, and strict evaluation instead of silent nulls."""

from __future__ import annotations

import pytest

from engine.feel import (
    Extension,
    FeelSyntaxError,
    FeelTypeError,
    compile_expression,
    compile_unary_tests,
)
from engine.feel.explanation import describe
from tests.feel.rows import D

MISTAKES = [
    ("", 1, 1, "表达式"),
    ("1 +", 1, 4, "表达式"),
    ("(1", 1, 3, ")"),
    ("[1, 2", 1, 6, "]"),
    ("{a 1}", 1, 5, ":"),
    ("1 2", 1, 3, "运算符"),
    ("if true then 1", 1, 15, "else"),
    ("for i return 1", 1, 15, "in"),
    ("for i in [1]", 1, 13, "return"),
    ("some x in [1]", 1, 14, "satisfies"),
    ("x between 1", 1, 12, "and"),
    ("x instance number", 1, 12, "of"),
    ("x instance of nothing", 1, 15, "类型"),
    ("1\n+\n", 3, 1, "表达式"),
    ('"open', 1, 1, "双引号"),
    ("/* open", 1, 1, "*/"),
    ('@"2026-13-01"', 1, 1, "日期"),
    ("@1", 1, 2, "文本"),
    ("a.", 1, 3, "字段名"),
    ("]1..2", 1, 6, "区间"),
    ("function(x) external {java: 1}", 1, 13, "外部"),
    ("金额＞5000", 1, 3, "请改用 >"),
    ("a == 1", 1, 4, "请改用 ="),
    ("a && b", 1, 3, "请改用 and"),
    ("!a", 1, 1, "请改用 not"),
    ("'a'", 1, 1, "请改用"),
    ("金额 > 5000，1", 1, 10, "请改用 ,"),
    ("and", 1, 1, "表达式"),
    (r'"\uD83D"', 1, 2, "代理"),
    ("1e9999999", 1, 1, "数字"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"), MISTAKES, ids=[row[0] for row in MISTAKES]
)
def test_syntax_error_names_the_place(text: str, line: int, column: int, hint: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert hint in caught.value.text.zh
    assert f"Line {line}, column {column}" in caught.value.text.en


def test_unknown_name_is_refused_when_the_scope_is_closed() -> None:
    with pytest.raises(FeelSyntaxError, match="totl") as caught:
        compile_expression("1 + totl", names=["total"])

    assert caught.value.column == 5
    assert "total" in caught.value.text.zh


@pytest.mark.parametrize("text", ["nosuch(1)", "abs(1, 2)", "substring(text: 1)"])
def test_wrong_call_is_refused_when_the_scope_is_closed(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_expression(text, names=[])


def test_unknown_name_is_null_when_the_scope_is_open() -> None:
    compiled = compile_expression("missing")

    assert compiled.evaluate({}) is None
    assert compiled.reads == frozenset({"missing"})


STRICT = [
    ("missing", {}),
    ("a.b", {"a": {}}),
    ("a.b", {"a": None}),
    ("a > 1", {"a": None}),
    ("a > 1", {"a": "5"}),
    ("a + 1", {"a": "5"}),
    ('a = "x"', {"a": D(1)}),
    ("a and true", {"a": D(1)}),
    ("if a then 1 else 2", {"a": None}),
    ("number(a)", {"a": "abc"}),
    ("date(a)", {"a": "2026-02-30"}),
    ("abs(a)", {"a": None}),
    ("nosuch(1)", {}),
    ("abs(1, 2)", {}),
    ("a[3]", {"a": [D(1)]}),
    ("a[item]", {"a": ["x"]}),
    ("for i in a return i", {"a": None}),
    ("1 / a", {"a": D(0)}),
    ("a in [1..5]", {"a": "x"}),
    ("now()", {}),
    ("[1..3]", {}),
    ("[abs]", {}),
]


@pytest.mark.parametrize(("text", "variables"), STRICT, ids=[row[0] for row in STRICT])
def test_strict_evaluation_refuses_what_lenient_makes_null(text: str, variables: dict) -> None:
    compiled = compile_expression(text)

    with pytest.raises(FeelTypeError) as caught:
        compiled.evaluate(variables, strict=True)

    assert all((caught.value.text.zh, caught.value.text.en))
    compiled.evaluate(variables)


SOUND = [
    ("a != null and a > 1", {"a": None}, False),
    ("a = null or a > 1", {"a": None}, True),
    ("is defined(a)", {}, False),
    ("is defined(a.b)", {"a": {}}, False),
    ("is defined(a.b.c)", {}, False),
    ("a = null", {"a": None}, True),
    ("null in (1, null)", {}, True),
    ('get value(a, "b")', {"a": {}}, None),
    ("a", {"a": None}, None),
    ("null", {}, None),
]


@pytest.mark.parametrize(("text", "variables", "expected"), SOUND, ids=[row[0] for row in SOUND])
def test_strict_evaluation_keeps_what_is_meant_to_be_null(
    text: str, variables: dict, expected: object
) -> None:
    assert compile_expression(text).evaluate(variables, strict=True) is expected


NAMES = [
    ("total amount > 3", {"total amount": D(4)}, True),
    ("profit-loss + 1", {"profit-loss": D(4)}, D(5)),
    ("Applicant's age", {"Applicant's age": D(30)}, D(30)),
    ("税率% * 2", {"税率%": D(3)}, D(6)),
    ("金额（元） * 2", {"金额（元）": D(3)}, D(6)),
    ("for sale and sold", {"for sale": True, "sold": False}, False),
    ("date and time(date, time) = moment", {"date": 1, "time": 2, "moment": 3}, False),
    ("count > 1 and count([1]) = 1", {"count": D(2)}, True),
    ("a b c", {"a": D(1), "a b": D(2), "a b c": D(3)}, D(3)),
    ("été", {"été": D(1)}, D(1)),
    ("2026年预算 + 1", {"2026年预算": D(1)}, D(2)),
    ("имя = имя", {"имя": "x"}, True),
]


@pytest.mark.parametrize(("text", "variables", "expected"), NAMES, ids=[row[0] for row in NAMES])
def test_names_with_spaces_and_symbols_are_read_by_scope(
    text: str, variables: dict, expected: object
) -> None:
    compiled = compile_expression(text, names=list(variables))

    assert compiled.evaluate(variables) in (expected, None)


CELLS = [
    ("-", D(1), True),
    ("5", D(5), True),
    ("5", D(6), False),
    ("< 5", D(4), True),
    (">= 5", D(5), True),
    ("!= 5", D(5), False),
    ("= 5", D(5), True),
    ("-1", D(-1), True),
    ("[1..5]", D(5), True),
    ("(1..5)", D(5), False),
    ("< 1, > 9", D(10), True),
    ('"a", "b"', "b", True),
    ('not("a")', "b", True),
    ('not("a", "b")', "b", False),
    ("not(< 5)", D(4), False),
    ("not([1..5])", D(9), True),
    ("? > 3 and ? < 9", D(4), True),
    ('contains(?, "b")', "abc", True),
    ("true", True, True),
    ("false", False, True),
    ("true", False, False),
    ("null", None, True),
    ("not(null)", D(1), True),
    ("[1, 2, 3]", D(2), True),
    ("1, 2", D(2), True),
    ('? = "x" or limit > 1', "y", True),
    ("limit", D(7), True),
    ("< limit", D(6), True),
    ("[limit..limit + 1]", D(8), True),
    ("some x in ? satisfies x > 1", [D(1), D(2)], True),
    ("not(true) or true", True, True),
    ('@"2026-11-22"', "x", None),
    ("< 5", "x", None),
]


@pytest.mark.parametrize(("text", "value", "expected"), CELLS, ids=[row[0] for row in CELLS])
def test_unary_tests_accept_the_input(text: str, value: object, expected: bool | None) -> None:
    compiled = compile_unary_tests(text, names=["limit"])

    assert compiled.evaluate({"?": value, "limit": D(7)}) is expected


def test_extension_is_called_by_position_and_by_name() -> None:
    after = Extension(("start", "days"), lambda start, days: f"{start}+{days}")
    functions = {"workdays after": after}

    by_place = compile_expression('workdays after("a", 2)', names=[], functions=functions)
    by_name = compile_expression(
        'workdays after(days: 2, start: "a")', names=[], functions=functions
    )

    assert by_place.evaluate({}) == by_name.evaluate({}) == "a+2"
    shorter = compile_expression('workdays after("a")', names=[], functions=functions)
    assert shorter.evaluate({}) == "a+None"
    with pytest.raises(FeelSyntaxError, match="start, days"):
        compile_expression('workdays after("a", 2, 3)', names=[], functions=functions)


def test_explanation_names_what_was_read_by_its_full_path() -> None:
    compiled = compile_expression('initiator.rank > 3 and 部门 = "行政" or unread')
    variables = {"initiator": {"rank": D(5)}, "部门": "行政", "unread": False}

    explained = compiled.explain(variables)

    assert explained.reads == (("initiator.rank", D(5)), ("部门", "行政"))
    assert explained.result is True
    assert "initiator.rank 为 5" in explained.text.zh
    assert explained.text.en.endswith("gives true")


def test_explanation_leaves_out_names_that_the_expression_binds() -> None:
    explained = compile_expression("for x in xs return x + y").explain({"xs": [D(1)], "y": D(2)})

    assert [path for path, _ in explained.reads] == ["xs", "y"]


def test_explanation_is_the_same_in_whatever_order_a_context_came() -> None:
    line = {"who": "li", "at": 1, "more": [{"b": 1, "a": 2}]}
    again = {"at": 1, "more": [{"a": 2, "b": 1}], "who": "li"}

    told = describe("x", (("x", line),), None)

    assert told == describe("x", (("x", again),), None)
    assert told.en == '`x` with x is {at: 1, more: [{a: 2, b: 1}], who: "li"} gives null'

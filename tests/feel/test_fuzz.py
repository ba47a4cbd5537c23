"""Generated text and generated expressions: nothing but FeelError is ever raised."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, compile_expression, compile_unary_tests
from engine.feel.builtins import BUILTINS
from tests.feel.rows import NOW, D

_WORDS = st.sampled_from(
    [
        *'+-*/()[]{}<>=.,:?@"',
        *["**", "..", "!=", "<=", ">=", "->", "//", "/*"],
        *"if then else for in return some every satisfies and or between instance of".split(),
        *"function external true false null not item partial list context number".split(),
        *["1", "0.5", "1e5", '"a"', '""', '@"2026-11-22"', '@"P1D"', "金额", "a", "b c"],
        *BUILTINS,
    ]
)
_LITERALS = st.sampled_from(
    [
        "1",
        "-2",
        "0.5",
        '"a"',
        "true",
        "false",
        "null",
        "[]",
        "[1, 2]",
        "{a: 1}",
        "a",
        "金额",
        '@"2026-11-22"',
        '@"08:00:00"',
        '@"P1D"',
        '@"P1M"',
        "[1..3]",
        "?",
        "abs",
    ]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"])
    names = st.sampled_from(sorted(BUILTINS))
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        st.tuples(inner, inner).map(lambda t: f"for x in {t[0]} return {t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"some x in {t[0]} satisfies {t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]}..{t[1]}]"),
        st.tuples(inner, inner).map(lambda t: f"{{a: {t[0]}, b: {t[1]}}}.b"),
        st.tuples(names, st.lists(inner, max_size=4)).map(lambda t: f"{t[0]}({', '.join(t[1])})"),
        inner.map(lambda t: f"({t}) instance of list<number>"),
        inner.map(lambda t: f"(function(x) {t})(1)"),
    )


_EXPRESSIONS = st.recursive(_LITERALS, _grown, max_leaves=12)


def _attempt(text: str) -> None:
    variables = {"a": [D(1), {"b": "c"}], "金额": D(6000), "?": D(3), "x": None}
    for compile_ in (compile_expression, compile_unary_tests):
        try:
            compiled = compile_(text)
        except FeelError:
            continue
        for strict in (False, True):
            try:
                compiled.evaluate(variables, now=NOW, strict=strict)
                compiled.explain(variables, now=NOW, strict=strict)
            except FeelError:
                continue


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
def test_any_text_raises_only_our_errors(text: str) -> None:
    _attempt(text)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(_WORDS, max_size=20).map(" ".join))
def test_any_words_raise_only_our_errors(text: str) -> None:
    _attempt(text)


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(_EXPRESSIONS)
def test_any_expression_raises_only_our_errors(text: str) -> None:
    _attempt(text)

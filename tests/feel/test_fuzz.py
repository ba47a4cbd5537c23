"""Generated text and generated expressions: nothing but FeelError is ever raised."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel.builtins import BUILTINS
from tests.feel.attempts import attempt, attempt_measured

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


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
def test_any_text_raises_only_our_errors(text: str) -> None:
    attempt(text)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(_WORDS, max_size=20).map(" ".join))
def test_any_words_raise_only_our_errors(text: str) -> None:
    attempt(text)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(_EXPRESSIONS)
def test_any_expression_raises_only_our_errors(text: str) -> None:
    attempt(text)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(_EXPRESSIONS)
def test_any_expression_stays_within_50_ms_and_50_mb(text: str) -> None:
    attempt_measured(text)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, database=None)
@given(st.one_of(_EXPRESSIONS, st.lists(_WORDS, max_size=60).map(" ".join), st.text()))
def test_many_expressions_raise_only_our_errors_within_bounds(text: str) -> None:
    attempt_measured(text)


@pytest.mark.long
def test_coverage_guided_text_raises_only_our_errors(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris is not installed: pip install -e .[fuzz]")
    script = Path(__file__).with_name("fuzz_atheris.py")
    limits = ["-max_total_time=300", "-max_len=400", "-timeout=5", f"-artifact_prefix={tmp_path}/"]

    done = subprocess.run(
        [sys.executable, str(script), *limits],
        cwd=script.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]

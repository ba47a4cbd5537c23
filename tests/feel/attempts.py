"""Tries a text as an expression and as unary tests: only our own errors may come of it."""

from __future__ import annotations

import tracemalloc
from time import thread_time

from engine.feel import FeelError, compile_expression, compile_unary_tests
from tests.feel.rows import NOW, D

VARIABLES = {"a": [D(1), {"b": "c"}], "金额": D(6000), "?": D(3), "x": None}
MILLISECONDS = 50
MEGABYTES = 50


def attempt(text: str) -> None:
    """Compiles and evaluates the text in every way."""
    for compile_ in (compile_expression, compile_unary_tests):
        try:
            compiled = compile_(text)
        except FeelError:
            continue
        for strict in (False, True):
            try:
                compiled.evaluate(VARIABLES, now=NOW, strict=strict)
                compiled.explain(VARIABLES, now=NOW, strict=strict)
            except FeelError:
                continue


def _once(text: str) -> None:
    try:
        compile_expression(text).evaluate(VARIABLES, now=NOW)
    except FeelError:
        return


def attempt_measured(text: str) -> None:
    """The same, and one compilation with evaluation stays within the bounds of time and memory.

    Time is that of the processor, and the least of three tries: other processes do not count.
    """
    attempt(text)
    spent = []
    for _ in range(3):
        begun = thread_time()
        _once(text)
        spent.append((thread_time() - begun) * 1000)
        if spent[-1] < MILLISECONDS:
            break
    assert min(spent) < MILLISECONDS, text
    tracemalloc.start()
    try:
        _once(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 1_000_000, text

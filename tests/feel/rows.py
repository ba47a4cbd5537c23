"""Rows of FEEL expressions with what they must evaluate to, written in FEEL as well."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from engine.core.values import Value
from engine.feel import compile_expression

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def value_of(text: str, variables: dict[str, Value] | None = None) -> Value:
    return compile_expression(text).evaluate(variables or {}, now=NOW)


def D(text: str | int) -> Decimal:  # noqa: N802  (reads as the constructor that it stands for)
    return Decimal(text)

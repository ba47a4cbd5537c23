"""Answers of our FEEL and of feelin in one plain form, and whether two of them are the same."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from engine.core.values import Value
from engine.feel import FeelError, compile_expression
from engine.feel.explanation import shown
from engine.feel.ranges import Range
from engine.feel.runtime import Runtime
from tests.feel.rows import NOW

Plain = Any
ERROR = {"$error": True}


def ours(text: str) -> Plain:
    """Our answer."""
    try:
        compiled = compile_expression(text)
        return _plain(compiled.run({}, Runtime(now=NOW, strict=False)))
    except FeelError:
        return ERROR


def _plain(value: Value) -> Plain:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal | int):
        return {"$number": str(value)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Range):
        return {"$text": _range(value), "$kind": "Range"}
    return {"$text": shown(value, None), "$kind": type(value).__name__}


def _range(value: Range) -> str:
    """The range as feelin writes it."""
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{_end(value.start)}..{_end(value.end)}{closing}"


def _end(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, str) else shown(value, None)


def theirs(answer: Plain) -> Plain:
    """feelin's answer, as its script writes it."""
    return ERROR if "error" in answer else answer["value"]


def same(left: Plain, right: Plain) -> bool:
    """Whether two answers agree; numbers up to the precision of binary floats."""
    if isinstance(left, dict) and isinstance(right, dict):
        if "$number" in left and "$number" in right:
            return _near(left["$number"], right["$number"])
        if "$text" in left and "$text" in right:
            return _rounded(left["$text"]) == _rounded(right["$text"])
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)


def _rounded(text: str) -> str:
    """A text with its fractions to ten digits, as of the ends of a range."""
    return re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.10g}", text)


def _near(left: str, right: str) -> bool:
    if right in ("NaN", "Infinity", "-Infinity"):
        return False
    one, other = Decimal(left), Decimal(right)
    return abs(one - other) <= Decimal("1e-12") * max(Decimal(1), abs(one))


def word(plain: Plain) -> str:
    """The kind of an answer, in one word."""
    if plain is None:
        return "null"
    if isinstance(plain, dict):
        tags = {"$number": "number", "$error": "error"}
        found = next((tags[tag] for tag in tags if tag in plain), None)
        return found or plain.get("$kind", "context")
    return {bool: "boolean", str: "string", list: "list"}[type(plain)]

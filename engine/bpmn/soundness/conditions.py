"""Whether two FEEL conditions can hold together: told only where their text alone proves not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from engine.core.definition import Expression
from engine.feel import FeelError, nodes
from engine.feel.syntax import parse

Scalar: TypeAlias = bool | str | Decimal | None
_MOST: Final = 32  # alternatives of one condition that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """`subject operator value`, where the subject is a variable or a path from one."""

    subject: str
    operator: str
    value: Scalar


def exclude_each_other(one: Expression | None, other: Expression | None) -> bool:
    """Whether no values make both true. False also when nothing can be told."""
    if one is None or other is None:
        return False
    first, second = _alternatives(one.text), _alternatives(other.text)
    if not first or not second:
        return False
    return all(
        any(_contradict(a, b) for a, b in product(these, those))
        for these, those in product(first, second)
    )


@lru_cache(maxsize=4096)
def _alternatives(text: str) -> tuple[tuple[_Fact, ...], ...]:
    """One set of facts for each way in which the condition can be true; parts that say nothing
    certain are left out. Empty when it has too many."""
    try:
        found = _of(parse(text))
    except FeelError:
        return ()
    return tuple(tuple(facts) for facts in found) if len(found) <= _MOST else ()


def _of(node: nodes.Node) -> list[list[_Fact]]:
    if isinstance(node, nodes.Junction):
        parts = [_of(operand) for operand in node.operands]
        if node.operator == "or":
            return [facts for part in parts for facts in part][: _MOST + 1]
        return _all_of(parts)
    if isinstance(node, nodes.In):
        return [list(_tested(node.value, test)) for test in node.tests]
    return [list(_facts(node))]


def _all_of(parts: list[list[list[_Fact]]]) -> list[list[_Fact]]:
    found: list[list[_Fact]] = [[]]
    for part in parts:
        found = [[*before, *facts] for before in found for facts in part]
        if len(found) > _MOST:
            return found
    return found


def _facts(node: nodes.Node) -> Iterator[_Fact]:
    if isinstance(node, nodes.Binary) and node.operator in _OPPOSITE:
        yield from _compared(node.operator, node.left, node.right)
    elif isinstance(node, nodes.Between):
        yield from _compared(">=", node.value, node.low)
        yield from _compared("<=", node.value, node.high)
    elif isinstance(node, nodes.Call):
        name = _subject(node.function)
        inner = _subject(node.arguments[0]) if len(node.arguments) == 1 else None
        if name == "not" and inner is not None:
            yield _Fact(subject=inner, operator="=", value=False)
    else:
        name = _subject(node)
        if name is not None:
            yield _Fact(subject=name, operator="=", value=True)


def _tested(value: nodes.Node, test: nodes.Test) -> Iterator[_Fact]:
    if not test.uses_input:
        yield from _compared(test.operator or "=", value, test.operand)


def _compared(operator: str, left: nodes.Node, right: nodes.Node) -> Iterator[_Fact]:
    subject, value = _subject(left), _literal(right)
    if subject is None and operator in _OPPOSITE:
        subject, value, operator = _subject(right), _literal(left), _MIRRORED[operator]
    if subject is not None and value is not None and operator in _OPPOSITE:
        yield _Fact(subject=subject, operator=operator, value=value[0])


def _subject(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Path):
        base = _subject(node.base)
        return None if base is None else f"{base}.{node.member}"
    return None


def _literal(node: nodes.Node) -> tuple[Scalar] | None:
    """The value of a literal, as a tuple because null is one too."""
    if isinstance(node, nodes.Literal) and (
        node.value is None or isinstance(node.value, bool | str | Decimal)
    ):
        return (node.value,)
    if isinstance(node, nodes.Negate):
        inner = _literal(node.operand)
        return (-inner[0],) if inner is not None and isinstance(inner[0], Decimal) else None
    return None


_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED: Final = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _contradict(one: _Fact, other: _Fact) -> bool:
    if one.subject != other.subject:
        return False
    if one.operator == "=":
        return not _may_hold(one.value, other)
    if other.operator == "=":
        return not _may_hold(other.value, one)
    if "!=" in (one.operator, other.operator):
        return False
    return _are_apart(one, other)


def _may_hold(value: Scalar, fact: _Fact) -> bool:
    """Whether the fact is true of this value; a comparison of two kinds never is (10.3.2.13)."""
    same = type(value) is type(fact.value) and value == fact.value
    if fact.operator == "=":
        return same
    if fact.operator == "!=":
        return not same
    if type(value) is not type(fact.value) or not isinstance(value, str | Decimal):
        return False
    return _ordered(value, fact.operator, fact.value)


def _ordered(value: str | Decimal, operator: str, bound: Scalar) -> bool:
    less, equal = value < bound, value == bound  # type: ignore[operator]
    return {
        "<": less,
        "<=": less or equal,
        ">": not less and not equal,
        ">=": not less,
    }[operator]


def _are_apart(one: _Fact, other: _Fact) -> bool:
    """Two order comparisons of one value: `< a` and `> b` where nothing lies between."""
    if type(one.value) is not type(other.value) or not isinstance(one.value, str | Decimal):
        return type(one.value) is not type(other.value)
    if one.operator[0] == other.operator[0]:
        return False
    below, above = (one, other) if one.operator[0] == "<" else (other, one)
    if below.value == above.value:
        return below.operator == "<" or above.operator == ">"
    return below.value < above.value  # type: ignore[operator]

"""Finds the simple comparisons in an expression: a name against a constant or another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.core.fact import fact
from engine.core.values import Value
from engine.feel.builtins import BUILTINS
from engine.feel.errors import FeelError
from engine.feel.names import NameTable
from engine.feel.nodes import (
    Between,
    Binary,
    In,
    Literal,
    Name,
    Negate,
    Node,
    Path,
    RangeLiteral,
    Reference,
    Test,
    UnaryTests,
    walk,
)
from engine.feel.parser import Parser

_COMPARING: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_FUNCTIONS: Final = NameTable(BUILTINS)


@fact
class Threshold:
    """`name operator value`; the value is a constant, or what `other` names."""

    name: str
    operator: str
    value: Value = None
    other: str = ""


def thresholds(text: str) -> tuple[Threshold, ...]:
    """The simple comparisons anywhere in an expression; nothing for what is not FEEL."""
    try:
        root = Parser(text, None, _FUNCTIONS, ()).parse_expression()
    except (FeelError, RecursionError):
        return ()
    return tuple(dict.fromkeys(_found(root)))


def cell_thresholds(text: str, name: str) -> tuple[Threshold, ...]:
    """Those of the unary tests of a table's cell, for the input of this name."""
    try:
        root = Parser(text, None, _FUNCTIONS, ()).parse_unary_tests()
    except (FeelError, RecursionError):
        return ()
    assert isinstance(root, UnaryTests)  # noqa: S101 -- what this parse gives
    own = [one for test in root.tests for one in _of_test(name, test)]
    return tuple(dict.fromkeys((*own, *_found(root))))


def _found(root: Node) -> Iterator[Threshold]:
    for node in walk(root):
        if isinstance(node, Binary) and node.operator in _COMPARING:
            yield from _compared(node.left, node.operator, node.right)
        elif isinstance(node, Between):
            yield from _compared(node.value, ">=", node.low)
            yield from _compared(node.value, "<=", node.high)
        elif isinstance(node, In):
            name = _path(node.value)
            for test in node.tests if name else ():
                yield from _of_test(name, test)
        elif isinstance(node, Name) and node.reference is Reference.GLOBAL:
            yield Threshold(name=node.name, operator="=", value=True)


def _of_test(name: str, test: Test) -> Iterator[Threshold]:
    if test.uses_input:
        return
    operand = test.operand
    if isinstance(operand, RangeLiteral):
        if operand.start is not None:
            yield from _against(name, ">=" if operand.start_included else ">", operand.start)
        if operand.end is not None:
            yield from _against(name, "<=" if operand.end_included else "<", operand.end)
    else:
        yield from _against(name, test.operator or "=", operand)


def _compared(left: Node, operator: str, right: Node) -> Iterator[Threshold]:
    name, other = _path(left), _path(right)
    if name:
        yield from _against(name, operator, right)
    if other:
        yield from _against(other, _COMPARING[operator], left)


def _against(name: str, operator: str, operand: Node) -> Iterator[Threshold]:
    if isinstance(operand, Literal):
        yield Threshold(name=name, operator=operator, value=operand.value)
    elif isinstance(operand, Negate) and isinstance(operand.operand, Literal):
        yield Threshold(name=name, operator=operator, value=-operand.operand.value)
    elif _path(operand):
        yield Threshold(name=name, operator=operator, other=_path(operand))


def _path(node: Node) -> str:
    """The dotted name that a node is; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, Path):
        parts.append(node.member)
        node = node.base
    if isinstance(node, Name) and node.reference in (Reference.GLOBAL, Reference.EITHER):
        return ".".join([node.name, *reversed(parts)])
    return ""

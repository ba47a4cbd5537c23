"""Finds the constants that unary tests compare their input with, for analysing decision tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.builtins import BUILTINS
from engine.feel.compiler import Compilation
from engine.feel.errors import FeelError
from engine.feel.names import NameTable
from engine.feel.nodes import Node, Reference
from engine.feel.parser import Parser
from engine.feel.runtime import Frame, Runtime

_CLOCKED = frozenset({"now", "today"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


class _Open(Exception):
    """The tests depend on more than their input and constants."""


def boundaries(text: str, now: datetime | None = None) -> tuple[Value, ...] | None:
    """The constants at which unary tests can change their answer.

    None if the answer depends on anything else: other variables, the clock, or a function of
    the input. Raises FeelError for text that is not unary tests.
    """
    root = Parser(text, None, NameTable(BUILTINS)).parse_unary_tests()
    runtime = Runtime(now=now, strict=False)
    try:
        return tuple(_value(node, text, runtime) for node in _limits(root))
    except _Open:
        return None


def _limits(node: Node) -> Iterator[Node]:
    """The operands that the input is compared with, where the node compares it at all."""
    if isinstance(node, nodes.In) and not _is_input(node.value):
        raise _Open
    inner = _inner(node)
    if inner is not None:
        for part in inner:
            yield from _limits(part)
    elif isinstance(node, nodes.RangeLiteral):
        yield from (end for end in (node.start, node.end) if end is not None)
    elif isinstance(node, nodes.Between) and _is_input(node.value):
        yield from (node.low, node.high)
    elif isinstance(node, nodes.Binary) and node.operator in _COMPARISONS:
        yield node.left if _is_input(node.right) else node.right if _is_input(node.left) else node
    else:
        yield node


def _inner(node: Node) -> Iterable[Node] | None:
    """The parts of a node that accepts the input when a part does."""
    if isinstance(node, nodes.UnaryTests | nodes.In):
        return [test.operand for test in node.tests]
    if isinstance(node, nodes.ListLiteral):
        return node.items
    return node.operands if isinstance(node, nodes.Junction) else None


def _is_input(node: Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "?"


def _value(node: Node, text: str, runtime: Runtime) -> Value:
    for part in nodes.walk(node):
        if isinstance(part, nodes.Name):
            constant = part.reference is Reference.FUNCTION and part.name not in _CLOCKED
            if not constant:
                raise _Open
    evaluate = Compilation(text, closed=False, extensions={}, tracked=False).build(node)
    try:
        return evaluate(Frame({}, None, {}, runtime))
    except FeelError as error:
        raise _Open from error

"""The immutable syntax tree of FEEL; every node knows its offset in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from engine.feel.types import Type


class Reference(StrEnum):
    """How a name was resolved at parse time."""

    GLOBAL = "global"  # a variable of the caller
    LOCAL = "local"  # bound by the expression, or perhaps a field of a filtered item
    FUNCTION = "function"  # a built-in or extension function
    EITHER = "either"  # a variable if there is one, else a built-in function


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeLiteral(Node):
    """`[1..5]` and its open forms; a missing end is unbounded, as in `(< 5)`."""

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    name: str
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Node):
    base: Node
    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Node):
    base: Node
    condition: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """Arithmetic and comparison; `operator` is the text of the operator."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction(Node):
    """A chain of `and` or of `or`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Node):
    """One unary test: an operator and its operand, or with operator None any expression.

    `uses_input` says that the expression mentions `?` and so decides by itself.
    """

    operator: str | None
    operand: Node
    uses_input: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Node):
    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnaryTests(Node):
    """A cell of a decision table; no tests at all (`-`) accept everything."""

    tests: tuple[Test, ...]
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceOf(Node):
    value: Node
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration(Node):
    """`name in domain`, or `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantified(Node):
    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionLiteral(Node):
    parameters: tuple[tuple[str, Type], ...]
    body: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """An invocation; `names` is None for positional arguments."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


_LEAVES: Final = frozenset({"offset", "operator", "member", "name", "reference", "type", "names"})


_FIELDS: dict[type, tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Node]:
    """The direct child nodes, in source order of the fields."""
    for name in _fields_of(type(node)):
        yield from _nodes_in(getattr(node, name))


def _fields_of(kind: type) -> tuple[str, ...]:
    """The fields that may hold nodes; asking the dataclass each time is slow."""
    known = _FIELDS.get(kind)
    if known is None:
        known = tuple(field.name for field in fields(kind) if field.name not in _LEAVES)
        _FIELDS[kind] = known
    return known


def _nodes_in(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def walk(root: Node) -> Iterator[Node]:
    """The node and everything below it, without recursion."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(children(node))


def height(root: Node) -> int:
    """The number of levels of the tree."""
    deepest, pending = 0, [(root, 1)]
    while pending:
        node, level = pending.pop()
        deepest = max(deepest, level)
        pending.extend((child, level + 1) for child in children(node))
    return deepest

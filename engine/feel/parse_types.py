"""Parses FEEL type names (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

from engine.feel.cursor import Cursor
from engine.feel.names import NameTable
from engine.feel.tokens import Kind, spell
from engine.feel.types import (
    ALIASES,
    ANY,
    SIMPLE,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
)

_KNOWN = NameTable([*SIMPLE, *ALIASES])


def parse_type(cursor: Cursor) -> Type:
    """The type that starts at the cursor."""
    cursor.enter()
    kind = _named(cursor) or _simple(cursor)
    cursor.leave()
    return kind


def _named(cursor: Cursor) -> Type | None:
    """A type of the host, unless a type of FEEL has the longer name."""
    own = NameTable(cursor.types).longest(cursor.tokens, cursor.index)
    standard = _KNOWN.longest(cursor.tokens, cursor.index)
    if own is None or (standard is not None and standard[1] >= own[1]):
        return None
    cursor.advance(own[1])
    return cursor.types[own[0]]


def _simple(cursor: Cursor) -> Type:
    found = _KNOWN.longest(cursor.tokens, cursor.index)
    if found is None:
        cursor.fail("类型名，例如 number、string、date", "a type such as number, string or date")
    name = ALIASES.get(found[0], found[0])
    cursor.advance(found[1])
    return _generic(cursor, name) if cursor.at("<") else Type(name)


def _generic(cursor: Cursor, name: str) -> Type:
    if name not in ("list", "range", "context", "function"):
        cursor.fail(f"不带参数的类型 {name}", f"the type {name} without parameters")
    cursor.expect("<")
    if name == "context":
        fields = _fields(cursor)
        cursor.expect(">")
        return ContextType(name, fields)
    if name == "function":
        return _function(cursor)
    item = parse_type(cursor)
    cursor.expect(">")
    return ListType(name, item) if name == "list" else RangeType(name, item)


def _fields(cursor: Cursor) -> tuple[tuple[str, Type], ...]:
    fields: list[tuple[str, Type]] = []
    while not cursor.at(">"):
        name = parse_key(cursor)
        cursor.expect(":")
        fields.append((name, parse_type(cursor)))
        if not cursor.take(","):
            break
    return tuple(fields)


def _function(cursor: Cursor) -> Type:
    parameters: list[Type] = []
    while not cursor.at(">"):
        parameters.append(parse_type(cursor))
        if not cursor.take(","):
            break
    cursor.expect(">")
    result = parse_type(cursor) if cursor.take("->") else ANY
    return FunctionType("function", tuple(parameters), result)


_KEY_SYMBOLS = frozenset(':,(){}[]<>"')


def parse_key(cursor: Cursor) -> str:
    """A name that is being declared: everything up to the symbol that ends it, or a string."""
    if cursor.token.kind is Kind.STRING:
        return cursor.advance().value
    count = key_length(cursor, 0)
    if count == 0:
        cursor.fail("名称", "a name")
    name = spell(cursor.tokens[cursor.index : cursor.index + count], cursor.text)
    cursor.advance(count)
    return name


def key_length(cursor: Cursor, start: int) -> int:
    """How many tokens could spell one declared name, from `start` tokens ahead."""
    count = start
    while True:
        token = cursor.peek(count)
        if token.kind in (Kind.END, Kind.STRING):
            return count - start
        if token.kind is Kind.SYMBOL and token.value in _KEY_SYMBOLS:
            return count - start
        count += 1

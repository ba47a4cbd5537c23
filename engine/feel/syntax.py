"""Expressions as syntax trees, for those who reason about them without evaluating."""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel.builtins import BUILTINS
from engine.feel.limits import too_deep
from engine.feel.names import NameTable
from engine.feel.nodes import Node
from engine.feel.parser import Parser

_BUILTIN_NAMES = NameTable(BUILTINS)


def parse(
    text: str,
    *,
    names: Iterable[str] | None = None,
    members: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Node:
    """The tree of an expression; names as for `compile_expression`. Raises FeelSyntaxError, or
    FeelLimitError for text beyond the bounds."""
    extra = list(functions)
    known = NameTable([*BUILTINS, *extra]) if extra else _BUILTIN_NAMES
    try:
        return Parser(text, names, known, members).parse_expression()
    except RecursionError:
        raise too_deep() from None

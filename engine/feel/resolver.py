"""Resolves names by scope while parsing: variables, local names, functions, undeclared words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engine.feel import nodes
from engine.feel.cursor import Cursor, Scope
from engine.feel.names import NameTable, table_of
from engine.feel.nodes import Node, Reference
from engine.feel.tokens import Kind

_MEMBERS: Final = ("time offset", "start included", "end included")


class Resolver(Cursor):
    """A cursor that knows the scopes; collects in `reads` what may be read of the caller."""

    def __init__(
        self,
        text: str,
        names: Iterable[str] | None,
        functions: NameTable,
        members: Iterable[str] = (),
    ) -> None:
        super().__init__(text)
        known = list(members if names is None else names)
        self.closed = names is not None
        self.scopes = [Scope(table=table_of(tuple(known)), open=names is None)]
        self.functions = functions
        self.members = table_of((*_MEMBERS, *known, *members))
        self.reads: set[str] = set()

    def _longest_known(self) -> tuple[str, int, int] | None:
        """The longest declared name here, its length, and the level that declares it."""
        best: tuple[str, int, int] | None = None
        for level in range(len(self.scopes) - 1, -1, -1):
            found = self.scopes[level].table.longest(self.tokens, self.index)
            if found is not None and (best is None or found[1] > best[1]):
                best = (*found, level)
        return best

    def _name(self, known: tuple[str, int, int] | None) -> Node:
        function = self.functions.longest(self.tokens, self.index)
        if function is not None and self._prefers_function(function[1], known):
            return self._function_name(function, known)
        words = self.plain_names() if any(scope.open for scope in self.scopes[1:]) else 0
        if known is None or words > known[1]:
            return self._undeclared(words)
        name, length, level = known
        offset = self.token.start
        self.advance(length)
        if level == 0:
            self.reads.add(name)
        hidden = any(scope.open for scope in self.scopes[1:])
        reference = Reference.LOCAL if level > 0 or hidden else Reference.GLOBAL
        return nodes.Name(offset=offset, name=name, reference=reference)

    def _prefers_function(self, length: int, known: tuple[str, int, int] | None) -> bool:
        called = self.peek(length).value == "(" and self.peek(length).kind is Kind.SYMBOL
        if known is None:
            return called or self.closed or length > 1
        return called and (length > known[1] or (length == known[1] and known[2] == 0))

    def _function_name(self, function: tuple[str, int], known: tuple[str, int, int] | None) -> Node:
        offset = self.token.start
        self.advance(function[1])
        hidden = any(scope.open for scope in self.scopes[1:])
        shadowed = known is not None or (hidden and not self.at("("))
        if known is not None:
            self.reads.add(known[0])
        reference = Reference.EITHER if shadowed else Reference.FUNCTION
        return nodes.Name(offset=offset, name=function[0], reference=reference)

    def _undeclared(self, words: int) -> Node:
        token = self.token
        inside_filter = any(scope.open for scope in self.scopes[1:])
        if self.closed and not inside_filter:
            self.refuse(
                f"未知的名称“{token.value}”{self._suggestion(token.value)[0]}",
                f"Expected a known name, got {token.value!r}{self._suggestion(token.value)[1]}",
                token.start,
            )
        start = self.index
        self.advance(max(words, 1))
        name = " ".join(item.value for item in self.tokens[start : self.index])
        if not self.closed:
            self.reads.add(name)
        reference = Reference.LOCAL if inside_filter else Reference.GLOBAL
        if self.functions.names and name in self.functions.names:
            reference = Reference.EITHER
        return nodes.Name(offset=token.start, name=name, reference=reference)

    def _suggestion(self, name: str) -> tuple[str, str]:
        known = sorted(set().union(*(scope.table.names for scope in self.scopes)))
        if not known:
            return "", ""
        shown = ", ".join(known[:12])
        return f"；可用的名称：{shown}", f"; known names: {shown}"

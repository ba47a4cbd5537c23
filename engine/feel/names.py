"""The names that are known while parsing, so that names with spaces and symbols can be read."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from engine.feel.errors import FeelError
from engine.feel.tokens import Kind, Token, tokenize

Pieces = tuple[str, ...]

KEYWORDS: Final = frozenset(
    "and or in between then else return satisfies instance if for some every function "
    "true false null external".split()
)
"""Words that cannot be a name alone (rule 28 with the literals); they may be part of a name."""


@lru_cache(maxsize=8192)  # every expression of a case is compiled with the same names
def pieces_of(name: str) -> Pieces:
    """A name as the sequence of token texts that the tokenizer makes of it."""
    try:
        return tuple(token.value for token in tokenize(name) if token.kind is not Kind.END)
    except FeelError:
        return (name,)


class NameTable:
    """A set of names that finds the longest one at a place in a token list."""

    __slots__ = ("_by_first", "names")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: set[str] = set()
        self._by_first: dict[str, list[tuple[Pieces, str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        pieces = pieces_of(name)
        if not pieces or name in self.names:
            return
        self.names.add(name)
        group = self._by_first.setdefault(pieces[0], [])
        insort(group, (pieces, name), key=lambda entry: -len(entry[0]))

    def longest(self, tokens: tuple[Token, ...], index: int) -> tuple[str, int] | None:
        """The longest name that starts at the index, with the number of its tokens."""
        first = tokens[index]
        if first.kind in (Kind.STRING, Kind.END):
            return None
        for pieces, name in self._by_first.get(first.value, ()):
            if _matches(pieces, tokens, index):
                return name, len(pieces)
        return None


@lru_cache(maxsize=64)
def table_of(names: tuple[str, ...]) -> NameTable:
    """The table of these names, shared by all expressions of a process: nobody may add to it."""
    return NameTable(names)


def _matches(pieces: Pieces, tokens: tuple[Token, ...], index: int) -> bool:
    if index + len(pieces) >= len(tokens):
        return False
    return all(
        tokens[index + offset].value == piece and tokens[index + offset].kind is not Kind.STRING
        for offset, piece in enumerate(pieces)
    )

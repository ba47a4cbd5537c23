"""A place in a token list, with the names in scope there and errors that say where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from engine.feel.errors import FeelSyntaxError
from engine.feel.limits import MAX_NESTING, too_deep
from engine.feel.names import KEYWORDS, NameTable
from engine.feel.tokens import FULL_WIDTH, Kind, Token, tokenize
from engine.feel.types import Type

_INFIX_WORDS = frozenset("and or in between then else return satisfies instance".split())
_HABITS = {
    "&": "and",
    "|": "or",
    "!": "not( )",
    "'": '"',
    "%": "modulo( , )",
    "^": "**",
    ";": ",",
}
_PREFIX_SYMBOLS = frozenset("([{-?@")


@dataclass(slots=True, kw_only=True)
class Scope:
    """One lexical level; `open` levels may hold names that nobody declared (filtered items)."""

    table: NameTable
    open: bool = False


class Cursor:
    """Reads tokens one after the other; the parser's only mutable state."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.depth = 0
        self.types: Mapping[str, Type] = {}

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def advance(self, count: int = 1) -> Token:
        token = self.tokens[self.index]
        self.index = min(self.index + count, len(self.tokens) - 1)
        return token

    def at(self, *symbols: str) -> bool:
        token = self.token
        return token.kind is Kind.SYMBOL and token.value in symbols

    def at_word(self, *words: str) -> bool:
        token = self.token
        return token.kind is Kind.NAME and token.value in words

    def take(self, symbol: str) -> bool:
        found = self.at(symbol)
        if found:
            self.advance()
        return found

    def expect(self, symbol: str) -> Token:
        if not self.at(symbol):
            self.fail(f"“{symbol}”", f"{symbol!r}")
        return self.advance()

    def expect_word(self, word: str) -> Token:
        if not self.at_word(word):
            self.fail(f"“{word}”", f"{word!r}")
        return self.advance()

    def can_start_expression(self, ahead: int) -> bool:
        token = self.peek(ahead)
        if token.kind is Kind.NAME:
            return token.value not in _INFIX_WORDS
        if token.kind is Kind.SYMBOL:
            return token.value in _PREFIX_SYMBOLS
        return token.kind is not Kind.END

    def plain_names(self) -> int:
        """How many words that are not keywords follow each other from here."""
        count = 0
        while self._is_plain(self.peek(count)):
            count += 1
        return count

    def _is_plain(self, token: Token) -> bool:
        return token.kind is Kind.NAME and token.value not in KEYWORDS

    def enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise too_deep()

    def leave(self) -> None:
        self.depth -= 1

    def fail(self, zh: str, en: str) -> NoReturn:
        """Raises the error 'expected ..., got the token here'."""
        token = self.token
        got = self.text[token.start : token.end][:40]
        hint = self._hint(got)
        zh_got = f"遇到“{got}”" if got else "表达式在此结束"
        zh_hint = f"（请改用 {hint}）" if hint else ""
        en_got = f"got {got!r}" if got else "got the end of the expression"
        en_hint = f" (use {hint})" if hint else ""
        self.refuse(
            f"此处应为{zh}，但{zh_got}{zh_hint}", f"Expected {en}, {en_got}{en_hint}", token.start
        )

    def _hint(self, got: str) -> str | None:
        """What the author may have meant who is used to full-width signs or other languages."""
        before = self.tokens[self.index - 1].value if self.index else ""
        if got == "=" and before in ("=", "!="):
            return before
        return FULL_WIDTH.get(got) or _HABITS.get(got)

    def refuse(self, zh: str, en: str, offset: int) -> NoReturn:
        raise FeelSyntaxError(zh, en, source=self.text, offset=offset)

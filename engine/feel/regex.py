"""Translates XPath regular expressions to RE2, which matches in linear time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import re2

from engine.feel.charsets import Ranges, complement, difference, union, written
from engine.feel.errors import Undefined

_MAX_PATTERN: Final = 1_000
_MEMORY: Final = 4 * 1024 * 1024
_FLAGS: Final = frozenset("smixq")
_LITERAL_ESCAPES: Final = frozenset("\\|.-^?*+{}()[]$nrt/")
_CLASSES: Final = {
    "d": r"\p{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "s": r" \t\n\r",
    "i": r"\p{L}\p{Nl}_:",
    "c": r"\p{L}\p{Nl}\p{Nd}\p{M}\p{Lm}_:.\-\x{B7}",
}
_COMPLEMENTS: Final = {
    "D": r"\P{Nd}",
    "W": r"\p{P}\p{Z}\p{C}",
}
_BLOCKS: Final = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "Greek": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}


def searchable(text: str) -> str:
    """The text, if RE2 can read it. Raises Undefined for halves of surrogate pairs."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Undefined(
            "文本中有不成对的代理字符", "Expected text without lone surrogates"
        ) from error
    return text


def _invalid(pattern: str, why_zh: str, why_en: str) -> Undefined:
    return Undefined(
        f"正则表达式“{pattern[:40]}”无效：{why_zh}",
        f"Expected a regular expression, got {pattern[:40]!r}: {why_en}",
    )


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str) -> Any:
    """The compiled pattern. Raises Undefined for what XPath or RE2 does not accept."""
    if len(pattern) > _MAX_PATTERN:
        raise _invalid(pattern, f"超过 {_MAX_PATTERN} 个字符", f"over {_MAX_PATTERN} characters")
    if set(flags) - _FLAGS:
        raise _invalid(pattern, f"标志 {flags} 未知", f"unknown flags {flags!r}")
    searchable(pattern)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    kept = "".join(flag for flag in "smi" if flag in flags)
    body = re2.escape(pattern) if "q" in flags else _Translation(pattern, "x" in flags).result()
    try:
        return re2.compile(f"(?{kept}){body}" if kept else body, options)
    except re2.error as error:
        raise _invalid(pattern, "语法不对", "bad syntax") from error


class _Translation:
    """One pass over a pattern, character by character."""

    def __init__(self, pattern: str, free_spacing: bool) -> None:
        self._pattern = pattern
        self._free = free_spacing
        self._index = 0

    def _next(self) -> str:
        if self._index >= len(self._pattern):
            raise _invalid(self._pattern, "提前结束", "it ends too early")
        char = self._pattern[self._index]
        self._index += 1
        return char

    def _peek(self) -> str:
        return self._pattern[self._index : self._index + 1]

    def result(self) -> str:
        made: list[str] = []
        while self._index < len(self._pattern):
            char = self._next()
            if self._free and char in " \t\n\r":
                continue
            made.append(self._one(char))
        return "".join(made)

    def _one(self, char: str) -> str:
        if char == "\\":
            return self._escape(inside=False)
        if char == "[":
            return self._class()
        special = char == "(" and self._pattern.startswith("?", self._index)
        if special and not self._pattern.startswith("?:", self._index):
            raise _invalid(self._pattern, "只支持 (?:", "only (?: is supported")
        return char

    def _escape(self, inside: bool) -> str:
        char = self._next()
        if char in _LITERAL_ESCAPES:
            return "\\" + char
        if char in "pP":
            return self._property(char, inside)
        if char in _CLASSES:
            return _CLASSES[char] if inside else f"[{_CLASSES[char]}]"
        if char.lower() in _CLASSES and char.isupper():
            return self._complement(char, inside)
        raise _invalid(self._pattern, f"转义 \\{char} 不支持", f"\\{char} is not supported")

    def _complement(self, char: str, inside: bool) -> str:
        if not inside:
            return f"[^{_CLASSES[char.lower()]}]"
        if char in _COMPLEMENTS:
            return _COMPLEMENTS[char]
        raise _invalid(
            self._pattern, f"方括号中不支持 \\{char}", f"\\{char} is not supported in brackets"
        )

    def _property(self, kind: str, inside: bool) -> str:
        if self._next() != "{":
            raise _invalid(self._pattern, "\\p 之后应为 {", "expected { after \\p")
        end = self._pattern.find("}", self._index)
        name = self._pattern[self._index : max(end, self._index)]
        self._index = end + 1
        if end < 0:
            raise _invalid(self._pattern, "缺少 }", "missing }")
        if not name.startswith("Is"):
            return f"\\{kind}{{{name}}}"
        block = _BLOCKS.get(name[2:])
        if block is None or (inside and kind == "P"):
            raise _invalid(self._pattern, f"不支持字符块 {name}", f"{name} is not supported")
        span = f"\\x{{{block[0]:X}}}-\\x{{{block[1]:X}}}"
        return span if inside else f"[{'^' if kind == 'P' else ''}{span}]"

    def _class(self) -> str:
        start = self._index
        negated = self._peek() == "^"
        if negated:
            self._next()
        made: list[str] = []
        while True:
            char = self._next()
            if char == "]":
                break
            if char == "-" and self._peek() == "[":
                self._index = start
                return written(self._set())
            if char == "[":
                raise _invalid(self._pattern, "[ 应写成 \\[", "write \\[ within brackets")
            if self._free and char in " \t\n\r":
                continue
            made.append(self._escape(inside=True) if char == "\\" else char)
        if not made:
            raise _invalid(self._pattern, "空的字符类", "empty brackets")
        return f"[{'^' if negated else ''}{''.join(made)}]"

    def _set(self) -> Ranges:
        """A class of plain characters and ranges, perhaps minus another such class."""
        negated = self._peek() == "^"
        if negated:
            self._next()
        ranges: list[tuple[int, int]] = []
        taken: Ranges = ()
        while True:
            char = self._next()
            if char == "]":
                break
            if char == "-" and self._peek() == "[":
                self._next()
                taken = self._set()
                if self._next() != "]":
                    raise _invalid(self._pattern, "相减之后应为 ]", "expected ] after the class")
                break
            ranges.append(self._span(self._plain(char)))
        base = union(ranges)
        return difference(complement(base) if negated else base, taken)

    def _span(self, low: int) -> tuple[int, int]:
        following = self._pattern[self._index + 1 : self._index + 2]
        if self._peek() != "-" or following in ("[", "]", ""):
            return low, low
        self._next()
        high = self._plain(self._next())
        if high < low:
            raise _invalid(self._pattern, "范围颠倒", "a range runs backwards")
        return low, high

    def _plain(self, char: str) -> int:
        if char != "\\":
            return ord(char)
        escaped = self._next()
        if escaped not in _LITERAL_ESCAPES:
            raise _invalid(
                self._pattern,
                f"相减的字符类中不支持 \\{escaped}",
                f"\\{escaped} is not supported where classes are subtracted",
            )
        return ord({"n": "\n", "r": "\r", "t": "\t"}.get(escaped, escaped))

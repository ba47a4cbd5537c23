"""String functions with regular expressions: matches, replace and split (DMN 1.5, 10.3.4.3)."""

from __future__ import annotations

from typing import Any

from engine.core.values import Value
from engine.feel.builtins.registry import builtin, way
from engine.feel.errors import Undefined
from engine.feel.limits import MATCH_COST, MAX_ITEMS, MAX_STRING, PATTERN_COST, too_large
from engine.feel.regex import compile_pattern, searchable
from engine.feel.runtime import Runtime

CLAUSE = "10.3.4.3"

MATCHES = builtin(
    "matches",
    clause=CLAUSE,
    zh="文本中是否有一处符合正则表达式",
    en="Whether the string contains a match of the regular expression",
    examples=(
        ('matches("foobar", "^fo*b")', "true"),
        (r'matches("规程2026", "\d{4}")', "true"),
        ('matches("ABC", "abc", "i")', "true"),
        ('matches("abc", "(")', "null"),
    ),
)


@way(MATCHES, "input: string, pattern: string, flags?: any", clocked=True)
def _matches(runtime: Runtime, text: str, pattern: str, flags: Value = None) -> Value:
    runtime.spend(PATTERN_COST)
    return compile_pattern(pattern, _flags(flags)).search(searchable(text)) is not None


def _flags(flags: Value) -> str:
    if flags is None:
        return ""
    if type(flags) is not str:
        raise Undefined("标志应为文本", "Expected flags as a string")
    return flags


REPLACE = builtin(
    "replace",
    clause=CLAUSE,
    zh="替换所有符合正则表达式的部分，$1 表示第一组",
    en="Replaces every match of the regular expression; $1 is its first group",
    examples=(
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', '"[1=ab][2=]cd"'),
        ('replace("banana", "a", "o")', '"bonono"'),
        ('replace("abc", "x*", "y")', "null"),
    ),
)


@way(REPLACE, "input: string, pattern: string, replacement: string, flags?: any", clocked=True)
def _replace(runtime: Runtime, text: str, pattern: str, *rest: Value) -> Value:
    runtime.spend(PATTERN_COST)
    replacement, flags = (*rest, None)[:2]
    given = _flags(flags)
    compiled = compile_pattern(pattern, given)
    _refuse_empty_match(compiled)
    pieces = [replacement] if "q" in given else _template(replacement, compiled.groups)
    parts: list[str] = []
    size, last = 0, 0
    for match in compiled.finditer(searchable(text)):
        runtime.spend(MATCH_COST)
        made = text[last : match.start()] + _expand(pieces, match)
        last = match.end()
        parts.append(made)
        size += len(made)
        if size > MAX_STRING:
            raise too_large("文本的字符数", "characters in one string", MAX_STRING)
    parts.append(text[last:])
    return "".join(parts)


def _refuse_empty_match(compiled: Any) -> None:
    """As XPath does (FORX0003): replacing nothing has no sensible result."""
    if compiled.fullmatch("") is not None:
        raise Undefined(
            "正则表达式不应匹配空文本", "Expected a pattern that matches no empty string"
        )


def _template(replacement: str, groups: int) -> list[str | int]:
    """The replacement as literal pieces and group numbers."""
    pieces: list[str | int] = []
    index = 0
    while index < len(replacement):
        char = replacement[index]
        if char == "\\":
            if replacement[index + 1 : index + 2] not in ("\\", "$"):
                raise Undefined("替换文本中的 \\ 无效", "Expected \\\\ or \\$ in the replacement")
            pieces.append(replacement[index + 1])
            index += 2
        elif char == "$":
            group, index = _group(replacement, index + 1, groups)
            pieces.append(group)
        else:
            pieces.append(char)
            index += 1
    return pieces


def _group(replacement: str, start: int, groups: int) -> tuple[int, int]:
    """The group number at a place, and where it ends: as many digits as name a group."""
    end = start
    while end < len(replacement) and replacement[end].isascii() and replacement[end].isdigit():
        end += 1
    if end == start:
        raise Undefined("$ 之后应为组号", "Expected a group number after $ in the replacement")
    while end > start + 1 and int(replacement[start:end][:9]) > groups:
        end -= 1
    return int(replacement[start:end]), end


def _expand(pieces: list[str | int] | list[str], match: Any) -> str:
    made: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(piece)
        elif piece <= len(match.groups()):
            made.append(match.group(piece) or "")
    return "".join(made)


SPLIT = builtin(
    "split",
    clause=CLAUSE,
    zh="按正则表达式拆分文本",
    en="Splits the string at the matches of a regular expression",
    examples=(
        (r'split("John Doe", "\s")', '["John", "Doe"]'),
        ('split("a;b;c;;", ";")', '["a", "b", "c", "", ""]'),
    ),
)


@way(SPLIT, "string: string, delimiter: string", clocked=True)
def _split(runtime: Runtime, text: str, pattern: str) -> Value:
    runtime.spend(PATTERN_COST)
    compiled = compile_pattern(pattern, "")
    _refuse_empty_match(compiled)
    parts: list[Value] = []
    last = 0
    for match in compiled.finditer(searchable(text)):
        runtime.spend(1)
        parts.append(text[last : match.start()])
        last = match.end()
        if len(parts) > MAX_ITEMS:
            raise too_large("列表的元素数", "items in one list", MAX_ITEMS)
    parts.append(text[last:])
    return parts

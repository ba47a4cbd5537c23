"""Splits FEEL text into tokens with positions (DMN 1.5, 10.3.1.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.feel.errors import FeelLimitError, FeelSyntaxError
from engine.feel.limits import MAX_TEXT


class Kind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    SYMBOL = "symbol"
    END = "end"


_KINDS: Final = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `value` is the unescaped content of a string, else the text itself."""

    kind: Kind
    value: str
    start: int
    end: int


_NAME_START: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3004-\u3007\u3012-\ud7ff\uf900-\ufdcf\uff10-\uff19\uff21-\uff3a"
    "\uff41-\uff5a\uff66-\uffef\U00010000-\U000effff"
)
"""Rule 28 without CJK and full-width punctuation: in rule 28 `金额＞5000` would be one name."""

_TOKEN: Final = re.compile(
    rf"""(?P<space>[\s\u0085\u180e\u200b\ufeff]+|//[^\r\n]*|/\*(?s:.*?)\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"(?:[^"\\\r\n]|\\.)*")
    |(?P<name>[{_NAME_START}][{_NAME_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    |(?P<symbol>\.\.|\*\*|<=|>=|!=|->|.)""",
    re.VERBOSE,
)

_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SIMPLE: Final = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_LONE: Final = re.compile("[\ud800-\udfff]")
_SURROGATES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")

FULL_WIDTH: Final = {
    "，": ",",
    "（": "(",
    "）": ")",
    "＞": ">",
    "＜": "<",
    "＝": "=",
    "：": ":",
    "“": '"',
    "”": '"',
    "【": "[",
    "】": "]",
    "、": ",",
    "。": ".",
    "＋": "+",
    "－": "-",
    "×": "*",
    "÷": "/",
    "｛": "{",
    "｝": "}",
    "！": "!",
    "；": ",",
}


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of the text, closed by one END token. Raises FeelSyntaxError or FeelLimitError."""
    if len(text) > MAX_TEXT or len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT:
        raise FeelLimitError(
            f"表达式超过 {MAX_TEXT} 字节", f"The expression is longer than {MAX_TEXT} bytes"
        )
    lone = _LONE.search(text)
    if lone is not None:
        raise _unreadable(text, lone.start())
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        if match.lastgroup != "space":
            tokens.append(_token(text, match))
        position = match.end()
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tuple(tokens)


def _token(text: str, match: re.Match[str]) -> Token:
    kind = _KINDS[match.lastgroup or "symbol"]
    piece = match.group()
    if kind is Kind.STRING:
        piece = _unescape(text, piece[1:-1], match.start() + 1)
    elif kind is Kind.SYMBOL and piece == '"':
        raise FeelSyntaxError(
            "文本缺少结束的双引号",
            "Expected a closing double quote",
            source=text,
            offset=match.start(),
        )
    elif kind is Kind.SYMBOL and text.startswith("/*", match.start()):
        raise FeelSyntaxError(
            "注释缺少结束的 */", "Expected a closing */", source=text, offset=match.start()
        )
    return Token(kind, piece, match.start(), match.end())


def _unreadable(text: str, position: int) -> FeelSyntaxError:
    return FeelSyntaxError(
        f"无法识别的字符 {text[position]!r}",
        f"Expected an expression, got {text[position]!r}",
        source=text,
        offset=position,
    )


def _unescape(text: str, body: str, offset: int) -> str:
    if "\\" not in body:
        return body

    def replace(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) > 1:
            point = int(code[1:], 16)
            if point > 0x10FFFF:
                raise _unreadable(text, offset + match.start())
            return chr(point)
        # An unknown escape such as \d stays as written, so that patterns need no doubling.
        return _SIMPLE.get(code, "\\" + code)

    plain = _ESCAPE.sub(replace, body)
    joined = _SURROGATES.sub(_join_surrogates, plain)
    if _LONE.search(joined):
        raise FeelSyntaxError(
            "文本中有不成对的代理字符",
            "Expected surrogate escapes in pairs",
            source=text,
            offset=offset,
        )
    return joined


def _join_surrogates(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))


def spell(tokens: tuple[Token, ...], text: str) -> str:
    """The name that these tokens spell: their source text with each run of blanks as one space."""
    return " ".join(text[tokens[0].start : tokens[-1].end].split())

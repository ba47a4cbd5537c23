"""String functions without patterns (DMN 1.5, 10.3.4.3)."""

from __future__ import annotations

from decimal import Decimal

from engine.core.values import Value
from engine.feel.builtins.conversion import cut
from engine.feel.builtins.registry import builtin, way
from engine.feel.errors import Undefined
from engine.feel.limits import MAX_STRING, too_large

CLAUSE = "10.3.4.3"

SUBSTRING = builtin(
    "substring",
    clause=CLAUSE,
    zh="从第几个字符起（从 1 数，负数从末尾数）取若干字符",
    en="Characters from a 1-based position (negative counts from the end), as many as asked",
    examples=(
        ('substring("foobar", 3)', '"obar"'),
        ('substring("foobar", 3, 3)', '"oba"'),
        ('substring("foobar", -2, 1)', '"a"'),
        ('substring("规程制度", 3)', '"制度"'),
    ),
)


@way(SUBSTRING, "string: string, start position: number, length?: number")
def _substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    place = cut(start)
    if place == 0 or abs(place) > len(text):
        raise Undefined(
            f"没有第 {place} 个字符", f"Expected a position within the string, got {place}"
        )
    first = place - 1 if place > 0 else len(text) + place
    if length is None:
        return text[first:]
    count = cut(length)
    if count < 1:
        raise Undefined("长度应至少为 1", f"Expected a length of at least 1, got {count}")
    return text[first : first + count]


LENGTH = builtin(
    "string length",
    clause=CLAUSE,
    zh="文本的字符数",
    en="The number of characters",
    examples=(('string length("规程")', "2"), (r'string length("\U01F40Eab")', "3")),
)
way(LENGTH, "string: string")(lambda text: Decimal(len(text)))

UPPER = builtin(
    "upper case",
    clause=CLAUSE,
    zh="转换为大写",
    en="The string in upper case",
    examples=(('upper case("aBc4")', '"ABC4"'),),
)
way(UPPER, "string: string")(str.upper)

LOWER = builtin(
    "lower case",
    clause=CLAUSE,
    zh="转换为小写",
    en="The string in lower case",
    examples=(('lower case("aBc4")', '"abc4"'),),
)
way(LOWER, "string: string")(str.lower)

BEFORE = builtin(
    "substring before",
    clause=CLAUSE,
    zh="第一次出现的匹配文本之前的部分，没有则为空文本",
    en="The part before the first match, or an empty string",
    examples=(
        ('substring before("foobar", "bar")', '"foo"'),
        ('substring before("foobar", "xyz")', '""'),
    ),
)


@way(BEFORE, "string: string, match: string")
def _before(text: str, match: str) -> Value:
    head, found, _ = text.partition(match) if match else ("", "", "")
    return head if found else ""


AFTER = builtin(
    "substring after",
    clause=CLAUSE,
    zh="第一次出现的匹配文本之后的部分，没有则为空文本",
    en="The part after the first match, or an empty string",
    examples=(
        ('substring after("foobar", "ob")', '"ar"'),
        ('substring after("", "a")', '""'),
        ('substring after("foo", "")', '"foo"'),
    ),
)


@way(AFTER, "string: string, match: string")
def _after(text: str, match: str) -> Value:
    return text.partition(match)[2] if match else text


CONTAINS = builtin(
    "contains",
    clause=CLAUSE,
    zh="文本是否包含另一段文本",
    en="Whether the string contains the match",
    examples=(('contains("foobar", "ob")', "true"), ('contains("foobar", "of")', "false")),
)
way(CONTAINS, "string: string, match: string")(lambda text, match: match in text)

STARTS = builtin(
    "starts with",
    clause=CLAUSE,
    zh="文本是否以另一段文本开头",
    en="Whether the string starts with the match",
    examples=(('starts with("foobar", "fo")', "true"),),
)
way(STARTS, "string: string, match: string")(str.startswith)

ENDS = builtin(
    "ends with",
    clause=CLAUSE,
    zh="文本是否以另一段文本结尾",
    en="Whether the string ends with the match",
    examples=(('ends with("foobar", "r")', "true"),),
)
way(ENDS, "string: string, match: string")(str.endswith)

JOIN = builtin(
    "string join",
    clause=CLAUSE,
    zh="用分隔符连接列表中的文本，忽略空值",
    en="Joins the strings of a list with a delimiter, leaving out nulls",
    examples=(
        ('string join(["a", "b", "c"], "_and_")', '"a_and_b_and_c"'),
        ('string join(["a", "b"])', '"ab"'),
        ('string join(["a", null, "c"], "X")', '"aXc"'),
        ("string join([])", '""'),
    ),
)


@way(JOIN, "list: list, delimiter?: any")
def _join(items: list[Value], delimiter: Value = None) -> Value:
    if delimiter is not None and type(delimiter) is not str:
        raise Undefined("分隔符应为文本", "Expected a string as delimiter")
    texts = [item for item in items if item is not None]
    if any(type(item) is not str for item in texts):
        raise Undefined("列表应只含文本", "Expected a list of strings")
    separator = delimiter or ""
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_STRING:
        raise too_large("文本的字符数", "characters in one string", MAX_STRING)
    return separator.join(texts)

"""Case numbers (流程编号): a declared template, and the gap-free counter that each rendering names.

`YZ-{年}{月}-{序号4}` gives YZ-202611-0001. Braces hold 年, 月, 日, 序号 with its least number of
digits, or a FEEL expression over the start form's fields. What is rendered beside the sequence
names the counter, so that it begins anew with each period (and department, if that is in it).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.core.definition import Expression

_PART: Final = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_SEQUENCE: Final = re.compile(r"序号([1-9])?")
_DATES: Final = {"年": "%Y", "月": "%m", "日": "%d"}
_GAP: Final = "\0"
MAX_LENGTH: Final = 100


class TemplateError(ValueError):
    """The template cannot be read; the message says why, zh and en."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPart:
    """One part: literal `text`, a `date` pattern, the sequence padded to `digits`, or FEEL."""

    text: str = ""
    date: str = ""
    digits: int = 0
    expression: Expression | None = None


def read_template(template: str, line: int = 0) -> tuple[NumberPart, ...]:
    """The parts of a template. Raises TemplateError."""
    parts: list[NumberPart] = []
    for inside, literal, stray in _PART.findall(template):
        if stray:
            raise TemplateError("花括号不成对", "Expected every brace to be closed")
        parts.append(NumberPart(text=literal) if literal else _in_braces(inside.strip(), line))
    if sum(1 for part in parts if part.digits) != 1:
        raise TemplateError("应恰有一个 {序号}", "Expected exactly one {序号}")
    return tuple(parts)


def _in_braces(inside: str, line: int) -> NumberPart:
    if not inside:
        raise TemplateError("花括号中没有内容", "Expected something in the braces")
    if inside in _DATES:
        return NumberPart(date=_DATES[inside])
    sequence = _SEQUENCE.fullmatch(inside)
    if sequence:
        return NumberPart(digits=int(sequence[1] or 1))
    return NumberPart(expression=Expression(text=inside, line=line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A number but for its sequence. `counter` is unique to the process and the period."""

    counter: str
    pattern: str
    digits: int

    def number(self, sequence: int) -> str:
        """The number with this sequence, which grows in width when its digits do not suffice."""
        return self.pattern.replace(_GAP, f"{sequence:0{self.digits}d}")


def render(
    process: str,
    parts: tuple[NumberPart, ...],
    at: datetime,
    value: Callable[[NumberPart], str],
) -> Rendered:
    """All but the sequence. `at` is in the office's zone; `value` gives a FEEL part as text."""
    texts: list[str] = []
    digits = 1
    for part in parts:
        if part.digits:
            texts.append(_GAP)
            digits = part.digits
        elif part.date:
            texts.append(at.strftime(part.date))
        elif part.expression is not None:
            texts.append(value(part).replace(_GAP, "")[:MAX_LENGTH])
        else:
            texts.append(part.text)
    pattern = "".join(texts)
    return Rendered(
        counter=f"{process}/{pattern.replace(_GAP, '#')}", pattern=pattern, digits=digits
    )

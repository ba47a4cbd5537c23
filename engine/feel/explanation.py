"""Writes the explanation of an evaluation as one zh and one en sentence."""

from __future__ import annotations

from engine.core.values import Value, in_order
from engine.errors import Text
from engine.feel.builtins.conversion import write
from engine.feel.errors import FeelError
from engine.feel.runtime import Runtime

_SHOWN = 80
_WORDS = {True: ("是", "true"), False: ("否", "false"), None: ("空", "null")}


def shown(value: Value, length: int | None = _SHOWN) -> str:
    """A value as people read it, cut to a sensible length."""
    try:
        text = write(value, Runtime(now=None, strict=False))
    except (FeelError, RecursionError):
        text = "…"
    return text if length is None or len(text) <= length else text[:length] + "…"


def _result(value: Value) -> tuple[str, str]:
    if value is None or type(value) is bool:
        return _WORDS[value]
    text = shown(in_order(value))  # the same however its contexts came
    return text, text


def describe(expression: str, reads: tuple[tuple[str, Value], ...], result: Value) -> Text:
    """The sentence: this expression, with these values read, gave this result."""
    source = " ".join(expression.split())
    zh_result, en_result = _result(result)
    zh_values = [f"{path} 为 {_result(value)[0]}" for path, value in reads]
    en_values = [f"{path} is {_result(value)[1]}" for path, value in reads]
    zh_because = f"（其中 {'，'.join(zh_values)}）" if reads else ""
    en_because = f" with {', '.join(en_values)}" if reads else ""
    return Text(
        zh=f"“{source}”{zh_because}的结果为{zh_result}",
        en=f"`{source}`{en_because} gives {en_result}",
    )

"""The bounds of compilation and evaluation, in one place."""

from __future__ import annotations

from typing import Final

from engine.feel.errors import FeelLimitError

MAX_TEXT: Final = 5_120
"""Bytes of UTF-8 of one expression."""

MAX_NESTING: Final = 64
"""Depth of the expression tree, and of a resulting list or context."""

MAX_STEPS: Final = 30_000
"""Iterations, calls and visited items of one evaluation."""

CALL_COST: Final = 5
"""Steps of one call of a function that the expression defines."""

POWER_COST: Final = 50
"""Steps of one power, logarithm or exponential, which take as long as that many iterations."""

PATTERN_COST: Final = 30
"""Steps of one use of a regular expression."""

MATCH_COST: Final = 4
"""Steps of one replacement."""

MAX_STRING: Final = 100_000
"""Characters of one string that an expression builds."""

MAX_ITEMS: Final = 100_000
"""Items, at all levels together, of one list or context that an expression builds."""

MAX_CALL_HEIGHT: Final = 300
"""Heights of all running function bodies together."""


def too_many_steps() -> FeelLimitError:
    return FeelLimitError(
        f"表达式的计算超过 {MAX_STEPS} 步", f"The evaluation took more than {MAX_STEPS} steps"
    )


def too_deep() -> FeelLimitError:
    return FeelLimitError(
        f"表达式嵌套超过 {MAX_NESTING} 层",
        f"The expression is nested more than {MAX_NESTING} levels deep",
    )


def too_large(what_zh: str, what_en: str, limit: int) -> FeelLimitError:
    return FeelLimitError(f"{what_zh}超过 {limit}", f"More than {limit} {what_en}")

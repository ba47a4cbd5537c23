"""How pressing work is: a whole number from 0 to 100, the most pressing first."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.core.values import Value

USUAL: Final = 50
HIGHEST: Final = 100


def as_priority(value: Value) -> int | None:
    """The priority that a value of an expression means; None for anything else."""
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        return None
    return int(value) if 0 <= value <= HIGHEST else None


def declared(priority: object) -> int:
    """A declared priority that is no expression; as usual where one would have to be evaluated."""
    return priority if isinstance(priority, int) else USUAL

"""Values of searchable variables as text whose order by code point is the order of the values.

The first letter is the kind, so numbers are never compared with texts: `b` boolean, `d` date,
`n` number, `s` text (folded), `t` date and time in UTC. Other kinds cannot be filtered by.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from engine.core.values import Value

MAX_TEXT: Final = 200
_BIAS: Final = 500_000
_COMPLEMENT: Final = str.maketrans("0123456789", "9876543210")


def sortable(value: Value) -> str | None:
    """The text of a value; None when lists cannot be filtered by it."""
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, int | Decimal):
        return _number(Decimal(value))
    if isinstance(value, str):
        return "s" + value.lower()[:MAX_TEXT]
    if isinstance(value, datetime):
        return "t" + value.astimezone(UTC).isoformat() if value.tzinfo else None
    return "d" + value.isoformat() if isinstance(value, date) else None


def _number(value: Decimal) -> str | None:
    """Sign, exponent of the first digit, digits; negative numbers as complement of both."""
    if not value.is_finite():
        return None
    if value == 0:
        return "n1"
    sign, digits, _ = value.as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    size = f"{value.adjusted() + _BIAS:06d}{text}"
    return f"n0{size.translate(_COMPLEMENT)}~" if sign else f"n2{size}"

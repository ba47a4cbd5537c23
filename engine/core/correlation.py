"""Correlation keys as text: what a sender and a receiver of a message must agree on."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Final

from engine.core.values import Value

_SINGLE: Final = (str, Decimal, int)


def key_text(value: Value) -> str | None:
    """The key of a value; None when the value is no key.

    A text is its own key, a number its digits. A key of several properties (BPMN 2.0.2, 8.3.2) is
    the JSON of their texts: `["2026","17"]`.
    """
    if type(value) in _SINGLE:
        return str(value)
    if type(value) is list and value and all(type(one) in _SINGLE for one in value):
        return json.dumps([str(one) for one in value], ensure_ascii=False, separators=(",", ":"))
    return None

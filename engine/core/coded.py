"""Finds what may be a code or a login within data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from engine.core.values import Value

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]+)*")


def coded(value: Value) -> Iterator[str]:
    """The texts in a value that may be codes, or logins, at any depth."""
    if isinstance(value, str):
        if _CODE.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from coded(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from coded(one)

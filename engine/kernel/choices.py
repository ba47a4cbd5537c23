"""Remembers which way a gateway went for the same few plain values: approvals repeat themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.core.values import Value
from engine.kernel.formula import Formula

_PLAIN: Final = frozenset({str, bool, type(None)})
_LONGEST: Final = 60
_MOST: Final = 256

Key = tuple[Value, ...]


class Choices:
    """What was taken, by the values that the conditions read. Shared between threads: what is
    kept follows from its key alone, so that it never matters who kept it."""

    __slots__ = ("_kept", "_names")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(sorted(names))
        self._kept: dict[Key, Any] = {}

    def key(self, variables: Mapping[str, Value]) -> Key | None:
        """The values that decide; None where one is missing, long, or equal to another that reads
        differently, as 1 and 1.0 are."""
        values = []
        for name in self._names:
            if name not in variables:
                return None
            value = variables[name]
            kind = type(value)
            if kind not in _PLAIN or (kind is str and len(value) > _LONGEST):
                return None
            values.append(value)
        return tuple(values)

    def get(self, key: Key) -> Any:
        """What was taken for these values, or None."""
        return self._kept.get(key)

    def keep(self, key: Key, taken: Any) -> None:
        """Remember what was taken for these values. Not to be changed from now on."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = taken


def choices_of(conditions: Iterable[Formula]) -> Choices | None:
    """A memory for these conditions, if they depend on nothing but variables: whatever calls a
    function may ask for the time."""
    asked = list(conditions)
    if not asked or any("(" in one.text for one in asked):
        return None
    names = frozenset[str]().union(*(one.compiled.reads for one in asked))
    return Choices(names) if len(names) <= _FEW else None


_FEW: Final = 4

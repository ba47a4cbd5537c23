"""Finds the uploaded files that submitted data or variables refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.core.ids import Digest
from engine.core.values import Value

MAX_DEPTH: Final = 16
_HOLDERS: Final = frozenset({dict, list, tuple})


def files_in(value: Value, depth: int = 0) -> Iterator[Mapping[str, Value]]:
    """Every context with a `digest`, as file fields hold them, wherever it lies."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        if isinstance(value.get("digest"), str):
            yield value
        for inner in value.values():
            yield from files_in(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from files_in(inner, depth + 1)


def file_digests(value: Value) -> frozenset[Digest]:
    """The digests of those files."""
    if type(value) is dict and not any(type(inner) in _HOLDERS for inner in value.values()):
        return frozenset()  # most forms hold no file; every command asks
    return frozenset(Digest(file["digest"]) for file in files_in(value))

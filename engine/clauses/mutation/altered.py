"""What cases mean with some files altered in memory; all the rest is read and compiled once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.core.ids import Digest
from engine.handlers.case import PreparedCase
from engine.kept import Kept

Overrides = Mapping[tuple[str, Digest], Any]
"""(kind, digest) -> what is read instead of the file."""


class Unaltered(Kept):
    """What is read and compiled of the unaltered files, and which files each case pins."""

    def __init__(self) -> None:
        super().__init__()
        self._pins: dict[Digest, frozenset[Digest]] = {}

    def case(
        self, interpreter: str, digest: Digest, prepare: Callable[[], PreparedCase]
    ) -> PreparedCase:
        """The prepared case."""
        found = super().case(interpreter, digest, prepare)
        self._pins[digest] = frozenset(found.bundle.pinned.values())
        return found

    def pins(self, case: Digest) -> frozenset[Digest] | None:
        """What a prepared case pins; None when it was not prepared yet."""
        return self._pins.get(case)


class Altered(Kept):
    """The same with overrides: a case that pins one of them is prepared anew."""

    def __init__(self, below: Unaltered, overrides: Overrides) -> None:
        super().__init__()
        self._below = below
        self._overrides = overrides
        self._digests = frozenset(digest for _, digest in overrides)

    def parsed(self, kind: str, digest: Digest, parse: Callable[[str, Digest], Any]) -> Any:
        """The override, or the read file."""
        if (kind, digest) in self._overrides:
            return self._overrides[kind, digest]
        return self._below.parsed(kind, digest, parse)

    def case(
        self, interpreter: str, digest: Digest, prepare: Callable[[], PreparedCase]
    ) -> PreparedCase:
        """The prepared case."""
        pinned = self._below.pins(digest)
        if pinned is None or pinned & self._digests:
            return super().case(interpreter, digest, prepare)
        return self._below.case(interpreter, digest, prepare)

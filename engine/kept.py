"""What was read and compiled, by digest: several runtimes of one process may share it."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Final

from engine.core.ids import Digest
from engine.handlers.case import PreparedCase

_MOST: Final = 2048


class Kept:
    """Read files and prepared cases. Safe between threads; for runtimes of the same settings.

    A digest names its content for ever, so that nothing here can go out of date.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._parsed: dict[tuple[str, Digest], Any] = {}
        self._cases: dict[tuple[str, Digest], PreparedCase] = {}

    def beside(self) -> Kept:
        """Shares what is read, but keeps prepared cases of its own: those of a deployment that
        may yet be refused."""
        other = Kept()
        other._parsed = self._parsed
        return other

    def parsed(self, kind: str, digest: Digest, parse: Callable[[str, Digest], Any]) -> Any:
        """The read file. Raises what reading it raises."""
        found = self._parsed.get((kind, digest))
        if found is None:
            found = parse(kind, digest)
            if len(self._parsed) >= _MOST:
                self._parsed.clear()
            self._parsed[kind, digest] = found
        return found

    def case(
        self, interpreter: str, digest: Digest, prepare: Callable[[], PreparedCase]
    ) -> PreparedCase:
        """The prepared case; only one thread at a time prepares one."""
        with self._lock:
            found = self._cases.get((interpreter, digest))
            if found is None:
                found = self._cases[interpreter, digest] = prepare()
            return found

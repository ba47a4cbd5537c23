"""Tokens that wait for others at one element, in line by incoming flow; each move costs O(1)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.kernel.state import JoinKey, Queues


class Joins:
    """The working copy of KernelState.joins: only what an advance touches is unpacked."""

    __slots__ = ("_kept", "_lines", "_sizes")

    def __init__(self, kept: Mapping[JoinKey, Queues]) -> None:
        self._kept: dict[JoinKey, Queues] = dict(kept)
        self._lines: dict[JoinKey, dict[str, deque[int]]] = {}
        self._sizes: dict[JoinKey, int] = {}

    def __bool__(self) -> bool:
        return bool(self._kept)

    def __iter__(self) -> Iterator[JoinKey]:
        return iter(self._kept)

    def __contains__(self, key: JoinKey) -> bool:
        return key in self._kept

    def frozen(self) -> Mapping[JoinKey, Queues]:
        """What is to be kept."""
        for key, lines in self._lines.items():
            self._kept[key] = {flow: tuple(line) for flow, line in lines.items()}
        self._lines, self._sizes = {}, {}
        return dict(self._kept)

    def add(self, key: JoinKey, flow: str, token: int) -> int:
        """One more token in line; gives how many wait there now."""
        self._kept.setdefault(key, {})
        self._opened(key).setdefault(flow, deque()).append(token)
        self._sizes[key] += 1
        return self._sizes[key]

    def pop(self, key: JoinKey, flow: str) -> int:
        """Take the first of a line."""
        line = self._opened(key)[flow]
        token = line.popleft()
        if not line:
            del self._lines[key][flow]
        self._shrunk(key)
        return token

    def remove(self, key: JoinKey, flow: str, token: int) -> None:
        """Take a token out of its line, wherever it stands."""
        line = self._opened(key)[flow]
        line.remove(token)
        if not line:
            del self._lines[key][flow]
        self._shrunk(key)

    def counts(self, key: JoinKey) -> dict[str, int]:
        """By flow, how many wait; flows without any are left out."""
        return {flow: len(line) for flow, line in self._read(key).items()}

    def flows(self, key: JoinKey) -> Collection[str]:
        """The flows on which tokens wait."""
        return self._read(key).keys()

    def size(self, key: JoinKey) -> int:
        """How many wait on all flows."""
        if key in self._lines:
            return self._sizes[key]
        return sum(map(len, self._kept.get(key, {}).values()))

    def first(self, key: JoinKey) -> int:
        """The oldest token of all lines."""
        return min(line[0] for line in self._read(key).values())

    def forget(self, scopes: Iterable[int]) -> None:
        """Nobody waits in these scopes any more."""
        gone = set(scopes)
        for key in [key for key in self._kept if key[0] in gone]:
            self._drop(key)

    def _read(self, key: JoinKey) -> Mapping[str, deque[int] | tuple[int, ...]]:
        return self._lines.get(key) or self._kept.get(key, {})

    def _opened(self, key: JoinKey) -> dict[str, deque[int]]:
        lines = self._lines.get(key)
        if lines is None:
            lines = {flow: deque(line) for flow, line in self._kept[key].items()}
            self._lines[key] = lines
            self._sizes[key] = sum(map(len, lines.values()))
        return lines

    def _shrunk(self, key: JoinKey) -> None:
        self._sizes[key] -= 1
        if not self._lines[key]:
            self._drop(key)

    def _drop(self, key: JoinKey) -> None:
        del self._kept[key]
        self._lines.pop(key, None)
        self._sizes.pop(key, None)

"""Proves that the rows of a case lie in the sealed log, and that the seal fits what is there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.history.merkle import inclusion_proof, leaf_hash, node_hash
from engine.ports import SealLog
from engine.views import LogRow, Seal

PAGE: Final = 10_000
MOST: Final = 500_000
"""Sealed rows up to which the whole tree is made anew for one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A row of a case in the sealed log: its index among all rows, and the way to the root."""

    version: int
    index: int
    path: tuple[bytes, ...]


class SealedLog:
    """The Merkle tree under the newest seal, made anew from the hashes of the rows as they are."""

    def __init__(self, seal: Seal, rows: Sequence[tuple[int, bytes]]) -> None:
        self.seal = seal
        self._seqs = [seq for seq, _ in rows]
        self._levels = [[leaf_hash(digest) for _, digest in rows]]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(left, right) for left, right in pairs])

    @property
    def holds(self) -> bool:
        """Whether the root over the rows as they are now is that of the seal."""
        size = self.seal.size
        if len(self._seqs) != size:
            return False
        return size == 0 or self._root(0, size) == self.seal.root

    def places(self, rows: Sequence[LogRow]) -> Iterator[Place]:
        """Those of the rows that are sealed, each with its way to the root."""
        for row in rows:
            index = bisect_left(self._seqs, row.seq)
            if index < len(self._seqs) and self._seqs[index] == row.seq:
                path = inclusion_proof(self._node, index, self.seal.size)
                yield Place(version=row.version, index=index, path=tuple(path))

    def _node(self, level: int, position: int) -> bytes:
        return self._levels[level][position]

    def _root(self, start: int, end: int) -> bytes:
        count = end - start
        if count.bit_count() == 1:
            level = count.bit_length() - 1
            return self._node(level, start >> level)
        middle = start + (1 << ((count - 1).bit_length() - 1))
        return node_hash(self._root(start, middle), self._root(middle, end))


def sealed_log(store: SealLog) -> SealedLog | None:
    """The tree of the newest seal; None where nothing is sealed, or too much for one question."""
    seal = store.last_seal()
    if seal is None or seal.size > MOST:
        return None
    rows: list[tuple[int, bytes]] = []
    while len(rows) < seal.size:
        after = rows[-1][0] if rows else 0
        page = store.sealable(after, min(PAGE, seal.size - len(rows)))
        if not page:
            break
        rows.extend(page)
    return SealedLog(seal, rows)

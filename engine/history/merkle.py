"""A Merkle log in the shape of RFC 6962: roots from peaks, inclusion and consistency proofs.

Node (level, position) covers the 2**level leaves from position * 2**level and exists for good once
all of them do. Everything else is made of such nodes, also the root of a tree that is not full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

Nodes = Callable[[int, int], bytes]
"""(level, position) -> hash of a full node."""


class Node(NamedTuple):
    """One full node; level 0 is a leaf."""

    level: int
    position: int
    hash: bytes


def leaf_hash(row_hash: bytes) -> bytes:
    """The leaf of one log row."""
    return sha256(b"\x00" + row_hash).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: its full subtrees, largest first. Size is O(log n)."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Raises ValueError when the number of peaks does not fit the size."""
        if len(peaks) != size.bit_count():
            raise ValueError(f"Expected {size.bit_count()} peaks for size {size}, got {len(peaks)}")
        self.size = size
        self._peaks = list(peaks)

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The hashes of the full subtrees, largest first."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> list[Node]:
        """Add one leaf hash; returns the nodes that it made full, leaf first."""
        position, level, current = self.size, 0, leaf
        made = [Node(0, position, leaf)]
        while position & 1:
            current = node_hash(self._peaks.pop(), current)
            position, level = position >> 1, level + 1
            made.append(Node(level, position, current))
        self._peaks.append(current)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root over all leaves so far; SHA-256 of nothing for an empty tree."""
        if not self._peaks:
            return sha256(b"").digest()
        current = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            current = node_hash(peak, current)
        return current


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def subtree_root(nodes: Nodes, start: int, end: int) -> bytes:
    """The root over leaves [start, end), with start aligned as RFC 6962 splits."""
    count = end - start
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + _split(count)
    return node_hash(subtree_root(nodes, start, middle), subtree_root(nodes, middle, end))


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of the first `size` leaves, leaf side first."""
    if not 0 <= index < size:
        raise ValueError(f"Expected a leaf index below {size}, got {index}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(subtree_root(nodes, middle, end))
            end = middle
        else:
            proof.append(subtree_root(nodes, start, middle))
            start = middle
    return proof[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to; None when the path has the wrong length."""
    if not 0 <= index < size:
        return None
    current, last = leaf, size - 1
    steps = iter(proof)
    while last:
        if index & 1 or index < last:
            sibling = next(steps, None)
            if sibling is None:
                return None
            current = node_hash(sibling, current) if index & 1 else node_hash(current, sibling)
        index, last = index >> 1, last >> 1
    return current if next(steps, None) is None else None


def consistency_proof(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """Proof that the first `old` of `new` leaves are the older tree's leaves."""
    if not 0 < old <= new:
        raise ValueError(f"Expected 0 < old <= new, got {old} and {new}")
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(subtree_root(nodes, middle, end))
            end = middle
        else:
            proof.append(subtree_root(nodes, start, middle))
            start, whole = middle, False
    if not whole:
        proof.append(subtree_root(nodes, start, end))
    return proof[::-1]


def is_consistent(
    sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree of `sizes[1]` extends the tree of `sizes[0]`."""
    old, new = sizes
    if old == new:
        return roots[0] == roots[1] and not proof
    if not 0 < old < new:
        return False
    steps = iter([roots[0], *proof] if old.bit_count() == 1 else proof)
    seed = next(steps, None)
    if seed is None:
        return False
    found = _walk_consistency(old - 1, new - 1, seed, steps)
    return found == roots


def _walk_consistency(
    index: int, last: int, seed: bytes, steps: Iterator[bytes]
) -> tuple[bytes, bytes] | None:
    """Both roots that a consistency proof leads to (RFC 9162, section 2.1.4.2)."""
    while index & 1:
        index, last = index >> 1, last >> 1
    older = newer = seed
    for step in steps:
        if last == 0:
            return None
        if index & 1 or index == last:
            older, newer = node_hash(step, older), node_hash(step, newer)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        index, last = index >> 1, last >> 1
    return (older, newer) if last == 0 else None

"""The Merkle log against a naive recomputation by the definition in RFC 6962, section 2.1."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_of_inclusion,
)

LEAVES = [leaf_hash(bytes([number]) * 32) for number in range(33)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + naive_root(leaves[:half]) + naive_root(leaves[half:])).digest()


def grown(leaves: Sequence[bytes]) -> tuple[Frontier, dict[tuple[int, int], bytes]]:
    frontier, nodes = Frontier(), {}
    for leaf in leaves:
        for node in frontier.append(leaf):
            nodes[node.level, node.position] = node.hash
    return frontier, nodes


def test_leaf_and_empty_tree_are_as_in_the_standard() -> None:
    assert leaf_hash(b"row") == sha256(b"\x00row").digest()
    assert Frontier().root() == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 34))
def test_root_equals_the_naive_root(size: int) -> None:
    frontier, nodes = grown(LEAVES[:size])
    assert frontier.root() == naive_root(LEAVES[:size])
    for (level, position), digest in nodes.items():
        covered = LEAVES[position << level : (position + 1) << level]
        assert digest == naive_root(covered)


@given(cuts=st.lists(st.integers(0, 33), max_size=5))
def test_root_grows_from_stored_peaks(cuts: list[int]) -> None:
    frontier = Frontier()
    for cut in [*sorted(cuts), 33]:
        frontier = Frontier(frontier.size, frontier.peaks)
        for leaf in LEAVES[frontier.size : cut]:
            frontier.append(leaf)
        assert frontier.root() == naive_root(LEAVES[:cut])


def test_frontier_refuses_peaks_of_another_size() -> None:
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, LEAVES[:1])


@pytest.mark.parametrize("size", range(1, 34))
def test_inclusion_of_every_leaf_is_proved(size: int) -> None:
    frontier, nodes = grown(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(lambda level, at: nodes[level, at], index, size)
        assert root_of_inclusion(LEAVES[index], index, size, proof) == frontier.root()
        assert root_of_inclusion(LEAVES[32 - index], index, size, proof) != frontier.root() or (
            index == 16
        )
        assert root_of_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]]) is None
        if proof:
            assert root_of_inclusion(LEAVES[index], index, size, proof[:-1]) is None
    assert root_of_inclusion(LEAVES[0], size, size, []) is None


@pytest.mark.parametrize("new", range(1, 34))
def test_consistency_with_every_older_tree_is_proved(new: int) -> None:
    _, nodes = grown(LEAVES[:new])
    for old in range(1, new + 1):
        roots = naive_root(LEAVES[:old]), naive_root(LEAVES[:new])
        proof = consistency_proof(lambda level, at: nodes[level, at], old, new)
        assert is_consistent((old, new), roots, proof)
        if old < new:
            forged = roots[0], leaf_hash(b"forged")
            assert not is_consistent((old, new), forged, proof)
            assert not is_consistent((old, new), (forged[1], roots[1]), proof)
            assert not is_consistent((old, new), roots, [*proof, LEAVES[0]])
            assert not is_consistent((old, new), roots, proof[:-1])


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4)])
def test_consistency_needs_an_older_tree(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="Expected 0 < old"):
        consistency_proof(lambda level, at: LEAVES[at], old, new)
    assert not is_consistent((old, new), (LEAVES[0], LEAVES[1]), [])


def test_inclusion_needs_a_leaf_of_the_tree() -> None:
    with pytest.raises(ValueError, match="below"):
        inclusion_proof(lambda level, at: LEAVES[at], 4, 4)

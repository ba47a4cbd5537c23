"""Sets of characters as ranges, for the class subtraction of XPath that RE2 does not have."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
"""Sorted, separate ranges of code points, both ends included."""

LAST = 0x10FFFF


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges in order, with those that touch joined."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """Every other code point."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        found.append((start, LAST))
    return tuple(found)


def difference(left: Ranges, right: Ranges) -> Ranges:
    """What is in the left and not in the right: not (not left or right)."""
    return complement(union([*complement(left), *right]))


def written(ranges: Ranges) -> str:
    """The ranges as a class of RE2; the empty set as one that matches nothing."""
    if not ranges:
        return f"[^\\x{{0}}-\\x{{{LAST:X}}}]"
    spans = (f"\\x{{{low:X}}}-\\x{{{high:X}}}" for low, high in ranges)
    return f"[{''.join(spans)}]"

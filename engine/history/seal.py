"""Folds committed rows into the Merkle log, in commit order and off the hot path."""

from __future__ import annotations

from typing import Final

from engine.errors import ConcurrencyConflict
from engine.history.merkle import Frontier, leaf_hash
from engine.ports import SealLog
from engine.views import Seal

PAGE: Final = 10_000


def seal(store: SealLog) -> int:
    """The number of rows sealed once every committed row is; doing it again adds nothing."""
    while True:
        last = store.last_seal()
        sealed = 0 if last is None else last.size
        following = _next_seal(store, last)
        if following is None:
            return sealed
        try:
            store.add_seal(following)
        except ConcurrencyConflict:
            continue  # another sealer was first: go on from where it is now


def _next_seal(store: SealLog, last: Seal | None) -> Seal | None:
    after = 0 if last is None else last.last_seq
    rows = store.sealable(after, PAGE)
    if not rows:
        return None
    frontier = Frontier() if last is None else Frontier(last.size, last.peaks)
    previous = frontier.size
    for _, digest in rows:
        frontier.append(leaf_hash(digest))
    return Seal(
        size=frontier.size,
        previous=previous,
        last_seq=rows[-1][0],
        root=frontier.root(),
        peaks=frontier.peaks,
    )

"""The processes that a person starts most, by their own choice (收藏): they follow the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from engine.core.ids import UserId
from engine.errors import InvalidCommand

MOST: Final = 50
LONGEST: Final = 200


class FavouriteStore(Protocol):
    """Keeps favourites beside the cases; no part of the log."""

    def favourites(self, user: UserId) -> list[str]:
        """Keys of processes, in the person's order."""
        ...

    def keep_favourites(self, user: UserId, processes: Sequence[str]) -> None:
        """All of them, in the place of those before; durable when it returns."""
        ...


class Favourites:
    """Everybody's favourites over one store."""

    def __init__(self, store: FavouriteStore) -> None:
        self._store = store

    def of(self, user: UserId) -> list[str]:
        """The keys that the person chose, in their order; one that is gone stays until dropped."""
        return self._store.favourites(user)

    def keep(self, user: UserId, processes: Sequence[str]) -> list[str]:
        """These and no others, each once. Raises InvalidCommand."""
        tidy = list(dict.fromkeys(processes))
        if len(tidy) > MOST or not all(1 <= len(key) <= LONGEST for key in tidy):
            raise InvalidCommand(
                f"最多收藏 {MOST} 个流程", f"Expected at most {MOST} keys of processes"
            )
        if any("\0" in key for key in tidy):
            raise InvalidCommand("流程标识中有无法保存的字符", "Expected keys without NUL")
        self._store.keep_favourites(user, tidy)
        return tidy

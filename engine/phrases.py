"""Phrases that a person often writes in opinions (常用语): their own, in their own order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from engine.core.ids import UserId
from engine.errors import InvalidCommand

MOST: Final = 50
LONGEST: Final = 200


class PhraseStore(Protocol):
    """Keeps phrases beside the cases; no part of the log."""

    def phrases(self, user: UserId) -> list[str]:
        """In the person's order."""
        ...

    def keep_phrases(self, user: UserId, texts: Sequence[str]) -> None:
        """All of them, in the place of those before; durable when it returns."""
        ...


class Phrases:
    """Everybody's phrases over one store."""

    def __init__(self, store: PhraseStore) -> None:
        self._store = store

    def of(self, user: UserId) -> list[str]:
        """The person's phrases, in their order."""
        return self._store.phrases(user)

    def keep(self, user: UserId, texts: Sequence[str]) -> list[str]:
        """These and no others, each once. Raises InvalidCommand."""
        tidy = list(dict.fromkeys(text.strip() for text in texts))
        if len(tidy) > MOST or not all(1 <= len(text) <= LONGEST for text in tidy):
            raise InvalidCommand(
                f"最多 {MOST} 条常用语，每条 1 到 {LONGEST} 字",
                f"Expected at most {MOST} phrases of 1 to {LONGEST} characters",
            )
        if any("\0" in text for text in tidy):
            raise InvalidCommand("常用语中有无法保存的字符", "Expected text without NUL")
        self._store.keep_phrases(user, tidy)
        return tidy

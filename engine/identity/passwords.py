"""Hashes and checks passwords with Argon2id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.errors import InvalidCommand
from engine.identity.guessable import refuse_guessable

MIN_LENGTH: Final = 8
MAX_LENGTH: Final = 256  # bounds the work that one request can ask for


class Passwords:
    """Argon2id; `quick` trades safety for speed and is for tests and throw-away demos only."""

    def __init__(self, *, quick: bool = False, listed: frozenset[str] = frozenset()) -> None:
        self._quick, self._listed = quick, listed
        hasher = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1) if quick else None
        self._hash = PasswordHash((hasher or Argon2Hasher(),))

    @cached_property
    def _decoy(self) -> str:
        return self._hash.hash("nobody has this password")

    def encode(self, password: str, words: Iterable[str] = ()) -> str:
        """The hash to store. Raises InvalidCommand for a password of the wrong length, or one that
        is guessed first: `words` are what is known of the person."""
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            raise InvalidCommand(
                f"密码应为 {MIN_LENGTH} 到 {MAX_LENGTH} 个字符",
                f"Expected a password of {MIN_LENGTH} to {MAX_LENGTH} characters",
            )
        if not self._quick:
            refuse_guessable(password, words, self._listed)
        return self._hash.hash(password)

    def is_right(self, password: str, encoded: str | None) -> bool:
        """Whether the password fits; without a hash it takes as long and does not."""
        if len(password) > MAX_LENGTH:
            return False
        try:
            fits = self._hash.verify(password, encoded or self._decoy)
        except PwdlibError:
            return False
        return fits and encoded is not None

"""Refuses passwords that are guessed first: patterns, the person's own words, and a given list."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

from engine.errors import InvalidCommand

_OURS: Final = ("guicheng", "规程", "password", "密码")
_FEWEST_KINDS: Final = 4
_SHORTEST_WORD: Final = 3
_REST: Final = 8
"""What must be left of a password without a word that everybody can guess."""


def read_list(path: Path) -> frozenset[str]:
    """The passwords of a file, one a line, in UTF-8. Raises InvalidCommand when it cannot be read:
    a server that was told to refuse them must not start without."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCommand(
            f"密码名单 {path} 不能读取", f"Expected a readable list of passwords at {path}: {error}"
        ) from error
    return frozenset(line.strip().casefold() for line in lines if line.strip())


def refuse_guessable(password: str, words: Iterable[str], listed: frozenset[str]) -> None:
    """Raises InvalidCommand with the reason; `words` are what is known of the person."""
    plain = password.casefold()
    if plain in listed:
        raise InvalidCommand(
            "这个密码太常用，请另选", "Expected a password that is not among the common ones"
        )
    if len(set(plain)) < _FEWEST_KINDS or _is_a_row(plain):
        raise InvalidCommand(
            "密码太简单：不能是重复或顺序的字符", "Expected more than a repetition or a sequence"
        )
    for word in (*_OURS, *words):
        known = word.casefold().strip()
        if len(known) < (2 if not known.isascii() else _SHORTEST_WORD) or known not in plain:
            continue
        if len(plain.replace(known, "")) < _REST:
            raise InvalidCommand(
                f"密码不能以“{word}”为主", f"Expected more than {word!r} with something added"
            )


def _is_a_row(text: str) -> bool:
    """12345678, hgfedcba: each character follows the one before."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})

"""Text that is found by any part of it, Chinese too: its characters, and pairs of them, as words.

The words lead to candidates (FTS5 on SQLite, a tsvector on PostgreSQL); whether the text holds
what was asked for is then looked up in the text itself, so that both answer alike.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from engine.store.operations import Operation

MAX_TEXT: Final = 10_000
MAX_GRAMS: Final = 24
LONG: Final = 4
NUL: Final = "\0"


def folded(text: str) -> str:
    """Text as it is compared: whatever its case, without what no database can hold."""
    return text.lower().replace(NUL, "")[:MAX_TEXT]


def _single(character: str) -> str:
    """One character as such a word."""
    return f"{ord(character):x}x"


def _gram(pair: str) -> str:
    """Two characters as a word that every tokenizer leaves whole."""
    return f"{ord(pair[0]):x}x{ord(pair[1]):x}"


def _runs(text: str) -> list[str]:
    """Each LONG neighbouring letters or digits of ASCII, as a word: pairs of digits are in nearly
    every case number, so numbers are found by longer parts."""
    parts = (text[at : at + LONG] for at in range(len(text) - LONG + 1))
    return [f"q{part}" for part in parts if part.isascii() and part.isalnum()]


def grams(text: str) -> str:
    """The words of a folded text, each once, by which it is found."""
    singles = [_single(one) for one in text]
    pairs = [_gram(text[at : at + 2]) for at in range(len(text) - 1)]
    return " ".join(dict.fromkeys([*singles, *pairs, *_runs(text)]))


def asked_grams(text: str) -> tuple[str, ...]:
    """The words that a text which holds this one has."""
    if len(text) == 1:
        return (_single(text),)
    runs = _runs(text)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    told = [_gram(pair) for pair in pairs if not (runs and pair.isascii())]
    return tuple(dict.fromkeys([*runs, *told]))[:MAX_GRAMS]


def fts_query(text: str) -> str:
    """The FTS5 query of a folded text."""
    return " AND ".join(f'"{one}"' for one in asked_grams(text))


def tsquery(text: str) -> str:
    """The same as a tsquery of PostgreSQL."""
    return " & ".join(f"'{one}'" for one in asked_grams(text))


def text_id(instance_id: str, kind: str, ref: str) -> int:
    """The id of a searchable text: 63 bits of a digest, the same whenever it is made anew."""
    digest = sha256(f"{instance_id}\0{kind}\0{ref}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def found_by(instance_id: str, kind: str, ref: str, text: str) -> Operation:
    """Have the case found by this text. `kind` and `ref` tell its texts apart."""
    kept = folded(text)
    return Operation(
        "search_text.add",
        (text_id(instance_id, kind, ref), instance_id, kind, kept, grams(kept)),
    )


def no_longer_found_by(instance_id: str, kind: str, ref: str) -> Operation:
    """Take the text back."""
    return Operation("search_text.drop", (text_id(instance_id, kind, ref),))

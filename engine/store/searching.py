"""Text that is found by any part of it, Chinese too: pairs of neighbouring characters as words.

The pairs lead to candidates (FTS5 on SQLite, a tsvector on PostgreSQL); whether the text holds
what was asked for is then looked up in the text itself, so that both answer alike.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from engine.store.operations import Operation

MAX_TEXT: Final = 10_000
MAX_GRAMS: Final = 24
END: Final = "\0"


def folded(text: str) -> str:
    """Text as it is compared: whatever its case, without what no database can hold."""
    return text.lower().replace(END, "")[:MAX_TEXT]


def _gram(pair: str) -> str:
    """Two characters as a word that every tokenizer leaves whole."""
    return f"{ord(pair[0]):x}x{ord(pair[1]):x}"


def grams(text: str) -> str:
    """The words of a folded text, each once, by which it is found."""
    padded = text + END
    return " ".join(dict.fromkeys(_gram(padded[at : at + 2]) for at in range(len(text))))


def asked_grams(text: str) -> tuple[str, ...]:
    """The words that a text which holds this one has; the only one of a single character is the
    beginning of a word, and ends with `x`."""
    if len(text) == 1:
        return (f"{ord(text):x}x",)
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return tuple(dict.fromkeys(_gram(pair) for pair in pairs))[:MAX_GRAMS]


def fts_query(text: str) -> str:
    """The FTS5 query of a folded text."""
    return " AND ".join(
        f'"{one}"*' if one.endswith("x") else f'"{one}"' for one in asked_grams(text)
    )


def tsquery(text: str) -> str:
    """The same as a tsquery of PostgreSQL."""
    return " & ".join(
        f"'{one}':*" if one.endswith("x") else f"'{one}'" for one in asked_grams(text)
    )


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

"""A kept content as it is read, and where contents are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CHUNK: Final = 64 * 1024
"""How much of a content is in memory at a time, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """One content, to be read once: its size is known first, its pieces come as they are asked for.

    The last piece comes only if the whole is what its digest says; else IntegrityViolation is
    raised in its place, so that nobody takes what was changed for the whole.
    """

    size: int
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """Where uploads are kept: in a folder, or under an address of an object store."""

    folder: Path | None = None
    url: str = ""
    region: str = "us-east-1"
    key: str = ""
    secret: str = field(default="", repr=False)

"""The hash chain of one instance: each row's hash covers the row and the hash before it."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

GENESIS: Final = bytes(32)
"""What the first row of an instance is chained to."""


def link(previous: bytes, instance_id: str, version: int, row_type: str, body: bytes) -> bytes:
    """The hash of a row: SHA-256 of the previous hash, its place and type, and its body.

    Raises ValueError when an id or type holds a line break, which would blur where a part ends.
    """
    place = f"{instance_id}\n{version}\n{row_type}\n"
    if "\n" in instance_id or "\n" in row_type:
        raise ValueError(f"Expected an instance id and a type of one line, got {place!r}")
    return sha256(previous + place.encode() + body).digest()

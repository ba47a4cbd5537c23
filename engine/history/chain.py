"""The hash chain of one instance: each row's hash covers the row and the hash before it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

GENESIS: Final = bytes(32)
"""What the first row of an instance is chained to."""


def link(previous: bytes, instance_id: str, version: int, row_type: str, body: bytes) -> bytes:
    """The hash of a row: SHA-256 of the previous hash, its place and type, and its body.

    Raises ValueError when an id or type holds a line break, which would blur where a part ends.
    """
    return link_all(previous, instance_id, version, ((row_type, body),))[0]


def link_all(
    previous: bytes, instance_id: str, version: int, bodies: Iterable[tuple[str, bytes]]
) -> list[bytes]:
    """The hashes of rows that follow each other, the first of them with this version."""
    if "\n" in instance_id:
        raise ValueError(f"Expected an instance id of one line, got {instance_id!r}")
    hashes = []
    for row_type, body in bodies:
        if "\n" in row_type:
            raise ValueError(f"Expected a type of one line, got {row_type!r}")
        place = f"{instance_id}\n{version}\n{row_type}\n".encode()
        previous = sha256(b"".join((previous, place, body))).digest()
        hashes.append(previous)
        version += 1
    return hashes

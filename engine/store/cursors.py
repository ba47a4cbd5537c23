"""Opaque keyset cursors: where a page ended, bound to the list it belongs to."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256

import orjson

from engine.errors import InvalidCommand

_CHECK = 6


def encode_cursor(purpose: str, key: int, row_id: str) -> str:
    """The text of a cursor after the row with this sort key and id."""
    payload = orjson.dumps([key, row_id])
    return urlsafe_b64encode(_checksum(purpose, payload) + payload).decode().rstrip("=")


def decode_cursor(purpose: str, text: str) -> tuple[int, str]:
    """(sort key, id). Raises InvalidCommand for anything but a cursor of this list."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        check, payload = raw[:_CHECK], raw[_CHECK:]
        if check != _checksum(purpose, payload):
            raise _invalid()
        key, row_id = orjson.loads(payload)
    except (ValueError, Base64Error) as error:
        raise _invalid() from error
    return key, row_id


def _checksum(purpose: str, payload: bytes) -> bytes:
    return sha256(purpose.encode() + b"\0" + payload).digest()[:_CHECK]


def _invalid() -> InvalidCommand:
    return InvalidCommand("分页标记无效", "Expected a cursor that this list has given")

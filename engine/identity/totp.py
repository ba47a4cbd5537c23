"""Time-based one-time codes: HOTP (RFC 4226) over the steps of a clock (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20  # RFC 4226, 4, R6: 160 bits are recommended
SKEW: Final = 1
"""Steps that a telephone's clock may be off, either way (RFC 6238, 5.2)."""


def hotp(secret: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, 5.3)."""
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: datetime) -> int:
    """The step that a moment lies in (RFC 6238, 4.2)."""
    return int(moment.timestamp()) // STEP_SECONDS


def fitting_step(secret: bytes, code: str, moment: datetime) -> int | None:
    """The step near the moment whose code this is. Takes as long whether or not it fits."""
    now, found = step_of(moment), None
    for step in range(now - SKEW, now + SKEW + 1):
        if hmac.compare_digest(hotp(secret, step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def typed(secret: bytes) -> str:
    """The secret as authenticators take it when it is typed."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def address(secret: bytes, login: str, issuer: str) -> str:
    """The otpauth address that authenticators read from a picture."""
    label = quote(f"{issuer}:{login}", safe="")
    asked = {"secret": typed(secret), "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"

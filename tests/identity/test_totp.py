"""One-time codes by the vectors of RFC 4226 and RFC 6238, and the address for authenticators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from engine.identity import totp

SECRET = b"12345678901234567890"
"""Of both RFCs."""


def test_codes_of_counters_are_those_of_rfc_4226() -> None:
    expected = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489"

    assert " ".join(totp.hotp(SECRET, counter) for counter in range(10)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_of_moments_are_those_of_rfc_6238(seconds: int, expected: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert totp.hotp(SECRET, totp.step_of(moment), digits=8) == expected


def test_code_fits_one_step_before_and_after_and_no_further() -> None:
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    code = totp.hotp(SECRET, totp.step_of(now))

    fits = {
        seconds: totp.fitting_step(SECRET, code, now + timedelta(seconds=seconds)) is not None
        for seconds in (-60, -30, 0, 30, 60)
    }

    assert fits == {-60: False, -30: True, 0: True, 30: True, 60: False}
    assert totp.fitting_step(SECRET, "\ud800", now) is None


def test_address_carries_the_secret_and_whose_it_is() -> None:
    parts = urlsplit(totp.address(SECRET, "sales-manager", "规程 Guicheng"))

    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/规程 Guicheng:sales-manager"
    assert parse_qs(parts.query) == {
        "secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
        "issuer": ["规程 Guicheng"],
        "digits": ["6"],
        "period": ["30"],
    }

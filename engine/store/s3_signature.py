"""Signs requests to an object store: AWS Signature Version 4, with the signature in a header."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlsplit

ALGORITHM: Final = "AWS4-HMAC-SHA256"
SERVICE: Final = "s3"
EMPTY: Final = hashlib.sha256().hexdigest()
"""The digest of a request without a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Whose requests, and for which region's store."""

    key: str
    secret: str
    region: str

    def headers(self, method: str, url: str, content_sha256: str, now: datetime) -> dict[str, str]:
        """The headers that a request without a query needs; the body must have that digest.

        A store takes a signature for a quarter of an hour around `now`.
        """
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        signed = {
            "host": _host(url),
            "x-amz-content-sha256": content_sha256,
            "x-amz-date": stamp,
        }
        scope = f"{stamp[:8]}/{self.region}/{SERVICE}/aws4_request"
        request = _digest(_canonical(method, url, signed))
        signature = self._signature(scope, f"{ALGORITHM}\n{stamp}\n{scope}\n{request}")
        authorization = (
            f"{ALGORITHM} Credential={self.key}/{scope}, "
            f"SignedHeaders={';'.join(signed)}, Signature={signature}"
        )
        return {**signed, "authorization": authorization}

    def _signature(self, scope: str, text: str) -> str:
        """The key is folded with each part of the scope, so that it is good for that day alone."""
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = _folded(key, part)
        return _folded(key, text).hex()

    def __repr__(self) -> str:
        return f"Signer(key={self.key!r})"


def _canonical(method: str, url: str, signed: Mapping[str, str]) -> str:
    """The request as both sides write it, whatever happened to it on the way."""
    path = quote(urlsplit(url).path or "/", safe="/~")
    headers = "".join(f"{name}:{value}\n" for name, value in signed.items())
    return "\n".join((method, path, "", headers, ";".join(signed), signed["x-amz-content-sha256"]))


def _host(url: str) -> str:
    """The host as the client sends it: with the port unless it is the usual one."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    named = parts.port is not None and parts.port != usual
    return f"{parts.hostname}:{parts.port}" if named else str(parts.hostname)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _folded(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")

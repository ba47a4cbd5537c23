"""Where a request comes from."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from engine.doors import Origin

MAX_BROWSER: Final = 200


def origin_of(request: Request) -> Origin:
    """The address as the server (or its trusted proxy) tells it, and what the browser says that it
    is: to be recognised by, never to be relied on."""
    said = request.headers.get("User-Agent", "")[:MAX_BROWSER]
    browser = "".join(sign if sign.isprintable() else " " for sign in said)
    return Origin(address=request.client.host if request.client else "?", browser=browser)

"""One HTTP request to an address of the settings, and to no place that the address hides.

The host is looked up once, every address of it is judged, and the connection goes to the one that
was judged: what the name means a moment later does not matter. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from engine.notifications.channels.channel import ChannelFault

SECONDS: Final = 10.0
MAX_ANSWER: Final = 64_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads. `private`: an administrator means a host of the own network."""

    secure: bool
    host: str
    port: int
    path: str
    private: bool


def place_of(url: str, *, private: bool) -> Place:
    """Raises ValueError saying what is wrong, without the address: it may hold a secret."""
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("https://host/path")
    if parts.scheme == "http" and not private:
        raise ValueError("https (http only with private: true)")
    if parts.username or parts.password or parts.fragment:
        raise ValueError("an address without user, password and #")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or (443 if secure else 80)
    return Place(secure, parts.hostname, port, path, private)


def is_allowed(address: str, *, private: bool) -> bool:
    """Whether a message may go to this IP address: never to link-local ones (where clouds keep
    their secrets) nor to none in particular; into the own network only where it is said."""
    found = ipaddress.ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    return private or found.is_global


def judged(host: str, port: int, *, private: bool) -> str:
    """The IP address to connect to. Raises ChannelFault."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ChannelFault(f"{host}: {type(error).__name__}") from error
    addresses = [str(one[4][0]) for one in found]
    if not all(is_allowed(one, private=private) for one in addresses):
        raise ChannelFault(f"{host} is not an address that may be told", may_pass=False)
    return addresses[0]


def post(place: Place, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body of a good answer. Raises ChannelFault; what the server itself refuses for good
    (4xx but for too early, too slow and too many) is not worth another attempt."""
    connection = _connection(place)
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        said = answer.read(MAX_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        hangs = isinstance(error, TimeoutError)
        raise ChannelFault(f"{place.host}: {type(error).__name__}", hangs=hangs) from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        passes = answer.status >= 500 or answer.status in {408, 409, 425, 429}
        raise ChannelFault(f"{place.host}: HTTP {answer.status}", may_pass=passes)
    return said


def _connection(place: Place) -> http.client.HTTPConnection:
    address = judged(place.host, place.port, private=place.private)
    connection = (
        http.client.HTTPSConnection(
            place.host, place.port, timeout=SECONDS, context=ssl.create_default_context()
        )
        if place.secure
        else http.client.HTTPConnection(place.host, place.port, timeout=SECONDS)
    )

    def connect(_target: Any, *more: Any, **named: Any) -> socket.socket:
        return socket.create_connection((address, place.port), *more, **named)

    # The name stays for the certificate and the Host header; the way is the one that was judged.
    connection._create_connection = connect  # type: ignore[attr-defined]
    return connection

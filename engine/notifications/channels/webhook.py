"""Signed webhooks: one JSON object for each message, with its key, time and HMAC."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

import orjson

from engine.notifications.channels.channel import Outgoing
from engine.notifications.channels.outbound import place_of, post

KEY_HEADER: Final = "Idempotency-Key"
TIME_HEADER: Final = "X-Guicheng-Timestamp"
SIGNATURE_HEADER: Final = "X-Guicheng-Signature"


class Webhook:
    """Another system is told of everything; it chooses for itself."""

    kind = "webhook"
    needs_address = False

    def __init__(self, *, url: str, secret: str, sender: str, private: bool) -> None:
        if not secret:
            raise ValueError("with a secret")
        if sender:
            raise ValueError("without sender")
        self._place = place_of(url, private=private)
        self._secret = secret

    def send(self, message: Outgoing) -> None:
        """Raises ChannelFault."""
        body = orjson.dumps(_plain(message), option=orjson.OPT_SORT_KEYS)
        time = str(int(message.sent_at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            KEY_HEADER: message.key,
            TIME_HEADER: time,
            SIGNATURE_HEADER: signature(self._secret, time, body),
        }
        post(self._place, self._place.path, body, headers)


def signature(secret: str, time: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 over time, a dot and the body, in hex: a receiver compares it, and
    refuses times that are too long ago."""
    signed = time.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _plain(message: Outgoing) -> dict[str, object]:
    return {
        "key": message.key,
        "to": {"login": message.login, "name": message.name},
        "subject": message.subject,
        "notifications": [
            {
                "id": part.id,
                "kind": part.kind,
                "subject": part.subject,
                "detail": part.detail,
                "link": part.link,
                "at": part.at.isoformat(),
                "case": part.instance_id,
                "work_item": part.work_item_id or None,
            }
            for part in message.parts
        ],
    }

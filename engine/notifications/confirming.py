"""E-mail addresses that people give themselves: used once a link that was sent there is opened."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final, NamedTuple

from engine.errors import InvalidCommand
from engine.notifications.channels.channel import Outgoing, Part
from engine.notifications.preferences import Preferences

LASTS: Final = timedelta(days=1)
AGAIN_AFTER: Final = timedelta(minutes=1)
"""The same address is not written to more often."""


class Question(NamedTuple):
    """What has to be asked at an address. The token is nowhere but in the message."""

    channel: str
    address: str
    token: str


def with_pending(
    before: Preferences, wanted: Preferences, channels: Collection[str], now: datetime
) -> tuple[Preferences, list[Question]]:
    """What holds from now on: a new address in one of these channels takes the place of the one
    before only when it is confirmed. And what is to be asked for that."""
    addresses, questions = dict(wanted.addresses), list[Question]()
    pending: dict[str, Mapping[str, str]] = {}
    for name in channels:
        given, known = wanted.addresses.get(name), before.addresses.get(name)
        waits = before.pending.get(name)
        if given == known:  # nothing is said about it: what was asked stays asked
            pending |= {name: waits} if waits else {}
        if given is None or given == known:
            continue
        addresses.pop(name)
        if known is not None:
            addresses[name] = known
        if waits and waits["address"] == given and _asked_at(waits) > now - AGAIN_AFTER:
            pending[name] = waits
            continue
        question = Question(name, given, secrets.token_urlsafe(24))
        questions.append(question)
        pending[name] = {
            "address": given,
            "token": _digest(question.token),
            "asked_at": now.isoformat(),
        }
    return replace(wanted, addresses=addresses, pending=pending), questions


def confirmed(kept: Preferences, token: str, now: datetime) -> Preferences:
    """With the address that this was sent to. Raises InvalidCommand where it is nobody's, or too
    old."""
    for name, waits in kept.pending.items():
        right = compare_digest(waits["token"], _digest(token))
        if right and _asked_at(waits) > now - LASTS:
            left = {key: one for key, one in kept.pending.items() if key != name}
            addresses = {**kept.addresses, name: waits["address"]}
            return replace(kept, addresses=addresses, pending=left)
    raise InvalidCommand(
        "确认链接无效或已过期，请重新保存地址",
        "Expected a link that was sent within the last day: keep the address again",
    )


def message_of(question: Question, to: tuple[str, str], public_url: str, now: datetime) -> Outgoing:
    """What is sent to the address of a person (login, name)."""
    login, name = to
    said = "规程：请确认邮箱 / Guicheng: confirm your address"
    key = f"confirm:{login}:{_digest(question.token)[:20]}"
    part = Part(
        id=key,
        kind="confirm",
        subject=said,
        detail="打开链接，通知才会发到这个邮箱；不是您本人请忽略。 / Open this for "
        "notifications to come here; if it was not you, do nothing.",
        link=f"{public_url.rstrip('/')}/me?confirm={question.token}",
        at=now,
        instance_id="",
        work_item_id="",
    )
    return Outgoing(
        key=key,
        login=login,
        name=name,
        address=question.address,
        subject=said,
        parts=(part,),
        sent_at=now,
    )


def _asked_at(waits: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(waits["asked_at"])


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()

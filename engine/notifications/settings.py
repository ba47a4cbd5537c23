"""The channels that an administrator has set up, read from the environment's JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import orjson

from engine.errors import InvalidCommand
from engine.notifications.channels.apprise import AppriseChannel
from engine.notifications.channels.channel import Channel
from engine.notifications.channels.mail import MailChannel
from engine.notifications.channels.robots import DingTalk, Feishu, WeCom
from engine.notifications.channels.webhook import Webhook

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_KINDS: Final[Mapping[str, Callable[..., Channel]]] = {
    "apprise": AppriseChannel,
    "mail": MailChannel,
    "webhook": Webhook,
    "dingtalk": DingTalk,
    "wecom": WeCom,
    "feishu": Feishu,
}
_KEYS: Final = frozenset({"kind", "url", "secret", "sender", "private"})
LEASE: Final = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationSettings:
    """Without channels people are told in the application only."""

    channels_json: str = ""
    public_url: str = "http://127.0.0.1:8000"  # the address that links begin with
    lease: timedelta = LEASE
    """How long a sender has for one round: who dies leaves its messages to be sent again after."""

    def channels(self) -> Mapping[str, Channel]:
        """By name. Raises InvalidCommand naming what is wrong, and never a secret."""
        try:
            plain = orjson.loads(self.channels_json or "{}")
        except orjson.JSONDecodeError as error:
            raise _wrong("*", "JSON") from error
        if not isinstance(plain, dict):
            raise _wrong("*", '{"name": {"kind": …}}')
        return {name: _channel(name, given) for name, given in plain.items()}


def _channel(name: str, given: Any) -> Channel:
    if not _NAME.fullmatch(name):
        raise _wrong(name[:40], "a-z, 0-9, -")
    if not isinstance(given, dict) or not set(given) <= _KEYS:
        raise _wrong(name, " / ".join(sorted(_KEYS)))
    kind = _KINDS.get(given.get("kind", ""))
    if kind is None:
        raise _wrong(f"{name}.kind", " / ".join(sorted(_KINDS)))
    texts = {key: given.get(key, "") for key in ("url", "secret", "sender")}
    private = given.get("private", False)
    if not isinstance(private, bool) or any(not isinstance(one, str) for one in texts.values()):
        raise _wrong(name, "url, secret, sender: text; private: true / false")
    try:
        return kind(**texts, private=private)
    except ValueError as error:
        raise _wrong(f"{name}.url", str(error)) from error


def _wrong(where: str, expected: str) -> InvalidCommand:
    return InvalidCommand(
        f"通知渠道设置 {where} 无效，应为 {expected}",
        f"Expected GUICHENG_NOTIFICATION_CHANNELS {where} to be {expected}",
    )

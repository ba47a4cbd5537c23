"""Robots of chat groups of DingTalk, WeCom and Feishu, each naming whom it means."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote_plus

import orjson

from engine.notifications.channels.channel import ChannelFault, Outgoing
from engine.notifications.channels.outbound import place_of, post

_JSON = {"Content-Type": "application/json; charset=utf-8"}


class _Robot:
    """What the three have in common: an address that is itself a secret, and an answer of status
    200 that says in its body whether the message was taken."""

    kind = ""
    code = ""  # the field of the answer that is 0 when it was taken
    everybody = ""  # the address by which the whole group would be called: nobody's own
    needs_address = True

    def __init__(self, *, url: str, secret: str, sender: str, private: bool) -> None:
        if sender:
            raise ValueError("without sender")
        self._place = place_of(url, private=private)
        self._secret = secret

    def send(self, message: Outgoing) -> None:
        """Raises ChannelFault."""
        if self.everybody and message.address.lower() == self.everybody:
            raise ChannelFault(f"{self.kind}: address", may_pass=False)
        body = orjson.dumps(self._body(message))
        answer = post(self._place, self._path(message), body, _JSON)
        try:
            said = orjson.loads(answer)
        except orjson.JSONDecodeError as error:
            raise ChannelFault(f"{self.kind}: no JSON") from error
        code = said.get(self.code) if isinstance(said, dict) else None
        if code != 0:
            raise ChannelFault(f"{self.kind}: {self.code} {code}")

    def _path(self, message: Outgoing) -> str:
        return self._place.path

    def _body(self, message: Outgoing) -> Mapping[str, Any]:
        raise NotImplementedError

    def _hmac(self, key: str, text: str) -> str:
        return base64.b64encode(
            hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
        ).decode()


class DingTalk(_Robot):
    """A group robot of DingTalk; the person's address is their mobile number."""

    kind = "dingtalk"
    code = "errcode"

    def _path(self, message: Outgoing) -> str:
        if not self._secret:
            return self._place.path
        time = str(int(message.sent_at.timestamp() * 1000))
        sign = quote_plus(self._hmac(self._secret, f"{time}\n{self._secret}"))
        joint = "&" if "?" in self._place.path else "?"
        return f"{self._place.path}{joint}timestamp={time}&sign={sign}"

    def _body(self, message: Outgoing) -> Mapping[str, Any]:
        return {
            "msgtype": "text",
            "text": {"content": f"@{message.address} {message.text()}"},
            "at": {"atMobiles": [message.address], "isAtAll": False},
        }


class WeCom(_Robot):
    """A group robot of WeCom; the person's address is their user id there."""

    kind = "wecom"
    code = "errcode"
    everybody = "@all"

    def _body(self, message: Outgoing) -> Mapping[str, Any]:
        return {
            "msgtype": "text",
            "text": {"content": message.text(), "mentioned_list": [message.address]},
        }


_TAG: Final = re.compile(r"<(?=\s*/?\s*at\b)", re.IGNORECASE)


def _plain(text: str) -> str:
    """A text without Feishu's one tag, by which anybody could call anybody, or everybody."""
    return _TAG.sub("＜", text)


class Feishu(_Robot):
    """A group robot of Feishu; the person's address is their open id or user id there."""

    kind = "feishu"
    code = "code"
    everybody = "all"

    def _body(self, message: Outgoing) -> Mapping[str, Any]:
        who = f'<at user_id="{message.address}">{_plain(message.name)}</at>'
        body: dict[str, Any] = {
            "msg_type": "text",
            "content": {"text": f"{who} {_plain(message.text())}"},
        }
        if self._secret:
            time = str(int(message.sent_at.timestamp()))
            body |= {"timestamp": time, "sign": self._hmac(f"{time}\n{self._secret}", "")}
        return body

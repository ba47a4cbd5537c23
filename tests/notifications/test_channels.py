"""The ways out: what each one says to whom, signed how, and where no message ever goes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from engine.errors import InvalidCommand
from engine.notifications.channels.channel import Channel, ChannelFault, Outgoing, Part
from engine.notifications.channels.outbound import is_allowed
from engine.notifications.channels.webhook import signature
from engine.notifications.settings import NotificationSettings
from tests.hostile_texts import PAYLOADS
from tests.notifications.receivers import HttpReceiver, SmtpReceiver, http_receiver, smtp_receiver

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MESSAGE = Outgoing(
    key="c1:7:li:out",
    login="li",
    name="李文",
    address="13800000000",
    subject="待办：审批用印",
    parts=[
        Part(
            id="c1:7:li",
            kind="new",
            subject="待办：审批用印",
            detail="用印申请 · YY-2026-1",
            link="https://office.example/tasks/c1-1",
            at=NOW,
            instance_id="c1",
            work_item_id="c1-1",
        )
    ],
    sent_at=NOW,
)


HEADERS = (
    "待办\r\nBcc: all@office.cn\r\n\r\n<script>window.ran=1</script>",
    "a\nX-Own: 1\x0b\x0c\x85\u2028b",
    "=?utf-8?q?a=0D=0ABcc:_all@office.cn?= c",
    "a\r\n.\r\nQUIT",
)


def channel(**given: Any) -> Channel:
    """The one channel of these settings."""
    text = json.dumps({"out": given})
    return NotificationSettings(channels_json=text).channels()["out"]


@pytest.fixture
def web() -> Iterator[HttpReceiver]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture
def post() -> Iterator[SmtpReceiver]:
    with smtp_receiver() as receiver:
        yield receiver


def test_webhook_is_one_signed_object_under_its_key(web: HttpReceiver) -> None:
    channel(kind="webhook", url=f"{web.address}/in?a=1", secret="s3", private=True).send(MESSAGE)

    (request,) = web.requests
    assert request.path == "/in?a=1"
    assert request.headers["Idempotency-Key"] == MESSAGE.key
    time = request.headers["X-Guicheng-Timestamp"]
    assert time == str(int(NOW.timestamp()))
    assert request.headers["X-Guicheng-Signature"] == signature("s3", time, request.body)
    said = json.loads(request.body)
    assert said["to"] == {"login": "li", "name": "李文"}
    assert said["notifications"][0]["link"] == "https://office.example/tasks/c1-1"


def test_dingtalk_is_signed_with_the_time_and_names_the_mobile(web: HttpReceiver) -> None:
    url = f"{web.address}/robot/send?access_token=t"
    channel(kind="dingtalk", url=url, secret="SEC1", private=True).send(MESSAGE)

    (request,) = web.requests
    query = parse_qs(urlsplit(request.path).query)
    time = query["timestamp"][0]
    digest = hmac.new(b"SEC1", f"{time}\nSEC1".encode(), hashlib.sha256).digest()
    assert time == str(int(NOW.timestamp() * 1000))
    assert query["sign"] == [base64.b64encode(digest).decode()]
    said = json.loads(request.body)
    assert said["at"] == {"atMobiles": ["13800000000"], "isAtAll": False}
    assert "待办：审批用印" in said["text"]["content"]


def test_wecom_and_feishu_name_whom_they_mean(web: HttpReceiver) -> None:
    channel(kind="wecom", url=f"{web.address}/w", private=True).send(MESSAGE)
    channel(kind="feishu", url=f"{web.address}/f", secret="S", private=True).send(MESSAGE)

    wecom, feishu = (json.loads(request.body) for request in web.requests)
    assert wecom["text"]["mentioned_list"] == ["13800000000"]
    assert feishu["content"]["text"].startswith('<at user_id="13800000000">李文</at> 待办')
    key = f"{int(NOW.timestamp())}\nS".encode()
    assert feishu["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(("kind", "everybody"), [("wecom", "@all"), ("feishu", "all")])
def test_nobody_calls_a_whole_group_by_an_address_or_a_text(
    web: HttpReceiver, kind: str, everybody: str
) -> None:
    robot = channel(kind=kind, url=f"{web.address}/r", private=True)
    with pytest.raises(ChannelFault) as fault:
        robot.send(replace(MESSAGE, address=everybody))
    assert not fault.value.may_pass

    call = '<at user_id="all">x</at>'
    robot.send(replace(MESSAGE, name=call, parts=[replace(MESSAGE.parts[0], detail=call)]))
    (request,) = web.requests
    said = json.loads(request.body)
    if kind == "feishu":
        assert said["content"]["text"].count("<at ") == 1
        assert said["content"]["text"].startswith('<at user_id="13800000000">')


@pytest.mark.parametrize("said", [b'{"errcode": 130101}', b"", b"[]", b'{"code": 0}'])
def test_robot_that_answers_well_and_says_no_has_not_taken_it(
    web: HttpReceiver, said: bytes
) -> None:
    web.answers = lambda _: (200, said)
    with pytest.raises(ChannelFault) as fault:
        channel(kind="dingtalk", url=f"{web.address}/x", private=True).send(MESSAGE)
    assert fault.value.may_pass


@pytest.mark.parametrize(
    ("status", "passes"), [(503, True), (429, True), (400, False), (302, False)]
)
def test_refusal_for_good_is_not_tried_again_and_no_redirect_is_followed(
    web: HttpReceiver, status: int, passes: bool
) -> None:
    web.answers = lambda _: (status, b"")
    with pytest.raises(ChannelFault) as fault:
        channel(kind="webhook", url=f"{web.address}/x", secret="s", private=True).send(MESSAGE)
    assert fault.value.may_pass is passes
    assert len(web.requests) == 1


def test_mail_has_the_same_id_in_every_attempt(post: SmtpReceiver) -> None:
    mail = channel(kind="mail", url=post.address, sender="规程 <g@office.cn>", private=True)
    to_li = Outgoing(
        **{
            **{name: getattr(MESSAGE, name) for name in Outgoing.__slots__},
            "address": "li@office.cn",
        }
    )
    mail.send(to_li)
    mail.send(to_li)

    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["To"] == "li@office.cn"
    assert first["Subject"] == "待办：审批用印"
    assert "https://office.example/tasks/c1-1" in first.get_payload(decode=True).decode()

    for code, passes in (("550 no such box", False), ("450 later", True)):
        post.refuses = code
        with pytest.raises(ChannelFault) as fault:
            mail.send(to_li)
        assert fault.value.may_pass is passes


def test_mail_takes_no_text_for_a_header_or_for_markup(post: SmtpReceiver) -> None:
    mail = channel(kind="mail", url=post.address, sender="g@office.cn", private=True)
    for number, text in enumerate((*PAYLOADS[::6], *HEADERS)):
        part = replace(MESSAGE.parts[0], subject=text, detail=text)
        mail.send(replace(MESSAGE, address="li@office.cn", subject=text, parts=[part]))

        told = post.mails[number]
        assert told.get_all("To") == ["li@office.cn"]
        assert told["Bcc"] is None
        assert told["X-Own"] is None
        assert told.get_content_type() == "text/plain"
        assert not told.is_multipart()
        assert one_spaced(str(told["Subject"])) == one_spaced(text).replace("=?", "= ?")
        body = told.get_payload(decode=True).decode().replace("\r\n..", "\r\n.")
        assert one_spaced(text) in one_spaced(body)

    for address in ("a@=?utf-8?q?b=0ABcc:_all@office.cn?=", "a@b.cn(=?utf-8?q?=0AX:?=)", "a@b@c"):
        with pytest.raises(ChannelFault) as fault:
            mail.send(replace(MESSAGE, address=address))
        assert not fault.value.may_pass
    assert len(post.mails) == len(PAYLOADS[::6]) + len(HEADERS)


def one_spaced(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def test_apprise_carries_a_message_to_what_it_knows_and_says_when_it_did_not(
    web: HttpReceiver,
) -> None:
    place = web.address.replace("http://", "json://") + "/{address}"
    anywhere = channel(kind="apprise", url=place, private=True)

    anywhere.send(replace(MESSAGE, address="li/../x"))
    (request,) = web.requests
    said = json.loads(request.body)
    assert request.path == "/li%2F..%2Fx"
    assert said["title"] == MESSAGE.subject
    assert MESSAGE.key in said["message"]
    assert "https://office.example/tasks/c1-1" in said["message"]

    web.answers = lambda _request: (500, b"")
    with pytest.raises(ChannelFault) as fault:
        anywhere.send(MESSAGE)
    assert fault.value.may_pass


@pytest.mark.parametrize(
    ("address", "private", "allowed"),
    [
        ("8.8.8.8", False, True),
        ("10.0.0.5", False, False),
        ("127.0.0.1", False, False),
        ("::1", False, False),
        ("::ffff:10.0.0.5", False, False),
        ("fd00::1", False, False),
        ("10.0.0.5", True, True),
        ("169.254.169.254", True, False),  # where clouds keep their secrets
        ("::ffff:169.254.169.254", True, False),
        ("fe80::1", True, False),
        ("0.0.0.0", True, False),
        ("224.0.0.1", True, False),
    ],
)
def test_no_message_goes_where_none_was_meant_to_go(
    address: str, private: bool, allowed: bool
) -> None:
    assert is_allowed(address, private=private) is allowed


def test_own_network_is_told_only_where_it_is_said() -> None:
    hook = channel(kind="webhook", url="https://127.0.0.1:9/x", secret="s")
    with pytest.raises(ChannelFault, match="may be told"):
        hook.send(MESSAGE)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "pigeon", "url": "https://x.cn"},
        {"kind": "webhook", "url": "https://x.cn"},  # no secret
        {"kind": "webhook", "url": "http://x.cn", "secret": "s"},
        {"kind": "webhook", "url": "file:///etc/passwd", "secret": "s"},
        {"kind": "webhook", "url": "https://me:pw@x.cn", "secret": "s"},
        {"kind": "webhook", "url": "https://x.cn", "secret": 7},
        {"kind": "webhook", "url": "https://x.cn", "secret": "s", "private": "yes"},
        {"kind": "mail", "url": "smtps://x.cn", "sender": "nobody"},
        {"kind": "mail", "url": "smtps://me:pw@x.cn", "sender": "a@b.cn"},
        {"kind": "mail", "url": "smtp://x.cn", "sender": "a@b.cn", "secret": "in the clear"},
        {"kind": "dingtalk", "url": "https://x.cn", "colour": "red"},
        {"kind": "apprise", "url": "json://me:pw@x.cn"},  # nobody allowed what is not checked
        {"kind": "apprise", "url": "pigeon://me:pw@x.cn", "private": True},
    ],
)
def test_settings_that_cannot_be_meant_are_refused_without_telling_secrets(
    given: dict[str, Any],
) -> None:
    with pytest.raises(InvalidCommand) as refused:
        channel(**given)
    assert "pw" not in str(refused.value)


@pytest.mark.parametrize("text", ["{", "[]", '{"Ä": {}}', '{"a": 1}'])
def test_settings_that_are_no_channels_are_refused(text: str) -> None:
    with pytest.raises(InvalidCommand):
        NotificationSettings(channels_json=text).channels()

"""An e-mail address that somebody gives themselves is used once its link was opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.errors import InvalidCommand, InvalidState
from engine.notifications.preferences import Preferences
from engine.notifications.settings import NotificationSettings
from tests.notifications.given import MORNING, office
from tests.notifications.receivers import SmtpReceiver, smtp_receiver

ME = UserId("gm")
Desk = tuple[Engine, SmtpReceiver, FixedClock]


@pytest.fixture
def desk() -> Iterator[Desk]:
    clock = FixedClock(MORNING)
    with smtp_receiver() as receiver:
        way = {"kind": "mail", "url": receiver.address, "sender": "g@x.cn", "private": True}
        settings = NotificationSettings(channels_json=json.dumps({"mail": way}))
        with office("memory:", clock, settings) as engine:
            yield engine, receiver, clock


def choose(engine: Engine, address: str, **more: str) -> Preferences:
    wanted = Preferences(addresses={"mail": address} if address else {}, **more)
    return engine.runtime.notifications.choose(engine.runtime.person(ME), wanted)


def token_in(receiver: SmtpReceiver) -> str:
    found = re.search(r"confirm=([\w-]+)", str(receiver.mails[-1].get_payload(decode=True)))
    assert found is not None
    return found[1]


def test_new_address_is_used_once_the_link_that_was_sent_there_is_opened(desk: Desk) -> None:
    engine, receiver, _ = desk
    told = engine.runtime.notifications
    kept = choose(engine, "gm@x.cn", language="en")

    assert (kept.language, dict(kept.addresses)) == ("en", {})
    assert [mail["To"] for mail in receiver.mails] == ["gm@x.cn"]
    token = token_in(receiver)
    assert token not in json.dumps(dict(kept.pending["mail"]))
    with pytest.raises(InvalidCommand):
        told.confirm(UserId("cashier"), token)

    assert dict(told.confirm(ME, token).addresses) == {"mail": "gm@x.cn"}
    assert dict(told.preferences(ME).addresses) == {"mail": "gm@x.cn"}
    with pytest.raises(InvalidCommand):
        told.confirm(ME, token)
    assert dict(choose(engine, "gm@x.cn").addresses) == {"mail": "gm@x.cn"}
    assert len(receiver.mails) == 1


def test_known_address_stays_until_the_new_one_is_confirmed_in_time(desk: Desk) -> None:
    engine, receiver, clock = desk
    told = engine.runtime.notifications
    told.prefer(ME, Preferences(addresses={"mail": "old@x.cn"}))  # by an administrator

    kept = choose(engine, "new@x.cn")
    assert dict(kept.addresses) == {"mail": "old@x.cn"}
    choose(engine, "new@x.cn")
    assert len(receiver.mails) == 1  # not more often than once a minute
    told.choose(
        engine.runtime.person(ME), Preferences(addresses={"mail": "old@x.cn"}, digest="09:00")
    )
    assert told.preferences(ME).pending["mail"]["address"] == "new@x.cn"
    token = token_in(receiver)
    clock.advance(timedelta(days=1))
    with pytest.raises(InvalidCommand, match="within the last day"):
        told.confirm(ME, token)

    assert dict(choose(engine, "").addresses) == {}
    assert dict(told.preferences(ME).pending) == {}


def test_nothing_is_kept_when_the_link_cannot_be_sent(desk: Desk) -> None:
    engine, receiver, _ = desk
    receiver.refuses = "550 no"

    with pytest.raises(InvalidState, match="the link to go out"):
        choose(engine, "gm@x.cn", language="en")
    assert engine.runtime.notifications.preferences(ME) == Preferences()

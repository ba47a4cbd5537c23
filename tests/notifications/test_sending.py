"""What goes out: as people prefer, when they prefer, tried again with patience, once by its key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from engine import Engine
from engine.clock import FixedClock
from engine.core.commands import UrgeWorkItem
from engine.core.ids import InstanceId, UserId
from engine.notifications.channels.channel import ChannelFault, Outgoing
from engine.notifications.model import FAILED, MOOT, SENT, WAITING
from engine.notifications.preferences import Preferences
from engine.notifications.sending import FIRST_RETRY, MAX_ATTEMPTS
from engine.notifications.settings import NotificationSettings
from tests.notifications.given import MORNING, at_path, office
from tests.notifications.receivers import HttpReceiver, Request, http_receiver

HEAD = UserId("sales-manager")
AT_NIGHT = MORNING.replace(hour=15)  # 23:00 in the office


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def web() -> Iterator[HttpReceiver]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture(params=["memory", "sqlite"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock, web: HttpReceiver
) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else at_path(tmp_path)
    channels = {
        "hook": {"kind": "webhook", "url": f"{web.address}/in", "secret": "s", "private": True},
        "chat": {"kind": "wecom", "url": f"{web.address}/chat", "private": True},
    }
    settings = NotificationSettings(
        channels_json=json.dumps(channels), public_url="https://office.example/"
    )
    with office(url, clock, settings) as engine:
        yield engine


def prefers(engine: Engine, **wanted: object) -> None:
    engine.runtime.notifications.prefer(HEAD, Preferences(**wanted))


def begin(engine: Engine) -> str:
    """The id of a work item offered to the head of sales."""
    case = engine.start("someday", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    return item.id


def run(engine: Engine) -> None:
    engine.runtime.notifications.run()


def states(engine: Engine, state: str) -> int:
    return len(engine.runtime.notifications.deliveries(state))


def test_message_goes_out_in_the_language_and_the_channels_of_its_reader(
    engine: Engine, web: HttpReceiver
) -> None:
    prefers(engine, language="en", addresses={"chat": "zhang"})
    item = begin(engine)
    run(engine)
    run(engine)

    hook, chat = sorted(web.requests, key=lambda one: one.path, reverse=True)
    assert json.loads(hook.body)["subject"] == "To do: do"
    assert f"https://office.example/tasks/{item}" in json.loads(chat.body)["text"]["content"]
    assert states(engine, SENT) == 2

    prefers(engine, off=("hook",), addresses={"chat": "zhang"}, muted=("new",))
    begin(engine)
    run(engine)
    assert len(web.requests) == 2


def test_quiet_hours_keep_a_message_until_they_are_over(
    engine: Engine, clock: FixedClock, web: HttpReceiver
) -> None:
    prefers(engine, quiet_from="22:00", quiet_until="08:00")
    clock.set(AT_NIGHT)
    begin(engine)
    run(engine)
    assert web.requests == []
    assert engine.runtime.notifications.unread(HEAD) == 1

    clock.set(AT_NIGHT + timedelta(hours=9))
    run(engine)
    assert len(web.requests) == 1


def test_digest_gathers_a_day_but_for_what_is_urgent(
    engine: Engine, clock: FixedClock, web: HttpReceiver
) -> None:
    prefers(engine, digest="17:00")
    items = [begin(engine) for _ in range(3)]
    run(engine)
    assert web.requests == []
    urge = UrgeWorkItem(instance_id=InstanceId(items[0].rpartition("-")[0]), work_item_id=items[0])
    engine.runtime.dispatch(urge, engine.runtime.person("salesperson"))
    engine.complete(items[2], {}, by=HEAD)
    run(engine)
    assert len(web.requests) == 2  # the urging, and to who asked that the third has ended

    clock.set(MORNING + timedelta(hours=7))
    run(engine)

    said = json.loads(web.requests[-1].body)
    assert said["subject"] == "规程：2 条通知"
    assert {one["work_item"] for one in said["notifications"]} == {items[0], items[1]}
    assert states(engine, MOOT) == 1


def test_failing_receiver_is_tried_again_ever_later_under_one_key_then_given_up(
    engine: Engine, clock: FixedClock, web: HttpReceiver
) -> None:
    web.answers = lambda _: (503, b"")
    begin(engine)
    waits: list[timedelta] = []
    while not states(engine, FAILED):
        run(engine)
        waiting = engine.runtime.notifications.deliveries(WAITING)
        if waiting:
            due_at = waiting[0].due_at
            assert isinstance(due_at, datetime)
            waits.append(due_at - clock.now())
            clock.set(due_at)

    assert waits == [FIRST_RETRY * 2**n for n in range(MAX_ATTEMPTS - 1)]
    keys = {r.headers["Idempotency-Key"] for r in web.requests if b'"new"' in r.body}
    assert len(keys) == 1
    (failed, *_) = engine.runtime.notifications.deliveries(FAILED)
    assert failed.error == "127.0.0.1: HTTP 503"
    assert failed.attempts == MAX_ATTEMPTS


def test_work_done_while_its_message_waits_is_not_told_outside(
    engine: Engine, clock: FixedClock, web: HttpReceiver
) -> None:
    prefers(engine, quiet_from="09:00", quiet_until="12:00")
    item = begin(engine)
    run(engine)
    engine.complete(item, {}, by=HEAD)
    clock.advance(timedelta(hours=3))
    web.requests.clear()

    run(engine)

    assert [r for r in web.requests if b'"new"' in r.body] == []
    assert states(engine, MOOT) == 1


class Hanging:
    """A channel whose receiver never answers; it counts how often that was waited for."""

    kind = "webhook"
    needs_address = False
    waited = 0

    def send(self, message: Outgoing) -> None:
        self.waited += 1
        raise ChannelFault("receiver: TimeoutError", hangs=True)


def test_receiver_that_hangs_is_waited_for_once_and_keeps_nobody_waiting(
    engine: Engine, clock: FixedClock, web: HttpReceiver
) -> None:
    prefers(engine, addresses={"chat": "gao"})
    hanging = Hanging()
    engine.runtime.notifications.channels["hook"] = hanging  # type: ignore[index] # a dict
    begin(engine)
    begin(engine)

    run(engine)

    assert hanging.waited == 1
    assert [request.path for request in web.requests] == ["/chat", "/chat"]
    assert states(engine, WAITING) == 2
    clock.advance(FIRST_RETRY)
    run(engine)
    assert hanging.waited == 2


def test_inbox_is_told_while_a_message_is_on_its_way(engine: Engine, web: HttpReceiver) -> None:
    sending, told = Event(), Event()

    def answers(_request: Request) -> tuple[int, bytes]:
        sending.set()
        told.wait(10)
        return 200, b"{}"

    web.answers = answers
    begin(engine)
    engine.runtime.worker.start(poll_seconds=0.01)
    assert sending.wait(10)

    begin(engine)

    for _ in range(500):
        if len(engine.runtime.notifications.of(HEAD)) == 2:
            break
        Event().wait(0.01)
    assert len(engine.runtime.notifications.of(HEAD)) == 2
    assert not told.is_set()
    told.set()
    engine.runtime.worker.stop()

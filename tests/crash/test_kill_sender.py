"""kill -9 of the worker with a message on its way: everybody is told, by one key each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from engine.notifications.model import FAILED, SENT, WAITING
from engine.store.sql_notifications import notifications_of
from engine.store.sql_store import SqlStore
from tests.notifications.receivers import HttpReceiver, Request, http_receiver

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = 4


class _Sender:
    """The worker's process, killed when the receiver holds the message that it waits for."""

    def __init__(self, url: str, receiver: HttpReceiver, cases: int) -> None:
        address = f"{receiver.address}/in"
        command = [sys.executable, "-m", "tests.crash.sender", url, address, str(cases)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "started\n"

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])]
)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    given: str = request.getfixturevalue("postgres_url")
    return given


def test_each_message_has_one_key_whenever_its_sender_is_killed(url: str) -> None:
    good = (200, b"{}")
    with http_receiver() as receiver:
        for turn in range(2):
            held, go_on = threading.Event(), threading.Event()
            wanted = len(receiver.requests) + 2

            def answer(
                _: Request, wanted: int = wanted, held: threading.Event = held,
                go_on: threading.Event = go_on,
            ) -> tuple[int, bytes]:  # fmt: skip
                if len(receiver.requests) == wanted:
                    held.set()
                    go_on.wait(30)
                return good

            receiver.answers = answer
            sender = _Sender(url, receiver, CASES if turn == 0 else 0)
            assert held.wait(60)
            sender.kill()
            go_on.set()
        receiver.answers = lambda _: good
        sender = _Sender(url, receiver, 0)
        _wait_until_nothing_waits(url)
        sender.kill()
        _every_notification_has_one_key(url, receiver)


def _wait_until_nothing_waits(url: str) -> None:
    store = SqlStore.open(url)
    kept = notifications_of(store)
    pause = threading.Event()
    for _ in range(600):
        if not kept.deliveries(WAITING, 100) and len(kept.deliveries(SENT, 100)) == CASES:
            break
        pause.wait(0.05)
    assert kept.deliveries(FAILED, 100) == []
    store.close()


def _every_notification_has_one_key(url: str, receiver: HttpReceiver) -> None:
    store = SqlStore.open(url)
    sent = {one.id for one in notifications_of(store).deliveries(SENT, 100)}
    store.close()
    assert len(sent) == CASES
    by_key = Counter(request.headers["Idempotency-Key"] for request in receiver.requests)
    told = {
        (json.loads(one.body)["to"]["login"], json.loads(one.body)["notifications"][0]["id"])
        for one in receiver.requests
    }
    assert set(by_key) == sent
    assert len(told) == CASES  # one key for each person and thing, never two
    again = {key: count for key, count in by_key.items() if count > 1}
    assert sum(again.values()) - len(again) <= 2  # only what was on its way when a sender died

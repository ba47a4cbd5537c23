"""How the house is, its ways to the outside, and leaving tried out: for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.notifications.channels.channel import ChannelFault, Outgoing
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


class Pigeon:
    """A channel that keeps what it is given, until it is tired."""

    kind = "pigeon"
    needs_address = True

    def __init__(self) -> None:
        self.carried: list[Outgoing] = []
        self.tired = False

    def send(self, message: Outgoing) -> None:
        if self.tired:
            raise ChannelFault("no wind", may_pass=False)
        self.carried.append(message)


@pytest.fixture
def pigeon(runtime: Runtime) -> Pigeon:
    found, channels = Pigeon(), runtime.notifications.channels
    assert isinstance(channels, dict)
    channels["pigeon"] = found
    return found


def test_health_tells_what_somebody_should_look_at(browse: Browse, runtime: Runtime) -> None:
    admin = browse("admin")
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "x"}})
    runtime.worker.run_due()

    found = admin.get("/health").json()

    assert found["seal"]["waiting"] > 0
    assert (found["queues"]["timers_due"], found["queues"]["batches"]) == (0, 0)
    assert found["database"]["kind"] == "sqlite"
    assert found["files"]["free"] > 0
    assert found["version"]
    assert all({"zh", "en", "grave"} <= set(one) for one in found["findings"])
    assert browse("office-director").get("/health").status_code == 403


def test_channel_is_tested_and_a_failed_message_tried_again(
    browse: Browse, runtime: Runtime, pigeon: Pigeon, clock: FixedClock
) -> None:
    admin = browse("admin")
    assert admin.get("/connections").json()["channels"][0]["name"] == "pigeon"
    assert admin.post("/connections/test", {"channel": "pigeon"}).status_code == 422
    body = {"channel": "pigeon", "address": "roof"}
    assert admin.post("/connections/test", body).status_code == 204
    assert (pigeon.carried[0].address, pigeon.carried[0].parts[0].kind) == ("roof", "test")
    pigeon.tired = True
    refused = admin.post("/connections/test", body)
    assert (refused.status_code, "no wind" in refused.json()["detail"]) == (409, True)
    assert admin.post("/connections/test", {"channel": "owl"}).status_code == 422

    _prefers(runtime, "sales-manager", {"pigeon": "office"})
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "x"}})
    clock.advance(timedelta(minutes=1))
    runtime.notifications.run()
    [failed, *_] = admin.get("/notifications/deliveries", state="failed").json()["items"]
    pigeon.tired = False
    sent = len(pigeon.carried)
    again = f"/notifications/deliveries/{failed['id']}/send"
    assert admin.post(again).status_code == 204
    runtime.notifications.run()

    assert len(pigeon.carried) == sent + 1
    assert admin.post(again).status_code == 404


def _prefers(runtime: Runtime, login: str, addresses: dict[str, str]) -> None:
    told, user = runtime.notifications, runtime.person(login).id
    told.prefer(user, replace(told.preferences(user), addresses=addresses))


def test_leaving_is_foreseen_before_it_is_done(browse: Browse) -> None:
    admin = browse("admin")
    browse("salesperson").post("/definitions/trip/start", {"variables": {"reason": "x"}})
    body: dict[str, Any] = {"login": "sales-manager", "dry_run": True}

    found = admin.post("/organisation/leave", body).json()

    assert found["recorded"] is None
    assert (found["items"], len(found["cases"])) == (1, 1)
    lines: Sequence[str] = found["differences"]
    assert any("sales-manager" in line for line in lines)
    assert browse("sales-manager").get("/worklist").json()["counts"]["inbox"] == 1

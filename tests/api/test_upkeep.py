"""How the house is, its ways to the outside, and leaving tried out: for administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.settings import Settings
from api.settings_shown import settings_of
from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.notifications.channels.channel import ChannelFault, Outgoing
from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


def test_every_setting_is_shown_with_its_variable_and_no_secret(browse: Browse) -> None:
    found = browse("admin").get("/connections").json()

    shown = {one["variable"]: one for one in found["settings"]}
    assert set(shown) == {f"GUICHENG_{name}".upper() for name in Settings.model_fields}
    token = shown["GUICHENG_SYSTEM_TOKEN"]
    assert (token["secret"], token["is_set"], token["value"]) == (True, True, "")
    assert "let me in" not in str(found)
    url = "postgresql+psycopg://guicheng:hush@host:5432/x"
    [database] = [
        one
        for one in settings_of(Settings(database_url=url))
        if one.variable == "GUICHENG_DATABASE_URL"
    ]
    assert database.value == "postgresql+psycopg://guicheng:…@host:5432/x"
    assert found["connectors"][0] == {"name": "notify", "processes": []}


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
    assert (found["healthy"], found["zh"]) == (True, "运行正常，有 1 件事要看一看")
    assert [one["place"] for one in found["findings"]] == ["log"]
    assert found["seal"]["verified_at"] is None
    assert admin.get("/verify").json()["ok"]
    verified = admin.get("/health").json()
    assert (verified["seal"]["verified_by"], verified["seal"]["verified_ok"]) == ("admin", True)
    assert verified["zh"] == "一切正常，没有要办的"
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

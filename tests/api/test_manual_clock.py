"""A server for tests: its clock is moved through the API, and administrators stand in for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.manual_clock import for_tests
from api.settings import Settings
from engine.bootstrap import Options, Runtime, open_runtime
from engine.embedding import Engine
from engine.errors import InvalidCommand, InvalidState
from tests.api.conftest import Browser
from tests.api.test_drafts import deploy

WAITING = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:guicheng:tests">
  <process id="waiting" name="waiting" isExecutable="true">
    <startEvent id="begin"/>
    <userTask id="look" guicheng:formId="none-yet">
      <extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>
    </userTask>
    <boundaryEvent id="again" attachedToRef="look" cancelActivity="false">
      <timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>
    </boundaryEvent>
    <boundaryEvent id="over" attachedToRef="look">
      <timerEventDefinition><timeDuration>PT150M</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <endEvent id="done"/><endEvent id="reminded"/><endEvent id="late"/>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="look"/>
    <sequenceFlow id="f2" sourceRef="look" targetRef="done"/>
    <sequenceFlow id="f3" sourceRef="again" targetRef="reminded"/>
    <sequenceFlow id="f4" sourceRef="over" targetRef="late"/>
  </process>
</definitions>"""

Browse = Callable[[str], Browser]


@pytest.fixture
def settings() -> Settings:
    return Settings(worker=False, test_clock="2026-11-23T01:00:00Z")


@pytest.fixture
def runtime(template: Path, tmp_path: Path, settings: Settings) -> Iterator[Runtime]:
    path = tmp_path / "cases.db"
    path.write_bytes(template.read_bytes())
    options = for_tests(settings, Options(quick_passwords=True))
    runtime = open_runtime(f"sqlite:///{path}", options)
    yield runtime
    runtime.close()


@pytest.fixture
def case(browse: Browse) -> str:
    deploy(browse("admin"), WAITING)
    started = browse("admin").post("/definitions/waiting/start", {"variables": {}})
    return str(started.json()["id"])


def move(browser: Browser, **asked: str) -> Any:
    return browser.post("/test/clock", asked).json()


def fired_at(browser: Browser, case: str) -> list[tuple[str, str]]:
    items = browser.get(f"/instances/{case}/history").json()["items"]
    fired = [one for one in items if one["type"] == "TimerFired"]
    return [(one["element_id"], one["at"]) for one in fired]


def test_clock_stands_still_until_it_is_moved(browse: Browse, case: str) -> None:
    admin = browse("admin")

    shown = admin.get("/test/clock").json()

    assert shown["now"] == "2026-11-23T01:00:00Z"
    assert shown["next_due"] == "2026-11-23T02:00:00Z"
    assert fired_at(admin, case) == []


def test_timers_fire_in_order_each_at_its_own_time(browse: Browse, case: str) -> None:
    admin = browse("admin")

    moved = move(admin, advance="P2D")

    assert moved == {"now": "2026-11-25T01:00:00Z", "next_due": None, "done": 3}
    assert fired_at(admin, case) == [
        ("again", "2026-11-23T02:00:00Z"),
        ("again", "2026-11-23T03:00:00Z"),
        ("over", "2026-11-23T03:30:00Z"),
    ]
    ended = admin.get(f"/instances/{case}/outcome").json()
    assert ended["outcome"] == "completed"
    assert {one["id"] for one in ended["end_events"]} == {"reminded", "late"}


def test_clock_is_set_to_a_moment(browse: Browse, case: str) -> None:
    moved = move(browse("admin"), at="2026-11-23T02:00:00Z")

    assert (moved["now"], moved["done"]) == ("2026-11-23T02:00:00Z", 1)


@pytest.mark.parametrize(
    "asked",
    [{"at": "2020-01-01"}, {"at": "soon"}, {"advance": "soon"}, {"advance": "-PT1H"}, {}],
)
def test_clock_is_not_moved_by_what_is_no_later_time(browse: Browse, asked: Any) -> None:
    admin = browse("admin")

    assert admin.post("/test/clock", asked).status_code in (400, 422)
    assert admin.get("/test/clock").json()["now"] == "2026-11-23T01:00:00Z"


def test_administrator_does_the_work_of_others(browse: Browse, case: str) -> None:
    admin = browse("admin")
    (item,) = admin.get(f"/instances/{case}/outcome").json()["open_work_items"]
    assert item["candidates"] == ["role:gm"]

    done = admin.post(f"/work-items/{item['id']}/complete", {"data": {"seen": True}}).json()

    assert done["instance"]["status"] == "completed"
    replayed = browse("auditor").get(f"/instances/{case}/verify").json()
    assert replayed["ok"]


def test_case_that_an_administrator_drove_is_replayed(
    browse: Browse, case: str, runtime: Runtime
) -> None:
    admin = browse("admin")
    (item,) = admin.get(f"/instances/{case}/outcome").json()["open_work_items"]
    move(admin, advance="PT1H")
    admin.post(f"/work-items/{item['id']}/complete", {"data": {}})

    assert Engine(runtime).replay(case).equal


def test_nobody_else_does_the_work_of_others_or_moves_time(browse: Browse, case: str) -> None:
    admin, owner = browse("admin"), browse("office-director")
    (item,) = admin.get(f"/instances/{case}/outcome").json()["open_work_items"]

    assert owner.post(f"/work-items/{item['id']}/complete", {"data": {}}).status_code == 403
    assert owner.post("/test/clock", {"advance": "PT1H"}).status_code == 403
    assert owner.get("/test/clock").status_code == 403


def test_server_that_people_use_has_no_such_clock(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(template.read_bytes())
    runtime = open_runtime(f"sqlite:///{path}", Options(quick_passwords=True))
    with TestClient(create_app(Settings(worker=False), runtime)) as client:
        browser = Browser(client)
        browser.log_in("admin")

        assert browser.get("/test/clock").status_code == 404
        assert "stand-in" not in browser.get("/session").json()["user"]["roles"]
    runtime.close()


def test_clock_is_refused_behind_https() -> None:
    production = Settings(secure_cookies=True, test_clock="1")

    with pytest.raises(InvalidCommand):
        for_tests(production, Options())


def test_clock_is_refused_over_real_cases(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "real.db"
    path.write_bytes(template.read_bytes())
    runtime = open_runtime(f"sqlite:///{path}", Options(quick_passwords=True))
    runtime.start("trip", {"reason": "x"}, runtime.person("salesperson"))

    with (
        pytest.raises(InvalidState),
        TestClient(create_app(Settings(worker=False, test_clock="1"), runtime)),
    ):
        pass
    runtime.close()


def test_clock_begins_now_when_only_switched_on() -> None:
    options = for_tests(Settings(test_clock="1"), Options())

    assert abs((datetime.now(UTC) - options.clock.now()).total_seconds()) < 60
    assert options.settles

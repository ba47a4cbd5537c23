"""An owner tries a process out: as anybody, on a clock of its own, and nothing real comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.bootstrap import Runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.views import WorklistQuery
from tests.api.conftest import TRIP, Browser, trip_form

Browse = Callable[[str], Browser]
PATH = "/definitions/trip/trial"


@pytest.fixture
def owner(browse: Browse) -> Browser:
    return browse("office-director")


def begun(owner: Browser, by: str = "salesperson", **asked: Any) -> Any:
    """A trial in which somebody has asked for a trip."""
    assert owner.post(PATH, asked).status_code == 201
    body = {"by": by, "variables": {"reason": "fair", "days": 2}}
    return owner.post(PATH + "/start", body).json()


def decided(owner: Browser, decision: str) -> Any:
    (item,) = begun(owner)["items"]
    (head,) = item["people"]
    body = {"item": item["id"], "by": head["id"], "data": {"decision": decision}}
    return owner.post(PATH + "/complete", body)


def test_trial_offers_the_start_form_and_who_may_start(owner: Browser) -> None:
    assert owner.get(PATH).json()["standing"] == "none"

    ready = owner.post(PATH, {}).json()

    assert ready["standing"] == "ready"
    assert ready["form"]["id"] == "trip"
    assert {one["id"] for one in ready["starters"]} >= {"salesperson", "sales-manager"}


def test_trial_goes_each_way_and_says_why(owner: Browser) -> None:
    agreed, refused = decided(owner, "yes").json(), decided(owner, "no").json()

    assert [one["element_id"] for one in agreed["items"]] == ["book"]
    assert agreed["items"][0]["reason_zh"]
    assert [one["element_id"] for one in agreed["diagram"]["positions"]] == ["book"]
    assert any("decision" in one["en"] for one in agreed["told"] if one["type"] == "FlowTaken")
    assert (refused["standing"], refused["items"]) == ("ended", [])


def test_task_is_the_form_as_that_person_gets_it(owner: Browser) -> None:
    (item,) = begun(owner)["items"]

    shown = owner.get(PATH + "/task", item=item["id"], by="sales-manager").json()
    wrong = owner.post(
        PATH + "/complete", {"item": item["id"], "by": "sales-manager", "data": {"decision": "x"}}
    )
    foreign = owner.post(
        PATH + "/complete", {"item": item["id"], "by": "cashier", "data": {"decision": "yes"}}
    )

    assert shown["rights"]["decision"] == "edit"
    assert "complete" in shown["actions"]
    assert shown["data"]["reason"] == "fair"
    assert (wrong.status_code, wrong.json()["fields"][0]["path"]) == (422, "decision")
    assert foreign.status_code == 403


def test_nothing_of_a_trial_is_real(
    owner: Browser, browse: Browse, runtime: Runtime, clock: FixedClock
) -> None:
    rows, now = len(runtime.store.all_rows()), clock.now()

    decided(owner, "yes")
    owner.post(PATH + "/clock", {"minutes": 60 * 24 * 30})
    owner.upload(PATH + "/files?by=salesperson", "file", "a.txt", b"hello")

    assert (len(runtime.store.all_rows()), clock.now()) == (rows, now)
    query = WorklistQuery(user=UserId("sales-manager"), principals=())
    assert runtime.store.worklist(query).items == ()
    assert runtime.notifications.run() == 0
    assert browse("sales-manager").get("/notifications").json()["items"] == []


def test_trials_are_apart_and_end_by_themselves(
    owner: Browser, browse: Browse, clock: FixedClock
) -> None:
    begun(owner)

    assert browse("admin").get(PATH).json()["standing"] == "none"
    clock.advance(timedelta(minutes=31))
    assert owner.get(PATH).json()["standing"] == "none"
    assert owner.post(PATH + "/clock", {"minutes": 1}).status_code == 409


def test_clock_moves_by_hand_and_not_to_what_never_comes(owner: Browser) -> None:
    before = begun(owner, at="2026-03-02T01:00:00Z")

    after = owner.post(PATH + "/clock", {"minutes": 90}).json()

    assert (before["now"], after["now"]) == ("2026-03-02T01:00:00Z", "2026-03-02T02:30:00Z")
    assert owner.post(PATH + "/clock", {}).status_code == 404


def test_draft_is_tried_out_without_being_published(owner: Browser, runtime: Runtime) -> None:
    drawn = TRIP.replace("订票".encode(), "订火车票".encode())
    files = [("trip.bpmn", drawn), ("trip.form", trip_form())]
    runtime.deploy(files, runtime.person("office-director"), draft=True)

    begun(owner, draft=True)
    (item,) = owner.get(PATH).json()["items"]
    body = {"item": item["id"], "by": "sales-manager", "data": {"decision": "yes"}}
    after = owner.post(PATH + "/complete", body).json()

    assert (after["draft"], after["lenient"]) == (True, False)
    assert [one["name"] for one in after["items"]] == ["订火车票"]


def test_oldest_trial_of_a_person_gives_way(runtime: Runtime, clock: FixedClock) -> None:
    from engine.trials import Trials
    from engine.trials.scripts import script_of

    room, person = Trials(runtime), runtime.person("office-director")
    script = script_of(runtime, "trip", None, draft=False)
    for number in range(4):
        clock.advance(timedelta(minutes=1))
        room.begin(person, script._replace(key=f"trip-{number}"), clock.now())

    found = [room.find(person, f"trip-{number}") is not None for number in range(4)]
    assert found == [False, True, True, True]


def test_draft_of_the_studio_is_tried_out_with_what_it_refers_to(owner: Browser) -> None:
    drawn = TRIP.replace(b'id="trip"', b'id="new-trip"').replace("订票".encode(), "订房".encode())
    path = "/definitions/new-trip/trial"
    made = owner.upload("/studio/imports", "file", "new-trip.bpmn", drawn)
    assert made.status_code == 201, made.text

    owner.post(path, {"draft": True})
    body = {"by": "salesperson", "variables": {"reason": "fair"}}
    (item,) = owner.post(path + "/start", body).json()["items"]
    done = {"item": item["id"], "by": "sales-manager", "data": {"decision": "yes"}}

    assert [one["name"] for one in owner.post(path + "/complete", done).json()["items"]] == ["订房"]
    assert owner.get("/definitions/new-trip").status_code == 404


def test_awaited_message_arrives_and_only_in_the_trial(owner: Browser, runtime: Runtime) -> None:
    waits = (
        '<intermediateCatchEvent id="heard" name="等回执" guicheng:nameEn="Heard">'
        '<messageEventDefinition id="heard-d" messageRef="receipt"/></intermediateCatchEvent>'
    )
    drawn = TRIP.decode().replace('<userTask id="book"', waits + '<userTask id="book"')
    drawn = drawn.replace(
        'sourceRef="which" targetRef="book"', 'sourceRef="which" targetRef="heard"'
    )
    drawn = drawn.replace(
        "</process>", '<sequenceFlow id="f9" sourceRef="heard" targetRef="book"/></process>'
    )
    drawn = drawn.replace(
        '<process id="trip"', '<message id="receipt" name="receipt"/><process id="trip"'
    )
    runtime.deploy([("trip.bpmn", drawn.encode())], runtime.person("admin"), draft=True)

    told = begun(owner, by="office-director", draft=True)
    (item,) = told["items"]
    body = {"item": item["id"], "by": item["people"][0]["id"], "data": {"decision": "yes"}}
    (awaited,) = owner.post(PATH + "/complete", body).json()["awaited"]
    after = owner.post(PATH + "/message", {"id": awaited["id"]})

    assert told["lenient"]  # its message has no correlation key yet
    assert (awaited["kind"], awaited["name"]) == ("message", "receipt")
    assert [one["element_id"] for one in after.json()["items"]] == ["book"]
    assert owner.post(PATH + "/message", {"id": awaited["id"]}).status_code == 409

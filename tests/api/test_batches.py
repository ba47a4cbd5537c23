"""Operations on many cases over HTTP, and what is stuck by cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import Browser
from tests.cli.test_incidents import FORM, STUCK

Browse = Callable[[str], Browser]


@pytest.fixture
def cases(runtime: Runtime, browse: Browse) -> list[str]:
    """Three cases, stuck at the same gateway."""
    files = [("choice.bpmn", STUCK.encode()), ("choice.form", FORM.encode())]
    runtime.deploy(files, runtime.person("admin"))
    gm = browse("gm")
    body = [{"variables": {"side": side}} for side in ("up", "up", "down")]
    started = [gm.post("/definitions/choice/start", one) for one in body]
    return [one.json()["id"] for one in started]


def ask(browser: Browser, **asked: Any) -> Any:
    answer = browser.post("/batches/preview", asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_batch_is_previewed_run_and_told_item_by_item(
    browse: Browse, runtime: Runtime, cases: list[str]
) -> None:
    admin = browse("admin")
    shown = ask(admin, action="terminate", selection={"process": "choice"})
    assert (shown["status"], shown["count"]) == ("previewed", 3)
    assert {one["where_zh"] for one in shown["items"]} == {"哪一边？"}
    admin.post(f"/instances/{cases[0]}/variables", {"variables": {"side": "left"}, "reason": "x"})

    body = {"digest": shown["digest"], "reason": "重复提交"}
    assert admin.post(f"/batches/{shown['id']}/run", {**body, "digest": "x"}).status_code == 409
    assert admin.post(f"/batches/{shown['id']}/run", body).json()["status"] == "running"
    runtime.worker.run_due()

    done = admin.get(f"/batches/{shown['id']}").json()
    assert (done["status"], done["counts"]) == ("done", {"done": 2, "changed": 1})
    [left] = admin.get(f"/batches/{shown['id']}", status="changed").json()["items"]
    assert (left["instance_id"], left["zh"]) == (cases[0], "预览之后案件有变化，未作处理")
    listed = admin.get("/batches").json()
    assert [one["reason"] for one in listed["items"]] == ["重复提交"]
    assert "move" in listed["actions"]
    assert admin.post(f"/batches/{shown['id']}/stop").status_code == 409


def test_suspension_of_many_is_taken_back_and_an_end_is_not(
    browse: Browse, runtime: Runtime, cases: list[str]
) -> None:
    admin = browse("admin")
    shown = ask(admin, action="suspend", selection={"process": "choice"})
    assert not shown["undoable"]
    assert admin.post(f"/batches/{shown['id']}/undo").status_code == 409
    admin.post(f"/batches/{shown['id']}/run", {"digest": shown["digest"], "reason": "盘点"})
    runtime.worker.run_due()
    assert admin.get(f"/batches/{shown['id']}").json()["undoable"]
    admin.post(f"/instances/{cases[0]}/resume", {"reason": "急"})

    back = admin.post(f"/batches/{shown['id']}/undo").json()

    assert (back["action"], back["counts"]) == ("resume", {"waiting": 2, "barred": 1})
    admin.post(f"/batches/{back['id']}/run", {"digest": back["digest"], "reason": "盘点完"})
    runtime.worker.run_due()
    assert admin.get(f"/batches/{back['id']}").json()["counts"]["done"] == 2
    ended = ask(admin, action="terminate", selection={"process": "choice"})
    admin.post(f"/batches/{ended['id']}/run", {"digest": ended["digest"], "reason": "重复"})
    runtime.worker.run_due()
    assert admin.post(f"/batches/{ended['id']}/undo").status_code == 409


def test_operators_of_processes_retry_and_do_nothing_else(
    browse: Browse, runtime: Runtime, cases: list[str]
) -> None:
    director, auditor = browse("office-director"), browse("auditor")
    board = director.get("/stuck").json()
    [cause] = board["causes"]
    assert (cause["count"], cause["element"], cause["process_name"]) == (3, "哪一边？", "选择")
    assert board["actions"] == ["retry"]
    assert board["items"][0]["times"] == 1

    wanted = {"action": "retry", "selection": {"ids": cause["incidents"][:2]}}
    batch = ask(director, **wanted)
    assert batch["count"] == 2
    for refused in ("suspend", "terminate", "move", "transfer", "resume"):
        asked = {"action": refused, "selection": {"process": "choice"}}
        assert director.post("/batches/preview", asked).status_code == 403, refused
    assert auditor.post("/batches/preview", wanted).status_code == 403
    run = {"digest": batch["digest"], "reason": "x"}
    assert browse("admin").post(f"/batches/{batch['id']}/run", run).status_code == 403
    other = ask(browse("admin"), **wanted)
    assert director.get(f"/batches/{other['id']}").status_code == 404
    assert director.post(f"/batches/{other['id']}/stop").status_code == 404


def test_correction_is_tried_out_before_it_is_made(browse: Browse, cases: list[str]) -> None:
    director = browse("office-director")
    incident = director.get("/stuck").json()["items"][0]
    path = f"/incidents/{incident['id']}/retry-trial"

    stuck = director.post(path, {"variables": {"side": "down"}}).json()
    ends = director.post(path, {"variables": {"side": "left"}}).json()

    assert not stuck["goes_on"]
    assert "哪一边" in stuck["zh"]
    assert (ends["goes_on"], ends["ends"]) == (True, True)
    assert (ends["before"], ends["after"]) == ({"side": "down"}, {"side": "left"})
    assert len(director.get("/stuck").json()["items"]) == 3

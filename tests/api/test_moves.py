"""Returns, withdrawal and interventions over HTTP: what is answered, and what is refused how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.bootstrap import Runtime
from tests.api.conftest import Browser
from tests.operations.structures import FORM, INITIATOR, STRUCTURES, WHO

Browse = Callable[[str], Browser]
MOVED = {"tokens": [1], "to": "z", "reason": "x"}


@pytest.fixture
def case(runtime: Runtime, browse: Browse) -> dict[str, Any]:
    """A case in which x is done and a is open."""
    files = [("sequence.bpmn", STRUCTURES["sequence"]), ("note.form", FORM)]
    runtime.deploy(files, runtime.person("admin"))
    started = browse(INITIATOR).post(
        "/definitions/sequence/start", {"variables": {"note": "n", "amount": 1}}
    )
    assert started.status_code == 201, started.text
    found: dict[str, Any] = started.json()
    done = browse(WHO["x"]).post(
        f"/work-items/{item(browse, 'x')}/complete", {"data": {"note": "n"}}
    )
    assert done.status_code == 200, done.text
    return found


def item(browse: Browse, element: str, who: str | None = None) -> str:
    """The newest open work item at an element, of who does it."""
    listed = browse(who or WHO[element]).get("/worklist").json()["items"]
    return next(one["id"] for one in listed if one["element_id"] == element)


def test_return_to_the_initiator_shows_them_what_they_handed_in(
    browse: Browse, case: dict[str, Any]
) -> None:
    purchaser = browse(WHO["a"])
    open_item = item(browse, "a")
    assert "return" in purchaser.get(f"/work-items/{open_item}").json()["actions"]
    shown = purchaser.get(f"/work-items/{open_item}/destinations").json()["items"]
    assert [one["element_id"] for one in shown] == ["x", "s"]
    answer = purchaser.post(f"/work-items/{open_item}/return", {"to": "initiator", "reason": "改"})
    assert answer.status_code == 200, answer.text

    mine = browse(INITIATOR)
    revise = item(browse, "s", INITIATOR)
    detail = mine.get(f"/work-items/{revise}").json()
    assert (detail["form"]["id"], detail["data"]["note"]) == ("note", "n"), detail.keys()
    done = mine.post(f"/work-items/{revise}/complete", {"data": {"note": "better", "amount": 1}})
    assert done.status_code == 200, done.text
    assert item(browse, "x")
    said = mine.get(f"/instances/{case['id']}/history").json()
    assert "WorkItemReturned" in str(said)


def test_straight_return_is_told_where_the_case_stands(
    browse: Browse, case: dict[str, Any]
) -> None:
    waits = item(browse, "a")
    purchaser = browse(WHO["a"])
    body = {"to": "x", "reason": "补充", "straight": True}
    assert purchaser.post(f"/work-items/{waits}/return", body).status_code == 200

    standing = purchaser.get(f"/instances/{case['id']}/moves").json()
    assert standing["waiting"][0]["work_item_id"] == waits
    drawn = purchaser.get(f"/instances/{case['id']}/diagram").json()
    assert ([one["element_id"] for one in drawn["positions"]], drawn["beside"]) == (
        ["a"],
        {case["process"]: ["x"]},
    )
    assert purchaser.get(f"/work-items/{waits}").json()["actions"] == []
    refused = purchaser.post(f"/work-items/{waits}/complete", {"data": {}})
    assert refused.status_code == 409
    assert "退回" in refused.json()["detail"]


def test_taking_back_and_withdrawing_answer_with_the_case(
    browse: Browse, case: dict[str, Any]
) -> None:
    gm = browse(WHO["x"])
    done = gm.get("/worklist", view="done").json()["items"][0]["id"]
    assert gm.get(f"/work-items/{done}").json()["actions"] == ["take-back"]
    assert gm.post(f"/work-items/{done}/take-back", {}).status_code == 200
    assert item(browse, "x")
    refused = gm.post(f"/work-items/{done}/take-back", {})
    assert refused.status_code == 409
    [step] = gm.get(f"/instances/{case['id']}/sheet").json()["steps"]
    assert (step["name"], step["decision"], step["decision_en"]) == ("x", "已拿回", "taken back")

    mine = browse(INITIATOR)
    no = mine.post(f"/instances/{case['id']}/withdraw", {})
    assert (no.status_code, "撤回" in no.json()["detail"]) == (409, True)
    assert mine.get(f"/instances/{case['id']}/again").json()["variables"]["note"] == "n"


def test_administrator_suspends_moves_and_corrects(browse: Browse, case: dict[str, Any]) -> None:
    admin, at = browse("admin"), f"/instances/{case['id']}"
    assert admin.post(f"{at}/suspend", {"reason": "查"}).status_code == 200
    refused = browse(WHO["a"]).post(f"/work-items/{item(browse, 'a')}/complete", {"data": {}})
    assert (refused.status_code, "挂起" in refused.json()["detail"]) == (409, True)
    assert admin.post(f"{at}/resume", {}).status_code == 200

    changed = admin.post(f"{at}/variables", {"variables": {"amount": 9}, "reason": "录错"})
    assert changed.status_code == 200, changed.text
    position = admin.get(f"{at}/outcome").json()["positions"][0]
    body = {"tokens": [position["token"]], "to": "z", "reason": "急"}
    assert admin.post(f"{at}/jump", body).status_code == 200
    body = {"element_id": "b", "to": WHO["b"], "reason": "补"}
    assert admin.post(f"{at}/late-review", body).status_code == 200
    assert item(browse, "b")
    assert admin.post(f"{at}/terminate", {"reason": "错"}).status_code == 200
    assert admin.post(f"{at}/revive", {"to": "a", "reason": "不该"}).json()["status"] == "active"
    assert item(browse, "a")


def test_case_says_what_each_may_do_with_it(browse: Browse, case: dict[str, Any]) -> None:
    admin, at = browse("admin"), f"/instances/{case['id']}"

    def offered(who: Browser) -> set[str]:
        return set(who.get(f"{at}/moves").json()["actions"])

    always = {"copy", "jump", "variables", "approvers", "late-review", "terminate"}
    assert offered(browse(INITIATOR)) == {"copy"}
    assert offered(admin) == {*always, "suspend"}
    assert admin.post(f"{at}/suspend", {"reason": "查"}).status_code == 200
    assert offered(admin) == {*always, "resume"}
    assert admin.post(f"{at}/terminate", {"reason": "错"}).status_code == 200
    assert offered(admin) == {"copy", "revive"}
    assert admin.post(f"{at}/copy", {"to": ["hr-admin"]}).status_code == 200
    reader = browse("hr-admin")
    assert offered(reader) == {"read-copy"}
    assert reader.post(f"{at}/read").status_code == 200
    assert offered(reader) == set()


def test_refusal_says_by_whom_it_can_be_done(browse: Browse, case: dict[str, Any]) -> None:
    mine, admin, at = browse(INITIATOR), browse("admin"), f"/work-items/{item(browse, 'a')}"
    assert mine.post(f"{at}/urge", {"reason": "急"}).status_code == 200

    for answer, status, zh, en in (
        (mine.post(f"{at}/complete", {"data": {}}), 403, "由曹志强办理", "for Cao Zhiqiang"),
        (mine.post(f"{at}/urge", {"reason": "急"}), 409, "催办", "urged"),
        (admin.post(f"{at}/appoint", {"to": WHO["a"], "reason": "x"}), 409, "名下", "has it"),
        (mine.post(f"{at}/appoint", {"to": WHO["a"], "reason": "x"}), 403, "管理员", "administr"),
        (mine.post(f"/instances/{case['id']}/jump", MOVED), 403, "管理员", "administrator"),
        (admin.post(f"/instances/{case['id']}/withdraw", {}), 403, "发起人", "started the case"),
    ):
        problem = answer.json()
        assert (answer.status_code, zh in problem["detail"]) == (status, True), problem
        assert en in problem["detail_en"], problem

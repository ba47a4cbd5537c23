"""Rounds of opinions over HTTP: seen, added to, advised on, and the phrases of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]


@pytest.fixture
def item(browse: Browse) -> str:
    """The open work item of the head of sales."""
    started = browse("salesperson").post(
        "/definitions/trip/start", {"variables": {"reason": "拜访客户"}}
    )
    assert started.status_code == 201, started.text
    return str(browse("sales-manager").get("/worklist").json()["items"][0]["id"])


def test_added_signer_advises_and_everybody_sees_what_was_said(browse: Browse, item: str) -> None:
    head, adviser = browse("sales-manager"), browse("hr-admin")

    added = head.post(
        f"/work-items/{item}/signers", {"to": ["hr-admin"], "place": "before", "reason": "请把关"}
    )

    assert added.status_code == 200, added.text
    waiting = head.get(f"/work-items/{item}").json()
    assert waiting["approval"]["waits_for"] == ["孙佳宁"]
    assert waiting["signs"]
    assert "complete" not in waiting["actions"]
    early = head.post(f"/work-items/{item}/complete", {"data": {"decision": "yes"}})
    assert (early.status_code, early.json()["type"]) == (409, "urn:guicheng:problem:invalid-state")
    [asked] = adviser.get("/worklist").json()["items"]
    assert adviser.get(f"/work-items/{asked['id']}").json()["actions"] == ["opinion"]
    said = adviser.post(f"/work-items/{asked['id']}/opinion", {"opinion": "可以"})
    assert said.status_code == 200, said.text
    done = head.post(
        f"/work-items/{item}/complete", {"data": {"decision": "yes"}, "opinion": "同意，早去早回"}
    )
    assert done.status_code == 200, done.text
    shown = head.get(f"/work-items/{item}/approval").json()
    assert (shown["open"], shown["result"]) == (False, "agreed")
    assert [(one["by"], one["agree"], one["opinion"]) for one in shown["opinions"]] == [
        ("hr-admin", None, "可以"),
        ("sales-manager", True, "同意，早去早回"),
    ]
    history = head.get(f"/instances/{item.partition('-')[0]}/history").json()["items"]
    assert any("前加签" in entry["zh"] for entry in history)


def test_round_is_refused_who_is_kept_separate_or_unknown(browse: Browse, item: str) -> None:
    head = browse("sales-manager")
    before = head.get(f"/work-items/{item}").json()

    for to, status in (("salesperson", 403), ("ghost", 422), ("sales-manager", 409)):
        body = {"to": [to], "place": "beside", "reason": "x"}
        assert head.post(f"/work-items/{item}/signers", body).status_code == status
        handed = head.post(f"/work-items/{item}/delegate", {"to": to, "reason": "x"})
        assert handed.status_code == status

    assert head.get(f"/work-items/{item}").json() == before


def test_delegated_work_comes_back(browse: Browse, item: str) -> None:
    head, delegate = browse("sales-manager"), browse("hr-admin")

    handed = head.post(f"/work-items/{item}/delegate", {"to": "hr-admin", "reason": "请先看"})

    assert handed.json()["assignee"] == "hr-admin"
    body = {"opinion": "没有问题", "agree": True}
    assert delegate.post(f"/work-items/{item}/opinion", body).status_code == 200
    assert head.get(f"/work-items/{item}").json()["assignee"] == "sales-manager"


def test_work_is_urged_by_others_and_looked_after_by_administrators(
    browse: Browse, item: str
) -> None:
    head, at = browse("sales-manager"), f"/work-items/{item}"

    def offered(who: str) -> list[str]:
        found: list[str] = browse(who).get(at).json()["actions"]
        return found

    assert offered("salesperson") == ["urge"]
    assert offered("admin") == ["urge", "appoint"]
    body = {"to": ["hr-admin"], "place": "beside", "reason": "请把关"}
    assert head.post(f"{at}/signers", body).status_code == 200
    assert offered("admin") == ["urge", "appoint", "remove-sign"]
    removal = {"who": "hr-admin", "reason": "不需要"}
    assert browse("admin").post(f"{at}/signers/remove", removal).status_code == 200
    assert head.post(f"{at}/complete", {"data": {"decision": "yes"}}).status_code == 200
    assert offered("admin") == []


def put(browser: Browser, items: list[str]) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    return browser.client.put(API + "/phrases", json={"items": items}, headers=headers)


def test_phrases_are_kept_in_order_for_oneself_alone(browse: Browse) -> None:
    mine = browse("sales-manager")

    kept = put(mine, [" 同意 ", "请补充", "同意"])

    assert kept.json() == {"items": ["同意", "请补充"]}
    assert mine.get("/phrases").json() == {"items": ["同意", "请补充"]}
    assert browse("hr-admin").get("/phrases").json() == {"items": []}
    assert put(mine, [""]).status_code == 422


def test_initiator_gets_their_own_case_by_no_route(browse: Browse) -> None:
    """Claim, complete, bulk, token, transfer, delegation, added signer, appointment, substitute."""
    initiator, superior, admin = (
        browse(one) for one in ("sales-manager", "deputy-gm-sales", "admin")
    )
    initiator.post("/definitions/trip/start", {"variables": {"reason": "展会"}})
    [item] = superior.get("/worklist").json()["items"]
    path, to = f"/work-items/{item['id']}", {"to": "sales-manager", "reason": "x"}
    token = initiator.post("/tokens", {"name": "t", "scopes": ["read", "work"]}).json()["secret"]
    ends = "2026-11-30T00:00:00Z"
    named = superior.post("/substitutions", {"substitute": "sales-manager", "ends_at": ends})
    assert named.status_code == 201, named.text
    work = {"data": {"decision": "yes"}}
    listed = {"items": [{"id": item["id"], **work}]}
    bearer = browse("-").client
    bearer.headers["Authorization"] = f"Bearer {token}"

    answers = {
        "claim": initiator.post(f"{path}/claim"),
        "complete": initiator.post(f"{path}/complete", work),
        "token": bearer.post(f"{API}{path}/complete", json=work),
        "transfer": superior.post(f"{path}/transfer", to),
        "delegate": superior.post(f"{path}/delegate", to),
        "appoint": admin.post(f"{path}/appoint", to),
        **{
            place: superior.post(
                f"{path}/signers", {"to": [to["to"]], "place": place, "reason": "x"}
            )
            for place in ("before", "beside", "after")
        },
    }
    bulk = [
        who.post("/work-items/bulk", {**listed, **asked}).json()["items"][0]["done"]
        for who, asked in (
            (initiator, {"action": "claim"}),
            (initiator, {"action": "complete"}),
            (superior, {"action": "transfer", **to}),
        )
    ]

    assert {name: one.status_code for name, one in answers.items()} == dict.fromkeys(answers, 403)
    assert bulk == [False, False, False]
    assert superior.get(path).json()["assignee"] == "deputy-gm-sales"

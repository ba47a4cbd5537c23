"""Administrators help people in: one-time passwords, locks, tokens; what depends on an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.bootstrap import Runtime
from engine.clock import FixedClock
from tests.api.conftest import PASSWORD, Browser

Browse = Callable[[str], Browser]
DOORS = "/people/cashier/doors"
OWN = "a horse of my own"


def test_one_time_password_opens_only_the_change_of_itself(browse: Browse) -> None:
    admin, person = browse("admin"), browse("cashier")

    given = admin.post(DOORS, {"act": "one-time-password", "reason": "忘记密码"}).json()

    assert person.get("/worklist").status_code == 401, "earlier sessions end"
    assert person.log_in("cashier", given["password"]).json()["must_change"]
    refused = person.get("/worklist")
    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "urn:guicheng:problem:password-to-change",
    )
    same = {"old": given["password"], "new": given["password"]}
    assert _change(person, same).status_code == 422
    changed = _change(person, {"old": given["password"], "new": OWN})
    assert not changed.json()["must_change"]
    assert person.get("/worklist").status_code == 200
    assert not browse("-").log_in("cashier", OWN).json()["must_change"]
    last = admin.get("/organisation/changes").json()["items"][-1]
    assert (last["by"], last["reason"]) == (
        "admin",
        "给一次性密码 / one-time password given: cashier · 忘记密码",
    )
    kinds = [one["kind"] for one in admin.get(DOORS).json()["entries"]]
    assert kinds[:2] == ["logged-in", "password-changed"]
    assert "one-time-password-given" in kinds


def _change(browser: Browser, body: dict[str, str]) -> Any:
    headers = {"X-CSRF-Token": browser.csrf}
    answer = browser.client.put("/api/v1/session/password", json=body, headers=headers)
    browser.csrf = answer.json().get("csrf_token", browser.csrf)
    return answer


def test_one_time_password_is_over_after_a_day(browse: Browse, clock: FixedClock) -> None:
    given = browse("admin").post(DOORS, {"act": "one-time-password", "reason": "x"}).json()

    clock.advance(timedelta(hours=25))

    answer = browse("-").log_in("cashier", given["password"])
    assert answer.status_code == 401
    assert "一次性密码已过期" in answer.json()["detail"]


def test_locked_person_is_let_in_again_and_tokens_end(browse: Browse, runtime: Runtime) -> None:
    admin = browse("admin")
    secret = runtime.tokens.create(runtime.person("cashier").id, "x", ["read"], 9).secret
    for _ in range(5):
        browse("-").log_in("cashier", "wrong")
    assert browse("-").log_in("cashier").status_code == 429
    found = admin.get(DOORS).json()
    assert (found["locked"], len(found["tokens"])) == (True, 1)
    assert {"unlock", "revoke-tokens"} <= set(found["acts"])

    assert admin.post(DOORS, {"act": "unlock", "reason": "电话核实"}).status_code == 200
    revoked = admin.post(DOORS, {"act": "revoke-tokens", "reason": "电脑丢失"})

    assert revoked.json()["count"] == 1
    assert runtime.tokens.find(secret) is None
    assert browse("-").log_in("cashier", PASSWORD).status_code == 200


def test_help_for_oneself_without_reason_or_for_a_leaver_is_refused(browse: Browse) -> None:
    admin, own = browse("admin"), {"act": "reset-second-factor", "reason": "x"}
    once = {"act": "one-time-password", "reason": "x"}
    assert admin.post("/people/admin/doors", own).status_code == 403
    assert admin.get("/people/admin/doors").json()["acts"] == []
    assert admin.post(DOORS, {**once, "reason": "  "}).status_code == 422
    admin.post("/organisation/leave", {"login": "cashier"})
    assert admin.post(DOORS, once).status_code == 422
    assert not admin.get(DOORS).json()["works_here"]


def test_entry_that_something_needs_neither_ends_nor_is_emptied(browse: Browse) -> None:
    admin = browse("admin")

    def plan(entries: object) -> Any:
        body = {"entries": entries, "dry_run": True, "only_new": False}
        return admin.post("/organisation/changes", body)

    roles = admin.get("/organisation").json()["entries"]["people"]["sales-manager"]["roles"]
    renamed = plan({"roles": {"sales-manager": {"name": "销售负责人"}}}).json()
    assert renamed["depends"] == [
        {
            "section": "roles",
            "id": "sales-manager",
            "processes": [{"key": "trip", "name": "出差申请", "name_en": "Business trip"}],
            "work": 0,
        }
    ]
    others = [one for one in roles if one != "sales-manager"]
    emptied = plan({"people": {"sales-manager": {"roles": others}}})
    assert emptied.status_code == 422
    assert "不能没有人" in str(emptied.json())
    gone = plan({"departments": {"finance": None}}).json()
    assert "还在用" in str(gone["findings"])
    known = {"entries": {"people": {"cashier": {"name": "x"}}}, "only_new": True, "dry_run": True}
    assert "已存在" in admin.post("/organisation/changes", known).json()["detail"]

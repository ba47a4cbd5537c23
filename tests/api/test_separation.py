"""Who did one of two tasks that are kept separate gets the other by no route at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.bootstrap import Runtime
from tests.api.conftest import Browser
from tests.api.test_tokens import program
from tests.operations.structures import FORM, INITIATOR, WHO, A, X, chain, diagram, task

Browse = Callable[[str], Browser]
ACTIONS = "return take-back claim release transfer urge copy"
APART = diagram(
    "apart",
    task("x")
    + task("a", f'<guicheng:assignment kind="user" value="{X}"/>')
    .replace("<userTask", '<userTask guicheng:separateFrom="x"')
    .replace(ACTIONS, f"{ACTIONS} delegate add-sign")
    + task("z")
    + chain("s", "x", "a", "z", "e"),
)
OF_ONE: dict[str, dict[str, Any]] = {
    "claim": {},
    "complete": {"data": {}},
    "transfer": {"to": "hr-admin", "reason": "x"},
    "delegate": {"to": "hr-admin", "reason": "x"},
    "signers": {"to": ["hr-admin"], "place": "beside", "reason": "x"},
}
"""What somebody does with a work item of theirs."""
TO_THEM: dict[str, dict[str, Any]] = {
    "transfer": {"to": X, "reason": "x"},
    "delegate": {"to": X, "reason": "x"},
    **{f"signers {place}": {"to": [X], "place": place, "reason": "x"} for place in
       ("before", "after", "beside")},
}  # fmt: skip
"""What hands the work on."""


def test_separation_of_duties_holds_by_every_route(browse: Browse, runtime: Runtime) -> None:
    runtime.deploy([("apart.bpmn", APART), ("note.form", FORM)], runtime.person("admin"))
    started = browse(INITIATOR).post("/definitions/apart/start", {"variables": {"note": "n"}})
    case, apart, doer, admin = started.json()["id"], browse(X), browse(A), browse("admin")
    [first] = apart.get("/worklist").json()["items"]
    assert apart.post(f"/work-items/{first['id']}/complete", {"data": {}}).status_code == 200
    [item] = [one["id"] for one in doer.get("/worklist").json()["items"]]
    at, before = f"/work-items/{item}", runtime.store.version(case)
    robot, mine = program(apart, "read", "work"), program(doer, "read", "work")
    wish = {"person": A, "substitute": X, "ends_at": "2026-12-01T00:00:00Z"}
    assert doer.post("/substitutions", wish).status_code == 201

    assert apart.get("/worklist").json()["items"] == []
    for name, body in OF_ONE.items():  # claim, substitution, token
        for answer in (apart.post(f"{at}/{name}", body), robot.call("POST", f"{at}/{name}", body)):
            assert answer.status_code == 403, (name, answer.text)
    for action, data in (("claim", None), ("complete", {}), ("transfer", None)):  # bulk
        asked = {"id": item, **({} if data is None else {"data": data})}
        more = {"to": "hr-admin", "reason": "x"} if action == "transfer" else {}
        body = {"action": action, "items": [asked], **more}
        for answer in (
            apart.post("/work-items/bulk", body), robot.call("POST", "/work-items/bulk", body)
        ):  # fmt: skip
            assert [one["done"] for one in answer.json()["items"]] == [False], answer.text
    for name, body in TO_THEM.items():
        path = f"{at}/{name.split()[0]}"
        for answer in (doer.post(path, body), mine.call("POST", path, body)):
            assert answer.status_code == 403, (name, answer.text)
    given = {"action": "transfer", "to": X, "reason": "x", "items": [{"id": item}]}
    for who in (doer, admin):
        [one] = who.post("/work-items/bulk", given).json()["items"]
        assert not one["done"]
    assert admin.post(f"{at}/appoint", {"to": X, "reason": "x"}).status_code == 403
    late = {"element_id": "a", "people": [X], "reason": "x"}
    assert admin.post(f"/instances/{case}/approvers", late).status_code == 403
    assert runtime.store.version(case) == before

    done = doer.post(f"{at}/complete", {"data": {}})
    assert done.status_code == 200, done.text
    assert [one["element_id"] for one in browse(WHO["z"]).get("/worklist").json()["items"]] == ["z"]

"""A case from its start to its end through the API, as three people see it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api.conftest import Browser

Browse = Callable[[str], Browser]


def started(browser: Browser, **more: Any) -> Any:
    variables = {"reason": "拜访客户", "days": 1.5, "salary": 9000, **more}
    answer = browser.post("/definitions/trip/start", {"variables": variables})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_case_goes_from_start_to_end(browse: Browse) -> None:
    asker, head = browse("salesperson"), browse("sales-manager")

    case = started(asker)
    (task,) = head.get("/worklist").json()["items"]
    assert (task["title"], task["name"], task["assignee"]) == ("拜访客户", "审批", "sales-manager")
    done = head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "yes"}}).json()
    assert done["work_item"]["state"] == "completed"
    (booking,) = done["next"]
    ended = asker.post(f"/work-items/{booking['id']}/complete", {"data": {"ticket": "G7"}}).json()

    assert ended["instance"]["status"] == "completed"
    assert ended["instance"]["end_events"] == [
        {"id": "booked", "name": "已订票", "name_en": "Booked"}
    ]
    assert ended["instance"]["id"] == case["id"]


def test_work_item_shows_form_data_rights_and_clauses(browse: Browse) -> None:
    started(browse("salesperson"))
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]

    detail = head.get(f"/work-items/{item['id']}").json()

    fields = {field["key"]: field for field in detail["form"]["components"]}
    assert "salary" not in fields
    assert fields["reason"]["readonly"] is True
    assert "readonly" not in fields["decision"]
    assert detail["data"]["reason"] == "拜访客户"
    assert detail["data"]["days"] == 1.5
    assert "salary" not in detail["data"]
    assert detail["rights"]["salary"] == "hide"
    assert [clause["id"] for clause in detail["clauses"]] == ["PROC-003"]
    assert detail["actions"] == ["complete", "transfer", "add-sign", "delegate"]
    assert detail["element"]["name_en"] == "Approve"
    assert (detail["initiator_name"], detail["initiator_name_en"]) == ("叶小满", "Ye Xiaoman")
    assert detail["assignee_name_en"] == "Gao Yuanhang"
    assert detail["mine"] is True
    assert detail["reason_zh"] == "因为您是销售部负责人"
    told = browse("admin").get(f"/work-items/{item['id']}").json()
    assert told["mine"] is False
    assert told["reason_zh"] == "因为高远航是销售部负责人"


def test_candidates_claim_and_release(browse: Browse) -> None:
    asker, colleague, head = browse("salesperson"), browse("new-hire"), browse("sales-manager")
    started(asker)
    (task,) = head.get("/worklist").json()["items"]
    head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "yes"}})
    (offer,) = colleague.get("/worklist", view="candidate").json()["items"]

    assert colleague.post(f"/work-items/{offer['id']}/claim").json()["assignee"] == "new-hire"
    taken = asker.post(f"/work-items/{offer['id']}/claim")
    assert taken.status_code == 409
    assert "方一诺" in taken.json()["detail"]
    counts = colleague.get("/worklist").json()["counts"]
    assert {name: count for name, count in counts.items() if count} == {"mine": 1, "inbox": 1}
    assert colleague.post(f"/work-items/{offer['id']}/release").json()["assignee"] is None
    assert asker.post(f"/work-items/{offer['id']}/claim").status_code == 200


def test_completing_twice_says_who_did_it_and_when(browse: Browse) -> None:
    started(browse("salesperson"))
    head = browse("sales-manager")
    (task,) = head.get("/worklist").json()["items"]
    body = {"data": {"decision": "no"}}
    head.post(f"/work-items/{task['id']}/complete", body)

    again = head.post(f"/work-items/{task['id']}/complete", body)

    assert again.status_code == 409
    assert "高远航" in again.json()["detail"]
    assert "2026-11-23" in again.json()["detail"]


def test_the_same_key_is_the_same_request(browse: Browse) -> None:
    asker = browse("salesperson")
    body = {"variables": {"reason": "一次"}}

    first = asker.post("/definitions/trip/start", body, key="k1")
    second = asker.post("/definitions/trip/start", body, key="k1")

    assert first.json()["id"] == second.json()["id"]
    assert len(asker.get("/instances").json()["items"]) == 1


def test_completing_again_with_the_same_key_is_the_same_completion(browse: Browse) -> None:
    started(browse("salesperson"))
    head = browse("sales-manager")
    (task,) = head.get("/worklist").json()["items"]
    path, body = f"/work-items/{task['id']}/complete", {"data": {"decision": "yes"}}

    first = head.post(path, body, key="k1")
    second = head.post(path, body, key="k1")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["instance"]["version"] == second.json()["instance"]["version"]


def test_of_two_who_claim_at_once_exactly_one_wins(browse: Browse) -> None:
    head, rivals = browse("sales-manager"), [browse("salesperson"), browse("new-hire")]
    started(rivals[0])
    (task,) = head.get("/worklist").json()["items"]
    done = head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "yes"}})
    path = f"/work-items/{done.json()['next'][0]['id']}/claim"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda rival: rival.post(path), rivals))

    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_another_persons_key_is_another_request(browse: Browse) -> None:
    body = {"variables": {"reason": "各一次"}}

    first = browse("salesperson").post("/definitions/trip/start", body, key="k1").json()
    second = browse("sales-manager").post("/definitions/trip/start", body, key="k1").json()

    assert first["id"] != second["id"]


def test_case_shows_progress_history_and_diagram(browse: Browse) -> None:
    asker, head = browse("salesperson"), browse("sales-manager")
    case = started(asker)
    (task,) = head.get("/worklist").json()["items"]
    head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "yes"}})

    detail = asker.get(f"/instances/{case['id']}").json()
    diagram = asker.get(f"/instances/{case['id']}/diagram").json()
    history = asker.get(f"/instances/{case['id']}/history").json()["items"]

    assert [position["element_id"] for position in detail["positions"]] == ["book"]
    assert detail["taken_flows"] == {"trip": ["f1", "f2", "f3"]}
    assert {"asked", "approve", "which"} <= set(detail["done_elements"]["trip"])
    assert detail["variables"]["salary"] == 9000
    assert "<process" in diagram["processes"][0]["xml"]
    assert diagram["positions"] == detail["positions"]
    completed = next(item for item in history if item["type"] == "WorkItemCompleted")
    assert completed["zh"] == "高远航完成了“审批”"
    assert completed["actor_name"] == "高远航"
    assert completed["element_name"] == "审批"
    assert completed["data"]["data"] == {"decision": "yes"}
    assert all(item["zh"] and item["en"] for item in history)


def test_what_a_step_hides_stays_hidden_on_the_case_page(browse: Browse) -> None:
    case = started(browse("salesperson"))
    head = browse("sales-manager")

    shown = [head.get(f"/instances/{case['id']}{page}") for page in ("", "/history")]

    assert all(page.status_code == 200 for page in shown)
    assert all("9000" not in page.text for page in shown)
    assert "9000" in browse("auditor").get(f"/instances/{case['id']}").text


def test_done_work_item_shows_what_was_filled(browse: Browse) -> None:
    started(browse("salesperson"))
    head = browse("sales-manager")
    (task,) = head.get("/worklist").json()["items"]
    head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "no"}})

    (done,) = head.get("/worklist", view="done").json()["items"]
    detail = head.get(f"/work-items/{done['id']}").json()

    assert detail["data"]["decision"] == "no"
    assert detail["actions"] == []
    assert "salary" not in detail["data"]
    assert "edit" not in detail["rights"].values()


def test_broken_rules_are_named_by_field(browse: Browse) -> None:
    asker = browse("salesperson")
    variables = {"reason": " ", "days": 0.25, "colour": "红"}

    answer = asker.post("/definitions/trip/start", {"variables": variables})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    found = [(field["path"], field["rule"]) for field in answer.json()["fields"]]
    assert sorted(found) == [
        ("colour", "unknown-field"),
        ("days", "decimal-digits"),
        ("days", "min"),
        ("reason", "required"),
    ]


def test_field_that_is_not_writable_here_is_refused(browse: Browse) -> None:
    started(browse("salesperson"))
    head = browse("sales-manager")
    (task,) = head.get("/worklist").json()["items"]
    data = {"decision": "yes", "reason": "改一下", "salary": 1}

    answer = head.post(f"/work-items/{task['id']}/complete", {"data": data})

    assert answer.status_code == 422
    assert [(f["path"], f["rule"]) for f in answer.json()["fields"]] == [
        ("reason", "not-writable"),
        ("salary", "not-writable"),
    ]


def test_gateway_without_a_true_branch_is_an_incident_that_is_retried(browse: Browse) -> None:
    case = started(browse("salesperson"))
    head, owner = browse("sales-manager"), browse("office-director")
    (task,) = head.get("/worklist").json()["items"]

    done = head.post(f"/work-items/{task['id']}/complete", {"data": {"decision": "later"}}).json()
    (incident,) = done["incidents"]
    assert (incident["kind"], incident["element_id"]) == ("no-true-branch", "which")
    assert owner.get("/incidents").json()["items"] == [incident]
    body = {"variables": {"decision": "no"}, "reason": "已电话确认"}
    retried = owner.post(f"/incidents/{incident['id']}/retry", body)

    assert retried.status_code == 200, retried.text
    assert retried.json()["status"] == "completed"
    assert retried.json()["id"] == case["id"]


def test_administrator_terminates_a_case(browse: Browse) -> None:
    case = started(browse("salesperson"))

    answer = browse("admin").post(f"/instances/{case['id']}/terminate", {"reason": "重复"})

    assert answer.json()["status"] == "terminated"
    assert browse("sales-manager").get("/worklist").json()["items"] == []


def test_file_is_uploaded_named_and_fetched_by_who_sees_the_case(browse: Browse) -> None:
    asker = browse("salesperson")
    stored = asker.upload("/files", "file", "../合同.pdf", b"%PDF-1.7 contract").json()
    assert stored["type"] == "application/pdf"
    assert stored["name"] == "合同.pdf"

    case = started(asker, papers=[stored])
    path = f"/instances/{case['id']}/files/{stored['digest']}"
    fetched = browse("sales-manager").get(path)

    assert fetched.content == b"%PDF-1.7 contract"
    assert fetched.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert browse("warehouse-keeper").get(path).status_code == 404


def test_file_that_was_never_uploaded_is_refused(browse: Browse) -> None:
    paper = {"digest": "sha256:" + "0" * 64, "name": "x", "size": 1, "type": "text/plain"}

    answer = browse("salesperson").post(
        "/definitions/trip/start", {"variables": {"reason": "x", "papers": [paper]}}
    )

    assert [f["rule"] for f in answer.json()["fields"]] == ["file"]


def test_file_of_another_case_is_not_here(browse: Browse) -> None:
    asker = browse("salesperson")
    stored = asker.upload("/files", "file", "a.txt", b"hello").json()
    case = started(asker)

    assert asker.get(f"/instances/{case['id']}/files/{stored['digest']}").status_code == 404


def test_log_verifies(browse: Browse) -> None:
    case = started(browse("salesperson"))
    auditor = browse("auditor")

    one = auditor.get(f"/instances/{case['id']}/verify").json()
    whole = auditor.get("/verify").json()

    assert one["ok"] is True
    assert whole["ok"] is True
    assert whole["first_bad"] is None


def test_catalogue_people_and_clauses_are_read(browse: Browse) -> None:
    asker = browse("salesperson")

    (trip,) = asker.get("/definitions").json()["items"]
    detail = asker.get("/definitions/trip").json()
    form = asker.get("/definitions/trip/start-form").json()
    people = asker.get("/people").json()["items"]
    clauses = asker.get("/clauses", ids="PROC-003,unknown").json()["items"]

    assert trip["startable"] is True
    assert browse("cashier").get("/definitions").json()["items"][0]["startable"] is False
    assert {element["id"] for element in detail["elements"]} >= {"asked", "approve", "which"}
    assert "<process" in detail["xml"]
    assert form["form_id"] == "trip"
    assert len(people) == 26
    assert [clause["id"] for clause in clauses] == ["PROC-003"]

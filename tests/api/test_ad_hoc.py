"""An ad-hoc sub-process through the API: its choices, beginning one, declaring all done."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]

PREPARE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:guicheng:tests">
  <process id="prepare" name="筹备" isExecutable="true" guicheng:nameEn="Prepare">
    <startEvent id="s" name="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="h"/>
    <adHocSubProcess id="h" name="筹备会议" guicheng:nameEn="Prepare a meeting">
      <extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>
      <userTask id="book" name="订会议室" guicheng:nameEn="Book a room" guicheng:formId="trip">
        <extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>
      </userTask>
    </adHocSubProcess>
    <sequenceFlow id="f2" sourceRef="h" targetRef="e"/><endEvent id="e" name="e"/>
  </process>
</definitions>""".encode()


def begun(browse: Browse) -> tuple[Browser, str]:
    """The gm's browser and the work item of the ad-hoc sub-process."""
    admin = browse("admin")
    answer = admin.client.post(
        f"{API}/deployments",
        files={"files": ("prepare.bpmn", PREPARE)},
        headers={"X-CSRF-Token": admin.csrf},
    )
    assert answer.status_code == 201, answer.text
    browse("salesperson").post("/definitions/prepare/start", {"variables": {}})
    gm = browse("gm")
    (item,) = gm.get("/worklist").json()["items"]
    return gm, item["id"]


def test_work_item_shows_the_choices_and_what_may_be_done(browse: Browse) -> None:
    gm, item = begun(browse)

    detail = gm.get(f"/work-items/{item}").json()

    assert detail["choices"] == [
        {"element_id": "book", "name": "订会议室", "name_en": "Book a room", "active": 0}
    ]
    assert {"activate", "finish"} <= set(detail["actions"])
    assert "complete" not in detail["actions"]


def test_chosen_activity_is_offered_and_counted(browse: Browse) -> None:
    gm, item = begun(browse)

    led_to = gm.post(f"/work-items/{item}/activate", {"element_id": "book"}).json()

    assert sorted(one["element_id"] for one in led_to["next"]) == ["book", "h"]
    assert gm.get(f"/work-items/{item}").json()["choices"][0]["active"] == 1


def test_declared_done_ends_it(browse: Browse) -> None:
    gm, item = begun(browse)
    gm.post(f"/work-items/{item}/activate", {"element_id": "book"})

    done = gm.post(f"/work-items/{item}/finish").json()

    assert done["work_item"]["state"] == "completed"
    assert done["instance"]["status"] == "completed"


def test_choice_is_refused_with_a_reason(browse: Browse) -> None:
    gm, item = begun(browse)

    assert gm.post(f"/work-items/{item}/activate", {"element_id": "e"}).status_code == 409
    assert gm.post(f"/work-items/{item}/complete", {"data": {}}).status_code == 409
    outsider = browse("warehouse-keeper")
    for path, body in (("activate", {"element_id": "book"}), ("finish", None)):
        assert outsider.post(f"/work-items/{item}/{path}", body).status_code in (403, 404)

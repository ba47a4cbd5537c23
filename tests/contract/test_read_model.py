"""Cases, incidents and registers as the read side shows them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from engine.core import events as ev
from engine.core.ids import Principal, UserId
from engine.core.state import IncidentKind
from engine.errors import ConcurrencyConflict, InvalidCommand
from engine.ports import Store
from engine.views import InstanceQuery
from tests.contract.cases import CLERK, DIGEST, OUTSIDER, Case, at, deployment, done, offer, start

KEEPERS = Principal("role:seal-keeper")


def stuck(case: Case, number: int = 1) -> ev.IncidentRaised:
    return ev.IncidentRaised(
        incident_id=f"{case.id}-i{number}", kind=IncidentKind.NO_TRUE_BRANCH.value,
        element_id="gateway", token=number, zh="没有成立的分支", en="No branch is true",
    )  # fmt: skip


def entry(key: str, version: int, **data: object) -> ev.RegisterEntryWritten:
    return ev.RegisterEntryWritten(register="seal-ledger", key=key, version=version, data=data)


def test_instance_shows_its_header(store: Store) -> None:
    store.save(deployment())
    start(store, "i1", begun={"business_key": "BK-1"})
    found = store.instance("i1")
    assert found is not None
    assert (found.process, found.process_name, found.process_name_en) == (
        "seal-use", "用印", "Seal use",
    )  # fmt: skip
    assert (found.process_digest, found.title, found.business_key) == (
        DIGEST, "用印申请 i1", "BK-1",
    )  # fmt: skip
    assert (found.initiator, found.initiator_name) == ("clerk", "李文")
    assert (found.status, found.started_at, found.ended_at) == ("active", at(0), None)
    assert (found.version, found.open_incidents, found.end_events) == (2, 0, ())
    assert store.instance("missing") is None


def test_ended_instance_says_when_and_how(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, ev.InstanceCompleted(at=at(7), end_events=("approved", "filed")))
    other = start(store, "i2")
    other.append(store, ev.InstanceTerminated(at=at(8), by="admin", reason="重复"))
    first, second = store.instance("i1"), store.instance("i2")
    assert first is not None
    assert second is not None
    assert (first.status, first.ended_at, first.end_events) == (
        "completed", at(7), ("approved", "filed"),
    )  # fmt: skip
    assert (second.status, second.ended_at) == ("terminated", at(8))


def listed(store: Store, **query: object) -> list[str]:
    found: list[str] = []
    asked = InstanceQuery(**query)
    while True:
        page = store.instances(asked)
        found += [item.id for item in page.items]
        if page.next is None:
            return found
        asked = replace(asked, cursor=page.next)


def test_instances_come_newest_first_page_by_page(store: Store) -> None:
    for number in range(5):
        start(store, f"i{number}", begun={"at": at(number // 2)})
    for limit in (1, 2, 5, 9):
        assert listed(store, limit=limit) == ["i4", "i3", "i2", "i1", "i0"]


def test_instances_are_filtered(store: Store) -> None:
    start(store, "i1", begun={"title": "合同 50%", "business_key": "HT-7"})
    start(store, "i2", begun={"process": "office-supplies", "initiator": OUTSIDER})
    start(store, "i3").append(store, ev.InstanceCompleted(at=at(1)))
    assert listed(store, initiator=UserId("outsider")) == ["i2"]
    assert listed(store, process="office-supplies") == ["i2"]
    assert listed(store, status="completed") == ["i3"]
    assert listed(store, status="active") == ["i2", "i1"]
    assert listed(store, text="50%") == ["i1"]
    assert listed(store, text="ht-7") == ["i1"]
    assert listed(store, text="5_%") == []
    assert listed(store, text="合同", process="office-supplies") == []


def test_people_see_the_cases_they_take_part_in(store: Store) -> None:
    one = start(store, "i1", offer("i1-1"))
    start(store, "i2", offer("i2-1", assignee="second"), begun={"initiator": OUTSIDER})
    assert listed(store, visible_to=UserId("clerk")) == ["i1"]
    assert listed(store, visible_to=UserId("keeper")) == []
    assert listed(store, visible_to=UserId("second")) == ["i2"]
    one.append(store, done("i1-1", "keeper"))
    assert listed(store, visible_to=UserId("keeper"), limit=1) == ["i1"]
    assert listed(store, visible_to=UserId("outsider"), process="seal-use") == ["i2"]


def test_who_takes_part_in_a_case(store: Store) -> None:
    case = start(store, "i1", offer("i1-1", excluded=("rival",)))
    start(store, "i2", begun={"initiator": OUTSIDER})
    keeper, rival = UserId("keeper"), UserId("rival")
    assert store.takes_part(CLERK.id, (), "i1")
    assert store.takes_part(keeper, (KEEPERS,), "i1")
    assert not store.takes_part(keeper, (), "i1")
    assert not store.takes_part(rival, (KEEPERS,), "i1")
    assert not store.takes_part(keeper, (KEEPERS,), "i2")
    assert not store.takes_part(keeper, (KEEPERS,), "missing")
    case.append(store, ev.WorkItemClaimed(work_item_id="i1-1", by=keeper))
    case.append(store, ev.WorkItemReleased(work_item_id="i1-1", by=keeper))
    assert store.takes_part(keeper, (), "i1")


def test_incidents_open_and_resolved(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, stuck(case), when=at(3))
    (found,) = store.incidents()
    assert (found.id, found.instance_id, found.process, found.title) == (
        "i1-i1", "i1", "seal-use", "用印申请 i1",
    )  # fmt: skip
    assert (found.kind, found.element_id, found.raised_at) == ("no-true-branch", "gateway", at(3))
    header = store.instance("i1")
    assert header is not None
    assert header.open_incidents == 1
    case.append(store, ev.IncidentResolved(incident_id="i1-i1", by="admin"), when=at(9))
    assert store.incidents() == []
    (done_one,) = store.incidents(open_only=False, instance_id="i1")
    assert (done_one.resolved_at, done_one.resolved_by) == (at(9), "admin")
    assert store.incidents(open_only=False, instance_id="i2") == []


def test_incident_raised_again_is_open_again(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, stuck(case), when=at(1))
    again = (ev.IncidentResolved(incident_id="i1-i1", by="admin"), stuck(case))
    case.append(store, *again, when=at(2))
    (found,) = store.incidents()
    assert (found.raised_at, found.resolved_at) == (at(2), None)


def test_register_line_grows_by_one_version(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, entry("公章", 1, holder="keeper", amount=Decimal("12.50")))
    other = start(store, "i2")
    other.append(store, entry("公章", 2, holder="clerk"), entry("法人章", 1))
    line = store.register_line("seal-ledger", "公章")
    assert line is not None
    assert (line.version, line.data, line.instance_id) == (2, {"holder": "clerk"}, "i2")
    assert [line.key for line in store.register_lines("seal-ledger")] == ["公章", "法人章"]
    assert store.register_size("seal-ledger") == 2
    assert store.register_size("other") == 0
    assert store.register_line("seal-ledger", "缺") is None


@pytest.mark.parametrize("version", [1, 3])
def test_register_conflict_undoes_the_whole_unit(store: Store, version: int) -> None:
    case = start(store, "i1")
    case.append(store, entry("公章", 1, holder="keeper"))
    rows = store.all_rows()
    with pytest.raises(ConcurrencyConflict):
        case.append(store, offer("i1-1"), entry("甲", 1), entry("公章", version, holder="x"))
    assert store.all_rows() == rows
    assert store.work_item("i1-1") is None
    assert store.register_line("seal-ledger", "甲") is None
    line = store.register_line("seal-ledger", "公章")
    assert line is not None
    assert (line.version, line.data) == (1, {"holder": "keeper"})


@pytest.mark.parametrize("wrong", [{"cursor": "x"}, {"limit": 0}, {"limit": 501}])
def test_wrong_case_list_is_refused(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidCommand):
        store.instances(InstanceQuery(**wrong))

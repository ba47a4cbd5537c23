"""What auditors ask of every store: cases by what happened in them, rows, work items, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from engine.audit import Note, Period
from engine.audit.places import passed, places_of, waited_at
from engine.core import events as ev
from engine.core.ids import UserId
from engine.ports import Refusal, Store
from engine.store.sql_audit import audit_of
from engine.views import InstanceQuery
from tests.contract.cases import at, offer, start

DAY: Final = timedelta(days=1)


def listed(store: Store, **query: Any) -> list[str]:
    found = store.instances(InstanceQuery(**query))
    return [one.id for one in found.items]


def test_cases_are_found_by_what_happened_in_them(store: Store) -> None:
    start(store, "i1", offer("i1-1"))
    start(store, "i2", ev.ElementPassed(element_id="审批", token=1))
    start(store, "i3", ev.ElementActivated(element_id="b", token=1))

    assert listed(store, did=("WorkItemCreated",)) == ["i1"]
    assert listed(store, did=("ElementPassed", "ElementActivated")) == ["i3", "i2"]
    assert listed(store, did=("WorkItemReturned",)) == []
    approved, waited = passed("seal-use", "审批"), waited_at("seal-use", "b")
    assert listed(store, reached=(approved,)) == ["i2"]
    assert listed(store, reached=(approved, waited), limit=1) == ["i3"]
    assert listed(store, reached=(waited,), did=("ElementPassed",)) == []


def test_cases_are_found_by_the_process_in_which_an_element_was_reached(store: Store) -> None:
    """Two processes of a case may have elements of the same id."""
    own = ev.ElementActivated(element_id="approve", token=1)
    start(store, "i1", own)
    start(store, "i2", replace(own, process="goods-receipt"))
    start(store, "i3", replace(own, process="goods-receipt@2"))

    assert listed(store, reached=(waited_at("seal-use", "approve"),)) == ["i1"]
    assert listed(store, reached=(waited_at("goods-receipt", "approve"),)) == ["i3", "i2"]
    both = places_of("seal-use", "approve", ["seal-use"])
    assert listed(store, reached=both) == ["i1"]


def test_findings_are_read_with_their_rows_items_and_refusals(store: Store) -> None:
    start(store, "i1", offer("i1-1", excluded=(UserId("first"),)))
    start(store, "i2", offer("i2-1"))
    for number in (1, 2, 3):
        store.refuse(
            Refusal(
                command_id=f"c{number}",
                instance_id="i1",
                actor="first",
                at=at(number),
                type="CompleteWorkItem",
                problem="not-permitted",
                en="Expected another person",
            )
        )
    audit = audit_of(store)

    whole = Period(since=at(0) - DAY, until=at(0) + DAY, now=at(9))
    happened = audit.happened(whole, ["WorkItemCreated"])
    (item,) = audit.items_of(["i1"])
    refused = audit.refused(replace(whole, since=at(1), until=at(3)))

    assert [(one.row.instance_id, one.row.type) for one in happened] == [
        ("i1", "WorkItemCreated"),
        ("i2", "WorkItemCreated"),
    ]
    assert (item.id, item.excluded, item.ended_at) == ("i1-1", ("first",), None)
    assert [one.id for one in audit.separated(whole)] == ["i1-1"]
    assert (audit.how_many(whole), audit.late(whole), audit.again(whole)) == (2, [], [])
    assert audit.how_many(replace(whole, process="other")) == 0
    assert audit.how_many(replace(whole, until=whole.since)) == 0
    assert list(audit.cases(["i2", "none"])) == ["i2"]
    assert [one.at for one in refused] == [at(2), at(1)]


def test_the_newest_note_of_a_finding_counts(store: Store) -> None:
    audit = audit_of(store)
    first = Note(finding="late", ref="i1-1", text="问过", by="auditor", at=at(1))
    audit.add_note(first)
    audit.add_note(replace(first, ref="i1-2"))
    audit.add_note(replace(first, text="已补办", at=at(2)))

    found = audit.notes()

    assert {key: one.text for key, one in found.items()} == {
        ("late", "i1-1"): "已补办",
        ("late", "i1-2"): "问过",
    }
    assert found["late", "i1-1"].at == at(2)

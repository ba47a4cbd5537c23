"""What auditors ask of every store: cases by what happened in them, rows, work items, refusals."""

from __future__ import annotations

from typing import Any

from engine.core import events as ev
from engine.core.ids import UserId
from engine.ports import Refusal, Store
from engine.store.sql_audit import audit_of
from engine.views import InstanceQuery
from tests.contract.cases import at, offer, start


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
    assert listed(store, reached=("审批",)) == ["i2"]
    assert listed(store, reached=("审批", "b"), limit=1) == ["i3"]
    assert listed(store, reached=("b",), did=("ElementPassed",)) == []


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

    rows = audit.rows_of(["i1", "i2"], ["WorkItemCreated"])
    (item,) = audit.items_of(["i1"])
    refused = audit.refused(at(1), at(3), 10)

    assert [(row.instance_id, row.type) for row in rows] == [
        ("i1", "WorkItemCreated"),
        ("i2", "WorkItemCreated"),
    ]
    assert (item.id, item.excluded, item.ended_at) == ("i1-1", ("first",), None)
    assert [one.at for one in refused] == [at(2), at(1)]
    assert [one.at for one in audit.refused(at(1), at(3), 1)] == [at(2)]

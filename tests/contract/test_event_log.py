"""The write side: versions, idempotency, conflicts, refusals, snapshots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.codec import decode_envelope, decode_event
from engine.core import events as ev
from engine.core.ids import InstanceId
from engine.errors import ConcurrencyConflict, IntegrityViolation
from engine.ports import Append, Refusal, Snapshot, Store
from tests.contract.cases import CLERK, NOON, Case, offer, start


def contents(store: Store) -> list[tuple[object, ...]]:
    return [(r.instance_id, r.version, r.type, r.command_id, r.body) for r in store.all_rows()]


def test_append_keeps_rows_as_given(store: Store) -> None:
    case = Case("i1")
    batch = case.batch(case.started(), offer("i1-1"), actor=CLERK)
    store.append(batch)
    rows = store.rows("i1")
    assert [(r.version, r.type, r.body, r.hash, r.command_id) for r in rows] == [
        (r.version, r.type, r.body, r.hash, r.command_id) for r in batch.rows
    ]
    assert decode_envelope(rows[0].body).actor == CLERK
    assert decode_event(rows[1].type, rows[1].body) == case.started()
    assert store.version("i1") == len(rows) == 3


def test_rows_continue_after_a_version(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, offer("i1-1"))
    assert [row.version for row in store.rows("i1", after_version=2)] == [3, 4]
    assert store.rows("missing") == []
    assert store.version("missing") == 0


def test_all_rows_come_in_commit_order(store: Store) -> None:
    one = start(store, "i1")
    start(store, "i0")
    one.append(store, offer("i1-1"))
    rows = store.all_rows()
    assert [row.instance_id for row in rows] == ["i1", "i1", "i0", "i0", "i1", "i1"]
    assert [row.seq for row in rows] == sorted(row.seq for row in rows)
    assert store.all_rows(after_seq=rows[3].seq) == rows[4:]
    assert store.all_rows(limit=2) == rows[:2]
    assert list(store.instance_ids()) == ["i0", "i1"]


def test_append_conflicts_when_the_version_was_taken(store: Store) -> None:
    case = start(store, "i1")
    first, second = case.batch(offer("i1-1")), case.batch(offer("i1-2"), command_id="other")
    store.append(first)
    before = contents(store)
    with pytest.raises(ConcurrencyConflict):
        store.append(second)
    assert contents(store) == before
    assert store.work_item("i1-2") is None


def test_start_conflicts_when_the_instance_exists(store: Store) -> None:
    start(store, "i1")
    case = Case("i1")
    with pytest.raises(ConcurrencyConflict):
        store.append(case.batch(case.started(), command_id="another"))
    assert store.version("i1") == 2


def test_append_conflicts_when_the_instance_is_missing(store: Store) -> None:
    case = start(store, "i1")
    assert case.state is not None
    case.id, case.state = "i2", replace(case.state, id=InstanceId("i2"))
    with pytest.raises(ConcurrencyConflict):
        store.append(case.batch(offer("i2-1")))
    assert store.rows("i2") == []


def test_append_conflicts_when_the_command_id_is_known(store: Store) -> None:
    case = start(store, "i1", command_id="c-1")
    before = contents(store)
    with pytest.raises(ConcurrencyConflict):
        case.append(store, offer("i1-1"), command_id="c-1")
    other = Case("i2")
    with pytest.raises(ConcurrencyConflict):
        store.append(other.batch(other.started(), command_id="c-1"))
    assert contents(store) == before
    found = store.command_row("c-1")
    assert found is not None
    assert (found.instance_id, found.version, found.type) == ("i1", 1, "Command:StartInstance")
    assert store.command_row("c-2") is None


def test_append_refuses_rows_with_a_gap(store: Store) -> None:
    case = start(store, "i1")
    batch = case.batch(offer("i1-1"))
    late = Append(
        instance_id="i1",
        expected_version=case.version,
        rows=batch.rows[1:],
        events=batch.events,
        state=batch.state,
        at=batch.at,
        actor=batch.actor,
    )
    with pytest.raises(IntegrityViolation):
        store.append(late)
    assert store.version("i1") == case.version


def test_refusal_leaves_the_instance_alone(store: Store) -> None:
    case = start(store, "i1")
    refusal = Refusal(
        command_id="c9", instance_id="i1", actor="outsider", at=NOON, type="ClaimWorkItem",
        problem="not-permitted", en="Expected a candidate",
    )  # fmt: skip
    store.refuse(refusal)
    store.refuse(refusal)
    assert store.version("i1") == case.version
    assert store.command_row("c9") is None


def test_snapshot_is_the_newest_and_disposable(store: Store) -> None:
    case = start(store, "i1")
    store.save_snapshot(Snapshot(instance_id="i1", version=2, key="kernel/1", body=b"two"))
    case.append(store, offer("i1-1"))
    store.save_snapshot(Snapshot(instance_id="i1", version=4, key="kernel/1", body=b"four"))
    found = store.snapshot("i1")
    assert found is not None
    assert (found.version, found.key, found.body) == (4, "kernel/1", b"four")
    case.append(store, offer("i1-2"))
    assert store.snapshot("i1") == found
    store.delete_snapshots()
    assert store.snapshot("i1") is None
    assert store.version("i1") == 6


def test_head_is_where_the_chain_goes_on(store: Store) -> None:
    case = start(store, "i1")
    case.append(store, ev.FlowTaken(flow_id="f1", token=1))
    head = store.head("i1")
    assert head is not None
    assert (head.version, head.hash) == (case.version, case.head)
    assert store.head("missing") is None
    assert [found.instance_id for found in store.heads("", 10)] == ["i1"]

"""Sealing and verifying: honest logs hold, however they were written."""

from __future__ import annotations

from engine.core import events as ev
from engine.history.merkle import Frontier, leaf_hash
from engine.history.seal import seal
from engine.history.verify import verify_instance, verify_log
from engine.ports import Store
from tests.contract.cases import done, offer, start


def test_empty_log_holds(store: Store) -> None:
    assert seal(store) == 0
    verdict = verify_log(store)
    assert (verdict.ok, verdict.rows, verdict.instances, verdict.tree_size) == (True, 0, 0, 0)


def test_seal_covers_every_row_once(store: Store) -> None:
    case = start(store, "i2", offer("i2-1"))
    assert seal(store) == seal(store) == 3
    case.append(store, done("i2-1", "keeper"))
    start(store, "i1")
    assert seal(store) == 7
    assert [(s.previous, s.size) for s in store.seals(0, 10)] == [(0, 3), (3, 7)]
    assert [s.size for s in store.seals(3, 10)] == [7]
    whole = Frontier()
    for row in store.all_rows():
        whole.append(leaf_hash(row.hash))
    last = store.last_seal()
    assert last is not None
    assert (last.root, last.peaks) == (whole.root(), whole.peaks)


def test_log_holds_sealed_or_not(store: Store) -> None:
    first = start(store, "i2", offer("i2-1"))
    start(store, "i1")
    seal(store)
    first.append(store, done("i2-1", "keeper"), ev.FlowTaken(flow_id="f", token=1))
    verdict = verify_log(store)
    assert verdict.first_bad is None
    assert (verdict.ok, verdict.rows, verdict.instances, verdict.tree_size) == (True, 8, 2, 5)
    one = verify_instance(store, "i2")
    assert (one.ok, one.rows, one.instances) == (True, 6, 1)
    assert verify_instance(store, "missing").rows == 0


def test_log_holds_after_rebuilding(store: Store) -> None:
    case = start(store, "i1", offer("i1-1"))
    case.append(store, done("i1-1", "keeper"))
    store.rebuild()
    assert verify_log(store).ok

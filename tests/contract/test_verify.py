"""Sealing and verifying: honest logs hold, however they were written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.core import events as ev
from engine.history.merkle import Frontier, leaf_hash
from engine.history.seal import seal
from engine.history.verify import verify_instance, verify_log
from engine.ports import Store
from engine.views import Head, LogRow, Seal
from tests.contract.cases import Case, done, offer, start


class Busy:
    """A store on which the case goes on after every single read of it."""

    def __init__(self, store: Store, case: Case) -> None:
        self._store, self._case = store, case

    def _goes_on(self) -> None:
        self._case.append(self._store, offer(f"w{self._case.version}"))

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]:
        found = self._store.rows(instance_id, after_version)
        self._goes_on()
        return found

    def head(self, instance_id: str) -> Head | None:
        found = self._store.head(instance_id)
        self._goes_on()
        return found

    def heads(self, after_id: str, limit: int) -> list[Head]:
        found = self._store.heads(after_id, limit)
        self._goes_on()
        return found

    def rows_by_instance(self, after_id: str, after_version: int, limit: int) -> list[LogRow]:
        found = self._store.rows_by_instance(after_id, after_version, limit)
        self._goes_on()
        return found

    def all_rows(self, after_seq: int = 0, limit: int = 10_000) -> list[LogRow]:
        return self._store.all_rows(after_seq, limit)

    def seals(self, after_size: int, limit: int) -> list[Seal]:
        return self._store.seals(after_size, limit)

    def last_seal(self) -> Seal | None:
        return self._store.last_seal()

    def sealable(self, after_seq: int, limit: int) -> list[tuple[int, bytes]]:
        return self._store.sealable(after_seq, limit)

    def add_seal(self, seal: Seal) -> None:
        self._store.add_seal(seal)


class Forged(Busy):
    """The same, with a case that says it ends in another row than its chain."""

    def head(self, instance_id: str) -> Head | None:
        found = super().head(instance_id)
        return found and replace(found, hash=bytes(32))


class Cut(Busy):
    """The same, with a log that has lost what came after the first two rows."""

    def rows(self, instance_id: str, after_version: int = 0) -> list[LogRow]:
        return [row for row in super().rows(instance_id, after_version) if row.version <= 2]


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


def test_case_that_goes_on_after_every_read_holds(store: Store) -> None:
    busy = Busy(store, start(store, "i1"))
    start(store, "i2")

    assert verify_instance(busy, "i1").first_bad is None
    assert verify_log(busy).first_bad is None


@pytest.mark.parametrize(
    ("damaged", "version", "reason"), [(Forged, 4, "as its case says"), (Cut, 3, "are gone")]
)
def test_damage_is_found_in_a_case_that_goes_on_after_every_read(
    store: Store, damaged: type[Busy], version: int, reason: str
) -> None:
    busy = damaged(store, start(store, "i1"))

    bad = verify_instance(busy, "i1").first_bad

    assert bad is not None
    assert (bad.instance_id, bad.version) == ("i1", version)
    assert reason in bad.reason.en

"""Many writers on one real database: one winner per version, nothing lost, nothing doubled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from engine.core import events as ev
from engine.core.ids import UserId
from engine.errors import ConcurrencyConflict
from engine.history.seal import seal
from engine.history.verify import verify_instance, verify_log
from engine.ports import Snapshot
from engine.store.group_commit import Outcome
from engine.store.sql_store import SqlStore
from engine.store.unit_of_work import Unit
from tests.contract.cases import Case, done, offer, start
from tests.contract.test_read_model import entry
from tests.store.test_group_commit import PATIENCE, run_all


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    given: str = request.getfixturevalue("migrated_postgres_url")
    return given


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    opened = SqlStore.open(url)
    yield opened
    opened.close()


def batch_sizes(store: SqlStore) -> list[int]:
    """Filled with the size of every batch that commits from now on."""
    sizes: list[int] = []
    inner = store.database._writer.commit

    def commit(units: Sequence[Unit], snapshots: Sequence[object]) -> list[Outcome]:
        sizes.append(len(units))
        return inner(units, snapshots)

    store.database._writer.commit = commit  # type: ignore[method-assign]
    return sizes


def test_exactly_one_of_twenty_wins_each_version(store: SqlStore) -> None:
    case = start(store, "i1")
    for turn in range(5):
        barrier = Barrier(20)
        batches = [
            case.batch(offer(f"w{turn}-{number}"), command_id=f"c{turn}-{number}")
            for number in range(20)
        ]

        def races(number: int, batches=batches, barrier=barrier) -> None:
            barrier.wait(PATIENCE)
            store.append(batches[number])

        found = run_all([partial(races, number) for number in range(20)])
        winners = [number for number, error in enumerate(found) if error is None]
        assert len(winners) == 1
        assert {type(error) for error in found if error is not None} == {ConcurrencyConflict}
        case.accept(batches[winners[0]])
    assert store.version("i1") == 2 + 5 * 2
    assert len(store.work_items_of("i1")) == 5
    assert verify_log(store).ok


def test_different_cases_commit_together(store: SqlStore) -> None:
    cases = [start(store, f"i{number:02}") for number in range(32)]
    sizes, barrier = batch_sizes(store), Barrier(32)

    def works(case: Case) -> None:
        barrier.wait(PATIENCE)
        for number in range(10):
            case.append(store, offer(f"{case.id}-{number}"))

    assert run_all([partial(works, case) for case in cases]) == [None] * 32
    assert sum(sizes) == 320
    assert max(sizes) > 1
    assert len(sizes) < 320
    assert seal(store) == 32 * (2 + 20)
    assert verify_log(store).ok


def test_one_of_many_claimers_gets_the_work(store: SqlStore) -> None:
    case = start(store, "i1", offer("w1"))
    claims = [
        case.batch(
            ev.WorkItemClaimed(work_item_id="w1", by=UserId(f"u{number}")), command_id=f"c{number}"
        )
        for number in range(20)
    ]
    found = run_all([partial(store.append, batch) for batch in claims])
    assert found.count(None) == 1
    item = store.work_item("w1")
    assert item is not None
    assert item.assignee == f"u{found.index(None)}"


def test_failing_unit_fails_alone_in_its_batch(store: SqlStore) -> None:
    cases = [start(store, f"i{number:02}") for number in range(16)]
    barrier = Barrier(16)

    def works(number: int) -> None:
        barrier.wait(PATIENCE)
        cases[number].append(store, offer(f"w{number}"), entry("the-line", 1, by=str(number)))

    found = run_all([partial(works, number) for number in range(16)])
    assert found.count(None) == 1
    assert {type(error) for error in found if error is not None} == {ConcurrencyConflict}
    line = store.register_line("seal-ledger", "the-line")
    assert line is not None
    assert line.instance_id == f"i{found.index(None):02}"
    assert len(store.all_rows()) == 16 * 2 + 3
    assert verify_log(store).ok


def test_two_processes_writers_take_turns(url: str, store: SqlStore) -> None:
    other = SqlStore.open(url)
    try:
        cases = [start(store, f"i{number}") for number in range(8)]

        def works(number: int) -> None:
            chosen = store if number % 2 else other
            for turn in range(10):
                cases[number].append(chosen, offer(f"w{number}-{turn}"))

        assert run_all([partial(works, number) for number in range(8)]) == [None] * 8
        assert len(other.all_rows()) == 8 * 22
        assert seal(other) == seal(store) == 8 * 22
        assert verify_log(store).ok
    finally:
        other.close()


def test_locked_file_can_be_read_and_is_busy_for_writers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.engines.BUSY_SECONDS", 0.05)
    path = tmp_path / "cases.db"
    store = SqlStore.open(f"sqlite:///{path}")
    case = start(store, "i1", offer("w1"))
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert store.work_item("w1") is not None
        other = SqlStore.open(f"sqlite:///{path}")
        assert other.version("i1") == 3
        other.close()
        with pytest.raises(ConcurrencyConflict, match="holds the database"):
            case.append(store, done("w1", "keeper"))
        holder.execute("ROLLBACK")
    case.append(store, done("w1", "keeper"))
    store.close()


def test_snapshot_outlives_a_restart(url: str, store: SqlStore) -> None:
    kept = Snapshot(instance_id="i1", version=2, key="kernel/1", body=b"state")
    first = SqlStore.open(url)
    first.save_snapshot(kept)
    assert store.snapshot("i1") is None
    first.close()
    assert store.snapshot("i1") == kept


def test_log_is_found_whole_while_cases_go_on(store: SqlStore) -> None:
    cases = [start(store, f"i{number}") for number in range(4)]
    over = Event()

    def works(number: int) -> None:
        for turn in range(40):
            cases[number].append(store, offer(f"w{number}-{turn}"))
            if turn % 10 == 0:
                start(store, f"i{number}-{turn}")
                seal(store)

    def checks() -> None:
        while not over.is_set():
            assert verify_log(store).first_bad is None
            assert verify_instance(store, "i1").first_bad is None

    checker = Thread(target=checks)
    checker.start()
    try:
        assert run_all([partial(works, number) for number in range(4)]) == [None] * 4
    finally:
        over.set()
        checker.join(PATIENCE)
    assert verify_log(store).rows == 4 * 82 + 16 * 2

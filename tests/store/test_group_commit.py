"""Opportunistic group commit: alone at once, together when queued, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Event, Thread

import pytest

from engine.store.group_commit import MAX_BATCH, GroupCommit, Outcome

PATIENCE = 20.0


class Ledger:
    """Records batches; the first one waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.entered = Event()
        self.let_go = Event()

    def commit(self, units: Sequence[int]) -> list[Outcome]:
        self.batches.append(list(units))
        if len(self.batches) == 1:
            self.entered.set()
            assert self.let_go.wait(PATIENCE)
        return [ValueError(unit) if unit < 0 else None for unit in units]


def run_all(work: Sequence[Callable[[], None]]) -> list[BaseException | None]:
    """Each piece of work in a thread of its own; what each raised."""
    found: list[BaseException | None] = [None] * len(work)

    def run(number: int) -> None:
        try:
            work[number]()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            found[number] = error

    threads = [Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return found


def test_lone_unit_commits_at_once_in_its_own_thread() -> None:
    ledger = Ledger()
    ledger.let_go.set()
    group = GroupCommit(ledger.commit)
    for unit in (1, 2):
        group.submit(unit)
    with pytest.raises(ValueError, match="-3"):
        group.submit(-3)
    assert ledger.batches == [[1], [2], [-3]]


def test_units_that_queue_up_commit_together_each_with_its_outcome() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit)
    units = [0, *(n if n % 5 else -n for n in range(1, 100))]

    def first() -> None:
        group.submit(0)

    def other(unit: int) -> None:
        assert ledger.entered.wait(PATIENCE)
        group.submit(unit)

    def opener() -> None:
        assert ledger.entered.wait(PATIENCE)
        while len(group._waiting) < len(units) - 1:
            pass
        ledger.let_go.set()

    work = [first, opener, *(partial(other, unit) for unit in units[1:])]
    found = run_all(work)
    assert [type(error) for error in found[2:]] == [
        ValueError if unit < 0 else type(None) for unit in units[1:]
    ]
    assert [len(batch) for batch in ledger.batches] == [1, MAX_BATCH, 99 - MAX_BATCH]
    assert sorted(unit for batch in ledger.batches for unit in batch) == sorted(units)


def test_failing_commit_fails_every_unit_of_its_batch_only() -> None:
    barrier = Barrier(8)
    failing = [True]

    def commit(units: Sequence[int]) -> list[Outcome]:
        if failing[0]:
            raise OSError("disk full")
        return [None] * len(units)

    group = GroupCommit(commit)

    def submits() -> None:
        barrier.wait(PATIENCE)
        group.submit(1)

    assert {type(error) for error in run_all([submits] * 8)} == {OSError}
    failing[0] = False
    assert run_all([submits] * 8) == [None] * 8


def test_who_writes_by_other_means_is_alone() -> None:
    writing, overlaps = [0], []

    def commit(units: Sequence[int]) -> list[Outcome]:
        writing[0] += 1
        overlaps.append(writing[0])
        writing[0] -= 1
        return [None] * len(units)

    group = GroupCommit(commit)

    def others() -> None:
        for _ in range(100):
            with group.alone():
                writing[0] += 1
                overlaps.append(writing[0])
                writing[0] -= 1

    def submits() -> None:
        for unit in range(100):
            group.submit(unit)

    assert run_all([others, submits] * 6) == [None] * 12
    assert set(overlaps) == {1}
    with pytest.raises(KeyError), group.alone():
        raise KeyError
    group.submit(1)


def test_hammering_loses_nothing() -> None:
    seen: list[int] = []

    def commit(units: Sequence[int]) -> list[Outcome]:
        seen.extend(units)
        return [None] * len(units)

    group = GroupCommit(commit)

    def submits(start: int) -> None:
        for unit in range(start, start + 300):
            group.submit(unit)

    work = [partial(submits, start) for start in range(0, 4800, 300)]
    assert run_all(work) == [None] * 16
    assert sorted(seen) == list(range(4800))

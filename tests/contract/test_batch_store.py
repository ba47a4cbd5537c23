"""Batches and their items, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.batches.model import (
    Action,
    Asked,
    Batch,
    BatchItem,
    BatchStatus,
    BatchStore,
    Ended,
    ItemStatus,
    Selection,
)
from engine.core.ids import UserId
from engine.errors import Text
from engine.ports import Store
from engine.store.sql_batches import batches_of
from tests.contract.cases import at

ASKED = Asked(
    action=Action.MOVE,
    selection=Selection(process="p", version=2, element="x", started_before=at(1), ids=("i1",)),
    to="y",
)
BATCH = Batch(
    id="b2", by=UserId("admin"), asked=ASKED, digest="d", made_at=at(0), roles=("operator",)
)
ITEMS = tuple(
    BatchItem(number=n, instance_id=case, subject="", version=4, title="t", element_id="x",
              where=Text(zh="审批", en="Approve"))
    for n, case in ((1, "i1"), (2, "i1"), (3, "i2"))
)  # fmt: skip


@pytest.fixture
def kept(store: Store) -> BatchStore:
    found = batches_of(store)
    found.add(BATCH, ITEMS, at(-1))
    return found


def test_batch_comes_back_as_it_was_kept(kept: BatchStore) -> None:
    assert kept.batch("b2") == replace(BATCH, counts={"waiting": 3})
    assert kept.batch("b3") is None
    assert kept.items("b2", None, 0, 2) == list(ITEMS[:2])
    assert kept.items("b2", ItemStatus.WAITING, 2, 9) == [ITEMS[2]]
    assert kept.batches(None, None, 9) == []

    assert kept.start("b2", "盘点", at(1))
    assert not kept.start("b2", "again", at(2))
    [listed] = kept.batches(BATCH.by, None, 9)
    assert (listed.reason, listed.started_at) == ("盘点", at(1))
    assert kept.batches(UserId("other"), None, 9) == kept.batches(None, "b2", 9) == []
    assert [one.id for one in kept.running()] == ["b2"]


def test_item_ends_once_and_the_next_of_its_case_waits_for_what_it_led_to(
    kept: BatchStore,
) -> None:
    kept.start("b2", "x", at(1))
    kept.end_item("b2", ITEMS[0], Ended(status=ItemStatus.DONE, at=at(2), version=6))
    kept.end_item("b2", ITEMS[0], Ended(status=ItemStatus.REFUSED, at=at(3)))

    first, second, third = kept.items("b2", None, 0, 9)
    assert (first.status, first.ended_at) == (ItemStatus.DONE, at(2))
    assert (second.version, third.version) == (6, 4)
    said = Text(zh="变", en="changed")
    kept.end_item("b2", second, Ended(status=ItemStatus.CHANGED, at=at(3), said=said))
    assert kept.items("b2", ItemStatus.CHANGED, 0, 9)[0].said == said

    assert kept.is_running("b2")
    assert kept.finish("b2", BatchStatus.STOPPED, at(4))
    assert not kept.finish("b2", BatchStatus.DONE, at(5))
    stopped = kept.batch("b2")
    assert stopped is not None
    assert (stopped.status, stopped.ended_at) == (BatchStatus.STOPPED, at(4))
    assert stopped.counts == {"done": 1, "changed": 1, "stopped": 1}


def test_old_previews_are_forgotten_and_runs_are_kept(kept: BatchStore) -> None:
    kept.start("b2", "x", at(1))
    kept.add(replace(BATCH, id="b3"), ITEMS, at(-1))
    kept.add(replace(BATCH, id="b4", made_at=at(60)), (), at(30))

    assert kept.batch("b3") is None
    assert kept.items("b3", None, 0, 9) == []
    assert kept.batch("b2") is not None
    assert kept.batch("b4") is not None

"""Notifications beside the log, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.core.ids import UserId
from engine.notifications.model import (
    FAILED,
    SENT,
    WAITING,
    Delivery,
    Notification,
    NotificationKind,
    NotificationStore,
    Over,
    Told,
    Watch,
)
from engine.ports import Store
from engine.store.sql_notifications import notifications_of
from tests.contract.cases import NOON, at, start

KEEPER, CLERK = UserId("keeper"), UserId("clerk")


@pytest.fixture
def kept(store: Store) -> NotificationStore:
    return notifications_of(store)


def note(name: str, user: UserId = KEEPER, item: str = "i1-1") -> Notification:
    return Notification(
        id=f"{name}:{user}",
        user=user,
        kind=NotificationKind.NEW,
        instance_id="i1",
        at=NOON,
        work_item_id=item,
        about={"task": "审批用印"},
    )


def delivery(name: str, batch: str = "", due: float = 0) -> Delivery:
    return Delivery(
        id=name,
        notification_id="i1:2:keeper",
        user=KEEPER,
        channel="mail",
        batch=batch or name,
        due_at=at(due),
    )


def test_log_is_told_once_in_whole_stretches(store: Store, kept: NotificationStore) -> None:
    start(store, "i1")
    until = kept.settled()
    assert kept.cursor() == 0 < until
    (row,) = kept.fresh_rows(0, until, ["InstanceStarted"], 10)
    told = Told(after=0, until=until, notifications=[note("i1:2"), note("i1:2", CLERK)])

    assert kept.tell(told)
    assert not kept.tell(told)  # another collector, that had read the same
    assert kept.tell(replace(told, after=until))  # an old one, as after a repetition

    assert row.instance_id == "i1"
    assert kept.cursor() == until
    assert [one.id for one in kept.notifications(KEEPER, before=None, unread=False, limit=9)] == [
        "i1:2:keeper"
    ]
    newest, users = kept.told_after(0)
    assert users == {KEEPER, CLERK}
    assert kept.told_after(newest) == (newest, frozenset())
    assert kept.newest() == newest


def test_pages_go_back_from_the_newest_and_reading_is_ones_own(kept: NotificationStore) -> None:
    kept.tell(Told(after=0, until=1, notifications=[note(f"i1:{n}") for n in range(5)]))
    kept.tell(Told(after=1, until=2, notifications=[note("i1:9", CLERK)]))

    first = kept.notifications(KEEPER, before=None, unread=False, limit=3)
    rest = kept.notifications(KEEPER, before=first[-1].number, unread=False, limit=3)
    changed = kept.mark_read(KEEPER, ["i1:0:keeper", "i1:9:clerk"], at(1))

    assert [one.id for one in (*first, *rest)] == [f"i1:{n}:keeper" for n in (4, 3, 2, 1, 0)]
    assert changed == 1
    assert (kept.unread(KEEPER), kept.unread(CLERK)) == (4, 1)
    assert len(kept.notifications(KEEPER, before=None, unread=True, limit=9)) == 4
    assert kept.mark_read(KEEPER, None, at(2)) == 4
    (named,) = kept.named(["i1:0:keeper"])
    assert named.read_at == at(1)
    assert named.about == {"task": "审批用印"}


def test_work_that_is_over_needs_nobodys_attention(kept: NotificationStore) -> None:
    mine, others = note("i1:2"), note("i1:2", CLERK)
    watches = [Watch(work_item_id="i1-1", due_at=at(10)), Watch(work_item_id="i2-1", due_at=at(5))]
    kept.tell(Told(after=0, until=1, notifications=[mine, others], watches=watches))

    assert [one.work_item_id for one in kept.due_watches(at(10), 9)] == ["i2-1", "i1-1"]
    taken = Over(work_item_id="i1-1", at=at(1), keeps=CLERK)
    kept.tell(Told(after=1, until=2, over=[taken], unwatched=watches[1:]))
    assert (kept.unread(KEEPER), kept.unread(CLERK)) == (0, 1)
    assert [one.work_item_id for one in kept.due_watches(at(10), 9)] == ["i1-1"]

    later = replace(watches[0], due_at=at(20))
    again = replace(later, due_at=at(4), kind=NotificationKind.FOLLOW_UP)
    kept.tell(Told(after=2, until=2, unwatched=watches[:1], watches=[later, again]))
    assert kept.due_watches(at(10), 9) == []
    assert kept.due_watches(at(20), 9) == [later]
    assert kept.due_watches(at(10), 9, NotificationKind.FOLLOW_UP) == [again]

    kept.tell(Told(after=2, until=3, over=[replace(taken, keeps=None)]))
    assert kept.unread(CLERK) == 0
    assert kept.due_watches(at(99), 9, NotificationKind.FOLLOW_UP) == []
    assert kept.due_watches(at(10), 9) == []


def test_delivery_has_one_sender_at_a_time_until_its_lease_ends(kept: NotificationStore) -> None:
    waiting = [
        delivery("a"),
        delivery("b", "digest"),
        delivery("c", "digest"),
        delivery("d", due=9),
    ]
    kept.tell(Told(after=0, until=1, deliveries=waiting))

    taken = kept.take(at(1), at(2), "one", 10)
    assert [(one.id, one.batch, one.attempts) for one in taken] == [
        ("a", "a", 1),
        ("b", "digest", 1),
        ("c", "digest", 1),
    ]
    assert kept.take(at(1), at(2), "two", 10) == []
    kept.settle(["a"], SENT, at(1), "", None)
    kept.settle(["b", "c"], WAITING, at(1), "busy", at(4))
    assert kept.take(at(3), at(4), "two", 10) == []
    again = kept.take(at(4), at(5), "two", 10)
    assert [(one.id, one.attempts) for one in again] == [("b", 2), ("c", 2)]
    # The second sender dies: somebody else takes them once the lease is over.
    assert [one.id for one in kept.take(at(5), at(6), "three", 10)] == ["b", "c"]
    kept.settle(["b", "c"], FAILED, at(6), "gone", None)

    assert [(one.id, one.error) for one in kept.deliveries(FAILED, 9)] == [
        ("b", "gone"),
        ("c", "gone"),
    ]
    assert [one.id for one in kept.deliveries(SENT, 9)] == ["a"]
    assert [one.due_at for one in kept.deliveries(WAITING, 9)] == [at(9)]


def test_preferences_are_kept_by_person(kept: NotificationStore) -> None:
    kept.keep_preferences(KEEPER, '{"a": 1}')
    kept.keep_preferences(KEEPER, '{"a": 2}')

    assert kept.preferences([KEEPER, CLERK]) == {KEEPER: '{"a": 2}'}


def test_nothing_before_the_cursor_is_made_needs_a_second_look(kept: NotificationStore) -> None:
    assert kept.settled() == kept.cursor() == kept.newest() == 0
    assert kept.take(NOON, NOON + timedelta(minutes=1), "one", 5) == []

"""Who is told what: work, what others do with it, copies, mentions, ends; once, not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import Engine
from engine.approving import Asking
from engine.clock import FixedClock
from engine.comments import Room, comment_on
from engine.core.commands import CopyInstance, TransferWorkItem, UrgeWorkItem
from engine.core.ids import InstanceId, UserId
from engine.notifications import wording
from engine.people_records import Wish
from tests.notifications.given import MORNING, at_path, office, told

HEAD = "sales-manager"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else at_path(tmp_path)
    with office(url, clock) as engine:
        yield engine


def run(engine: Engine) -> int:
    return engine.runtime.notifications.run()


def test_holders_of_a_role_are_told_of_new_work_once_until_it_is_done(engine: Engine) -> None:
    case = engine.start("errand", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)

    assert run(engine) == 1
    assert run(engine) == 0
    assert told(engine, HEAD) == ["new"]
    (one,) = engine.runtime.notifications.of(UserId(HEAD))
    assert wording.subject(one).zh == "待办：do"
    assert one.work_item_id == item.id
    assert engine.runtime.notifications.unread(UserId(HEAD)) == 1

    engine.complete(item.id, {}, by=HEAD)
    run(engine)

    assert engine.runtime.notifications.unread(UserId(HEAD)) == 0
    assert told(engine, "salesperson") == ["ended"]


def test_work_that_was_done_before_anybody_looked_is_not_told(engine: Engine) -> None:
    case = engine.start("errand", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    engine.complete(item.id, {}, by=HEAD)

    run(engine)

    assert told(engine, HEAD) == []


def test_what_people_do_with_work_is_told_to_whom_it_concerns(engine: Engine) -> None:
    case = engine.start("errand", {}, by="salesperson")
    (item,) = engine.worklist(instance=case.id)
    run(engine)
    runtime = engine.runtime
    asks, head = runtime.person("salesperson"), runtime.person(HEAD)
    instance = InstanceId(case.id)
    runtime.dispatch(
        UrgeWorkItem(instance_id=instance, work_item_id=item.id, reason="客户在等"), asks
    )
    copied = CopyInstance(instance_id=instance, to=(runtime.person("cashier"),), note="供参考")
    runtime.dispatch(copied, asks)
    said = comment_on(case.id, f"@{HEAD} 请看", asks, Room(runtime.store, runtime.people))
    runtime.dispatch(said, asks)
    runtime.dispatch(
        TransferWorkItem(
            instance_id=instance,
            work_item_id=item.id,
            to=runtime.person("warehouse-keeper"),
            reason="更熟悉",
        ),
        head,
    )

    run(engine)

    # By the time it was told, the head had handed the work on: the urging is for who has it now.
    assert told(engine, HEAD) == ["new", "mentioned"]
    assert told(engine, "warehouse-keeper") == ["urged", "transferred"]
    assert told(engine, "cashier") == ["copied"]
    (last, *_) = runtime.notifications.of(UserId("warehouse-keeper"))
    assert wording.subject(last).zh.endswith("转办给您：do")
    assert wording.detail(last).zh.endswith("更熟悉")


def test_overdue_work_is_told_once_to_who_has_it(engine: Engine, clock: FixedClock) -> None:
    case = engine.start("errand", {}, by="salesperson")
    done = engine.start("errand", {}, by="salesperson")
    run(engine)
    (item,) = engine.worklist(instance=done.id)
    engine.complete(item.id, {}, by=HEAD)
    clock.advance(timedelta(minutes=59))
    assert run(engine) == 1  # that the second one has ended

    clock.advance(timedelta(minutes=1))
    run(engine)
    clock.advance(timedelta(days=1))
    run(engine)

    assert told(engine, HEAD) == ["new", "new", "overdue"]
    (late, *_) = engine.runtime.notifications.of(UserId(HEAD))
    assert late.instance_id == case.id


def test_substitute_is_told_for_the_absent_unless_duties_are_kept_apart(
    engine: Engine, clock: FixedClock
) -> None:
    runtime = engine.runtime
    wish = Wish(person=HEAD, substitute="cashier", ends_at=MORNING + timedelta(days=5))
    runtime.substitutions.name(wish, runtime.person(HEAD))

    engine.start("errand", {}, by="salesperson")
    engine.start("errand", {}, by="cashier")  # nobody decides on what they started
    run(engine)

    assert told(engine, HEAD) == ["new", "new"]
    (one,) = runtime.notifications.of(UserId("cashier"))
    assert wording.subject(one).zh == f"待办：do（代 {HEAD}）"


def test_claimed_work_needs_only_its_claimer(engine: Engine, clock: FixedClock) -> None:
    case = engine.start("errand", {}, by="salesperson")
    run(engine)
    (item,) = engine.worklist(instance=case.id)
    engine.claim(item.id, by=HEAD)
    run(engine)
    assert engine.runtime.notifications.unread(UserId(HEAD)) == 1

    engine.release(item.id, by=HEAD)
    run(engine)

    assert told(engine, HEAD) == ["new"]


def test_what_is_long_ago_is_told_to_nobody(engine: Engine, clock: FixedClock) -> None:
    engine.start("errand", {}, by="salesperson")
    clock.advance(timedelta(days=8))

    run(engine)

    assert told(engine, HEAD) == []


def test_day_of_a_follow_up_is_told_once_to_who_set_it_while_they_have_the_work(
    engine: Engine, clock: FixedClock
) -> None:
    runtime, head = engine.runtime, engine.runtime.person(HEAD)
    day = timedelta(days=1)
    items = []
    for until in (day, day, 3 * day):
        case = engine.start("someday", {}, by="salesperson")
        (item,) = engine.worklist(instance=case.id)
        engine.claim(item.id, by=HEAD)
        runtime.dispatch(Asking(runtime.people, item.id).to_follow_up(clock.now() + until), head)
        items.append(item.id)
    given_away, told_of, put_off = items
    run(engine)
    to = Asking(runtime.people, given_away).to_transfer("warehouse-keeper", "更熟悉")
    runtime.dispatch(to, head)
    runtime.dispatch(Asking(runtime.people, put_off).to_follow_up(clock.now() + 2 * day), head)
    wish = Wish(person=HEAD, substitute="cashier", ends_at=MORNING + 5 * day)
    runtime.substitutions.name(wish, head)

    clock.advance(day)
    run(engine)
    run(engine)

    assert told(engine, HEAD) == ["new", "new", "new", "follow-up"]
    (one, *_) = runtime.notifications.of(UserId(HEAD))
    assert (one.work_item_id, wording.subject(one).zh) == (told_of, "跟进日期已到：do")
    assert "follow-up" not in told(engine, "warehouse-keeper") + told(engine, "cashier")
    clock.advance(day)
    run(engine)
    (one, *_) = runtime.notifications.of(UserId(HEAD))
    assert one.work_item_id == put_off
    engine.complete(told_of, {}, by=HEAD)
    run(engine)
    assert engine.runtime.notifications.unread(UserId(HEAD)) == 3

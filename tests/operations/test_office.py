"""Work that is put off, and work that is more pressing: by whom, for whom, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine import Engine
from engine.approving import Asking
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotPermitted
from engine.views import WorkItemView, WorklistQuery
from tests.operations.conftest import Office
from tests.operations.structures import A, B, X, chain, diagram, task

LATER = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
PRESSING = diagram(
    "pressing",
    task("a").replace("<userTask", '<userTask guicheng:priority="= if amount > 5 then 90 else 20"')
    + chain("s", "a", "e"),
)  # fmt: skip


def ask(office: Office, who: str, element: str) -> tuple[Asking, Person]:
    runtime = office.engine.runtime
    return Asking(runtime.people, office.item(element)), runtime.person(who)


def put_off(office: Office, who: str, until: datetime | None, element: str = "x") -> None:
    asking, person = ask(office, who, element)
    office.engine.runtime.dispatch(asking.to_follow_up(until), person)


def press(office: Office, who: str, priority: int, reason: str = "客户催") -> None:
    asking, person = ask(office, who, "x")
    office.engine.runtime.dispatch(asking.to_press(priority, reason), person)


def inbox(office: Office, who: str, **asked: object) -> list[WorkItemView]:
    runtime = office.engine.runtime
    person = runtime.person(who)
    query = WorklistQuery(
        user=UserId(who), principals=person.principals(), instance_id=office.id,
        now=runtime.clock.now(), **asked,
    )  # fmt: skip
    return list(runtime.store.worklist(query).items)


def test_work_that_is_put_off_is_out_of_the_way_until_then(
    engine: Engine, clock: FixedClock
) -> None:
    office, began = Office(engine, "sequence"), clock.now()
    put_off(office, X, began + timedelta(days=2))

    later = inbox(office, X, follow_up="later")

    assert [one.follow_up_at for one in later] == [began + timedelta(days=2)]
    assert inbox(office, X, follow_up="due") == []
    assert inbox(office, X, sort="follow_up") == later
    clock.set(began + timedelta(days=2))
    assert [one.id for one in inbox(office, X, follow_up="due")] == [later[0].id]
    clock.set(began)
    office.check()


def test_follow_up_date_says_nothing_once_somebody_else_has_the_work(
    engine: Engine, clock: FixedClock
) -> None:
    office = Office(engine, "sequence")
    put_off(office, X, clock.now() + timedelta(days=2))

    asking, gm = ask(office, X, "x")
    engine.runtime.dispatch(asking.to_transfer(B, "出差"), gm)

    assert [one.follow_up_at for one in inbox(office, B, follow_up="due")] == [None]
    put_off(office, B, clock.now() + timedelta(days=1))
    put_off(office, B, None)
    assert [one.follow_up_at for one in inbox(office, B, follow_up="due")] == [None]
    office.check()


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_follow_up_date_lies_ahead_within_a_year(
    engine: Engine, clock: FixedClock, days: int
) -> None:
    office = Office(engine, "sequence")

    with pytest.raises(InvalidCommand, match="Expected a moment in the future"):
        put_off(office, X, clock.now() + timedelta(days=days))


def test_only_who_has_the_work_puts_it_off(engine: Engine, clock: FixedClock) -> None:
    office = Office(engine, "sequence")

    with pytest.raises(NotPermitted, match=f"which is with {X}"):
        put_off(office, A, clock.now() + timedelta(days=1))


def test_priority_is_changed_with_a_reason_by_who_operates_the_process(engine: Engine) -> None:
    office = Office(engine, "sequence")
    press(office, "admin", 90)

    assert [one.priority for one in inbox(office, X, priority=90, sort="priority")] == [90]
    for who, priority, reason, refusal in (
        (X, 70, "急", NotPermitted),
        ("admin", 90, "急", InvalidState),
        ("admin", 101, "急", InvalidCommand),
        ("admin", 70, " ", InvalidCommand),
    ):
        with pytest.raises(refusal):
            press(office, who, priority, reason)
    office.finish()


@pytest.mark.parametrize(("amount", "priority"), [(9, 90), (1, 20)])
def test_priority_is_what_its_expression_gives(engine: Engine, amount: int, priority: int) -> None:
    engine.runtime.deploy([("pressing.bpmn", PRESSING)], engine.runtime.person("admin"))
    case = engine.start("pressing", {"note": "n", "amount": amount}, by="salesperson")

    assert [item.view.priority for item in engine.worklist(instance=case.id)] == [priority]
    verdict = engine.witness(case.id)
    assert verdict.agreed, verdict

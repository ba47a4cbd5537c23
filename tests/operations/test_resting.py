"""A suspended case: what reaches it is held, and the clocks of its work stand still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.errors import NotCorrelated
from engine.exchange import Message
from engine.moving import ReturnTo
from tests.operations.conftest import MORNING, Office
from tests.operations.structures import FORM, A, chain, diagram, event, task
from tests.operations.test_absence import CALENDAR, due

DAY = timedelta(days=1)
NOTICED = (
    '<boundaryEvent id="n" name="n" attachedToRef="a" cancelActivity="false">'
    '<signalEventDefinition signalRef="alarm"/></boundaryEvent>'
)  # fmt: skip
STOPPED = (
    '<boundaryEvent id="k" name="k" attachedToRef="a" guicheng:correlationKey="= &quot;k&quot;">'
    '<messageEventDefinition messageRef="stop"/></boundaryEvent>'
)
WAITING = diagram(
    "waiting",
    task("a") + NOTICED + STOPPED + task("b") + task("c") + event("end", "e2") + event("end", "e3")
    + chain("s", "a", "e") + chain("n", "b", "e2") + chain("k", "c", "e3"),
).replace(
    b"<process ",
    b'<message id="stop" name="stop"/><signal id="alarm" name="alarm"/><process ',
)  # fmt: skip
FILES = [
    ("waiting.bpmn", WAITING),
    ("due.bpmn", diagram("due", task("x") + due("a", 2) + chain("s", "x", "a", "e"))),
    ("note.form", FORM),
    ("calendar.yaml", CALENDAR),
]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def clocked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, FixedClock]]:
    url, clock = f"sqlite:///{tmp_path / 'a.db'}", FixedClock(MORNING)
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres_url")
    with open_engine(url, clock=clock) as engine:
        engine.runtime.deploy(FILES, engine.runtime.person("admin"))
        yield engine, clock


def due_of(engine: Engine, item: str) -> datetime | None:
    view = engine.runtime.store.work_item(item)
    assert view is not None
    return view.due_at


def test_signals_and_messages_to_a_suspended_case_are_delivered_when_it_goes_on(
    clocked: tuple[Engine, FixedClock],
) -> None:
    engine, _ = clocked
    office = Office(engine, "waiting")
    office.moving.suspend(office.id, "调查", office.who("admin"))

    for alarm in ("first", "second"):
        assert engine.broadcast("alarm", by="admin", signal_id=alarm).received_by == (office.id,)
    stop = Message(id="m1", name="stop", key="k")
    assert engine.send_message(stop, by="admin").received_by == (office.id,)
    with pytest.raises(NotCorrelated):
        engine.send_message(Message(id="m2", name="stop", key="k"), by="admin")

    assert office.open() == [("a", A)]
    office.check()
    office.moving.resume(office.id, "查清", office.who("admin"))
    engine.run_due()
    assert sorted(element for element, _ in office.open()) == ["b", "b", "c"]
    assert "TriggerHeld" in office.events()
    office.finish()


def test_clock_stands_still_while_work_is_returned_or_its_case_suspended(
    clocked: tuple[Engine, FixedClock],
) -> None:
    engine, clock = clocked
    office = Office(engine, "due")
    office.complete("x")
    item = office.item("a")  # due on Wednesday morning

    clock.set(MORNING + DAY)
    office.moving.suspend(office.id, "调查", office.who("admin"))
    clock.set(MORNING + 7 * DAY)  # Monday: four days of work later
    office.moving.resume(office.id, "查清", office.who("admin"))

    assert due_of(engine, item) == MORNING + 8 * DAY
    asked = ReturnTo(to="x", reason="请补充", straight=True)
    office.moving.give_back(item, asked, office.who(A))
    clock.set(MORNING + 9 * DAY)
    office.complete("x")
    assert due_of(engine, item) == MORNING + 10 * DAY
    pending = engine.runtime.live(office.id).state.work_items[item].deadlines
    assert pending is not None
    assert [at for _, at in pending.moments] == [MORNING + 9 * DAY]
    office.check()

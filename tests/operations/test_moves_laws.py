"""The laws hold for cases that people moved: projections from the log, either interpreter's end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.moving import ReturnTo
from tests.contract.test_rebuild import projections
from tests.operations.conftest import Office
from tests.operations.structures import FORM, INITIATOR, STRUCTURES, A, B


@pytest.fixture(params=["sqlite", "memory"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'c.db'}"
    with open_engine(url, clock=FixedClock(datetime(2026, 11, 23, 1, tzinfo=UTC))) as engine:
        files = [(f"{key}.bpmn", content) for key, content in STRUCTURES.items()]
        engine.runtime.deploy([*files, ("note.form", FORM)], engine.runtime.person("admin"))
        yield engine


def test_projections_rebuilt_from_the_log_equal_the_tables(own: Engine) -> None:
    straight = Office(own, "parallel")
    straight.complete("x", "a")
    asked = ReturnTo(to="a", reason="请补充", straight=True)
    straight.moving.give_back(straight.item("b"), asked, straight.who(B))
    answered = Office(own, "sub")
    answered.complete("x", "a")
    answered.moving.give_back(answered.item("b"), asked, answered.who(B))
    own.complete(answered.item("a"), {}, by=A)
    taken = Office(own, "sequence")
    taken.complete("x", "a")
    taken.moving.take_back(taken.done["a"], "", taken.who(A))
    resting = Office(own, "round")
    resting.complete("x")
    resting.moving.suspend(resting.id, "查", resting.who("admin"))
    resumed = Office(own, "instances")
    resumed.complete("x")
    resumed.moving.suspend(resumed.id, "查", resumed.who("admin"))
    resumed.moving.resume(resumed.id, "", resumed.who("admin"))
    gone = Office(own, "sequence")
    gone.moving.withdraw(gone.id, "", gone.who(INITIATOR))
    gone.moving.revive(gone.id, "b", "还要", gone.who("admin"))

    before = projections(own.runtime.store)
    own.runtime.store.rebuild()
    assert projections(own.runtime.store) == before
    for office in (straight, answered, taken, resting, resumed, gone):
        office.check()

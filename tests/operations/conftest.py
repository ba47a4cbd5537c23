"""One engine with every structure deployed, a fixed clock, and cases driven in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine import Engine, open_engine
from engine.clock import FixedClock
from engine.moving import Moving, Who
from tests.operations.structures import FORM, INITIATOR, STRUCTURES, WHO

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def engine(clock: FixedClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("operations") / "cases.db"
    with open_engine(f"sqlite:///{path}", clock=clock) as engine:
        files = [(f"{key}.bpmn", content) for key, content in STRUCTURES.items()]
        engine.runtime.deploy([*files, ("note.form", FORM)], engine.runtime.person("admin"))
        yield engine


class Office:
    """One case, and what people do in it."""

    def __init__(self, engine: Engine, process: str) -> None:
        self.engine = engine
        self.moving = Moving(engine.runtime)
        started = engine.start(process, {"note": "n", "amount": Decimal(1)}, by=INITIATOR)
        self.id = started.id
        self.done: dict[str, str] = {}  # element -> its completed work item

    def who(self, login: str) -> Who:
        return Who(actor=self.engine.runtime.person(login))

    def item(self, element: str) -> str:
        found = [i.id for i in self.engine.worklist(instance=self.id) if i.element_id == element]
        return found[0]

    def open(self) -> list[tuple[str, str]]:
        """(element, who has it), sorted."""
        items = self.engine.worklist(instance=self.id)
        return sorted((item.element_id, item.assignee or "") for item in items)

    def complete(self, *elements: str) -> None:
        """Everybody who is asked does these tasks."""
        for element in elements:
            for item in self.engine.worklist(instance=self.id):
                if item.element_id == element:
                    by = item.assignee or WHO.get(element, INITIATOR)
                    self.engine.complete(item.id, {"note": element}, by=by)
                    self.done[element] = item.id

    def finish(self) -> None:
        """Do all that is open to the end; then the history has to hold."""
        for _ in range(30):
            items = [
                i for i in self.engine.worklist(instance=self.id) if i.view.state != "returned"
            ]
            if not items:
                break
            self.engine.complete(items[0].id, {}, by=items[0].assignee or items[0].candidates[0])
        assert self.engine.case(self.id).status == "completed"
        assert self.engine.worklist(instance=self.id) == ()
        self.check()

    def check(self) -> None:
        """Replay is byte-identical, the witness agrees, the chain holds, and loading anew changes
        nothing."""
        verdict = self.engine.witness(self.id)
        assert verdict.agreed, str(verdict)
        assert not verdict.reworded
        assert self.engine.verify(self.id).ok
        known = self.engine.runtime.live(self.id)
        self.engine.runtime.cache.discard(self.id)
        again = self.engine.runtime.live(self.id)
        assert (again.state, again.machine) == (known.state, known.machine)

    def events(self) -> list[str]:
        return [entry.type for entry in self.engine.history(self.id)]

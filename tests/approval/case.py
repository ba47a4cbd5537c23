"""One case that has come to a user task of several people, with what they do to it in a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from engine import Engine
from engine.approving import Asking
from engine.core.approval import Round
from engine.core.commands import Command
from engine.embedding import OpenItem
from engine.handlers.state_plain import plain_state, read_state
from engine.views import WorklistQuery
from tests.approval.given import ALL, ASSIGNED, ONE, process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EVERYTHING = 'guicheng:actions="claim release transfer urge copy delegate add-sign remove-sign"'
HELPER, OTHER = "hr-manager", "receptionist"


class Case:
    """One case that has come to `sign`, where gm has a work item, in this structure."""

    def __init__(
        self, engine: Engine, structure: str = "sequence", attributes: str = EVERYTHING, **how: str
    ) -> None:
        plain = how.get("assigned", ONE) + how.get("approval", "")
        inner = ASSIGNED + ALL if structure == "round" else plain
        engine.deploy(process(inner, attributes, structure), by="admin", draft=True)
        self.engine = engine
        self.id = engine.start("draft:asked", {}, by="office-director").id

    def items(self) -> dict[str, OpenItem]:
        items = self.engine.worklist(instance=self.id)
        return {str(item.assignee): item for item in items if item.element_id == "sign"}

    def do(self, who: str, make: Callable[[Asking], Command], *, on: str = "") -> None:
        item = self.items()[on or who].id
        runtime = self.engine.runtime
        runtime.dispatch(make(Asking(runtime.people, item)), runtime.person(who))
        assert self.is_unchanged_by_restart()

    def complete(self, who: str, *, agree: bool = True, **more: Any) -> None:
        item = self.items()[who].id
        self.engine.complete(item, {"agree": agree, "note": who}, by=who, **more)
        assert self.is_unchanged_by_restart()

    def round(self) -> Round:
        """The one that is open."""
        [found] = self.engine.runtime.live(self.id).state.approvals.values()
        return found

    def finish_others(self) -> None:
        """In a round the other members agree too."""
        for who in ("cashier", "seal-keeper"):
            if who in self.items():
                self.complete(who)

    def is_unchanged_by_restart(self) -> bool:
        state = self.engine.runtime.live(self.id).state
        return read_state(plain_state(state)) == state and self.engine.replay(self.id).identical

    def inbox(self, who: str) -> list[str]:
        person = self.engine.runtime.person(who)
        query = WorklistQuery(
            user=person.id,
            principals=person.principals(),
            view="inbox",
            limit=9,
            instance_id=self.id,
        )
        return [item.id for item in self.engine.runtime.store.worklist(query).items]

    def is_past(self, structure: str) -> bool:
        """Whether `sign` is done, in a multi-instance activity its first instance."""
        if structure == "multi-instance":
            return set(self.items()) == {"gm"} and len(self.items()) == 1
        return not self.items()


def add(place: str, *who: str) -> Callable[[Asking], Command]:
    return lambda asking: asking.to_add(who or (HELPER,), place, "请把关")

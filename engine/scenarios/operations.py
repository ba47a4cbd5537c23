"""Plays what people do with work besides completing it: pass it on, ask others, send it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, Protocol

from engine.approving import Asking, active_person
from engine.core.commands import Command, CopyInstance, ReadCopy
from engine.core.ids import InstanceId
from engine.embedding import Engine, OpenItem
from engine.errors import NotFound
from engine.history.performed import done_tasks
from engine.moving import PREVIOUS, Moving, ReturnTo, Who
from engine.people_records import Wish
from engine.scenarios.script import BadScenario, Step


class Table(Protocol):
    """Where the pieces of a scenario lie: the case and the work at hand."""

    engine: Engine

    @property
    def case(self) -> str: ...

    def item(self, element_id: str, nth: int = 1, by: str = "") -> OpenItem: ...

    def moment(self, text: str) -> datetime: ...


def perform(table: Table, step: Step) -> None:
    """One of OPERATIONS. Raises CommandRejected, BadScenario."""
    OPERATIONS[step.verb](table, step)
    table.engine.run_due()


def _release(table: Table, step: Step) -> None:
    table.engine.release(_item(table, step).id, by=step.by, absent=step.absent or None)


def _advise(table: Table, step: Step) -> None:
    _send(table, step, _asking(table, step).to_advise(step.opinion, step.agrees))


def _transfer(table: Table, step: Step) -> None:
    _send(table, step, _asking(table, step).to_transfer(_one(step), step.reason))


def _delegate(table: Table, step: Step) -> None:
    _send(table, step, _asking(table, step).to_delegate(_one(step), step.reason))


def _add_sign(table: Table, step: Step) -> None:
    _send(table, step, _asking(table, step).to_add(step.to, step.place or "beside", step.reason))


def _remove_sign(table: Table, step: Step) -> None:
    _send(table, step, _asking(table, step).to_remove(_one(step), step.reason))


def _urge(table: Table, step: Step) -> None:
    item = table.item(step.about, step.nth).id
    _send(table, step, Asking(table.engine.runtime.people, item).to_urge(step.reason))


def _copy(table: Table, step: Step) -> None:
    people = table.engine.runtime.people
    to = tuple(active_person(people, str(login)) for login in step.about)
    _send(table, step, CopyInstance(instance_id=InstanceId(table.case), to=to, note=step.reason))


def _read_copy(table: Table, step: Step) -> None:
    _send(table, step, ReadCopy(instance_id=InstanceId(table.case)))


def _return(table: Table, step: Step) -> None:
    to = step.to[0] if step.to else PREVIOUS
    asked = ReturnTo(to=to, reason=step.reason, straight=step.straight)
    item = _item(table, step)
    Moving(table.engine.runtime).give_back(item.id, asked, _who(table, step, item))


def _take_back(table: Table, step: Step) -> None:
    rows = table.engine.runtime.store.rows(table.case)
    done = [one.work_item_id for one in done_tasks(rows) if one.element_id == step.about]
    if not done:
        raise NotFound(f"{step.about} 还没有办结", f"Expected {step.about} to be completed")
    Moving(table.engine.runtime).take_back(done[0], step.reason, _who(table, step))


def _withdraw(table: Table, step: Step) -> None:
    Moving(table.engine.runtime).withdraw(table.case, str(step.about), _who(table, step))


def _substitute(table: Table, step: Step) -> None:
    """`by` is away until then; the one named does their work."""
    if not step.until:
        raise BadScenario(f"Expected until when {step.about} stands for {step.by}")
    wish = Wish(
        person=step.absent or step.by,
        substitute=str(step.about),
        ends_at=table.moment(step.until),
        processes=step.to,
        reason=step.reason,
    )
    table.engine.runtime.substitutions.name(wish, table.engine.runtime.person(step.by))


OPERATIONS: Final[Mapping[str, Callable[[Table, Step], None]]] = {
    "release": _release,
    "advise": _advise,
    "transfer": _transfer,
    "delegate": _delegate,
    "add-sign": _add_sign,
    "remove-sign": _remove_sign,
    "urge": _urge,
    "copy": _copy,
    "read-copy": _read_copy,
    "return": _return,
    "take-back": _take_back,
    "withdraw": _withdraw,
    "substitute": _substitute,
}
ON_OPEN_WORK: Final = frozenset(
    {"release", "advise", "transfer", "delegate", "add-sign", "remove-sign", "urge", "return"}
)
"""Those that are about a work item which must be open."""


def _item(table: Table, step: Step) -> OpenItem:
    return table.item(step.about, step.nth, step.absent or step.by)


def _asking(table: Table, step: Step) -> Asking:
    return Asking(table.engine.runtime.people, _item(table, step).id)


def _who(table: Table, step: Step, item: OpenItem | None = None) -> Who:
    runtime = table.engine.runtime
    actor, absent = runtime.person(step.by), None
    if item is not None and step.absent:
        absent = runtime.substitutions.checked(actor, step.absent, item.view)
    return Who(actor=actor, absent=absent)


def _send(table: Table, step: Step, command: Command) -> None:
    table.engine.dispatch(command, by=step.by, absent=step.absent or None)


def _one(step: Step) -> str:
    if len(step.to) != 1:
        raise BadScenario(f"Expected one person to {step.verb} {step.about} to, got {step.to}")
    return step.to[0]

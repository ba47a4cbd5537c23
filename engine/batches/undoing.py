"""Which batch takes another back, where that is lawful: on exactly the cases it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.batches.model import Action, Asked, Batch, BatchItem, BatchStatus, Selection
from engine.errors import InvalidState

INVERSE: Final = {
    Action.SUSPEND: Action.RESUME,
    Action.RESUME: Action.SUSPEND,
    Action.TRANSFER: Action.TRANSFER,
}
"""What ends, moves or retries cases has led to work of others since: nothing takes that back."""


def is_undoable(batch: Batch) -> bool:
    """Whether `undoing` would give a batch."""
    ended = batch.status in {BatchStatus.DONE, BatchStatus.STOPPED}
    return ended and batch.asked.action in INVERSE and bool(batch.counts.get("done"))


def undoing(batch: Batch, done: Sequence[BatchItem]) -> Asked:
    """The operation that takes back what was done to these items. Each is tried out like any
    other: what went on since is refused by name. Raises InvalidState where nothing does."""
    if not is_undoable(batch):
        raise InvalidState(
            "这次批量操作不能撤销：只有执行过的挂起、恢复、转办可以",
            "Expected a suspension, resumption or transfer that was done: nothing else is undone",
        )
    action = INVERSE[batch.asked.action]
    chosen = Selection(ids=tuple(one.subject or one.instance_id for one in done))
    if action is Action.TRANSFER:
        return Asked(action=action, selection=chosen, of=batch.asked.to, to=batch.asked.of)
    return Asked(action=action, selection=chosen)

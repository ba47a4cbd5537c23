"""Tells from a case's log whether a task that was done is one turn of several."""

from __future__ import annotations

from collections.abc import Sequence

from engine.core import events as ev
from engine.errors import InvalidState

Step = tuple[ev.Event, ...]
"""What one command led to."""


def refuse_repeated(steps: Sequence[Step], place: int, created: ev.WorkItemCreated) -> None:
    """A repeated activity begins anew as a whole: only its first turn is taken back, while no
    other is done or under way that it did not bring. Raises InvalidState."""
    before = [event for step in steps[:place] for event in step]
    whole = _around(before, created)
    if whole is None:
        return
    others = {token for token in _offered(before, created.element_id) if token > whole}
    if others - {created.token}:
        raise InvalidState(
            "此环节重复多次，只有第一次可以拿回：可请现在的办理人退回",
            f"Expected the only turn of {created.element_id} so far: taking one of several back "
            "would begin all of them anew; whoever has the work now may return it",
        )


def _around(before: Sequence[ev.Event], created: ev.WorkItemCreated) -> int | None:
    """The token of the repeated activity itself: active, and never offered to anybody."""
    offered, element_id = _offered(before, created.element_id), created.element_id
    active: dict[int, None] = {}
    for event in before:
        if isinstance(event, ev.ElementActivated) and event.element_id == element_id:
            active[event.token] = None
        elif isinstance(event, ev.ElementCompleted | ev.ElementCanceled):
            active.pop(event.token, None)
    found = [token for token in active if token < created.token and token not in offered]
    return max(found, default=None)


def _offered(before: Sequence[ev.Event], element_id: str) -> set[int]:
    kinds = ev.WorkItemCreated | ev.ApprovalOpened | ev.WorkItemSkipped
    return {e.token for e in before if isinstance(e, kinds) and e.element_id == element_id}

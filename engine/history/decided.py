"""Reads a case's log for a round that one opinion decided: how it stood before, who decided it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from engine.core import events as ev
from engine.core.evolve import fold
from engine.core.evolve_approval import round_id_of
from engine.core.ids import UserId
from engine.core.kept_round import SPOKEN, KeptRound, kept
from engine.core.people import SYSTEM
from engine.errors import InvalidState

Step = tuple[ev.Event, ...]
"""What one command led to."""


def recalled(steps: Sequence[Step], instance_id: str, work_item_id: str) -> KeptRound | None:
    """The round as it stood before this opinion decided it; None where it was no opinion of a
    round. Raises InvalidState where something else decided it."""
    round_id = round_id_of(work_item_id)
    place = next((n for n, step in enumerate(steps) if _decides(step, round_id)), None)
    if place is None:
        return None
    mine = _completed(steps[place], round_id)
    if mine is None or mine.work_item_id != work_item_id:
        raise _decided_otherwise(steps[place], mine)
    before = fold(None, instance_id, tuple(chain.from_iterable(steps[:place])))
    round_ = before.approvals[round_id]
    items = before.work_items
    return kept(
        round_,
        {seat.item: items[seat.item] for seat in round_.seats if seat.item in items},
        (work_item_id, UserId(mine.by)),
        lambda item: why_delegated(chain.from_iterable(steps[:place]), item),
    )


def called_now(events: Iterable[ev.Event], work_item_id: str) -> str:
    """The work item under which what was said at this one stands by now: rounds that open again
    give their seats new ids."""
    for event in events:
        if isinstance(event, ev.RoundRestored):
            work_item_id = spoken(event).get(work_item_id, work_item_id)
    return work_item_id


def spoken(event: ev.RoundRestored) -> dict[str, str]:
    """Of each opinion that still holds: the work item that it was given at, with that of now."""
    return {seat.was: seat.item for seat in event.seats if seat.state in SPOKEN}


def _decides(step: Step, round_id: str) -> bool:
    return any(isinstance(e, ev.ApprovalDecided) and e.round_id == round_id for e in step)


def _completed(step: Step, round_id: str) -> ev.WorkItemCompleted | None:
    found = (
        event
        for event in step
        if isinstance(event, ev.WorkItemCompleted) and round_id_of(event.work_item_id) == round_id
    )
    return next(found, None)


def _decided_otherwise(step: Step, vote: ev.WorkItemCompleted | None) -> InvalidState:
    if vote is None:
        return InvalidState(
            "这一轮因减签而有了结果，没有可拿回的一票：可请现在的办理人退回",
            "Expected an opinion that decided the round, but the withdrawal of a seat did; whoever "
            "has the work now may return it",
        )
    if vote.by == SYSTEM.id:
        return InvalidState(
            "这一轮因超时由系统决定，不能拿回：可请现在的办理人退回",
            "Expected an opinion that decided the round, but its time ran out; whoever has the "
            "work now may return it",
        )
    return InvalidState(
        f"这一轮由 {vote.by} 的意见决定，只有 {vote.by} 可以拿回；也可请现在的办理人退回",
        f"Expected the opinion that decided the round, that of {vote.by}: they take it back, or "
        "whoever has the work now returns it",
    )


def why_delegated(events: Iterable[ev.Event], item: str) -> str:
    """The reason given when the work item was delegated last, if it was."""
    why = ""
    for event in events:
        if isinstance(event, ev.WorkItemDelegated) and event.work_item_id == item:
            why = event.reason
    return why

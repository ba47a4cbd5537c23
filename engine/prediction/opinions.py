"""What is taken to be said where an opinion is asked for: that somebody said something."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.core.approval import Place, is_held
from engine.core.ballot import OpinionNeed
from engine.core.commands import CompleteWorkItem
from engine.core.commands_approval import GiveOpinion
from engine.core.definition import Element
from engine.core.evolve_approval import round_of
from engine.core.state import InstanceState, WorkItem

_SOMETHING: Final = "…"
_NOT_OWED: Final = (OpinionNeed.OPTIONAL, OpinionNeed.NONE)


def with_opinion(element: Element | None, command: CompleteWorkItem) -> CompleteWorkItem:
    """The completion with an opinion where one may be owed: what it says changes no way."""
    task = element.user_task if element is not None else None
    may_owe = task is not None and task.opinion not in _NOT_OWED
    return replace(command, opinion=_SOMETHING) if may_owe and not command.opinion else command


def waits_for_advice(state: InstanceState, item: WorkItem) -> bool:
    """Whether others are to say something first (前加签)."""
    round_ = round_of(state, item.id)
    return round_ is not None and is_held(round_, item.id)


def advice_on(state: InstanceState, item: WorkItem) -> GiveOpinion | None:
    """What a delegate, or who was added before, does with the work item; None for others."""
    round_ = round_of(state, item.id)
    seat = round_.seat(item.id) if round_ is not None else None
    if item.owner is None and (seat is None or seat.place is not Place.BEFORE):
        return None
    return GiveOpinion(instance_id=state.id, work_item_id=item.id, opinion=_SOMETHING)

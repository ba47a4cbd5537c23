"""Decides what people choose in an ad-hoc sub-process: what to do next, and when it is done.

Who may complete its work item may do both. Choosing reserves nothing: the others still may.
"""

from __future__ import annotations

from datetime import datetime

from engine.core.advance import AdHocActivated, AdHocFinished
from engine.core.commands import ActivateAdHoc, FinishAdHoc
from engine.core.decide import Decision
from engine.core.decide.work_item import open_item, refuse_completion
from engine.core.events import AdHocActivityChosen, WorkItemClaimed, WorkItemCompleted
from engine.core.people import Person
from engine.core.state import InstanceState


def decide_activation(
    state: InstanceState, actor: Person, command: ActivateAdHoc, now: datetime
) -> Decision:
    """Begin one activity. The interpreter refuses what the diagram does not offer."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    chosen = AdHocActivityChosen(
        work_item_id=item.id, element_id=command.element_id, by=actor.id, at=now
    )
    stimulus = AdHocActivated(token=item.token, element_id=command.element_id, by=actor.id)
    return Decision(events=(chosen,), stimulus=stimulus)


def decide_finish(
    state: InstanceState, actor: Person, command: FinishAdHoc, now: datetime
) -> Decision:
    """Nothing more is to be done. The interpreter refuses it while a condition does not hold."""
    item = open_item(state, command.work_item_id)
    refuse_completion(actor, item)
    claimed = (
        () if item.assignee == actor.id else (WorkItemClaimed(work_item_id=item.id, by=actor.id),)
    )
    completed = WorkItemCompleted(
        work_item_id=item.id, element_id=item.element_id, by=actor.id, at=now, data={}
    )
    return Decision(
        events=(*claimed, completed), stimulus=AdHocFinished(token=item.token, by=actor.id)
    )

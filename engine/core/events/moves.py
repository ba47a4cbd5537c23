"""Facts about control that people moved, and about cases that they corrected or let rest."""

from __future__ import annotations

from datetime import datetime

from engine.core.events.base import Event
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class ControlMoved(Event):
    """Control goes to `target`. What stood at `canceled` is interrupted next; `restored` are the
    flows on which joins between there and here keep the token that they had, so that branches
    outside of the move need not be done again."""

    target: str
    process: str
    scope: int  # in which what is entered lies, as in VariablesChanged
    by: str
    canceled: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


@fact
class TurnReopened(Event):
    """One turn of a multi-instance activity, counted from 1, is open again. `token` is that of the
    activity around it; `was` the same before: another one where the activity had ended with that
    turn, and those of its turns that were still open then are open again too."""

    element_id: str
    token: int
    was: int
    turn: int
    by: str


@fact
class WorkItemReturned(Event):
    """A work item was given back to an earlier task. `straight`: it stays, with its clock
    stopped, until who did that task has answered; else WorkItemCanceled follows."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    to: str
    reason: str
    straight: bool = False
    performer: UserId | None = None  # gets the earlier task again, if still one of those meant
    due_at: datetime | None = None


@fact
class WorkItemAdded(Event):
    """The next work item stands beside the flow: `answer` for the work item `of` that was given
    back to it, `late` for a review afterwards."""

    work_item_id: str
    kind: str  # ExtraKind value
    of: str = ""
    by: UserId
    reason: str = ""


@fact
class WorkItemReopened(Event):
    """The answer is there: the work item is open again to who had given it back, and due later by
    the time that it waited."""

    work_item_id: str
    to: UserId
    at: datetime
    due_at: datetime | None = None


@fact
class WorkItemTakenBack(Event):
    """Who had completed a work item undoes that; what it had led to is interrupted next."""

    work_item_id: str
    element_id: str
    by: UserId
    at: datetime
    reason: str = ""


@fact
class InstanceWithdrawn(Event):
    """The initiator gave the case up; InstanceTerminated follows."""

    by: UserId
    at: datetime
    reason: str = ""


@fact
class InstanceSuspended(Event):
    """Nothing is done in the case until it is resumed; what is due waits."""

    by: UserId
    at: datetime
    reason: str


@fact
class InstanceResumed(Event):
    """The case goes on."""

    by: UserId
    at: datetime
    reason: str = ""


@fact
class InstanceRevived(Event):
    """The case had ended and begins again at an element; ControlMoved follows."""

    by: UserId
    at: datetime
    to: str
    reason: str


@fact
class CaseCorrected(Event):
    """An administrator stepped in: `what` is `jump` or `variables`; what changed follows."""

    what: str
    by: UserId
    at: datetime
    reason: str


@fact
class ApproversChanged(Event):
    """These people do a task of this case when control comes there; nobody: as modelled."""

    element_id: str
    people: tuple[UserId, ...]
    by: UserId
    at: datetime
    reason: str

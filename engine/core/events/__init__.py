"""What happened: the facts of the log. Additive change only; else a new version and an upcaster.

Field types are limited to: str, int, bool, None, datetime (aware UTC), tuples and mappings of
those, `Value` (see core.values), Reason, Person and the parts of a KeptRound: the codec writes
nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.events.absence import AbsenceCounted, AbsenceEnded, AbsenceRecorded, DueMoved
from engine.core.events.approval import (
    ApprovalCanceled,
    ApprovalDecided,
    ApprovalOpened,
    DelegationResolved,
    OpinionGiven,
    SeatAsked,
    SignerAdded,
    SignerRemoved,
    WorkItemAppointed,
    WorkItemDelegated,
    WorkItemHeld,
    WorkItemResumed,
)
from engine.core.events.base import (
    Event,
    Reason,
)
from engine.core.events.clauses import ClauseMarked, ClauseReviewed
from engine.core.events.comments import CommentAdded, CommentWithdrawn
from engine.core.events.deadlines import DeadlinePassed, DeadlinesSet
from engine.core.events.exchange import (
    MessageCorrelated,
    MessageExpired,
    MessagePublished,
    SignalBroadcast,
    SignalDelivered,
)
from engine.core.events.flow import (
    BpmnErrorThrown,
    CompensationThrown,
    DecisionEvaluated,
    ElementActivated,
    ElementCanceled,
    ElementCompleted,
    ElementPassed,
    EscalationThrown,
    FlowTaken,
)
from engine.core.events.instance import (
    IncidentRaised,
    IncidentResolved,
    InstanceCompleted,
    InstanceStarted,
    InstanceTerminated,
    RegisterEntryWritten,
    VariablesChanged,
)
from engine.core.events.moves import (
    ApproversChanged,
    CaseCorrected,
    ControlMoved,
    InstanceResumed,
    InstanceRevived,
    InstanceSuspended,
    InstanceWithdrawn,
    TurnReopened,
    WorkItemAdded,
    WorkItemReopened,
    WorkItemReturned,
    WorkItemTakenBack,
)
from engine.core.events.office import (
    FollowUpSet,
    InstanceRejected,
    PriorityChanged,
    VoteTakenBack,
)
from engine.core.events.people import (
    CaseRead,
    OrganisationChanged,
    SubstituteNamed,
    SubstitutionEnded,
)
from engine.core.events.quarantine import InstanceQuarantined, QuarantineLifted
from engine.core.events.resting import TriggerHeld
from engine.core.events.rounds import RoundRestored
from engine.core.events.starting import (
    StartConditionLapsed,
    StartTriggerDropped,
    StartTriggerOccurred,
)
from engine.core.events.waiting import (
    JobCanceled,
    JobCompleted,
    JobCreated,
    JobFailed,
    MessageAwaitCanceled,
    MessageAwaited,
    MessageReceived,
    MessageThrown,
    SignalAwaitCanceled,
    SignalAwaited,
    SignalReceived,
    SignalThrown,
    TimerCanceled,
    TimerFired,
    TimerScheduled,
)
from engine.core.events.work_item import (
    AdHocActivityChosen,
    WorkItemAssigned,
    WorkItemCanceled,
    WorkItemClaimed,
    WorkItemCompleted,
    WorkItemCreated,
    WorkItemEscalated,
    WorkItemFailed,
    WorkItemReleased,
    WorkItemSkipped,
)
from engine.core.events.worklist import (
    CaseDescribed,
    CopyRead,
    InstanceCopied,
    SubstituteActed,
    WorkItemTransferred,
    WorkItemUrged,
)

__all__ = [
    "EVENT_TYPES",
    "AbsenceCounted",
    "AbsenceEnded",
    "AbsenceRecorded",
    "AdHocActivityChosen",
    "ApprovalCanceled",
    "ApprovalDecided",
    "ApprovalOpened",
    "ApproversChanged",
    "BpmnErrorThrown",
    "CaseCorrected",
    "CaseDescribed",
    "CaseRead",
    "ClauseMarked",
    "ClauseReviewed",
    "CommentAdded",
    "CommentWithdrawn",
    "CompensationThrown",
    "ControlMoved",
    "CopyRead",
    "DeadlinePassed",
    "DeadlinesSet",
    "DecisionEvaluated",
    "DelegationResolved",
    "DueMoved",
    "ElementActivated",
    "ElementCanceled",
    "ElementCompleted",
    "ElementPassed",
    "EscalationThrown",
    "Event",
    "FlowTaken",
    "FollowUpSet",
    "IncidentRaised",
    "IncidentResolved",
    "InstanceCompleted",
    "InstanceCopied",
    "InstanceQuarantined",
    "InstanceRejected",
    "InstanceResumed",
    "InstanceRevived",
    "InstanceStarted",
    "InstanceSuspended",
    "InstanceTerminated",
    "InstanceWithdrawn",
    "JobCanceled",
    "JobCompleted",
    "JobCreated",
    "JobFailed",
    "MessageAwaitCanceled",
    "MessageAwaited",
    "MessageCorrelated",
    "MessageExpired",
    "MessagePublished",
    "MessageReceived",
    "MessageThrown",
    "OpinionGiven",
    "OrganisationChanged",
    "PriorityChanged",
    "QuarantineLifted",
    "Reason",
    "RegisterEntryWritten",
    "RoundRestored",
    "SeatAsked",
    "SignalAwaitCanceled",
    "SignalAwaited",
    "SignalBroadcast",
    "SignalDelivered",
    "SignalReceived",
    "SignalThrown",
    "SignerAdded",
    "SignerRemoved",
    "StartConditionLapsed",
    "StartTriggerDropped",
    "StartTriggerOccurred",
    "SubstituteActed",
    "SubstituteNamed",
    "SubstitutionEnded",
    "TimerCanceled",
    "TimerFired",
    "TimerScheduled",
    "TriggerHeld",
    "TurnReopened",
    "VariablesChanged",
    "VoteTakenBack",
    "WorkItemAdded",
    "WorkItemAppointed",
    "WorkItemAssigned",
    "WorkItemCanceled",
    "WorkItemClaimed",
    "WorkItemCompleted",
    "WorkItemCreated",
    "WorkItemDelegated",
    "WorkItemEscalated",
    "WorkItemFailed",
    "WorkItemHeld",
    "WorkItemReleased",
    "WorkItemReopened",
    "WorkItemResumed",
    "WorkItemReturned",
    "WorkItemSkipped",
    "WorkItemTakenBack",
    "WorkItemTransferred",
    "WorkItemUrged",
]

EVENT_TYPES: Mapping[str, type[Event]] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
"""Stored name -> class. Names are never reused for something else. (Not `__subclasses__`: that
also lists the class that `slots=True` replaced.)"""

"""Names the events that change no projection table by themselves."""

from __future__ import annotations

from typing import Final

from engine.core import events as ev

UNPROJECTED: Final[tuple[type[ev.Event], ...]] = (
    # Seen in the instance's own row, or only in its history.
    ev.InstanceCompleted,
    ev.InstanceTerminated,
    ev.WorkItemUrged,
    ev.ElementActivated,
    ev.ElementCompleted,
    ev.ElementPassed,
    ev.ElementCanceled,
    ev.FlowTaken,
    ev.DecisionEvaluated,
    ev.AdHocActivityChosen,
    ev.BpmnErrorThrown,
    ev.EscalationThrown,
    ev.CompensationThrown,
    ev.ApprovalOpened,
    ev.OpinionGiven,
    ev.ApprovalDecided,
    ev.ApprovalCanceled,
    ev.VoteTakenBack,
    ev.RoundRestored,
    ev.SignerAdded,
    ev.SignerRemoved,
    ev.SeatAsked,
    ev.ControlMoved,
    ev.TurnReopened,
    ev.WorkItemAdded,
    ev.WorkItemTakenBack,
    ev.InstanceWithdrawn,
    ev.InstanceRejected,
    ev.InstanceRevived,
    ev.CaseCorrected,
    ev.ApproversChanged,
    ev.WorkItemEscalated,
    ev.WorkItemSkipped,
    # In streams that belong to no case: engine.store.streams.
    ev.MessagePublished,
    ev.MessageExpired,
    ev.SignalBroadcast,
    ev.SignalDelivered,
    ev.OrganisationChanged,
    ev.StartTriggerOccurred,
    ev.StartConditionLapsed,
    ev.StartTriggerDropped,
    ev.InstanceQuarantined,
    ev.QuarantineLifted,
    ev.AbsenceCounted,
    ev.AbsenceRecorded,
    ev.AbsenceEnded,
    ev.SubstituteNamed,
    ev.SubstitutionEnded,
    ev.CaseRead,
    ev.ClauseMarked,
    ev.ClauseReviewed,
)

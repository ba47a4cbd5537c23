"""Names the events that leave the state of a case as it is."""

from __future__ import annotations

from typing import Final

WITHOUT_EFFECT: Final = (
    "MessagePublished", "MessageExpired", "MessageCorrelated", "SignalBroadcast",
    "SignalDelivered", "OrganisationChanged", "StartTriggerOccurred", "StartConditionLapsed",
    "StartTriggerDropped", "SubstituteNamed", "SubstitutionEnded", "CaseRead",
    "WorkItemEscalated", "WorkItemSkipped", "VariablesChanged", "ElementActivated",
    "ElementCompleted", "ElementPassed", "ElementCanceled", "FlowTaken", "DecisionEvaluated",
    "AdHocActivityChosen", "BpmnErrorThrown", "EscalationThrown", "CompensationThrown",
    "RegisterEntryWritten", "InstanceQuarantined", "QuarantineLifted", "ControlMoved",
    "TurnReopened",
    "ClauseMarked", "ClauseReviewed", "WorkItemHeld", "WorkItemResumed",
    "CaseCorrected", "FollowUpSet", "AbsenceRecorded", "AbsenceEnded", "AbsenceCounted",
)  # fmt: skip
"""Facts that are not about the case's own state, many of them in no case's history."""

"""Decides the retry of what is stuck."""

from __future__ import annotations

from datetime import datetime

from engine.core import policy
from engine.core.advance import AssignmentRequest, Retry
from engine.core.answers import Answers
from engine.core.commands import RetryIncident
from engine.core.decide import Decision
from engine.core.decide.assign import Offer, offer_to
from engine.core.definition import AssignmentKind
from engine.core.events import IncidentResolved, JobFailed, WorkItemAssigned
from engine.core.people import Person
from engine.core.state import Incident, IncidentKind, InstanceState, WorkItem
from engine.errors import InvalidState, NotFound, NotPermitted


def _open_incident(state: InstanceState, incident_id: str) -> Incident:
    incident = state.incidents.get(incident_id)
    if incident is None:
        raise NotFound(
            f"没有未解决的异常 {incident_id}", f"Expected an open incident, got {incident_id}"
        )
    return incident


def decide_retry(
    state: InstanceState, actor: Person, command: RetryIncident, now: datetime, answers: Answers
) -> Decision:
    """An operator tries the stuck element again, after correcting what made it stick."""
    if not policy.may_operate(actor, state.process):
        raise NotPermitted("您不能处理异常", "Expected an administrator or process owner")
    incident = _open_incident(state, command.incident_id)
    if incident.kind is IncidentKind.NOBODY_FOUND:
        return _assign_again(state, actor, incident, answers)
    if incident.kind is IncidentKind.JOB_FAILED and not (command.variables and incident.token):
        return _run_job_again(state, actor, incident, now)
    # The interpreter ends the incidents that it raised; a failed job's is the deciders' own.
    own = incident.kind is IncidentKind.JOB_FAILED
    return Decision(
        events=(IncidentResolved(incident_id=incident.id, by=actor.id),) if own else (),
        stimulus=Retry(token=incident.token, variables=command.variables, by=actor.id),
    )


def _assign_again(
    state: InstanceState, actor: Person, incident: Incident, answers: Answers
) -> Decision:
    item = state.work_items[incident.work_item_id or ""]
    offer = resolve_again(state, item, answers)
    if not offer.candidates:
        raise InvalidState(
            "仍然找不到办理人：请先在组织中为该角色指定人员",
            "Still nobody found: give somebody the role in the organisation first",
        )
    assigned = WorkItemAssigned(
        work_item_id=item.id,
        candidates=offer.candidates,
        excluded=item.excluded,
        assignee=offer.assignee,
        zh=offer.zh,
        en=offer.en,
    )
    return Decision(events=(assigned, IncidentResolved(incident_id=incident.id, by=actor.id)))


def resolve_again(state: InstanceState, item: WorkItem, answers: Answers) -> Offer:
    """Whom that means now which found nobody."""
    requests = tuple(
        AssignmentRequest(kind=AssignmentKind(kind), value=value) for kind, value in item.unresolved
    )
    return offer_to(requests, state.initiator, frozenset(item.excluded), answers)


def _run_job_again(
    state: InstanceState, actor: Person, incident: Incident, now: datetime
) -> Decision:
    jobs = [job for job in state.jobs.values() if job.token == incident.token]
    job = next((job for job in jobs if incident.id == f"{job.id}-i"), jobs[0])
    again = JobFailed(
        job_id=job.id,
        element_id=job.element_id,
        attempt=0,
        error=f"retried by {actor.id}",
        retry_at=now,
    )
    return Decision(events=(again, IncidentResolved(incident_id=incident.id, by=actor.id)))

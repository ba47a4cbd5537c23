"""Retrying what is stuck: which incidents the decider ends itself, and what it asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.core.absence import Whereabouts
from engine.core.advance import AssignmentRequest, Retry
from engine.core.answers import Resolution
from engine.core.commands import RetryIncident
from engine.core.decide import Decision
from engine.core.decide.incident import decide_retry
from engine.core.events import IncidentRaised, IncidentResolved, JobCreated, JobFailed
from engine.core.ids import InstanceId
from engine.core.people import Person
from tests.core.cast import MORNING, admin, case

JOB = JobCreated(
    job_id="c1-j3", element_id="s", token=2, connector="notify", inputs={}, due_at=MORNING
)


class Nobody:
    """No question about people is asked here."""

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        raise AssertionError(request)

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts:
        raise AssertionError(offered)

    def next_in(self, counter: str) -> int:
        raise AssertionError(counter)


def raised(kind: str) -> IncidentRaised:
    return IncidentRaised(incident_id="i1", kind=kind, element_id="s", token=2, zh="坏", en="bad")


def retried(kind: str, **variables: object) -> Decision:
    command = RetryIncident(instance_id=InstanceId("c1"), incident_id="i1", variables=variables)
    return decide_retry(case(JOB, raised(kind)), admin, command, MORNING, Nobody())


def test_stuck_element_is_tried_again_by_the_interpreter_that_ends_its_own_incident() -> None:
    decision = retried("expression", amount=1)

    assert decision.events == ()
    assert decision.stimulus == Retry(token=2, variables={"amount": 1}, by="admin")


def test_failed_job_is_run_again_as_it_is() -> None:
    decision = retried("job-failed")

    assert [type(event) for event in decision.events] == [JobFailed, IncidentResolved]
    assert decision.stimulus is None


def test_failed_job_with_corrected_variables_ends_its_incident_and_asks_for_a_new_job() -> None:
    decision = retried("job-failed", key="gm")

    assert decision.events == (IncidentResolved(incident_id="i1", by="admin"),)
    assert decision.stimulus == Retry(token=2, variables={"key": "gm"}, by="admin")

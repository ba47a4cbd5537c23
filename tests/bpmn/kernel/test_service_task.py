"""Service tasks: a job with inputs goes out, an answer or an error comes back."""

from decimal import Decimal

import pytest

from engine.core.events import JobCanceled, JobCreated
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import NOW, boundary_error, end, process, service, start, user


def straight(*more, **words):
    task = service("s", "register.read", {"key": "seal"}, {"line": "result.name"})
    return Case(process("p", start(), task, *more, end(), flows="start s end"), **words)


def test_service_task_creates_a_job_with_its_inputs():
    case = straight(variables={"seal": "gm"})

    (job,) = case.events(JobCreated)
    assert (job.connector, job.inputs, job.due_at) == ("register.read", {"key": "gm"}, NOW)
    assert job.job_id == "c1-j3"


def test_answer_goes_through_the_outputs():
    case = straight(variables={"seal": "gm"})

    assert case.job_done("s", {"name": "公章"})[:3] == ("set line", "-s", "s>end")
    assert case.variables()["line"] == "公章"
    assert case.is_over()


def test_nothing_of_the_answer_is_kept_without_outputs():
    case = Case(process("p", start(), service("s"), end(), flows="start s end"))
    case.job_done("s", {"name": "x"})

    assert case.variables() == {}


def test_failing_input_is_an_incident_and_no_job():
    task = service("s", "register.read", {"key": "upper case(seal)"})
    case = Case(process("p", start(), task, end(), flows="start s end"), names=["seal"])

    assert case.trace() == ("start", "start>s", "incident expression")
    assert case.retry("s", seal="gm") == (
        "set seal",
        "resolved by admin",
        "+s",
        "job register.read",
    )


def test_failing_output_is_retried_without_a_second_job():
    case = straight(variables={"seal": "gm"})

    assert case.job_done("s", Decimal(1)) == ("incident expression",)
    assert case.retry("s") == ("resolved by admin", "incident expression")


def test_job_can_be_answered_once_only():
    case = Case(process("p", start(), service("s"), user("a"), flows="start s a"))
    case.job_done("s")

    with pytest.raises(InvalidState):
        case.job_done("a")


def test_modelled_error_of_a_connector_is_caught_at_its_boundary():
    main = process(
        "p",
        start(),
        service("s"),
        boundary_error("missing", "s", "register-line-missing"),
        user("a"),
        flows="start s; missing a",
    )
    case = Case(main)

    assert case.throw("s", "register-line-missing") == (
        "error register-line-missing to missing",
        "xs by missing",
        "job canceled",
        "missing",
        "missing>a",
        "+a",
        "offer a",
    )


def test_uncaught_error_is_an_incident_and_a_retry_makes_a_new_job():
    case = straight(variables={"seal": "gm"})

    assert case.throw("s", "gone", "no such line") == (
        "error gone to None",
        "job canceled",
        "incident uncaught-error",
    )
    assert "no such line" in case.incident().zh
    assert case.retry("s", seal="hr") == (
        "set seal",
        "resolved by admin",
        "job register.read",
    )
    (job,) = case.events(JobCreated)
    assert job.inputs == {"key": "hr"}
    case.job_done("s", {"name": "x"})
    assert case.is_over()


def test_failed_job_can_be_replaced_by_one_with_corrected_inputs():
    case = straight(variables={"seal": "gm"})

    assert case.retry("s", seal="hr") == ("set seal", "job canceled", "job register.read")
    (old,) = case.events(JobCanceled)
    (new,) = case.events(JobCreated)
    assert old.job_id != new.job_id

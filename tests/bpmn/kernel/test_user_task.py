"""User tasks: offers, candidates, due dates, and where their data goes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.core.advance import TaskDone, WorkOffered
from engine.core.definition import Assignment, AssignmentKind
from engine.errors import InvalidState
from tests.bpmn.kernel.case import Case
from tests.builders import feel, process, service, start, user


def straight(*elements, **more):
    ids = " ".join(element.id for element in elements)
    return Case(process("p", start(), *elements, flows=f"start {ids}"), **more)


def test_user_task_is_offered_and_completed_in_order():
    case = straight(user("a"), user("b"))

    assert case.trace() == ("start", "start>a", "+a", "offer a")
    assert case.complete("a", x=1) == ("set x", "-a", "a>b", "+b", "offer b")


def test_user_task_offer_carries_its_candidates_and_process():
    by_role = Assignment(kind=AssignmentKind.ROLE, literal="gm")
    by_field = Assignment(kind=AssignmentKind.USER, expression=feel("approver"))
    heads = Assignment(kind=AssignmentKind.DEPARTMENT_HEAD)
    case = straight(user("a", assignments=(by_role, by_field, heads)), variables={"approver": "li"})

    (offered,) = case.events(WorkOffered)

    asked = [(one.kind, one.value) for one in offered.assignments]
    assert asked == [("role", "gm"), ("user", "li"), ("department-head", None)]
    assert offered.process == "p"


def test_user_task_offers_to_each_of_a_list():
    each = Assignment(kind=AssignmentKind.USER, expression=feel("people"))
    case = straight(user("a", assignments=(each,)), variables={"people": ["li", "wang"]})

    (offered,) = case.events(WorkOffered)

    assert [one.value for one in offered.assignments] == ["li", "wang"]


def test_user_task_is_stuck_when_a_candidate_is_not_text():
    each = Assignment(kind=AssignmentKind.USER, expression=feel("people"))
    case = straight(user("a", assignments=(each,)), variables={"people": Decimal(3)})

    assert case.incident().kind == "expression"
    assert case.retry("a", people="li") == ("set people", "resolved by admin", "+a", "offer a")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ('duration("P2D")', datetime(2026, 11, 24, 2, 0, tzinfo=UTC)),
        ('duration("P1M")', datetime(2026, 12, 22, 2, 0, tzinfo=UTC)),
        ('date and time("2026-12-01T18:00:00")', datetime(2026, 12, 1, 10, 0, tzinfo=UTC)),
        ('date and time("2026-12-01T18:00:00Z")', datetime(2026, 12, 1, 18, 0, tzinfo=UTC)),
    ],
)
def test_user_task_due_is_a_moment_or_a_duration_from_now(text, due):
    (offered,) = straight(user("a", due=feel(text))).events(WorkOffered)

    assert offered.due_at == due


def test_user_task_is_stuck_when_due_is_neither_moment_nor_duration():
    case = straight(user("a", due=feel("5")))

    assert case.incident().kind == "expression"
    assert "5" in case.incident().zh


def test_user_task_is_stuck_when_due_is_beyond_the_calendar():
    case = straight(user("a", due=feel('duration("P9000Y")')))

    assert case.incident().kind == "expression"


def test_fields_become_variables_by_whoever_completed():
    case = straight(user("a"), user("b"))
    case.complete("a", by="wang", amount=Decimal(5), note="x")

    (changed,) = [one for one in case.happened if hasattr(one, "new")]
    assert (changed.by, changed.new, changed.old) == (
        "wang",
        {"amount": Decimal(5), "note": "x"},
        {},
    )


def test_only_changed_variables_are_told_with_their_old_values():
    case = straight(user("a"), user("b"), variables={"kept": "k", "amount": Decimal(1)})
    case.complete("a", kept="k", amount=Decimal(2), fresh=True)

    (changed,) = [one for one in case.happened if hasattr(one, "new")]
    assert changed.new == {"amount": Decimal(2), "fresh": True}
    assert changed.old == {"amount": Decimal(1)}


def test_nothing_is_told_when_no_variable_changed():
    case = straight(user("a"), user("b"), variables={"kept": ["k", Decimal("1.0")]})

    assert case.complete("a", kept=["k", Decimal("1.0")])[0] == "-a"


def test_equal_numbers_of_other_writing_are_a_change():
    case = straight(user("a"), user("b"), variables={"amount": Decimal("1.0")})

    assert case.complete("a", amount=Decimal("1.00"))[0] == "set amount"
    assert case.complete("b", amount=True)[0] == "set amount"


def test_output_mappings_see_form_fields_and_variables_and_set_only_their_names():
    outputs = {"total": "price * count"}
    case = straight(
        user("a", outputs=outputs), user("b"), variables={"count": Decimal(3)}, names=["price"]
    )
    case.complete("a", price=Decimal(2))

    assert case.variables() == {"count": Decimal(3), "total": Decimal(6)}


def test_failing_output_keeps_the_completion_and_can_be_retried():
    outputs = {"total": "price * count"}
    case = straight(user("a", outputs=outputs), user("b"), names=["price", "count"])

    assert case.complete("a", price=Decimal(2)) == ("incident expression",)
    assert "price * count" in case.incident().zh
    assert case.retry("a", count=Decimal(4)) == (
        "set count",
        "resolved by admin",
        "set total",
        "-a",
        "a>b",
        "+b",
        "offer b",
    )


def test_initiator_is_seen_everywhere_and_cannot_be_overwritten():
    case = straight(user("a"), service("s", inputs={"who": "initiator.name"}))
    case.complete("a", initiator="nobody")

    (job,) = [one for one in case.happened if hasattr(one, "connector")]
    assert job.inputs == {"who": "小李"}
    assert case.variables() == {}


def test_completion_is_rejected_when_nothing_waits():
    case = straight(user("a"), user("b"))
    done = case.token("a")
    case.complete("a")

    with pytest.raises(InvalidState):
        case.send(TaskDone(token=done, data={}, by="li"))


def test_completion_is_rejected_when_the_token_waits_for_something_else():
    case = straight(service("s"))

    with pytest.raises(InvalidState):
        case.complete("s")
    with pytest.raises(InvalidState):
        straight(user("a")).job_done("a")


def test_open_user_task_can_be_offered_again():
    case = straight(user("a"))

    assert case.retry("a", x=1) == ("set x", "offer a")


def test_output_that_cannot_be_kept_is_an_incident():
    case = straight(user("a", outputs={"odd": '{"$date": 1}'}), user("b"))

    assert case.complete("a") == ("incident expression",)
    assert "$date" in case.incident().zh

"""How an assignment becomes people: roles, heads, superiors, and who steps in for whom."""

from __future__ import annotations

import pytest

from engine.core.advance import AssignmentRequest
from engine.core.answers import Resolution
from engine.core.definition import AssignmentKind
from engine.core.ids import UserId
from engine.core.people import Person
from engine.identity.organisation import Organisation, read_organisation
from engine.identity.resolve import LiveAnswers
from engine.paths import processes_dir


@pytest.fixture(scope="module")
def sample() -> Organisation:
    return read_organisation((processes_dir() / "organisation.yaml").read_bytes())


def person(sample: Organisation, login: str) -> Person:
    found = sample.person(UserId(login))
    assert found is not None
    return found


def resolve(
    sample: Organisation,
    kind: str,
    value: str | None = None,
    *,
    by: str = "purchaser",
    excluded: str = "",
) -> Resolution:
    request = AssignmentRequest(kind=AssignmentKind(kind), value=value)
    return LiveAnswers(sample).resolve(request, person(sample, by), frozenset(excluded.split()))


@pytest.mark.parametrize(
    ("kind", "value", "principals", "people"),
    [
        ("role", "gm", ["role:gm"], ["gm"]),
        ("role", "salesperson", ["role:salesperson"], ["new-hire", "salesperson"]),
        ("department-head", None, ["user:purchasing-manager"], ["purchasing-manager"]),
        ("department-head", "audit", ["user:auditor"], ["auditor"]),
        ("superior", None, ["user:purchasing-manager"], ["purchasing-manager"]),
        ("superior", "cashier", ["user:finance-manager"], ["finance-manager"]),
        ("user", "cashier", ["user:cashier"], ["cashier"]),
        ("initiator", None, ["user:purchaser"], ["purchaser"]),
        ("role", "unknown", [], []),
        ("department-head", "unknown", [], []),
        ("superior", "gm", [], []),
        ("user", "unknown", [], []),
        ("user", None, [], []),
    ],
)
def test_assignment_means_these_people(
    sample: Organisation, kind: str, value: str | None, principals: list[str], people: list[str]
) -> None:
    found = resolve(sample, kind, value)

    assert list(found.principals) == principals
    assert list(found.people) == people
    assert bool(found.zh and found.en) is bool(people)


def test_reason_says_why_it_is_me(sample: Organisation) -> None:
    head = resolve(sample, "department-head", "office")

    assert (head.zh, head.en) == (
        "因为您是综合办公室负责人",
        "You are the head of General office",
    )


def test_excluded_holder_is_left_out_and_the_others_are_named(sample: Organisation) -> None:
    found = resolve(sample, "role", "salesperson", excluded="new-hire")

    assert found.principals == ("user:salesperson",)


def test_superior_steps_in_when_every_holder_is_excluded(sample: Organisation) -> None:
    found = resolve(sample, "role", "cashier", excluded="cashier")

    assert found.principals == ("user:finance-manager",)
    assert "冯秀兰" in found.zh


def test_superiors_are_asked_one_level_at_a_time(sample: Organisation) -> None:
    found = resolve(sample, "role", "cashier", excluded="cashier finance-manager")

    assert found.people == ("gm",)


def test_head_who_asks_for_themselves_is_judged_by_their_superior(sample: Organisation) -> None:
    found = resolve(sample, "department-head", by="sales-manager", excluded="sales-manager")

    assert found.people == ("deputy-gm-sales",)


def test_nobody_is_found_above_the_top(sample: Organisation) -> None:
    assert resolve(sample, "role", "gm", by="gm", excluded="gm").principals == ()

"""Multi-instance activities: how many, with which items, and when they are complete (13.3.7)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.advance import WorkOffered
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import multi, task
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.instances import NAMES, case_of, done, line, offered
from tests.builders import (
    call,
    end,
    process,
    service,
    start,
    sub,
    user,
    xor,
)

# --- how many


def test_parallel_instances_are_offered_all_at_once():
    case = case_of(multi(user("a"), cardinality="3"))

    assert offered(case) == ["a", "a", "a"]
    assert case.positions() == ["a", "a", "a"]


def test_sequential_instances_are_offered_one_after_the_other():
    case = case_of(multi(user("a"), cardinality="3", sequential=True))
    for _ in range(3):
        assert case.positions() == ["a"]
        done(case, 0)

    assert case.positions() == ["z"]


def test_parallel_instances_complete_in_any_order():
    case = case_of(multi(user("a"), cardinality="3"))
    done(case, 1)
    done(case, 1)
    assert case.positions() == ["a"]

    assert done(case, 0) == ("-a", "-a", "a>z", "+z", "offer z")


@pytest.mark.parametrize("sequential", [False, True])
def test_no_instances_complete_the_activity_at_once(sequential):
    case = case_of(multi(user("a"), cardinality="0", sequential=sequential))

    assert case.trace() == ("start", "start>a", "+a", "-a", "a>z", "+z", "offer z")


@pytest.mark.parametrize("sequential", [False, True])
def test_no_items_give_an_empty_output_collection(sequential):
    activity = multi(
        user("a"),
        collection="[]",
        output_item="opinion",
        output_collection="opinions",
        sequential=sequential,
    )

    assert case_of(activity).variables()["opinions"] == []


@pytest.mark.parametrize("value", [Decimal(-1), Decimal("1.5"), "two", None, True, Decimal(10**9)])
def test_cardinality_that_is_no_count_is_an_incident(value):
    case = case_of(multi(user("a"), cardinality="count"), variables={"count": value})
    incident = case.incident()

    assert incident.kind == "expression"
    assert "a whole number of instances" in incident.en
    case.retry("a", count=Decimal(2))
    assert offered(case) == ["a", "a"]


@pytest.mark.parametrize("value", ["abc", Decimal(3), None, {"a": Decimal(1)}])
def test_collection_that_is_no_list_is_an_incident(value):
    case = case_of(multi(user("a"), collection="item"), variables={"item": value})

    assert case.incident().kind == "expression"
    assert "a list" in case.incident().en
    case.retry("a", item=["x"])
    assert offered(case) == ["a"]


# --- items


@pytest.mark.parametrize("sequential", [False, True])
def test_each_instance_sees_its_item_and_number(sequential):
    activity = multi(
        task("a", {"opinion": "item + string(loopCounter)"}),
        collection='["x", "y", "z"]',
        input_item="item",
        output_item="opinion",
        output_collection="opinions",
        sequential=sequential,
    )

    assert case_of(activity).variables()["opinions"] == ["x1", "y2", "z3"]


def test_output_items_keep_the_place_of_their_instance():
    activity = multi(
        user("a"), cardinality="3", output_item="opinion", output_collection="opinions"
    )
    case = case_of(activity)
    done(case, 2, opinion="third")
    done(case, 0, opinion="first")
    done(case, 0, opinion="second")

    assert case.variables()["opinions"] == ["first", "second", "third"]
    assert "opinion" not in case.variables()


def test_instances_that_were_not_completed_leave_null_in_the_output_collection():
    activity = multi(
        user("a"),
        cardinality="3",
        output_item="opinion",
        output_collection="opinions",
        completion_condition="nrOfCompletedInstances = 1",
    )
    case = case_of(activity)
    done(case, 1, opinion="mine")

    assert case.variables()["opinions"] == [None, "mine", None]


def test_input_item_can_be_the_output_item():
    activity = multi(
        task("a", {"item": "item * 10"}),
        collection="[1, 2]",
        input_item="item",
        output_item="item",
        output_collection="opinions",
    )

    assert case_of(activity).variables()["opinions"] == [10, 20]


def test_assignment_of_an_instance_reads_its_item():
    from engine.core.definition import Assignment, AssignmentKind
    from tests.builders import feel

    by_item = Assignment(kind=AssignmentKind.USER, expression=feel("item"))
    activity = multi(
        user("a", assignments=(by_item,)), collection='["li", "wang"]', input_item="item"
    )
    offers = case_of(activity).events(WorkOffered)

    assert [one.assignments[0].value for one in offers] == ["li", "wang"]


# --- variables


def test_answers_of_instances_do_not_overwrite_each_other():
    inside = multi(
        sub("a", start("si"), user("b"), user("c"), xor("g"), end("yes"), end("no")),
        cardinality="2",
    )
    flows = "start a z; si b c g; g>yes: approved; g>no: else"
    case = case_of(inside, flows=flows, variables={"approved": None})
    done(case, 0, approved=True)
    done(case, 0, approved=False)

    assert "g>yes" in done(case, 0)
    assert "g>no" in done(case, 0)
    assert case.variables()["approved"] is None


def test_mappings_of_instances_add_up_in_a_variable_outside():
    activity = multi(user("a", outputs={"count": "count + 1"}), cardinality="3")
    case = case_of(activity, variables={"count": Decimal(0)})
    for _ in range(3):
        done(case, 0)

    assert case.variables()["count"] == 3


def test_what_an_instance_creates_ends_with_it():
    case = case_of(multi(task("a", {"opinion": "loopCounter"}), cardinality="2"))

    assert case.variables() == {}


# --- on other activities


def test_multi_instance_service_task_makes_a_job_for_each_item():
    activity = multi(
        service("a", outputs={"opinion": "result"}),
        collection="[1, 2]",
        output_item="opinion",
        output_collection="opinions",
    )
    case = case_of(activity)
    case.job_done("a", "one")
    case.job_done("a", "two")

    assert case.variables()["opinions"] == ["one", "two"]


def test_multi_instance_call_activity_calls_for_each_item():
    called = process("q", start("qs"), user("b"), end("qe"), flows="qs b qe")
    activity = multi(
        call("a", "q", {"x": "item"}, {"opinion": "result.x"}),
        collection='["l", "r"]',
        input_item="item",
        output_item="opinion",
        output_collection="opinions",
    )
    definition = line(activity)
    case = Case(definition, called, names=[*NAMES, "x"])
    assert offered(case) == ["b", "b"]
    done(case, 1)
    done(case, 0)

    assert case.variables()["opinions"] == ["l", "r"]


def test_multi_instance_can_be_nested():
    inner = multi(user("b"), cardinality="item")
    outer = multi(sub("a", start("si"), inner, end("se")), collection="[1, 2]", input_item="item")
    case = case_of(outer, flows="start a z; si b se")
    assert offered(case) == ["b", "b", "b"]
    for _ in range(3):
        done(case, 0)

    assert case.positions() == ["z"]


@pytest.mark.parametrize(
    ("marker", "rule_id"),
    [
        ({}, "multi-instance"),
        ({"cardinality": "2", "collection": "[1]"}, "multi-instance"),
        ({"cardinality": "2", "output_item": "opinion"}, "multi-instance"),
        ({"cardinality": "2", "behavior": "one"}, "multi-instance-event"),
    ],
)
def test_incomplete_marker_is_refused(marker, rule_id):
    with pytest.raises(DeploymentRefused) as refused:
        case_of(multi(user("a"), **marker))

    assert [finding.rule for finding in refused.value.findings] == [rule_id]

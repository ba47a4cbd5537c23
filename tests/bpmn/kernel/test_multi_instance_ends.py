"""When multi-instance activities end: completion conditions and interruption (13.3.7)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.advance import ErrorThrown
from engine.core.events import ElementCanceled
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import multi, task
from tests.bpmn.kernel.instances import A_DAY, case_of, done
from tests.builders import (
    boundary,
    boundary_error,
    end,
    message_catch,
    rule,
    start,
    sub,
    user,
)

# --- completion condition


@pytest.mark.parametrize("sequential", [False, True])
def test_completion_condition_ends_the_activity_early(sequential):
    activity = multi(
        user("a"),
        cardinality="5",
        sequential=sequential,
        completion_condition="nrOfCompletedInstances >= 2",
    )
    case = case_of(activity)
    done(case, 0)
    done(case, 0)

    assert case.positions() == ["z"]
    assert len(case.events(ElementCanceled)) == (0 if sequential else 3)


def test_completion_condition_sees_how_many_instances_there_are():
    condition = (
        "[nrOfInstances, nrOfActiveInstances, nrOfCompletedInstances, nrOfTerminatedInstances]"
        " = [3, 1, 2, 0]"
    )
    case = case_of(multi(user("a"), cardinality="3", completion_condition=condition))
    done(case, 0)
    assert case.positions() == ["a", "a"]

    done(case, 0)
    assert case.positions() == ["z"]


def test_completion_condition_reads_the_variables_of_the_completed_instance():
    case = case_of(multi(user("a"), cardinality="3", completion_condition="not(approved)"))
    done(case, 0, approved=True)
    assert case.positions() == ["a", "a"]

    done(case, 1, approved=False)
    assert case.positions() == ["z"]


def test_completion_condition_that_fails_is_an_incident_that_can_be_retried():
    case = case_of(multi(user("a"), cardinality="2", completion_condition="approved"))
    done(case, 0)
    assert case.incident().kind == "expression"
    assert case.positions() == ["a", "a"]

    case.retry("a", approved=False)
    assert case.positions() == ["a"]


# --- interruption


def test_boundary_event_belongs_to_the_whole_activity():
    late = boundary("late", "a", A_DAY)
    case = case_of(multi(user("a"), cardinality="3"), late, user("l"), flows="start a z; late l")
    done(case, 0)
    trace = case.fire("late")

    assert case.positions() == ["l"]
    assert trace.count("xa by late") == 3  # two instances and the whole


def test_non_interrupting_boundary_event_occurs_once_for_all_instances():
    late = boundary("late", "a", A_DAY, interrupting=False)
    case = case_of(multi(user("a"), cardinality="2"), late, user("l"), flows="start a z; late l")
    case.fire("late")

    assert sorted(case.positions()) == ["a", "a", "l"]


def test_error_out_of_one_instance_interrupts_all():
    bad = boundary_error("bad", "a", "E")
    case = case_of(multi(user("a"), cardinality="3"), bad, user("e"), flows="start a z; bad e")
    token = max(item.token for item in case.instance.work_items.values())
    case.send(ErrorThrown(token=token, code="E"))

    assert case.positions() == ["e"]
    assert not [i for i in case.instance.work_items.values() if i.element_id == "a"]


def test_incident_inside_one_instance_leaves_the_others_alone():
    activity = multi(rule("a", "none"), cardinality="2")
    with pytest.raises(DeploymentRefused):
        case_of(activity)
    stuck = multi(task("a", {"opinion": "1 / count"}), cardinality="2")
    case = case_of(stuck, variables={"count": Decimal(0)})
    assert case.positions() == ["a", "a"]
    case.retry("a", count=Decimal(1))
    assert case.positions() == ["a"]

    case.retry("a")
    assert case.positions() == ["z"]


def test_waiting_instances_each_await_their_own_message():
    inside = multi(
        sub("a", start("si"), message_catch("m", "reply", "item"), end("se")),
        collection='["k1", "k2"]',
        input_item="item",
    )
    case = case_of(inside, flows="start a z; si m se")
    keys = [one.key for one in case.live.watches.values()]
    assert keys == ["k1", "k2"]
    case.message("m")
    case.message("m")

    assert case.positions() == ["z"]


def test_stopping_a_case_in_a_multi_instance_leaves_nothing():
    activity = multi(
        user("a"),
        collection="[1, 2]",
        input_item="item",
        output_item="opinion",
        output_collection="opinions",
    )
    case = case_of(activity)
    done(case, 0, opinion="x")
    case.stop()

    assert case.is_over()
    assert not case.live.loops
    assert not case.live.collected

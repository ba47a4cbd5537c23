"""What completed instances throw: behavior none, one, all and complex (BPMN 2.0.2, 13.3.7)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.definition import EventBehavior
from engine.core.events import EscalationThrown, MessageThrown, SignalThrown
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import error, escalation, multi, signal, task
from tests.bpmn.kernel.case import Case
from tests.bpmn.kernel.instances import NAMES, done
from tests.builders import boundary, message_event, process, start, timer_event, user

EACH = {"behavior": EventBehavior.NONE}
FIRST = {"behavior": EventBehavior.ONE}


def case_of(marker, event, interrupting=False, activity=None):
    """Three instances of `a`; what the boundary event `b` catches goes to the user task `k`."""
    return Case(
        process(
            "p",
            start(),
            multi(activity or user("a"), cardinality="3", **marker),
            boundary("b", "a", event, interrupting=interrupting),
            user("k"),
            user("z"),
            flows="start a z; b k",
        ),
        names=[*NAMES],
    )


def test_behavior_none_throws_at_each_completed_instance():
    case = case_of({**EACH, "none_event": escalation("E")}, escalation("E"))
    for caught in range(1, 4):
        done(case, 0)
        assert len(case.events(EscalationThrown)) == 1
        assert case.positions().count("k") == caught

    assert "z" in case.positions()


def test_behavior_one_throws_at_the_first_completed_instance_only():
    case = case_of({**FIRST, "one_event": escalation("E")}, escalation("E"))
    for _ in range(3):
        done(case, 0)

    assert case.positions().count("k") == 1
    assert "z" in case.positions()


def test_behavior_all_throws_nothing():
    case = case_of({"one_event": escalation("E")}, escalation("E"))
    for _ in range(3):
        done(case, 0)

    assert case.positions() == ["z"]


def test_interrupting_boundary_event_that_catches_ends_all_instances():
    case = case_of({**FIRST, "one_event": escalation("E")}, escalation("E"), interrupting=True)
    done(case, 1)

    assert case.positions() == ["k"]


def test_error_thrown_by_an_instance_ends_all_instances():
    case = case_of({**EACH, "none_event": error("E")}, error("E"), interrupting=True)
    done(case, 0)

    assert case.positions() == ["k"]
    assert not case.live.loops


def test_error_that_nothing_catches_is_an_incident_at_its_instance():
    case = case_of({**EACH, "none_event": error("other")}, error("E"), interrupting=True)
    done(case, 0)

    assert case.incident().kind == "uncaught-error"
    assert case.positions() == ["a", "a", "a"]


def test_complex_behavior_throws_what_its_conditions_say():
    events = (
        ("not(approved)", escalation("no")),
        ("nrOfCompletedInstances = 2 and approved", escalation("two")),
    )
    case = case_of({"behavior": EventBehavior.COMPLEX, "complex_events": events}, escalation("no"))
    thrown = []
    for approved in (True, True, False):
        done(case, 0, approved=approved)
        thrown += [one.code for one in case.events(EscalationThrown)]

    assert thrown == ["two", "no"]
    assert sorted(case.positions()) == ["k", "z"]


def test_condition_of_a_complex_behavior_that_fails_can_be_retried():
    events = (("approved", escalation("E")),)
    case = case_of({"behavior": EventBehavior.COMPLEX, "complex_events": events}, escalation("E"))
    done(case, 0)
    assert case.incident().kind == "expression"

    case.retry("a", approved=True)
    assert case.positions().count("k") == 1


def test_signal_is_broadcast_by_each_instance():
    case = case_of({**EACH, "none_event": signal("S")}, signal("S"))
    done(case, 0)
    assert len(case.events(SignalThrown)) == 1
    case.signal("b")

    assert case.positions().count("k") == 1


def test_signal_of_the_last_instance_still_reaches_the_boundary_event():
    case = case_of({**EACH, "none_event": signal("S")}, signal("S"))
    for _ in range(3):
        done(case, 0)

    assert sorted(case.positions()) == ["k", "z"]


def test_interrupting_signal_of_the_last_instance_takes_the_place_of_the_normal_way():
    case = case_of({**EACH, "none_event": signal("S")}, signal("S"), True, task("a"))

    assert case.positions() == ["k"]
    assert not case.live.watches


def test_message_carries_the_key_of_the_instance():
    event = message_event("told", "loopCounter")
    late = timer_event('duration("P1D")')
    case = case_of({**EACH, "none_event": event}, late, activity=task("a"))
    keys = [one.correlation_key for one in case.events(MessageThrown)]

    assert keys == [str(Decimal(number)) for number in (1, 2, 3)]


def test_event_that_an_instance_cannot_throw_is_refused():
    late = timer_event('duration("P1D")')
    with pytest.raises(DeploymentRefused) as refused:
        case_of({**EACH, "none_event": late}, late)

    assert [finding.rule for finding in refused.value.findings] == ["multi-instance-event"]


def test_throwing_instances_end_with_the_case():
    case = case_of({**EACH, "none_event": escalation("E")}, escalation("E"))
    done(case, 0)
    case.stop()

    assert case.is_over()

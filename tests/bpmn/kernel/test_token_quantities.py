"""startQuantity and completionQuantity of activities (BPMN 2.0.2, 13.3.2)."""

from __future__ import annotations

import pytest

from engine.core.advance import TaskDone
from engine.core.events import FlowTaken
from engine.errors import DeploymentRefused
from tests.bpmn.kernel.activities import multi, task
from tests.bpmn.kernel.case import Case
from tests.builders import end, parallel, process, service, start, sub, user


def fork(*branches, into="a", target=None, more="a end"):
    """As many branches as tasks are named, all leading to one activity."""
    users = [user(branch) for branch in branches]
    flows = "\n".join(["start f", *(f"f {branch} {into}" for branch in branches), more])
    return process("p", start(), parallel("f"), *users, target, end(), flows=flows)


def test_activity_starts_once_for_as_many_tokens_as_it_needs():
    case = Case(fork("x", "y", target=user("a", start_quantity=2)))
    case.complete("x")
    assert case.positions() == ["y", "a"]
    assert not case.instance.work_items.keys() & {f"c1-{case.token('a')}"}

    case.complete("y")
    assert case.positions() == ["a"]
    assert case.complete("a")[-1] == "completed end"


def test_activity_starts_again_for_the_next_tokens():
    case = Case(fork("v", "w", "x", "y", target=task("a", start_quantity=2)))
    for branch in "vwxy":
        case.complete(branch)

    passed = [one for one in case.log if getattr(one, "flow_id", "") == "a-end"]
    assert len(passed) == 2
    assert case.is_over()


def test_tokens_that_are_too_few_at_the_end_are_a_deadlock():
    case = Case(fork("x", target=task("a", start_quantity=2)))
    case.complete("x")

    assert case.incident().kind == "deadlock"
    case.stop()
    assert case.is_over()


def test_activity_sends_as_many_tokens_as_its_completion_quantity_says():
    definition = process(
        "p", start(), task("a", completion_quantity=3), user("b"), flows="start a b"
    )
    case = Case(definition)

    assert case.positions() == ["b", "b", "b"]
    assert len(case.events(FlowTaken)) == 4


def test_completion_quantity_goes_along_every_flow_that_is_taken():
    definition = process(
        "p",
        start(),
        user("a", completion_quantity=2),
        user("b"),
        user("c"),
        user("d"),
        flows="start a; a>b; a>c: x; a>d: not(x)",
    )
    case = Case(definition, variables={"x": True})
    case.complete("a")

    assert case.positions() == ["b", "b", "c", "c"]


def test_completion_quantity_without_outgoing_flow_ends_once():
    case = Case(process("p", start(), task("a", completion_quantity=5), flows="start a"))

    assert case.is_over()


def test_tokens_sent_by_one_activity_start_the_next_in_groups():
    definition = process(
        "p",
        start(),
        task("a", completion_quantity=6),
        user("b", start_quantity=3),
        end(),
        flows="start a b end",
    )
    case = Case(definition)
    assert case.positions() == ["b", "b"]
    case.complete("b")
    case.complete("b")

    assert case.is_over()


@pytest.mark.parametrize("build", [service, lambda ref, **more: sub(ref, user("i"), **more)])
def test_failing_activity_that_needed_several_tokens_is_retried_without_new_ones(build):
    activity = build("a", start_quantity=2, completion_quantity=2)
    elements = activity if isinstance(activity, tuple) else (activity,)
    flows = "start g a; a b"
    giver = task("g", completion_quantity=2)
    case = Case(process("p", start(), giver, *elements, user("b"), flows=flows))
    if build is service:
        case.throw("a", "E")
        case.retry("a")
        case.job_done("a")
    else:
        case.complete("i")

    assert case.positions() == ["b", "b"]


def test_token_quantities_count_for_a_multi_instance_activity_as_a_whole():
    many = multi(user("a", start_quantity=2, completion_quantity=2), cardinality="3")
    giver = task("g", completion_quantity=2)
    case = Case(process("p", start(), giver, many, user("b"), flows="start g a b"))
    assert case.positions() == ["a", "a", "a"]
    for item in list(case.instance.work_items.values()):
        case.send(TaskDone(token=item.token, data={}, by="anna"))

    assert case.positions() == ["b", "b"]


@pytest.mark.parametrize("quantity", ["start_quantity", "completion_quantity"])
def test_quantity_below_one_is_refused(quantity):
    with pytest.raises(DeploymentRefused) as refused:
        Case(process("p", start(), task("a", **{quantity: 0}), flows="start a"))

    assert [finding.rule for finding in refused.value.findings] == ["token-quantity"]

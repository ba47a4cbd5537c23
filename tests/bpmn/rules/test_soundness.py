"""Deadlocks, dead elements, doubled work and endless loops are found, with the way to them."""

from __future__ import annotations

import time

import pytest

from engine.bpmn.rules import check
from engine.bpmn.soundness import levels_of
from engine.bpmn.soundness.net import Net
from engine.bpmn.soundness.search import explore
from engine.core.definition import ProcessDefinition
from tests.bpmn.rules.given import findings, flow, flows, nodes, process

SHAPE = {
    "bounded",
    "no-deadlock",
    "no-dead-element",
    "no-doubling",
    "option-to-end",
    "searched-whole",
}
ENDS = nodes(s="startEvent", e="endEvent")
AB = nodes(a="userTask", b="userTask")


def shape_of(body: str) -> set[str]:
    return set(findings(process(ENDS + body))) & SHAPE


@pytest.mark.parametrize(
    "body",
    [
        AB + nodes(x="exclusiveGateway", j="exclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="parallelGateway", j="parallelGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="inclusiveGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="exclusiveGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(x="parallelGateway", j="inclusiveGateway") + flows("s>x>a>j>e", "x>b>j"),
        AB + nodes(j="exclusiveGateway", x="exclusiveGateway") + flows("s>j>a>x>e", "x>b>j"),
        AB + nodes(x="parallelGateway", f="endEvent") + flows("s>x>a>e", "x>b>f"),
        AB
        + '<boundaryEvent id="w" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
        + nodes(j="exclusiveGateway")
        + flows("s>a>j>e", "w>b>j"),
        AB
        + '<endEvent id="stop"><terminateEventDefinition/></endEvent>'
        + nodes(x="parallelGateway")
        + flows("s>x>a>stop", "x>b>e"),
    ],
)
def test_sound_shape_has_no_finding(body: str):
    assert shape_of(body) == set()


def test_parallel_join_after_a_choice_is_a_deadlock_with_its_path():
    gates = nodes(x="exclusiveGateway", j="parallelGateway")
    definition = process(ENDS + AB + gates + flows("s>x>a>j>e", "x>b>j"))
    finding = findings(definition)["no-deadlock"]
    assert (finding.severity, finding.element_id) == ("error", "j")
    assert "s → x → a" in finding.text.zh


def test_parallel_join_inside_a_loop_that_waits_for_itself_is_a_deadlock():
    gates = nodes(j="parallelGateway", x="exclusiveGateway")
    assert "no-deadlock" in shape_of(AB + gates + flows("s>j>a>x>e", "x>b>j"))


def test_join_of_a_boundary_path_that_may_not_happen_is_a_deadlock():
    timer = '<boundaryEvent id="w" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
    body = AB + timer + nodes(j="parallelGateway") + flows("s>a>j>e", "w>b>j")
    assert "no-deadlock" in shape_of(body)


def test_parallel_paths_into_an_exclusive_merge_do_the_work_twice():
    body = AB + nodes(x="parallelGateway", j="exclusiveGateway", t="userTask")
    finding = findings(process(ENDS + body + flows("s>x>a>j>t>e", "x>b>j")))["no-doubling"]
    assert finding.severity == "warning"
    assert finding.element_id == "j_t"


def test_parallel_loop_without_a_way_out_never_ends():
    body = AB + nodes(x="parallelGateway", u="userTask", j="exclusiveGateway")
    assert shape_of(body + flows("s>x>a>e", "x>j>b>u>j")) == {"option-to-end"}


def test_conditional_flow_of_a_task_is_a_choice():
    body = nodes(n="endEvent") + '<userTask id="t" default="t_e"/>'
    assert shape_of(body + flows("s>t>e") + flow("t", "n", "x")) == set()


def test_inner_level_of_a_sub_process_is_checked_by_itself():
    inner = (
        nodes(i="startEvent", x="exclusiveGateway", j="parallelGateway", z="endEvent")
        + AB
        + flows("i>x>a>j>z", "x>b>j")
    )
    assert "no-deadlock" in shape_of(f'<subProcess id="p1">{inner}</subProcess>' + flows("s>p1>e"))


def big(width: int, depth: int) -> ProcessDefinition:
    """Parallel branches of choices, one after the other."""
    body = ENDS + nodes(x="parallelGateway", j="parallelGateway") + flows("s>x", "j>e")
    for branch in range(width):
        before = "x"
        for step in range(depth):
            split, left, right, join = (f"{k}{branch}_{step}" for k in "smnt")
            body += nodes(**{split: "exclusiveGateway", join: "exclusiveGateway"})
            body += nodes(**{left: "userTask", right: "userTask"})
            body += flows(f"{before}>{split}>{left}>{join}", f"{split}>{right}>{join}")
            before = join
        body += flows(f"{before}>j")
    return process(body)


def test_hundred_elements_are_searched_whole_within_a_second():
    definition = big(width=8, depth=3)
    assert len(definition.elements) == 100
    began = time.perf_counter()
    found = {finding.rule for finding in check(definition)}
    assert time.perf_counter() - began < 1
    assert not found & SHAPE


def test_search_gives_up_at_its_bound():
    (level,) = levels_of(big(width=2, depth=2))
    net = Net(level)
    assert explore(net).is_complete
    assert not explore(net, bound=3).is_complete

"""Every counter-example is real: the kernel that goes along it is stuck, doubles or never ends."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.rules import check
from engine.bpmn.soundness import soundness_of
from tests.bpmn.rules.given import event, findings, flows, inside, nodes, process
from tests.bpmn.soundness.test_reduction import random_shape
from tests.bpmn.soundness.walk import Walk

ENDS = nodes(s="startEvent", e="endEvent")
AB = nodes(a="userTask", b="userTask")
CROSSED = nodes(x="exclusiveGateway", j="parallelGateway")
TIMER = event("boundaryEvent", "w", "timer", attachedToRef="a")
MESSAGE = event("intermediateCatchEvent", "m1", "message")
SIGNAL = event("intermediateCatchEvent", "m2", "signal")
LINKS = event("intermediateThrowEvent", "l1", "link") + event(
    "intermediateCatchEvent", "l2", "link"
)

DEADLOCKS = {
    "parallel join after a choice": AB + CROSSED + flows("s>x>a>j>e", "x>b>j"),
    "join that waits for itself": AB
    + nodes(j="parallelGateway", x="exclusiveGateway")
    + flows("s>j>a>x>e", "x>b>j"),
    "join of a way that may not happen": AB
    + TIMER
    + nodes(j="parallelGateway")
    + flows("s>a>j>e", "w>b>j"),
    "choice of events and a parallel join": MESSAGE
    + SIGNAL
    + nodes(g="eventBasedGateway", j="parallelGateway")
    + flows("s>g>m1>j>e", "g>m2>j"),
    "a link on the way": AB + CROSSED + LINKS + flows("s>x>a>l1", "l2>j>e", "x>b>j"),
    "too few tokens to start": '<userTask id="a" startQuantity="2"/>' + flows("s>a>e"),
    "some of an inclusive choice": AB
    + nodes(x="inclusiveGateway", j="parallelGateway")
    + flows("s>x>a>j>e", "x>b>j"),
    "inside a sub-process, after a step": nodes(first="userTask")
    + inside(
        "subProcess",
        "p1",
        nodes(i="startEvent", z="endEvent") + AB + CROSSED + flows("i>x>a>j>z", "x>b>j"),
    )
    + flows("s>first>p1>e"),
    "inside two": inside(
        "subProcess",
        "p1",
        nodes(i="startEvent", z="endEvent", before="userTask")
        + inside(
            "transaction",
            "p2",
            nodes(ii="startEvent", zz="endEvent") + AB + CROSSED + flows("ii>x>a>j>zz", "x>b>j"),
        )
        + flows("i>before>p2>z"),
    )
    + flows("s>p1>e"),
    "behind a sub-process that is left by its timer": inside(
        "subProcess", "a", nodes(i="startEvent", u="userTask", z="endEvent") + flows("i>u>z")
    )
    + TIMER
    + nodes(b="userTask", j="parallelGateway")
    + flows("s>a>j>e", "w>b>j"),
}


@pytest.mark.parametrize("body", DEADLOCKS.values(), ids=DEADLOCKS.keys())
def test_engine_gets_stuck_along_the_path_of_a_deadlock(body: str) -> None:
    definition = process((ENDS if '<startEvent id="s"' not in body else "") + body)
    finding = findings(definition)["no-deadlock"]

    walk = Walk(definition, finding.path)

    assert not walk.is_over()
    assert not walk.waiting()
    assert finding.element_id in walk.positions()
    assert walk.incidents() == ["deadlock"]


def test_engine_gets_stuck_along_every_path_of_random_shapes() -> None:
    tried = 0
    for seed in range(150):
        definition = random_shape(seed)
        for level in soundness_of(definition):
            for stuck in level.found.stuck:
                walk = Walk(definition, level.path(stuck.steps))
                assert set(walk.positions()) == set(stuck.waiting), seed
                assert "deadlock" in walk.incidents(), seed
                tried += 1
    assert tried > 50


def test_engine_does_the_work_twice_along_the_path_of_a_lack_of_synchronisation() -> None:
    body = AB + nodes(x="parallelGateway", j="exclusiveGateway", t="userTask")
    definition = process(ENDS + body + flows("s>x>a>j>t>e", "x>b>j"))
    finding = findings(definition)["no-doubling"]

    walk = Walk(definition, finding.path)

    assert finding.element_id == "j_t"
    assert walk.positions() == {"t": 2}


def test_engine_piles_up_tokens_along_the_path_of_an_unbounded_loop() -> None:
    body = AB + nodes(m="exclusiveGateway", x="parallelGateway", g="exclusiveGateway")
    definition = process(ENDS + body + flows("s>m>x>a>e", "x>b>g>m", "g>e"))
    finding = findings(definition)["bounded"]

    walk = Walk(definition, finding.path)

    assert finding.severity == "warning"  # the case can still end: the standard runs it
    assert finding.element_id == "a"
    assert walk.positions()["a"] >= 2


def test_engine_never_ends_after_the_path_of_a_loop_without_an_exit() -> None:
    body = AB + nodes(x="exclusiveGateway", j="exclusiveGateway")
    definition = process(ENDS + body + flows("s>x>e", "x>j>a>b>j"))
    finding = findings(definition)["option-to-end"]

    walk = Walk(definition, finding.path)
    dice = random.Random(1)
    for _ in range(50):
        walk.complete(dice.choice(walk.waiting()))

    assert not walk.is_over()


def test_element_that_is_dead_never_happens_in_the_engine() -> None:
    """The join needs a token of a way that comes only after it."""
    definition = process(
        ENDS
        + nodes(x="parallelGateway", y="exclusiveGateway", u="userTask", d="userTask")
        + event("endEvent", "stop", "terminate")
        + nodes(j="parallelGateway")
        + flows("s>x>y>stop", "x>j>d>e", "y>u>stop", "d>j")
    )

    dead = {one.element_id for one in check(definition) if one.rule == "no-dead-element"}

    assert dead == {"j", "d", "e"}
    for way in (["s", "s_x", "x", "x_y", "x_j", "y", "y_stop"],):
        walk = Walk(definition, way)
        assert not dead & {getattr(one, "element_id", "") for one in walk.happened}

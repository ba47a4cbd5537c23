"""A witness falls silent where a case enters what it does not judge; cases that do not enter it
are witnessed whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.core.definition import (
    DataItem,
    DataKind,
    Element,
    EventBehavior,
    EventDefinition,
    Kind,
    MultiInstance,
    ProcessDefinition,
    StandardLoop,
    Trigger,
)
from engine.errors import NoWitness
from engine.spiff import SpiffInterpreter
from tests.builders import (
    boundary,
    bundle,
    call,
    end,
    feel,
    message_catch,
    parallel,
    process,
    start,
    sub,
    user,
    xor,
)
from tests.spiff.lockstep import Pair

CONDITIONAL = EventDefinition(trigger=Trigger.CONDITIONAL, condition=feel("x"))
COMPENSATION = EventDefinition(trigger=Trigger.COMPENSATION)
TELLING = MultiInstance(
    cardinality=feel("2"),
    behavior=EventBehavior.NONE,
    none_event=EventDefinition(trigger=Trigger.SIGNAL, signal="s"),
)
LOOP = StandardLoop(condition=feel("false"))
EVENT_SUB_PROCESS = tuple(
    replace(one, triggered_by_event=one.id == "on")
    for one in sub("on", start("os", event=CONDITIONAL))
)


def chosen(*gap: Any, first: str, more: str = "", data: Any = None) -> ProcessDefinition:
    """start -> x? -> the gap -> after, or -> b; both meet before `last`."""
    flows = f"start g; g>{first}: x; g>b: else; b m; m last end; {more}"
    after = (xor("g"), user("b"), xor("m"), user("last"), end())
    return process("p", start(), *after, *gap, flows=flows, data=data or {})


def loop_around_a_join() -> tuple[ProcessDefinition]:
    elements = (xor("r"), parallel("f"), user("c"), user("d"), parallel("j"), xor("q"))
    flows = "r f; f c j; f d j; j q; q>r: x; q>m: else"
    return (chosen(*elements, first="r", more=flows),)


def behind_a_race() -> tuple[ProcessDefinition]:
    race = Element(id="race", kind=Kind.EVENT_BASED_GATEWAY)
    condition = Element(id="when", kind=Kind.CATCH_EVENT, event=CONDITIONAL)
    elements = (race, condition, message_catch("told", "m"))
    return (chosen(*elements, first="race", more="race when m; race told m"),)


def called(inside: ProcessDefinition) -> tuple[ProcessDefinition, ...]:
    return chosen(call("a", "c"), first="a", more="a m"), inside


def around(*inside: Any, **more: Any) -> ProcessDefinition:
    return process("c", start(), *inside, end(), flows=f"start {inside[0].id} end", **more)


GAPS: dict[str, tuple[tuple[ProcessDefinition, ...], str]] = {
    "task": ((chosen(user("a", loop=LOOP), first="a", more="a m"),), "process p: a: no witness"),
    "multi-instance": (
        (
            chosen(
                call("a", "c", loop=TELLING),
                first="a",
                more="a m",
            ),
            around(user("k")),
        ),
        "process p: a: no witness",
    ),
    "sub-process": (
        (chosen(sub("a", start("as"), user("k"), EVENT_SUB_PROCESS), first="a", more="as k; a m"),),
        "process p: on: no witness",
    ),
    "boundary event": (
        (chosen(user("a"), boundary("e", "a", CONDITIONAL), first="a", more="a m; e m"),),
        "process p: e: no witness",
    ),
    "race": (behind_a_race(), "process p: when: no witness"),
    "loop around a join": (loop_around_a_join(), "process p: j: no witness"),
    "called task": (called(around(user("k", loop=LOOP))), "process c: k: no witness"),
    "called process": (
        called(around(user("k"), data={"d": DataItem(id="d", name="d", kind=DataKind.OBJECT)})),
        "process c: start: no witness: data d",
    ),
}


@pytest.fixture(params=GAPS)
def gap(request: pytest.FixtureRequest) -> tuple[tuple[ProcessDefinition, ...], str]:
    return GAPS[request.param]


def test_case_that_does_not_enter_the_gap_is_witnessed(gap: Any):
    case = Pair(*gap[0], variables={"x": False})
    case.complete("b").complete("last")

    assert case.is_over
    assert case.agrees()


def test_case_that_enters_the_gap_has_no_witness_because_of_it(gap: Any):
    definitions, why = gap
    case = Pair(*definitions, variables={"x": True})
    if case.waiting.get("c"):  # before the join
        case.complete("c")

    assert case.pair.disagreement is None
    assert why in (case.pair.silent or "")


def test_server_refuses_a_process_with_a_gap_wherever_it_is(gap: Any):
    with pytest.raises(NoWitness):
        SpiffInterpreter().prepare(bundle(*gap[0], names=["x"]))


def test_join_waits_for_a_branch_that_leaves_a_gap_by_its_boundary_event():
    """Were the ways behind a gap not drawn, the join would think that `b` is all."""
    flows = "start f; f first a end; f b j; late j; j end"
    late = boundary("late", "a", EventDefinition(trigger=Trigger.MESSAGE, message="m"))
    tasks = (user("first"), user("a", loop=LOOP), late, user("b"))
    case = Pair(
        process("p", start(), parallel("f"), *tasks, parallel("j"), end(), flows=flows)
    ).complete("b")

    assert case.agrees()
    assert "a: no witness" in (case.complete("first").pair.silent or "")


def test_activity_that_could_be_compensated_is_witnessed_until_something_compensates():
    undo = user("undo", for_compensation=True)
    throw = Element(id="t", kind=Kind.THROW_EVENT, event=COMPENSATION)
    elements = (
        user("a"),
        boundary("c", "a", COMPENSATION, handler="undo"),
        undo,
        xor("g"),
        throw,
        end(),
    )
    flows = "start a g; g>t: x; g>end: else; t end"
    definition = process("p", start(), *elements, flows=flows)
    kept = Pair(definition, variables={"x": False}).complete("a")
    undone = Pair(definition, variables={"x": True}).complete("a")

    assert kept.is_over
    assert kept.agrees()
    assert "t: no witness" in (undone.pair.silent or "")

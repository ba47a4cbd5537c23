"""Large cases cost in proportion to their size: work is counted in calls, not in seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from engine.core.advance import Advance, Begin, Stop, TaskDone, WorkOffered
from engine.core.answers import Resolution
from engine.core.decide.flow import events_of
from engine.core.definition import ProcessDefinition
from engine.core.events import ElementPassed, IncidentRaised, InstanceCompleted, InstanceStarted
from engine.core.evolve import begin
from engine.kernel import Kernel
from tests.bpmn.kernel.activities import looped, multi, task
from tests.builders import (
    CLERK,
    NOW,
    bundle,
    call,
    end,
    inclusive,
    moment,
    parallel,
    process,
    start,
    sub,
    terminate,
    user,
    xor,
)

KERNEL = Kernel()
NAMES = ("n", "item", "got", "all")


def line(*middle: Any, flows: str = "start a end") -> ProcessDefinition:
    return process("p", start(), *middle, end(), flows=flows)


def begun(main: ProcessDefinition, *called: ProcessDefinition, budget: int = 10_000) -> Advance:
    prepared = KERNEL.prepare(bundle(main, *called, names=NAMES))
    return KERNEL.advance(prepared, None, Begin(variables={}), moment(budget=budget))


def calls_of(action: Callable[[], Any]) -> int:
    """How many functions, ours and built-in, are called: the work, whatever the machine."""
    counted = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return counted


def times_of(advance: Advance, element: str) -> int:
    return sum(
        isinstance(one, ElementPassed) and one.element_id == element for one in advance.happened
    )


def branches(count: int) -> ProcessDefinition:
    tasks = [task(f"t{number}") for number in range(count)]
    flows = "\n".join(["start f", *(f"f t{number} j" for number in range(count)), "j end"])
    return process("p", start(), parallel("f"), *tasks, parallel("j"), end(), flows=flows)


def joining(count: int) -> ProcessDefinition:
    """Two branches that bring so many tokens each to one join."""
    senders = (task("a", completion_quantity=count), task("b", completion_quantity=count))
    taker = task("c", start_quantity=count)
    flows = "start f; f a j; f b j; j c end"
    return process("p", start(), parallel("f"), *senders, parallel("j"), taker, end(), flows=flows)


def instances(count: int) -> ProcessDefinition:
    """As many sub-processes, each with an inclusive block of its own."""
    inside = sub("a", start("s"), inclusive("f"), task("x"), task("y"), inclusive("j"))
    flows = "start a end; s f; f>x: true; f>y: true; x j; y j"
    return line(*multi(inside, cardinality=str(count)), flows=flows)


def terminating(count: int) -> ProcessDefinition:
    """As many sub-processes, each ended by a terminate event while a branch is still open."""
    inside = sub("a", start("s"), parallel("f"), user("x"), terminate("y"))
    flows = "start a end; s f; f x; f y"
    return line(*multi(inside, cardinality=str(count)), flows=flows)


SHAPES: dict[str, Callable[[int], ProcessDefinition]] = {
    "parallel instances": lambda n: line(multi(task("a"), cardinality=str(n))),
    "sequential instances": lambda n: line(multi(task("a"), cardinality=str(n), sequential=True)),
    "items": lambda n: line(
        multi(
            task("a", {"got": "item"}),
            collection=f"for x in 1..{n} return x",
            input_item="item",
            output_item="got",
            output_collection="all",
        )
    ),
    "offers": lambda n: line(multi(user("a"), cardinality=str(n))),
    "instances with joins": instances,
    "instances that terminate": terminating,
    "branches": branches,
    "tokens at a join": joining,
    "turns": lambda n: line(looped(task("a"), maximum=n)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_in_proportion_to_the_case(shape: str):
    small, large = SHAPES[shape](100), SHAPES[shape](400)
    prepared = [KERNEL.prepare(bundle(one, names=NAMES)) for one in (small, large)]
    work = [
        calls_of(partial(KERNEL.advance, one, None, Begin(variables={}), moment()))
        for one in prepared
    ]

    assert work[1] < 4.4 * work[0]


@pytest.mark.parametrize("sequential", [False, True])
def test_ten_thousand_instances_run_in_one_step(sequential: bool):
    definition = line(multi(task("a"), cardinality="10000", sequential=sequential))
    advance = begun(definition)

    assert times_of(advance, "a") == 10_000
    assert isinstance(advance.happened[-1], InstanceCompleted)


def test_ten_thousand_tokens_meet_at_a_join():
    advance = begun(joining(10_000))

    assert times_of(advance, "j") == 10_000
    assert times_of(advance, "c") == 1
    assert not advance.state.tokens


@pytest.mark.parametrize("turns", [10_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_many_turns_of_a_loop_leave_a_state_as_small_as_ten(turns: int):
    def after(turns: int) -> Advance:
        definition = process(
            "p", start(), looped(task("a"), maximum=turns), user("z"), flows="start a z"
        )
        return begun(definition, budget=10**6)

    long, short = after(turns), after(10)

    assert times_of(long, "a") == turns
    assert len(json.dumps(KERNEL.dump(long.state))) < len(json.dumps(KERNEL.dump(short.state))) + 30


def test_endless_loop_of_instances_is_still_found():
    many = multi(task("a"), cardinality="200")
    advance = begun(process("p", start(), xor("m"), many, flows="start m a m"), budget=1000)

    assert [one.kind for one in advance.happened if isinstance(one, IncidentRaised)] == [
        "step-budget"
    ]
    assert times_of(advance, "a") < 7_000


def test_thousand_nested_calls_come_back():
    called = process(
        "q",
        start("qs"),
        xor("g"),
        call("c", "q", {"n": "n - 1"}),
        end("qe"),
        flows="qs g; g>c: n > 1; g>qe: else; c qe",
    )
    advance = begun(line(call("a", "q", {"n": "1000"})), called)

    assert isinstance(advance.happened[-1], InstanceCompleted)
    assert times_of(advance, "qe") == 1000


def test_twenty_parallel_blocks_in_a_row_take_steps_in_proportion():
    def happened(blocks: int) -> int:
        elements, flows = [], ["start f0"]
        for number in range(blocks):
            elements += [parallel(f"f{number}"), parallel(f"j{number}")]
            for branch in "abc":
                elements.append(task(f"{branch}{number}"))
                flows.append(f"f{number} {branch}{number} j{number}")
            flows.append(f"j{number} " + (f"f{number + 1}" if number < blocks - 1 else "end"))
        return len(begun(process("p", start(), *elements, end(), flows="\n".join(flows))).happened)

    assert happened(30) - happened(20) == happened(20) - happened(10)


class _Anybody:
    def resolve(self, request: Any, initiator: Any, excluded: frozenset[str]) -> Resolution:
        return Resolution(principals=("role:staff",), people=("anna", "li"), zh="所有人", en="all")


def test_state_is_folded_over_many_offers_in_proportion():
    started = InstanceStarted(
        process="p", pinned={}, interpreter=Kernel.name, initiator=CLERK, at=NOW
    )
    work = []
    for count in (200, 800):
        advance = begun(line(multi(user("a"), cardinality=str(count))))
        state = begin("c1", started)
        work.append(calls_of(partial(events_of, state, advance, NOW, _Anybody())))
        events, after = events_of(state, advance, NOW, _Anybody())
        assert len(after.work_items) == count
        assert type(after.work_items) is dict
        assert not state.work_items
        assert len(events) == len(advance.happened)

    assert work[1] < 4.4 * work[0]


def test_completing_one_of_many_items_touches_only_that_one():
    definition = line(multi(user("a"), cardinality="1000"))
    prepared = KERNEL.prepare(bundle(definition, names=NAMES))
    state = KERNEL.advance(prepared, None, Begin(variables={}), moment()).state
    first = next(one.token for one in begun(definition).happened if isinstance(one, WorkOffered))
    done = TaskDone(token=first, data={}, by="anna")

    assert calls_of(lambda: KERNEL.advance(prepared, state, done, moment())) < 1000


class _Nobody:
    def resolve(self, request: Any, initiator: Any, excluded: frozenset[str]) -> Resolution:
        return Resolution(principals=(), people=(), zh="没有人", en="nobody")


def test_incidents_of_many_offers_are_closed_in_proportion():
    started = InstanceStarted(
        process="p", pinned={}, interpreter=Kernel.name, initiator=CLERK, at=NOW
    )
    work = []
    for count in (200, 800):
        definition = line(multi(user("a"), cardinality=str(count)))
        prepared = KERNEL.prepare(bundle(definition, names=NAMES))
        advance = KERNEL.advance(prepared, None, Begin(variables={}), moment())
        _, state = events_of(begin("c1", started), advance, NOW, _Nobody())
        assert len(state.incidents) == count
        stopped = KERNEL.advance(prepared, advance.state, Stop(by="admin"), moment())
        work.append(calls_of(partial(events_of, state, stopped, NOW, _Nobody())))
        _, after = events_of(state, stopped, NOW, _Nobody())
        assert not after.incidents

    assert work[1] < 4.4 * work[0]

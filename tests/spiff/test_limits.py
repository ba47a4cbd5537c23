"""Where SpiffWorkflow is known to be wrong it says nothing: one tiny diagram per limit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.core.advance import Begin, TaskDone
from engine.core.definition import Element, EventDefinition, Kind, Trigger
from engine.errors import DeploymentRefused, InvalidState, NoWitness
from engine.spiff import SpiffInterpreter
from engine.spiff.limits import DEEPEST
from tests.builders import (
    boundary,
    bundle,
    end,
    inclusive,
    moment,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
    xor,
)
from tests.spiff.lockstep import Pair


def join_in_a_loop(join):
    return process(
        "p",
        start(),
        xor("m"),
        parallel("f"),
        user("a"),
        user("b"),
        join("j"),
        xor("g"),
        end(),
        flows="start m f; f a j; f b j; j g; g>m: x; g>end: else",
    )


def blocks_in_a_row(count):
    parts, flows, last = [start()], [], "start"
    for number in range(count):
        split, join = f"f{number}", f"j{number}"
        tasks = [f"a{number}", f"b{number}", f"c{number}"]
        parts += [parallel(split), parallel(join), *(user(one) for one in tasks)]
        flows += [f"{last} {split}", *(f"{split} {one} {join}" for one in tasks)]
        last = join
    return process("p", *parts, flows="; ".join(flows))


def chain(length):
    tasks = [f"a{number}" for number in range(length)]
    flows = f"start {' '.join(tasks)}"
    return process("p", start(), *(user(one) for one in tasks), flows=flows)


ENTANGLED = process(
    "p",
    start(),
    inclusive("g"),
    user("a"),
    xor("m"),
    user("b"),
    user("c"),
    inclusive("j"),
    end(),
    flows="start g; g>a: x; g>b: else; a m; m>b: x; m>c: else; b j; c j; j end",
)
CHOICE_BEHIND_A_SUB_PROCESS = process(
    "p",
    start(),
    inclusive("g"),
    sub("s", user("a")),
    xor("m"),
    user("b"),
    inclusive("j"),
    end(),
    user("out"),
    flows="start g; g>s: x; g>b: else; s m; m>j: x; m>out: else; b j; j end",
)
CHOICE_BEHIND_A_MERGE = process(
    "p",
    start(),
    inclusive("g"),
    xor("s"),
    user("a"),
    user("b"),
    xor("m"),
    xor("n"),
    user("c"),
    inclusive("j"),
    end(),
    user("out"),
    flows=(
        "start g; g>s: x; g>c: else; s>a: x; s>b: else; a m; b m; m n; n>j: x; n>out: else;"
        "c j; j end"
    ),
)

BOUNDARY_EVENT_BEFORE_IT = process(
    "p",
    start(),
    inclusive("g"),
    user("a"),
    boundary("late", "a", timer_event('duration("PT1H")')),
    xor("m"),
    user("b"),
    inclusive("j"),
    end(),
    flows="start g; g>a: x; g>b: else; a m; late m; m j; b j; j end",
)


def loop_through_a_link():
    """A parallel block, and back to it by link events."""
    link = EventDefinition(trigger=Trigger.LINK, link="back")
    return process(
        "p",
        start(),
        xor("m"),
        parallel("f"),
        user("a"),
        user("b"),
        parallel("j"),
        xor("g"),
        Element(id="out", kind=Kind.THROW_EVENT, event=link),
        Element(id="in", kind=Kind.CATCH_EVENT, event=link),
        end(),
        flows="start m f; f a j; f b j; j g; g>out: x; g>end: else; in m",
    )


def complete_for_ever(executable, state):
    """Complete the only task until the interpreter refuses to go on."""
    spiff = SpiffInterpreter()
    for _ in range(DEEPEST):
        ((_, token),) = spiff.positions(state)
        done = TaskDone(token=token, data={}, by="li")
        state = spiff.advance(executable, state, done, moment()).state


@pytest.mark.parametrize(
    ("definition", "place", "why"),
    [
        (join_in_a_loop(parallel), "j", "counts its rounds wrongly"),
        (join_in_a_loop(inclusive), "j", "counts its rounds wrongly"),
        (loop_through_a_link(), "j", "counts its rounds wrongly"),
        (ENTANGLED, "j", "waits for too many"),
        (CHOICE_BEHIND_A_SUB_PROCESS, "j", "overlooks tokens"),
        (CHOICE_BEHIND_A_MERGE, "j", "overlooks tokens"),
        (BOUNDARY_EVENT_BEFORE_IT, "j", "overlooks tokens"),
        (blocks_in_a_row(8), "start", "predicted"),
        (chain(301), "start", "recurses over them"),
    ],
    ids=[
        "parallel-loop",
        "inclusive-loop",
        "link-loop",
        "entangled",
        "sub-process",
        "merge",
        "boundary",
        "wide",
        "long",
    ],
)
def test_known_limit_is_refused_with_its_reason(definition, place, why):
    with pytest.raises(NoWitness, match=why) as refused:
        SpiffInterpreter().prepare(bundle(definition, names=["x"]))

    assert isinstance(refused.value, DeploymentRefused)
    (finding, *_) = refused.value.findings
    assert (finding.rule, finding.severity) == ("no-witness", "error")
    assert finding.element_id == place


def test_join_reached_twice_on_one_flow_is_not_witnessed():
    flows = "start f; f m; f m; f b j; m a j; j end"
    case = Pair(
        process(
            "p",
            start(),
            parallel("f"),
            xor("m"),
            user("a"),
            user("b"),
            parallel("j"),
            end(),
            flows=flows,
        )
    )
    case.complete("a").complete("a")

    assert case.pair.disagreement is None
    assert "merges several" in (case.pair.silent or "")


def test_loop_that_is_too_deep_is_not_witnessed_and_refused_as_a_server():
    flows = "start a g; g>a: x; g>end: else"
    definition = process("p", start(), user("a"), xor("g"), end(), flows=flows)
    spiff = SpiffInterpreter()
    executable = spiff.prepare(bundle(definition, names=["x"]))
    state = spiff.advance(executable, None, Begin(variables={"x": True}), moment()).state

    with pytest.raises(NoWitness, match="below each other") as silent:
        complete_for_ever(executable, state)

    assert isinstance(silent.value, InvalidState)


def test_longest_chain_is_witnessed():
    case = Pair(chain(299))
    for number in range(299):
        case.complete(f"a{number}")

    assert case.is_over
    assert case.agrees()


def test_two_hundred_rounds_are_witnessed():
    flows = "start a g; g>a: n < 200; g>end: else"
    task = user("a", outputs={"n": "n + 1"})
    case = Pair(
        process("p", start(), task, xor("g"), end(), flows=flows), variables={"n": Decimal(0)}
    )
    for _ in range(200):
        case.complete("a")

    assert case.is_over
    assert case.agrees()


def test_eight_branches_at_once_are_witnessed():
    tasks = [f"t{number}" for number in range(8)]
    flows = "; ".join(f"f>{one}; {one} j" for one in tasks)
    case = Pair(
        process(
            "p",
            start(),
            parallel("f"),
            *(user(one) for one in tasks),
            parallel("j"),
            flows=f"start f; {flows}",
        ),
        variables={"x": Decimal(1)},
    )
    for one in reversed(tasks):
        case.complete(one)

    assert case.is_over
    assert case.agrees()

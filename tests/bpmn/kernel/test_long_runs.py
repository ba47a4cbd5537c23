"""Long and wide cases: nothing grows with the length of a case."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine.core.advance import Begin, TaskDone
from engine.kernel import Kernel
from tests.bpmn.kernel.case import Case
from tests.builders import (
    bundle,
    end,
    moment,
    none_throw,
    parallel,
    process,
    start,
    user,
    xor,
)

LOOP = process(
    "p", start(), xor("m"), user("a"), xor("g"), end(), flows="start m a g; g>m: again; g>end: else"
)


def size_after(rounds: int) -> int:
    """Bytes of the dumped state after so many completed tasks of the loop."""
    kernel = Kernel()
    prepared = kernel.prepare(bundle(LOOP, names=["again"]))
    state = kernel.advance(prepared, None, Begin(variables={"again": True}), moment()).state
    for number in range(rounds):
        ((_, token),) = kernel.positions(state)
        done = TaskDone(token=token, data={"n": Decimal(number % 10)}, by="anna")
        state = kernel.advance(prepared, state, done, moment()).state
    assert len(state.tokens) == 1
    return len(json.dumps(kernel.dump(state)))


def test_state_does_not_grow_in_a_loop():
    assert size_after(3000) <= size_after(10) + 10


@pytest.mark.long
def test_state_does_not_grow_in_a_hundred_thousand_rounds():
    assert size_after(100_000) <= size_after(10) + 20


def test_long_automatic_loop_runs_within_the_budget():
    definition = process(
        "p",
        start(),
        user("count", outputs={"n": "n + 1"}),
        xor("g"),
        none_throw("t"),
        end(),
        flows="start count g; g>count: n < 3; g>t: else; t end",
    )
    case = Case(definition, variables={"n": Decimal(0)})
    for _ in range(3):
        case.complete("count")

    assert case.is_over()


def test_twenty_parallel_blocks_in_a_row_offer_sixty_tasks():
    elements, flows = [], ["start f0"]
    for number in range(20):
        elements += [parallel(f"f{number}"), parallel(f"j{number}")]
        for branch in "abc":
            elements.append(user(f"{branch}{number}"))
            flows.append(f"f{number} {branch}{number} j{number}")
        flows.append(f"j{number} " + (f"f{number + 1}" if number < 19 else "end"))
    case = Case(process("p", start(), *elements, end(), flows="\n".join(flows)))
    for number in range(20):
        for branch in "bca":
            assert len(case.live.tokens) <= 3
            case.complete(f"{branch}{number}")

    assert case.is_over()


def test_wide_parallel_block_joins_once():
    width = 500
    elements = [parallel("f"), *(user(f"u{n}") for n in range(width)), parallel("j"), user("z")]
    flows = "\n".join(["start f", *(f"f u{n} j" for n in range(width)), "j z"])
    definition = process("p", start(), *elements, flows=flows)
    kernel = Kernel()
    prepared = kernel.prepare(bundle(definition))
    state = kernel.advance(prepared, None, Begin(variables={}), moment()).state
    for element, token in kernel.positions(state):
        assert element.startswith("u")
        done = TaskDone(token=token, data={}, by="anna")
        state = kernel.advance(prepared, state, done, moment()).state

    assert [element for element, _ in kernel.positions(state)] == ["z"]

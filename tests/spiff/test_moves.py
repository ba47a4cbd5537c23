"""Control that people move is carried out on SpiffWorkflow too, and compared like all else."""

from __future__ import annotations

import pytest

from engine.core.definition import Element, ProcessDefinition
from tests.bpmn.kernel.activities import multi
from tests.builders import (
    boundary,
    call,
    end,
    inclusive,
    parallel,
    process,
    start,
    sub,
    timer_event,
    user,
)
from tests.spiff.lockstep import Pair

FORKED = process(
    "p", start(), user("x"), parallel("f"), user("a1"), user("a2"), user("b"), user("c"),
    parallel("j"), user("z"), end(), flows="start x f a1 a2 j z end; f b c j",
)  # fmt: skip
"""x, then a1 a2 beside b c, joined before z."""


def done(case: Pair, *tasks: str) -> Pair:
    for task in tasks:
        case.complete(task)
    return case


def finished(case: Pair) -> list[str]:
    """Complete what is open, oldest first, to the end; gives the order."""
    order: list[str] = []
    while case.open():
        order.append(case.open()[0])
        case.complete(order[-1])
    assert case.is_over
    assert case.agrees()
    return order


DEEP: tuple[Element, ...] = sub(
    "s", start("si"), user("a"), *sub("t", start("ti"), user("d"), user("e"))
)
CALLED = process("q", start("qs"), user("qa"), user("qb"), end("qe"), flows="qs qa qb qe")
CALLING = process("p", start(), call("k", "q"), user("z"), end(), flows="start k z end")
INSTANCES: tuple[Element, ...] = multi(sub("s", start("si"), user("a"), user("b")), cardinality="2")
EACH = process("p", start(), user("x"), *INSTANCES, end(), flows="start x s end; si a b")
GUARDED = process(
    "p", start(), user("a"), user("b"), user("n"), end(), end("ne"),
    boundary("t", "a", timer_event('duration("P1D")'), interrupting=False),
    flows="start a b end; t n ne",
)  # fmt: skip
NESTED = process(
    "p", start(), parallel("f"), parallel("g"), user("a"), user("b"), parallel("k"),
    user("c"), parallel("j"), user("z"), end(), flows="start f g a k j z end; g b k; f c j",
)  # fmt: skip
SOME = process(
    "p", start(), inclusive("f"), user("a"), user("b"), inclusive("j"), user("z"), end(),
    flows="start f; f>a: true; f>b: true; a j z end; b j",
)  # fmt: skip


@pytest.mark.parametrize(
    ("drawn", "before", "move", "after"),
    [
        (FORKED, ["x", "a1"], ("a1", "a2"), ["b", "a1", "c", "a2", "z"]),
        (FORKED, ["x", "b", "c", "a1"], ("x", "a2"), ["x", "a1", "b", "a2", "c", "z"]),
        (FORKED, ["x", "a1", "a2", "b", "c"], ("a2", "z"), ["a2", "z"]),
        (FORKED, ["x", "a1", "a2", "b"], ("b", "c"), ["b", "c", "z"]),
        (FORKED, ["x", "a1", "a2", "b", "c"], ("x", "z"), ["x", "a1", "b", "a2", "c", "z"]),
        (NESTED, ["a", "b", "c"], ("a", "z"), ["a", "z"]),
        (GUARDED, ["!t", "a"], ("a", "b"), ["a", "b"]),
        (SOME, ["a", "b"], ("a", "z"), ["a", "z"]),
        (SOME, ["a"], ("=z", "b"), ["z", "z"]),
        (EACH, ["x", "a"], ("a", "b"), ["a", "a", "b", "b"]),
        (EACH, ["x"], ("x", "a"), ["x", "a", "a", "b", "b"]),
        (EACH, ["x", "a", "a"], ("s", "b"), ["a", "a", "b", "b"]),
    ],
)  # fmt: skip
def test_move_is_witnessed(
    drawn: ProcessDefinition, before: list[str], move: tuple[str, str], after: list[str]
) -> None:
    case = Pair(drawn)
    for task in before:
        case.fire(task[1:]) if task.startswith("!") else case.complete(task)

    case.move(move[0].lstrip("="), move[1], exactly=move[0].startswith("="))

    assert case.agrees()
    assert finished(case) == after

"""Random processes with random returns in between can always be finished, and leave nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, pairwise

import pytest

from engine.core.advance import Amend, Move
from engine.core.definition import Element
from engine.errors import InvalidState
from tests.bpmn.kernel.activities import multi
from tests.bpmn.kernel.case import Case
from tests.builders import end, inclusive, parallel, process, start, sub, user, xor

Part = Element | tuple[Element, ...]


@dataclass
class Drawing:
    """A random process of blocks, each with one way in and one way out."""

    dice: random.Random
    parts: list[Part] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def block(self, depth: int) -> tuple[str, str]:
        kinds = ("task", "sequence", "fork", "choice", "some", "sub", "each", "loop")
        kind = self.dice.choice(kinds) if depth else "task"
        name = f"{kind}{next(self.numbers)}"
        if kind == "task":
            self.parts.append(user(name))
            return name, name
        if kind == "sequence":
            return self.sequence(depth)
        if kind in ("sub", "each"):
            return self.inside(name, depth, kind == "each")
        if kind == "loop":
            return self.loop(name, depth)
        return self.branches(name, kind, depth)

    def sequence(self, depth: int) -> tuple[str, str]:
        blocks = [self.block(depth - 1) for _ in range(self.dice.randint(2, 3))]
        self.flows += [f"{one[1]} {other[0]}" for one, other in pairwise(blocks)]
        return blocks[0][0], blocks[-1][1]

    def branches(self, name: str, kind: str, depth: int) -> tuple[str, str]:
        gateway = {"fork": parallel, "choice": xor, "some": inclusive}[kind]
        self.parts += [gateway(f"{name}f"), gateway(f"{name}j")]
        for number in range(self.dice.randint(2, 3)):
            first, last = self.block(depth - 1)
            condition = "" if kind == "fork" else ": else" if number == 0 else f": d > {number}"
            self.flows += [f"{name}f>{first}{condition}", f"{last} {name}j"]
        return f"{name}f", f"{name}j"

    def loop(self, name: str, depth: int) -> tuple[str, str]:
        self.parts += [xor(f"{name}m"), xor(f"{name}d")]
        first, last = self.block(depth - 1)
        out = f"{name}o"
        self.parts.append(user(out))
        self.flows += [f"{name}m {first}", f"{last} {name}d"]
        self.flows += [f"{name}d>{name}m: d = 7", f"{name}d>{out}: else"]
        return f"{name}m", out

    def inside(self, name: str, depth: int, several: bool) -> tuple[str, str]:
        inner = Drawing(self.dice, flows=self.flows, numbers=self.numbers)
        first, last = inner.block(depth - 1)
        self.flows.append(f"{name}s {first}")
        self.flows.append(f"{last} {name}e")
        whole = sub(name, start(f"{name}s"), *inner.parts, end(f"{name}e"))
        self.parts += [multi(whole, cardinality="2") if several else whole]
        return name, name


def drawn(dice: random.Random) -> Case:
    drawing = Drawing(dice)
    first, last = drawing.sequence(3)
    flows = "; ".join((f"start {first}", *drawing.flows, f"{last} end"))
    main = process("p", start(), *drawing.parts, end(), flows=flows)
    return Case(main, names=("d",), variables={"d": Decimal(0)})


def step(case: Case, dice: random.Random) -> str:
    """Complete an open task; gives its element."""
    item = dice.choice(sorted(case.instance.work_items.values(), key=lambda one: one.token))
    case.complete_token(item.token, d=Decimal(dice.choice((0, 1, 2, 3, 7))))
    return item.element_id


def move_back(case: Case, dice: random.Random, performed: list[str]) -> bool:
    item = dice.choice(list(case.instance.work_items.values()))
    target = dice.choice(performed)
    before = case.live
    try:
        case.send(Move(tokens=(item.token,), target=target, process="p", by="li"))
    except InvalidState:
        assert case.live == before
        return False
    assert target in case.positions()
    return True


@pytest.mark.parametrize("seed", range(60))
def test_random_process_with_returns_in_between_can_always_be_finished(seed: int):
    dice = random.Random(seed)
    case, performed = drawn(dice), list[str]()
    for _ in range(15):
        if not case.instance.work_items:
            break
        performed.append(step(case, dice))
        if case.instance.work_items and dice.random() < 0.5:
            move_back(case, dice, performed)
    case.send(Amend(token=0, values={"d": Decimal(1)}, by="admin"))  # no further rounds of loops
    for _ in range(400):
        if not case.instance.work_items:
            break
        item = min(case.instance.work_items.values(), key=lambda one: one.token)
        case.complete_token(item.token, d=Decimal(1))

    assert case.is_over(), (case.positions(), case.instance.incidents)
    assert not case.instance.incidents

"""Random block-structured processes with the tasks that they must offer, computed independently.

A block is a tree; `expected` walks the tree, the kernel runs the diagram drawn from it. Choices
are fixed in advance: each gateway reads variables of its own, set when the case starts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from engine.core.definition import Element, ProcessDefinition
from engine.core.values import Value
from tests.bpmn.kernel.activities import looped, multi
from tests.builders import call, end, inclusive, parallel, process, start, sub, user, xor


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`kind` is task, sequence, xor, and, or, loop, sub, call, many (instances) or again (turns of
    a standard loop); `choice` says which parts run."""

    kind: str
    id: str
    parts: tuple[Block, ...] = ()
    choice: tuple[bool, ...] = ()
    rounds: int = 1


_SINGLE = ("loop", "sub", "call", "many", "again")
KINDS = ("sequence", "sequence", "xor", "and", "or", "loop", "sub", "call")
REPEATED = ("many", "again")


def random_block(
    dice: random.Random, depth: int, ids: list[int], kinds: Sequence[str] = KINDS
) -> Block:
    ids[0] += 1
    name = f"n{ids[0]}"
    if depth == 0 or dice.random() < 0.25:
        return Block(kind="task", id=name)
    kind = dice.choice(kinds)
    count = 1 if kind in _SINGLE else dice.randint(2, 3)
    parts = tuple(random_block(dice, depth - 1, ids, kinds) for _ in range(count))
    choice = tuple(dice.random() < 0.5 for _ in parts)
    rounds = dice.randint(0, 3) if kind == "many" else dice.randint(1, 3)
    return Block(kind=kind, id=name, parts=parts, choice=choice, rounds=rounds)


def expected(block: Block) -> Counter[str]:
    """How often each task is offered: the standard's meaning, straight from the tree."""
    if block.kind == "task":
        return Counter([block.id])
    total: Counter[str] = Counter()
    for part in _running(block):
        total += expected(part)
    if block.kind in ("loop", "many", "again"):
        return Counter({name: times * block.rounds for name, times in total.items()})
    return total


def _running(block: Block) -> list[Block]:
    """The parts that run: the default, which is the last, only if no condition holds."""
    if block.kind not in ("xor", "or"):
        return list(block.parts)
    chosen = [part for part, holds in zip(block.parts[:-1], block.choice, strict=False) if holds]
    if block.kind == "xor":
        chosen = chosen[:1]
    return chosen or [block.parts[-1]]


@dataclass(slots=True)
class Drawing:
    """The diagram while it is drawn."""

    elements: list[Element] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    variables: dict[str, Value] = field(default_factory=dict)
    scope: str | None = None
    called: list[ProcessDefinition] = field(default_factory=list)

    def add(self, element: Element) -> str:
        self.elements.append(element)
        return element.id

    def link(self, source: str, target: str, condition: str = "") -> None:
        self.flows.append(f"{source}>{target}" + (f": {condition}" if condition else ""))

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw a block; gives its first and last element."""
        return _DRAWERS[block.kind](self, block)

    def task(self, block: Block) -> tuple[str, str]:
        self.add(user(block.id, scope=self.scope))
        return block.id, block.id

    def sequence(self, block: Block) -> tuple[str, str]:
        ends = [self.draw(part) for part in block.parts]
        for (_, last), (first, _) in pairwise(ends):
            self.link(last, first)
        return ends[0][0], ends[-1][1]

    def branches(self, block: Block) -> tuple[str, str]:
        make = {"xor": xor, "and": parallel, "or": inclusive}[block.kind]
        split = self.add(make(f"{block.id}s", scope=self.scope))
        join = self.add(make(f"{block.id}j", scope=self.scope))
        for index, part in enumerate(block.parts):
            first, last = self.draw(part)
            self.link(split, first, self._condition(block, index))
            self.link(last, join)
        return split, join

    def _condition(self, block: Block, index: int) -> str:
        if block.kind == "and":
            return ""
        if index == len(block.parts) - 1:
            return "else"
        name = f"{block.id}c{index}"
        self.variables[name] = block.choice[index]
        return name

    def loop(self, block: Block) -> tuple[str, str]:
        """The body, then a counting task, and back while rounds are left."""
        merge = self.add(xor(f"{block.id}m", scope=self.scope))
        count = f"{block.id}k"
        outputs = {count: f"{count} + 1"}
        self.variables[count] = Decimal(0)
        self.add(user(f"{block.id}t", outputs=outputs, scope=self.scope))
        split = self.add(xor(f"{block.id}s", scope=self.scope))
        after = self.add(xor(f"{block.id}a", scope=self.scope))
        first, last = self.draw(block.parts[0])
        self.link(merge, first)
        self.link(last, f"{block.id}t")
        self.link(f"{block.id}t", split)
        self.link(split, merge, f"modulo({count}, {block.rounds}) != 0")
        self.link(split, after, "else")
        return merge, after

    def sub_process(self, block: Block) -> tuple[str, str]:
        outer, self.scope = self.scope, block.id
        begin = self.add(start(f"{block.id}b", scope=block.id))
        first, last = self.draw(block.parts[0])
        stop = self.add(end(f"{block.id}e", scope=block.id))
        self.link(begin, first)
        self.link(last, stop)
        self.scope = outer
        (element,) = sub(block.id, scope=outer)
        self.add(element)
        return block.id, block.id

    def repeated(self, block: Block) -> tuple[str, str]:
        """A sub-process that is repeated. Counters of loops inside are shared by instances: those
        run one after the other then."""
        self.sub_process(block)
        element = self.elements.pop()
        if block.kind == "many":
            sequential = block.choice[0] or _counts(block)
            marked = multi(element, cardinality=str(block.rounds), sequential=sequential)
        else:
            marked = looped(element, maximum=block.rounds)
        self.add(marked)
        return block.id, block.id

    def call_activity(self, block: Block) -> tuple[str, str]:
        """The part becomes a process of its own, which gets its variables as inputs."""
        definition, variables = _process(f"p{block.id}", block.parts[0], self.called)
        self.called.append(definition)
        inputs = {name: _literal(value) for name, value in variables.items()}
        self.add(call(block.id, definition.key, inputs, scope=self.scope))
        return block.id, block.id


def _counts(block: Block) -> bool:
    return block.kind == "loop" or any(map(_counts, block.parts))


def _literal(value: Value) -> str:
    return str(value).lower()


_DRAWERS = {
    "task": Drawing.task,
    "sequence": Drawing.sequence,
    "xor": Drawing.branches,
    "and": Drawing.branches,
    "or": Drawing.branches,
    "loop": Drawing.loop,
    "sub": Drawing.sub_process,
    "many": Drawing.repeated,
    "again": Drawing.repeated,
    "call": Drawing.call_activity,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The process and what it calls, and the variables that fix its choices."""

    definition: ProcessDefinition
    called: tuple[ProcessDefinition, ...]
    variables: Mapping[str, Value]
    names: frozenset[str]


def drawn(block: Block) -> Drawn:
    called: list[ProcessDefinition] = []
    definition, variables = _process("random", block, called)
    inputs = {
        mapping.name
        for one in called
        for element in (*one.elements.values(), *definition.elements.values())
        for mapping in element.inputs
    }
    return Drawn(
        definition=definition,
        called=tuple(called),
        variables=variables,
        names=frozenset(inputs | set(variables)),
    )


def _process(
    key: str, block: Block, called: list[ProcessDefinition]
) -> tuple[ProcessDefinition, Mapping[str, Value]]:
    drawing = Drawing(called=called)
    begin, stop = drawing.add(start(f"{key}-b")), drawing.add(end(f"{key}-e"))
    first, last = drawing.draw(block)
    drawing.link(begin, first)
    drawing.link(last, stop)
    definition = process(key, *drawing.elements, flows="\n".join(drawing.flows))
    return definition, drawing.variables

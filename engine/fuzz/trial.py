"""One seed: the random process is drawn, read, checked, run and compared at every step."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from engine.core import advance as adv
from engine.core.definition import Bundle, ProcessDefinition
from engine.errors import DeploymentRefused, Finding
from engine.fuzz.blocks.scopes import Process
from engine.fuzz.drive import Driven, Place, Stuck
from engine.fuzz.generate import random_process
from engine.fuzz.meaning import Data, Wait, World
from engine.ports import Interpreter


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The parts of the engine that are tried; wired by bootstrap."""

    read: Callable[[bytes], tuple[ProcessDefinition, ...]]
    check: Callable[[ProcessDefinition], Iterable[Finding]]
    names: Callable[[Iterable[ProcessDefinition]], frozenset[str]]
    interpreter: Interpreter


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the case is run besides plainly: from a dump after every step, replayed after it."""

    restart: bool = False
    replay: bool = False
    everyday: bool = False  # only with what most diagrams have
    budget: int = 10_000  # automatic steps in one advance; one that stops there is told to go on


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one seed; `wrong` is empty when all was as it had to be."""

    seed: int
    wrong: str
    steps: int = 0
    file: str = ""
    path: tuple[str, ...] = ()


MOST_STEPS = 400
"""A person may always choose another round; the dice end it long before."""


def tried(seed: int, rooms: Rooms, manner: Manner) -> Verdict:
    """Run the process of this seed and compare it with what it must do."""
    process = random_process(seed, everyday=manner.everyday)
    file = process.draw()
    trial = Trial(process, random.Random(seed + 1), manner)
    try:
        prepared = _prepared(file, process.key, rooms)
        driven = Driven(interpreter=rooms.interpreter, prepared=prepared, budget=manner.budget)
        wrong = trial.run(driven)
    except DeploymentRefused as refused:
        wrong = "refused: " + "; ".join(one.text.en for one in refused.findings)
    except Stuck as stuck:
        wrong = f"incident: {stuck}"
    if not wrong:
        return Verdict(seed=seed, wrong="", steps=len(trial.path))
    return Verdict(seed=seed, wrong=wrong, steps=len(trial.path), file=file, path=tuple(trial.path))


def _prepared(file: str, key: str, rooms: Rooms) -> Any:
    definitions = rooms.read(file.encode())
    found = [finding for one in definitions for finding in rooms.check(one)]
    errors = tuple(one for one in found if one.severity == "error")
    if errors:
        raise DeploymentRefused(errors)
    main = next(one for one in definitions if one.key == key)
    bundle = Bundle(
        process=main,
        called={one.key: one for one in definitions if one.key != key},
        names=rooms.names(definitions),
    )
    return rooms.interpreter.prepare(bundle)


class Trial:
    """One case in two places: in the meaning of its blocks, and on the engine."""

    def __init__(self, process: Process, dice: random.Random, manner: Manner) -> None:
        self.process = process
        self.dice = dice
        self.manner = manner
        self.path: list[str] = []

    def run(self, driven: Driven) -> str:
        """What is wrong, or nothing. Raises Stuck."""
        world = self.process.begin()
        driven.tell(adv.Begin(variables=self.process.variables()))
        self.path.append("begin")
        while not (wrong := self._difference(world, driven)) and world.waits:
            if len(self.path) > MOST_STEPS:
                return f"not over after {MOST_STEPS} steps"
            self._step(world, driven)
        return wrong

    def _step(self, world: World, driven: Driven) -> None:
        """Something random comes from outside, and what signals that leads to."""
        numbers = list(world.waits)
        weights = [world.waits[one].weight for one in numbers]
        (number,) = self.dice.choices(numbers, weights)
        wait = world.waits[number]
        if wait.kind == "signal":
            world.later.append(tuple(world.waiting_for(wait.name)))
        elif not self._thrown(world, driven, number):
            self._come(world, driven, number, self.dice.choice(wait.offers))
        while world.later:
            for one in world.later.pop(0):
                if one in world.waits:
                    self._come(world, driven, one, {})

    def _come(self, world: World, driven: Driven, number: int, data: Data) -> None:
        wait = world.waits[number]
        which = _place_among(world, number, wait)
        self.path.append(f"{wait.kind} {wait.element} {dict(data) or ''}".strip())
        world.come(number, data)
        driven.come((wait.kind, wait.element), which, data)

    def _thrown(self, world: World, driven: Driven, number: int) -> bool:
        """Perhaps an error that something catches, or an escalation, comes out of the activity."""
        wait = world.waits[number]
        if wait.kind not in ("task", "job") or self.dice.random() > 0.1:
            return False
        kind = self.dice.choice(("error", "escalation")) if wait.kind == "task" else "error"
        code = self.dice.choice(("E1", "E2", "E3"))
        if not wait.where.is_caught(kind, code):
            return False
        self.path.append(f"{wait.kind} {wait.element} {kind} {code}")
        own = driven.waiting.found[wait.kind, wait.element][_place_among(world, number, wait)]
        world.throw(number, kind, code)
        token = own[1] if wait.kind == "job" else own
        make = adv.ErrorThrown if kind == "error" else adv.EscalationRaised
        driven.tell(make(token=token, code=code))
        return True

    def _difference(self, world: World, driven: Driven) -> str:
        wanted: Counter[Place] = Counter((w.kind, w.element) for w in world.waits.values())
        found = driven.waiting
        if found.counted() != wanted:
            return _uneven("waits", wanted, found.counted())
        if Counter(world.thrown) != found.thrown:
            return _uneven("thrown", Counter(world.thrown), found.thrown)
        if world.outcome != found.outcome:
            return f"outcome: expected {world.outcome}, got {found.outcome}"
        if world.outcome != "active":
            return self._difference_at_the_end(world, driven)
        return self._again(driven)

    def _difference_at_the_end(self, world: World, driven: Driven) -> str:
        if world.ended != driven.waiting.ended:
            return f"end events: expected {world.ended}, got {driven.waiting.ended}"
        variables = driven.variables()
        if variables != world.variables:
            return f"variables: expected {world.variables}, got {variables}"
        return self._again(driven)

    def _again(self, driven: Driven) -> str:
        wrong = driven.replay() if self.manner.replay else ""
        if self.manner.restart and not wrong:
            return driven.restart()
        return wrong


def _place_among(world: World, number: int, wait: Wait) -> int:
    """Which of those that wait for the same at the same element, oldest first."""
    alike = [
        one
        for one, other in world.waits.items()
        if (other.kind, other.element) == (wait.kind, wait.element)
    ]
    return alike.index(number)


def _uneven(what: str, wanted: Counter[Any], found: Counter[Any]) -> str:
    missing, extra = wanted - found, found - wanted
    return f"{what}: missing {dict(missing)}, too many {dict(extra)}"

"""Random processes stop and go on: with few steps in an advance, and ended by an operator."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.reader import read_bpmn
from engine.bundles import names_of
from engine.core import advance as adv
from engine.core.definition import Bundle
from engine.fuzz.blocks.scopes import Process
from engine.fuzz.campaign import campaign
from engine.fuzz.drive import Driven
from engine.fuzz.generate import random_process
from engine.fuzz.trial import Manner
from engine.fuzz.trying import try_seed
from engine.kernel import Kernel


@pytest.mark.parametrize("budget", [2, 5])
def test_random_process_does_the_same_when_its_steps_are_used_up(budget: int):
    report = campaign(try_seed, budget, 60, Manner(budget=budget))

    assert not report.wrong, [(one.seed, one.wrong, one.path) for one in report.wrong]


def begun(process: Process, budget: int) -> Driven:
    main, *called = sorted(read_bpmn(process.draw().encode()), key=lambda d: d.key != process.key)
    bundle = Bundle(
        process=main,
        called={one.key: one for one in called},
        names=names_of([main, *called], ()),
    )
    kernel = Kernel()
    case = Driven(interpreter=kernel, prepared=kernel.prepare(bundle), budget=budget)
    case.tell(adv.Begin(variables=process.variables()))
    return case


@pytest.mark.parametrize("seed", range(60))
def test_random_process_leaves_nothing_when_it_is_stopped(seed: int):
    dice, process = random.Random(seed), random_process(seed)
    case, world = begun(process, dice.choice([4, 10_000])), process.begin()
    for _ in range(dice.randrange(8)):
        open_tasks = [number for number, one in world.waits.items() if one.kind == "task"]
        if not open_tasks:
            break
        number = dice.choice(open_tasks)
        wait = world.waits[number]
        data = dice.choice(wait.offers)
        world.come(number, data)
        case.come(("task", wait.element), 0, data)
    if case.waiting.outcome == "active":
        case.tell(adv.Stop(by="admin"))

    assert case.waiting.outcome in ("completed", "terminated")
    assert (case.state.tokens, case.state.watches) == ({}, {})

"""Random processes in which people move control at random: the witness follows and agrees, or says
which part of the diagram it does not follow; a move by itself is never a reason."""

from __future__ import annotations

import random
from contextlib import suppress
from decimal import Decimal

import pytest

from engine.bpmn.reader import read_bpmn
from engine.bundles import names_of
from engine.core.advance import Amend, Begin, Move
from engine.errors import InvalidState
from engine.fuzz.drive import Driven, Stuck
from engine.fuzz.generate import random_process
from engine.history.witness import PairedInterpreter
from engine.kernel import Kernel
from engine.spiff import SpiffInterpreter
from tests.bpmn.kernel.test_random_moves import Drawing
from tests.builders import bundle, end, process, start
from tests.spiff.lockstep import Pair

STEPS = 15
MOST_STEPS = 400


def drawn(dice: random.Random) -> Pair:
    drawing = Drawing(dice)
    first, last = drawing.sequence(3)
    flows = "; ".join((f"start {first}", *drawing.flows, f"{last} end"))
    main = process("p", start(), *drawing.parts, end(), flows=flows)
    return Pair(main, names=("d",), variables={"d": Decimal(0)})


def moved(case: Pair, dice: random.Random, performed: list[str], *, jumps: bool) -> int:
    """Somebody returns, takes back, jumps, or begins an ended case again, if that is allowed."""
    target, open_now = dice.choice(performed), case.open()
    try:
        if not open_now:
            case.move(target)
            case.is_over = not case.open()
        elif dice.random() < 0.2:
            case.send(Move(tokens=(), target=target, process="p", by="li", scopes=(0,)))
        else:
            case.move(target, dice.choice(open_now), exactly=jumps and dice.random() < 0.5)
    except InvalidState:
        return 0
    return 1


def played(seed: int, *, jumps: bool) -> tuple[Pair, int]:
    """The case of this seed, and how often somebody moved control in it."""
    dice = random.Random(seed)
    case, performed, moves = drawn(dice), list[str](), 0
    for _ in range(STEPS):
        if case.incidents:
            break
        if case.open():
            performed.append(dice.choice(case.open()))
            case.complete(performed[-1], d=Decimal(dice.choice((0, 1, 2, 3, 7))))
        if dice.random() < 0.5:
            moves += moved(case, dice, performed, jumps=jumps)
    if not case.is_over:  # and no further rounds of loops
        case.send(Amend(token=0, values={"d": Decimal(1)}, by="admin"))
    for _ in range(MOST_STEPS):
        if not case.open() or case.incidents:
            break
        case.complete(case.open()[0], d=Decimal(1))
    return case, moves


def witnessed(seed: int, *, jumps: bool = False) -> int:
    """How many moves were witnessed in the case of this seed. Fails on any disagreement, and on
    silence that only a move explains."""
    case, moves = played(seed, jumps=jumps)
    assert case.pair.disagreement is None, f"seed {seed}: {case.pair.disagreement}"
    if case.pair.silent is None:
        assert case.agrees()
        return moves
    assert jumps or "process p: " in case.pair.silent, f"seed {seed}: {case.pair.silent}"
    return 0


def strayed(seed: int, *, everyday: bool) -> int:
    """How many random moves, also of what is no work, were witnessed in a case of the generator's
    process of this seed. Fails on any disagreement."""
    dice, drawing = random.Random(seed), random_process(seed, everyday=everyday)
    found = read_bpmn(drawing.draw().encode())
    pair = PairedInterpreter(Kernel(), SpiffInterpreter(as_witness=True))
    targets = [(one.key, element) for one in found for element in one.elements]
    [main] = [one for one in found if one.key == drawing.key]
    prepared = pair.prepare(
        bundle(main, *(one for one in found if one is not main), names=names_of(found, ()))
    )
    driven, moves = Driven(interpreter=pair, prepared=prepared), 0
    with suppress(Stuck):
        driven.tell(Begin(variables=drawing.variables()))
        for _ in range(2 * STEPS):
            waiting = [place for place, own in driven.waiting.found.items() if own]
            if not waiting or driven.waiting.outcome != "active":
                break
            if dice.random() < 0.6:
                driven.come(dice.choice(waiting), 0, {})
                continue
            stands = [token for _, token in pair.positions(driven.state)]
            process_key, target = dice.choice(targets)
            with suppress(InvalidState):
                driven.tell(
                    Move(tokens=(dice.choice(stands),), target=target, process=process_key, by="li")
                )
                moves += 1
    assert pair.disagreement is None, f"seed {seed}: {pair.disagreement}"
    return 0 if pair.silent else moves


def test_moves_in_processes_with_events_calls_and_timers_are_witnessed_and_equal():
    assert sum(strayed(seed, everyday=True) for seed in range(20)) >= 8
    for seed in range(6):
        strayed(seed, everyday=False)


def test_random_moves_are_witnessed_and_equal():
    found = [witnessed(seed) for seed in range(24)]

    assert sum(one > 0 for one in found) >= 14
    assert sum(found) >= 40


def test_random_jumps_are_witnessed_and_equal_or_refused_by_name():
    found = [witnessed(seed, jumps=True) for seed in range(500, 514)]

    assert sum(one > 0 for one in found) >= 3


@pytest.mark.long
@pytest.mark.parametrize("jumps", [False, True])
def test_many_random_moves_are_witnessed_and_equal(jumps: bool):
    found = [witnessed(seed, jumps=jumps) for seed in range(1000, 2000)]

    assert sum(one > 0 for one in found) > (600 if not jumps else 300)

"""Random processes do what their blocks say, plainly, after restarts and replayed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.bpmn.reader import read_bpmn
from engine.bpmn.rules import check
from engine.bundles import names_of
from engine.core import events as ev
from engine.fuzz.campaign import campaign, seeds
from engine.fuzz.generate import random_process
from engine.fuzz.office import try_whole
from engine.fuzz.trial import Manner, Rooms, tried
from engine.fuzz.trying import try_seed
from engine.kernel import Kernel


@pytest.mark.parametrize(
    ("seed", "count", "manner"),
    [
        (1, 150, Manner()),
        (2, 60, Manner(restart=True)),
        (3, 40, Manner(restart=True, replay=True)),
    ],
    ids=["plain", "restart", "replay"],
)
def test_random_processes_do_what_their_blocks_say(seed: int, count: int, manner: Manner):
    report = campaign(try_seed, seed, count, manner)

    assert not report.wrong, [(one.seed, one.wrong, one.path) for one in report.wrong]
    assert report.right == count


def test_random_processes_are_replayed_equally_by_the_whole_engine():
    report = campaign(try_whole, 4, 15, Manner(restart=True, replay=True))

    assert not report.wrong, [(one.seed, one.wrong, one.path) for one in report.wrong]


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_ten_thousand_random_processes_do_what_their_blocks_say(seed: int):
    report = campaign(try_seed, seed, 10_000, Manner(), jobs=2)

    assert not report.wrong, [(one.seed, one.wrong) for one in report.wrong]


@pytest.mark.long
def test_two_thousand_random_processes_are_replayed_equally_after_every_step():
    report = campaign(try_whole, 14, 2_000, Manner(restart=True, replay=True), jobs=2)

    assert not report.wrong, [(one.seed, one.wrong) for one in report.wrong]


def test_same_seed_gives_the_same_file():
    assert random_process(42).draw() == random_process(42).draw()


def test_first_process_of_a_campaign_can_be_tried_alone():
    (_, second, *_) = seeds(7, 3)

    assert next(seeds(second, 1)) == second
    assert len({*seeds(7, 100), *seeds(8, 100)}) == 200


class Sleepy(Kernel):
    """A kernel that never says that a case is over."""

    def advance(self, prepared, state, stimulus, moment):
        answer = super().advance(prepared, state, stimulus, moment)
        kept = [one for one in answer.happened if not isinstance(one, ev.InstanceCompleted)]
        return replace(answer, happened=tuple(kept))


def rooms(interpreter: Kernel) -> Rooms:
    return Rooms(
        read=read_bpmn,
        check=lambda _: (),
        names=lambda processes: names_of(processes, ()),
        interpreter=interpreter,
    )


def test_kernel_that_never_ends_is_found_wrong():
    verdict = tried(5, rooms(Sleepy()), Manner())

    assert verdict.wrong == "outcome: expected completed, got active"
    assert verdict.file.startswith("<?xml")


def test_diagram_that_is_refused_is_found_wrong():
    def without_flows(definition):
        nodes = definition.elements.values()
        bare = {one.id: replace(one, incoming=(), outgoing=()) for one in nodes}
        return check(replace(definition, elements=bare, flows={}))

    strict = replace(rooms(Kernel()), check=without_flows)

    assert tried(5, strict, Manner()).wrong.startswith("refused: ")

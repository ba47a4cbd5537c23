"""Random processes on random paths: both interpreters agree, or there is no witness."""

from __future__ import annotations

import pytest

from engine.bpmn.reader import read_bpmn
from engine.bundles import names_of
from engine.fuzz.trial import Manner, Rooms, tried
from engine.history.witness import PairedInterpreter
from engine.kernel import Kernel
from engine.spiff import SpiffInterpreter


def witnessed(seed: int, *, everyday: bool) -> bool:
    """Run the process of this seed on both. False: no witness."""
    pair = PairedInterpreter(Kernel(), SpiffInterpreter(as_witness=True))
    rooms = Rooms(
        read=read_bpmn,
        check=lambda _: (),
        names=lambda processes: names_of(processes, ()),
        interpreter=pair,
    )
    verdict = tried(seed, rooms, Manner(everyday=everyday))
    assert pair.disagreement is None, f"seed {seed}: {pair.disagreement}"
    assert not verdict.wrong, f"seed {seed}: {verdict.wrong}"
    return pair.silent is None


@pytest.mark.parametrize("everyday", [False, True])
def test_random_processes_agree_or_have_no_witness(everyday: bool):
    found = [witnessed(seed, everyday=everyday) for seed in range(30)]

    assert any(found)


def test_most_everyday_processes_are_witnessed():
    found = [witnessed(seed, everyday=True) for seed in range(100, 140)]

    assert sum(found) >= 26


@pytest.mark.long
@pytest.mark.parametrize("everyday", [False, True])
def test_many_random_processes_agree_or_have_no_witness(everyday: bool):
    found = [witnessed(seed, everyday=everyday) for seed in range(1000, 4000)]

    assert sum(found) > 300

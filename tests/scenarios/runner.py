"""Plays the shipped scenarios on a fresh database, plainly or with a restart after every step."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark import ParameterSet

from engine import Engine, open_engine
from engine.bootstrap import Options, shipped_organisation
from engine.clauses import loading
from engine.clock import FixedClock
from engine.kept import Kept
from engine.proving import Compiled, Prover
from engine.scenarios import Player, Scenario, open_registers
from engine.scenarios.player import office_time, run_until

ADMINISTRATOR = "admin"
OPENED_AT = "2026-11-20T08:00"
MOMENTS: Final = (OPENED_AT, "2026-11-23T09:00")
"""When scenarios may set in: what falls due up to then has happened, once for all of them."""
ORGANISATION = shipped_organisation()
KEPT = Kept()
"""Diagrams are read and compiled once, by digest: restarts lose the state of the cases."""
COMPILED = Compiled()
"""What proving compiles, apart from what the cases ran on, once for all scenarios."""


def shipped_scenarios() -> tuple[Scenario, ...]:
    """Every scenario of every family, in the order of the files."""
    return loading.shipped_scenarios()  # which are read once


def dosed(scenarios: Sequence[Scenario], every: int) -> list[ParameterSet]:
    """To parametrize with: every so many-th of them by default, the others in the long suite."""
    return [
        pytest.param(one, id=one.id, marks=() if place % every == 0 else pytest.mark.long)
        for place, one in enumerate(scenarios)
    ]


def prepare(url: str) -> None:
    """Make it a database with the shipped processes deployed and the registers opened."""
    clock, options = FixedClock(office_time(OPENED_AT)), Options(kept=KEPT)
    with open_engine(url, clock=clock, options=options) as engine:
        engine.deploy_shipped(by=ADMINISTRATOR)
        open_registers(engine, by=ADMINISTRATOR)


def let_pass(url: str, moment: str) -> None:
    """Let what falls due in such a database up to the moment, one of MOMENTS, happen."""
    clock, options = FixedClock(office_time(OPENED_AT)), Options(kept=KEPT)
    with open_engine(url, clock=clock, options=options) as engine:
        run_until(engine, clock, office_time(moment))


def setting_in(begins: str) -> str:
    """Of MOMENTS the last one that is not after that office time."""
    at = office_time(begins)
    return max((one for one in MOMENTS if office_time(one) <= at), key=office_time)


@dataclass(frozen=True, slots=True)
class Prepared:
    """SQLite files for scenarios to set in, by moment."""

    databases: dict[str, Path]

    @classmethod
    def of(cls, folder: Path) -> Prepared:
        """Those that `make` has put there."""
        found = {at: folder / str(place) / "cases.db" for place, at in enumerate(MOMENTS)}
        return cls(found)

    @classmethod
    def make(cls, folder: Path) -> None:
        """One for each of MOMENTS; the shipped processes are deployed once."""
        first, *later = cls.of(folder).databases.items()
        first[1].parent.mkdir()
        prepare(f"sqlite:///{first[1]}")
        for moment, database in later:
            shutil.copytree(first[1].parent, database.parent)
            let_pass(f"sqlite:///{database}", moment)

    def copied_to(self, folder: Path, begins: str) -> Path:
        """A copy of the last one before that office time."""
        source = self.databases[setting_in(begins)]
        for file in source.parent.glob(f"{source.name}*"):
            shutil.copy(file, folder / file.name)
        return folder / source.name


def prover(engine: Engine) -> Prover:
    """Proves cases of the shipped processes."""
    return Prover(engine.runtime, COMPILED)


def assert_proved(engine: Engine, case: str) -> None:
    """The replay is equal, and the witness agrees all the way."""
    proof = prover(engine).witness(case)  # agreed means replayed equally as well
    assert proof.agreed, str(proof)
    assert not proof.reworded, "Expected the same words of the same release"


class Run:
    """One scenario on its own copy of a prepared database."""

    def __init__(self, scenario: Scenario, prepared: Prepared, folder: Path) -> None:
        self.scenario = scenario
        self.prepared = prepared
        self.database = prepared.copied_to(folder, scenario.at)
        self.clock = FixedClock(office_time(scenario.at))
        self.player = Player(self.open(), self.clock)

    def open(self) -> Engine:
        """The engine over the database as it is now, with empty caches."""
        options = Options(organisation=ORGANISATION, kept=KEPT)
        return open_engine(f"sqlite:///{self.database}", clock=self.clock, options=options)

    def play(self, *, restarting: bool) -> None:
        """All steps; between two of them, perhaps, the engine is closed and opened again."""
        for step in self.scenario.steps:
            self.player.play(step)
            if restarting:
                self.player.engine.close()
                self.player.engine = self.open()

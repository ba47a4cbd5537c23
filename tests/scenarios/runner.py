"""Plays the shipped scenarios on a fresh database, plainly or with a restart after every step."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine import Engine, open_engine
from engine.bootstrap import Options, shipped_organisation
from engine.clock import FixedClock
from engine.kept import Kept
from engine.paths import processes_dir
from engine.scenarios import Player, Scenario, open_registers, read_scenarios
from engine.scenarios.player import office_time

ADMINISTRATOR = "admin"
OPENED_AT = "2026-11-20T08:00"
ORGANISATION = shipped_organisation()
KEPT = Kept()
"""Diagrams are read and compiled once, by digest: restarts lose the state of the cases."""


def shipped_scenarios() -> tuple[Scenario, ...]:
    """Every scenario of every family, in the order of the files."""
    files = sorted(processes_dir().glob("*/scenarios/*.yaml"))
    return tuple(one for file in files for one in read_scenarios(file))


def prepare(url: str) -> None:
    """Make it a database with the shipped processes deployed and the registers opened."""
    clock, options = FixedClock(office_time(OPENED_AT)), Options(kept=KEPT)
    with open_engine(url, clock=clock, options=options) as engine:
        engine.deploy_shipped(by=ADMINISTRATOR)
        open_registers(engine, by=ADMINISTRATOR)


class Run:
    """One scenario on its own copy of a prepared database."""

    def __init__(self, scenario: Scenario, prepared: Path, folder: Path) -> None:
        self.scenario = scenario
        self.prepared = prepared
        self.database = folder / "cases.db"
        for file in prepared.parent.glob(f"{prepared.name}*"):
            shutil.copy(file, folder / file.name)
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

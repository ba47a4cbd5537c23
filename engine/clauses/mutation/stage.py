"""Plays scenarios on what ships, as it is or with one mutation, each on its own copy in memory."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from engine.bootstrap import MEMORY, Options, Runtime, open_runtime, shipped_organisation
from engine.clauses.acting import acting
from engine.clauses.mutation.altered import Altered, Overrides, Unaltered
from engine.clauses.mutation.model import File
from engine.clock import FixedClock
from engine.core.events import Event
from engine.core.ids import Digest
from engine.embedding import Engine
from engine.errors import DeploymentRefused, NotFound
from engine.kept import Kept
from engine.ports import Store
from engine.scenarios import Player, Scenario, ScenarioFailed, Step, open_registers
from engine.scenarios.player import office_time
from engine.views import Deployment

ADMINISTRATOR: Final = "admin"
OPENED_AT: Final = "2026-11-20T08:00"
"""When what ships was published: the working day before the first scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What scenarios are played on: a database that they get copies of, and what files mean."""

    store: Store
    kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How a scenario went."""

    failed: str = ""  # the first step that went otherwise, and how; empty: it ran as written
    rules: tuple[str, ...] = ()  # that refused what it was played on
    reached: frozenset[tuple[str, str]] = frozenset()  # (process, element), if it ran


class Stage:
    """What ships, published once, in memory."""

    def __init__(self) -> None:
        self._read = Unaltered()
        self.organisation = shipped_organisation()
        self.published_at = FixedClock(office_time(OPENED_AT)).now()
        runtime = open_runtime(MEMORY, self._options(self._read, FixedClock(self.published_at)))
        with Engine(runtime) as engine:
            self.deployment: Deployment = engine.deploy_shipped(by=ADMINISTRATOR)
            open_registers(engine, by=ADMINISTRATOR)
        self.unaltered = Scene(store=runtime.store, kept=self._read)

    @property
    def logins(self) -> tuple[str, ...]:
        """Everybody of the organisation."""
        return tuple(sorted(self.organisation.logins()))

    def digest(self, file: File) -> Digest:
        """The file's content. Raises NotFound."""
        digest = self.unaltered.store.latest(file.kind, file.name)
        if digest is None:
            raise NotFound(f"没有文件 {file.name}", f"Expected a deployed {file.kind} {file.name}")
        return digest

    def read(self, file: File) -> Any:
        """What the whole file means."""
        return self._read.parsed(file.kind, self.digest(file), _unread)

    def scene(self, overrides: Overrides, republished: Deployment | None = None) -> Scene:
        """What ships with these overrides; `republished` is what begins cases otherwise then."""
        store = self.unaltered.store
        if republished is not None:
            store = deepcopy(store)
            store.save(republished)
        return Scene(store=store, kept=Altered(self._read, overrides))

    def runtime(self, scene: Scene, clock: FixedClock) -> Runtime:
        """A runtime over a copy of the scene's database."""
        return Runtime(deepcopy(scene.store), self._options(scene.kept, clock))

    def play(self, scene: Scene, scenario: Scenario) -> Played:
        """The scenario up to its first step that goes otherwise than written."""
        clock = FixedClock(office_time(scenario.at))
        with Engine(self.runtime(scene, clock)) as engine:
            player = Player(engine, clock)
            for number, step in enumerate(scenario.steps, 1):
                try:
                    player.play(step)
                except ScenarioFailed as failed:
                    return Played(failed=_told(number, step, str(failed)))
                except DeploymentRefused as refused:
                    rules = {one.rule: None for one in refused.findings}
                    return Played(failed=_told(number, step, str(refused)), rules=tuple(rules))
                except Exception as crash:  # noqa: BLE001 (an altered file may be any nonsense)
                    return Played(failed=_told(number, step, f"{type(crash).__name__}: {crash}"))
            return Played(reached=_reached(engine))

    def _options(self, kept: Kept, clock: FixedClock) -> Options:
        return Options(clock=clock, organisation=self.organisation, kept=kept)


def _told(number: int, step: Step, failed: str) -> str:
    return f"step {number}, {step.verb}: {failed}"


def _reached(engine: Engine) -> frozenset[tuple[str, str]]:
    places: set[tuple[str, str]] = set()
    for case in engine.runtime.store.instance_ids():
        contents = (row.content for row in engine.history(case))
        places |= acting(one for one in contents if isinstance(one, Event))
    return frozenset(places)


def _unread(kind: str, digest: Digest) -> Any:
    raise NotFound(f"没有读过 {digest}", f"Expected {kind} {digest} to have been read")

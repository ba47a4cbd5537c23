"""Plays scenarios on what ships, as it is or with one mutation, each on its own copy in memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.bootstrap import MEMORY, Options, Runtime, open_runtime, shipped_organisation
from engine.clauses.acting import acting
from engine.clauses.mutation.altered import Altered, Overrides, Unaltered
from engine.clauses.mutation.model import File
from engine.clock import FixedClock
from engine.core.events import Event
from engine.core.ids import Digest
from engine.embedding import Engine
from engine.errors import DeploymentRefused, GuichengError, LimitExceeded, NotFound
from engine.kept import Kept
from engine.ports import Store
from engine.scenarios import Player, Scenario, ScenarioFailed, open_registers
from engine.scenarios.player import office_time
from engine.shipped import shipped_files
from engine.views import Deployment

ADMINISTRATOR: Final = "admin"
OPENED_AT: Final = "2026-11-20T08:00"
"""When what ships was published: the working day before the first scenario."""
MOST_LOOKS: Final = 12_000
"""Looks at the clock in one scenario; the longest that ships takes a twentieth."""


class _ShortClock(FixedClock):
    """Ends what would go on for ever: a mutation may make a loop that time does not leave."""

    looks = 0

    def now(self) -> datetime:
        """The moment it was set to. Raises LimitExceeded when it was looked at too often."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            raise LimitExceeded("没完没了", "Expected the scenario to come to an end")
        return super().now()


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
    """These files, or else what ships with its registers opened, published once in memory."""

    def __init__(self, files: Sequence[tuple[str, bytes]] = ()) -> None:
        self._read = Unaltered()
        self.organisation = shipped_organisation()
        self.published_at = FixedClock(office_time(OPENED_AT)).now()
        runtime = open_runtime(MEMORY, self._options(self._read, FixedClock(self.published_at)))
        with Engine(runtime) as engine:
            by = runtime.person(ADMINISTRATOR)
            self.deployment: Deployment = runtime.deploy(list(files) or shipped_files(), by)
            if not files:
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
        clock = _ShortClock(office_time(scenario.at))
        with _quiet(), Engine(self.runtime(scene, clock)) as engine:
            player = Player(engine, clock)
            for number, step in enumerate(scenario.steps, 1):
                try:
                    player.play(step)
                except Exception as error:  # noqa: BLE001 (an altered file may be any nonsense)
                    return _failed(f"{number}: {step.verb}", error)
            return Played(reached=_reached(engine))

    def _options(self, kept: Kept, clock: FixedClock) -> Options:
        return Options(clock=clock, organisation=self.organisation, kept=kept)


def _failed(place: str, error: Exception) -> Played:
    """A step that fails because something cannot be run at all is refused by those rules."""
    refused = error.__cause__ if isinstance(error, ScenarioFailed) else error
    findings = refused.findings if isinstance(refused, DeploymentRefused) else ()
    what = str(error) if isinstance(error, GuichengError | ScenarioFailed) else repr(error)
    rules = tuple(dict.fromkeys(one.rule for one in findings))
    return Played(failed=f"step {place}: {what}", rules=rules)


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is told as the fate of the mutation, not in the log."""
    log = logging.getLogger("guicheng")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _reached(engine: Engine) -> frozenset[tuple[str, str]]:
    places: set[tuple[str, str]] = set()
    for case in engine.runtime.store.instance_ids():
        contents = (row.content for row in engine.history(case))
        places |= acting(one for one in contents if isinstance(one, Event))
    return frozenset(places)


def _unread(kind: str, digest: Digest) -> Any:
    raise NotFound(f"没有读过 {digest}", f"Expected {kind} {digest} to have been read")

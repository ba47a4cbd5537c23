"""Makes the engine of a trial: real people and figures to read, nothing real to write or send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.bootstrap import KERNEL, MEMORY, Options, Runtime, open_runtime
from engine.clock import FixedClock, SortableIds
from engine.connectors import BUILT_IN, Answer, Connector
from engine.core import policy
from engine.core.ids import UserId
from engine.core.people import ADMINISTRATOR, Person
from engine.core.values import Value
from engine.embedding import Engine
from engine.errors import DeploymentRefused
from engine.kept import Kept
from engine.ports import ReadModel
from engine.registers.declared import declared_register
from engine.trials.model import Script
from engine.views import RegisterLine

CACHE_BYTES = 4 * 1024 * 1024
PUBLISHER = Person(id=UserId("trial"), name="试跑", name_en="Trial", roles=(ADMINISTRATOR,))


class Readable:
    """The registers that a person may read; of others the trial knows nothing."""

    def __init__(self, store: ReadModel, person: Person) -> None:
        self._store, self._person = store, person

    def register_line(self, register: str, key: str) -> RegisterLine | None:
        """The newest version of one line."""
        return self._store.register_line(register, key) if self._may(register) else None

    def register_lines(self, register: str) -> list[RegisterLine]:
        """All lines by key."""
        return self._store.register_lines(register) if self._may(register) else []

    def register_size(self, register: str) -> int:
        """How many lines the register has."""
        return self._store.register_size(register) if self._may(register) else 0

    def _may(self, register: str) -> bool:
        return policy.may_read_register(self._person, declared_register(register).readers)


def open_apart(
    runtime: Runtime, script: Script, person: Person, at: datetime, kept: Kept
) -> tuple[Engine, FixedClock, bool]:
    """An engine in memory with the files deployed, its clock, and whether only as a draft: one that
    could be published runs exactly as it would then. Raises DeploymentRefused."""
    clock = FixedClock(at)
    options = Options(
        clock=clock,
        ids=SortableIds(),
        interpreter=KERNEL,
        organisation=runtime.people.current(),
        connectors=_harmless(runtime.connectors),
        clauses=frozenset(runtime.written.all()),
        quick_passwords=True,
        cache_bytes=CACHE_BYTES,
        beneath=Readable(runtime.store, person),
        kept=kept,
    )
    apart = open_runtime(MEMORY, options)
    return Engine(apart), clock, _deployed(apart, script)


def _deployed(apart: Runtime, script: Script) -> bool:
    files = list(script.files)
    try:
        apart.deploy(files, PUBLISHER)
    except DeploymentRefused:
        if not script.draft:
            raise
        apart.deploy(files, PUBLISHER, draft=True)
        return True
    return False


def _harmless(connectors: Mapping[str, Connector]) -> dict[str, Connector]:
    """The built-in ones, which only write the trial's own log; of all others only their names."""
    return {name: BUILT_IN.get(name, _nothing) for name in connectors}


def _nothing(inputs: Mapping[str, Value], registers: ReadModel) -> Answer:
    """In a trial nothing is sent; the result is null."""
    return Answer(result=None)

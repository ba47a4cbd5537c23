"""What a MemoryStore holds: the log, its indexes, the projections, under one lock."""

from __future__ import annotations

from copy import deepcopy
from threading import RLock
from typing import Any, Self

from engine.ports import Refusal, Snapshot
from engine.store.memory_tables import MemoryTables
from engine.views import (
    Artifact,
    DefinitionView,
    FileVersion,
    LogRow,
    Seal,
    StartTimer,
    StartTrigger,
)


class MemoryState:
    """Shared by the parts of a MemoryStore."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.log: list[LogRow] = []  # row number n is at n - 1
        self.cases: dict[str, list[LogRow]] = {}
        self.commands: dict[str, LogRow] = {}
        self.refusals: list[Refusal] = []
        self.snapshots: dict[str, Snapshot] = {}
        self.seals: list[Seal] = []
        self.tables = MemoryTables()
        self.artifacts: dict[str, Artifact] = {}
        self.definitions: dict[str, list[DefinitionView]] = {}  # versions in order
        self.models: dict[tuple[str, str], DefinitionView] = {}  # (key, digest) -> first deployed
        self.resources: dict[tuple[str, str], list[str]] = {}  # (kind, name) -> digests in order
        self.drafts: dict[str, DefinitionView] = {}  # the newest of each process
        self.file_versions: dict[tuple[str, str], list[FileVersion]] = {}  # in order
        self.deployments: set[str] = set()
        self.triggers: dict[str, tuple[StartTrigger, ...]] = {}  # process -> of its newest version
        self.start_timers: dict[tuple[str, str, int], StartTimer] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """The same content under a lock of its own: what is tried on the copy stays there."""
        copied = type(self)()
        with self.lock:
            held = {name: value for name, value in vars(self).items() if name != "lock"}
            vars(copied).update(deepcopy(held, memo))
        return copied

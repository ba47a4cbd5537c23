"""MemoryStore: every storage port in memory, the tested twin of SqlStore."""

from __future__ import annotations

from engine.store.memory_beneath import Beneath as Beneath  # noqa: PLC0414 (re-export)
from engine.store.memory_beneath import MemoryOver
from engine.store.memory_catalog import MemoryCatalog
from engine.store.memory_event_log import MemoryEventLog, MemorySealLog
from engine.store.memory_exchange import MemoryExchange
from engine.store.memory_jobs import MemoryJobs
from engine.store.memory_state import MemoryState


class MemoryStore(
    MemoryEventLog, MemoryCatalog, MemoryOver, MemoryJobs, MemoryExchange, MemorySealLog
):
    """All ports over dictionaries; safe to use from any thread, gone when it is dropped."""

    def __init__(self, beneath: Beneath | None = None) -> None:
        self._memory, self.beneath = MemoryState(), beneath

    @property
    def memory(self) -> MemoryState:
        """What it holds, for the parts beside it."""
        return self._memory

    def close(self) -> None:
        """Nothing to release."""

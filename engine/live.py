"""The cache of live instances: bounded by bytes, version-checked, discarded on any failure."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from engine.handlers.case import LiveInstance

DEFAULT_BYTES = 256 * 1024 * 1024


class LiveCache:
    """Least recently used instances go first. Safe between threads; holds frozen objects only."""

    def __init__(self, limit_bytes: int = DEFAULT_BYTES) -> None:
        self._limit = limit_bytes
        self._bytes = 0
        self._lock = Lock()
        self._held: OrderedDict[str, LiveInstance] = OrderedDict()

    def get(self, instance_id: str) -> LiveInstance | None:
        """The newest known version of the instance, or None."""
        with self._lock:
            live = self._held.get(instance_id)
            if live is not None:
                self._held.move_to_end(instance_id)
            return live

    def put(self, live: LiveInstance) -> None:
        """Hold this version instead of an older one."""
        with self._lock:
            self._drop(live.state.id)
            self._held[live.state.id] = live
            self._bytes += live.size
            while self._bytes > self._limit and len(self._held) > 1:
                self._drop(next(iter(self._held)))

    def discard(self, instance_id: str) -> None:
        """Forget the instance: the next command loads it from the log."""
        with self._lock:
            self._drop(instance_id)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def _drop(self, instance_id: str) -> None:
        live = self._held.pop(instance_id, None)
        if live is not None:
            self._bytes -= live.size

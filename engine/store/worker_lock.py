"""One worker per SQLite file: a lock that the operating system gives back when a process dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from engine.errors import InvalidState


class WorkerLock:
    """Held by the process whose worker runs the timers and jobs of one SQLite file."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".worker")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Hold the lock. Raises InvalidState when another process has it."""
        if self._file is not None:
            return
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise InvalidState(
                f"{self._path.name}：另一个进程正在处理这个 SQLite 库的定时与作业；"
                "多进程请用 PostgreSQL",
                f"Expected no other worker on this SQLite file ({self._path.name} is locked); "
                "use PostgreSQL for several processes",
            ) from error
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def lock_of(url: str) -> WorkerLock | None:
    """The lock of an SQLite URL; other databases need none."""
    prefix = "sqlite:///"
    return WorkerLock(Path(url.removeprefix(prefix))) if url.startswith(prefix) else None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""What is dear to make: one process of a test run makes it, the others wait and read it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name as `make` fills it; nobody may change it, copies are for that."""
    root = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent  # which all workers of the run have in common
    folder = root / "made-once" / name
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder.with_suffix(".lock")):
        done = folder.with_suffix(".done")
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """While this process alone holds the lock."""
    with lock.open("w", encoding="ascii") as file:
        try:
            import fcntl
        except ImportError:  # Windows: tests run in one process there
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

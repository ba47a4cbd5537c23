"""A new SQLite database is a copy of a blank one: the migrations run once for a whole test run."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from engine.store import database
from engine.store.engines import read_engine


@contextmanager
def blanks_copied(blank: Path) -> Iterator[None]:
    """Whoever opens a file that is not there finds every table in it, and no row."""

    def opened(url: URL) -> Engine:
        if url.get_backend_name() == "sqlite":
            _copy(blank, Path(str(url.database)))
        return read_engine(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "read_engine", opened)
        yield


@contextmanager
def nothing_copied() -> Iterator[None]:
    """For tests of the migrations themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "read_engine", read_engine)
        yield


def _copy(blank: Path, file: Path) -> None:
    """Whole or not at all: several may open a new file at once."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
    shutil.copyfile(blank, made)
    with suppress(FileExistsError):
        os.link(made, file)
    made.unlink()

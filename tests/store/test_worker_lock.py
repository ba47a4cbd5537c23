"""A second worker on one SQLite file is refused; its place is free when the first has gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import open_engine
from engine.errors import InvalidState


def test_second_worker_on_one_sqlite_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_engine(url) as first, open_engine(url) as second:
        first.runtime.worker.start()

        with pytest.raises(InvalidState, match="PostgreSQL"):
            second.runtime.worker.start()


def test_worker_starts_when_the_one_before_has_stopped(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_engine(url) as first:
        first.runtime.worker.start()
    with open_engine(url) as second:
        second.runtime.worker.start()

"""kill -9 at any moment: what was acknowledged is there, once, and the log holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.core.events import EVENT_TYPES
from engine.history.seal import seal
from engine.history.verify import verify_log
from engine.store.sql_store import SqlStore
from tests.contract.test_rebuild import projections

ROOT = Path(__file__).resolve().parent.parent.parent


def killed_after(url: str, turn: int, answers: int) -> list[str]:
    """The command ids that a worker acknowledged before it was killed."""
    command = [sys.executable, "-m", "tests.crash.worker", url, str(turn)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(answers)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    return acknowledged


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.long)])
def test_killed_process_loses_nothing_acknowledged(tmp_path: Path, rounds: int) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    acknowledged: set[str] = set()
    for turn in range(rounds):
        acknowledged.update(killed_after(url, turn, answers=15 + 17 * turn))
    store = SqlStore.open(url)
    try:
        rows = store.all_rows(limit=1_000_000)
        stored = [row.command_id for row in rows if row.command_id is not None]
        assert len(stored) == len(set(stored))
        assert acknowledged <= set(stored)
        assert all(row.type in EVENT_TYPES for row in rows if row.command_id is None)
        assert verify_log(store).ok
        assert seal(store) == len(rows)
        before = projections(store)
        store.rebuild()
        assert projections(store) == before
    finally:
        store.close()

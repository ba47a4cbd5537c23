"""kill -9 between a message and its receiver: everybody gets everything, and gets it once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.core.events import MessageReceived, SignalReceived
from tests.exchange.conftest import proved

ROOT = Path(__file__).resolve().parent.parent.parent


def killed_after(url: str, turn: int, answers: int) -> list[str]:
    """The orders that were acknowledged before the kill."""
    command = [sys.executable, "-m", "tests.crash.exchange", url, str(turn)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(answers)]
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    return acknowledged


def received(engine: Engine, case: str) -> int:
    kinds = (MessageReceived, SignalReceived)
    return sum(isinstance(entry.content, kinds) for entry in engine.history(case))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    given: str = request.getfixturevalue("postgres_url")
    return given


@pytest.mark.parametrize("rounds", [2, pytest.param(30, marks=pytest.mark.long)])
def test_killed_exchange_delivers_everything_once(url: str, rounds: int) -> None:
    orders = [
        order for turn in range(rounds) for order in killed_after(url, turn, answers=4 + turn)
    ]
    with open_engine(url) as engine:
        engine.run_due()
        engine.run_due()
        store = engine.runtime.store
        for order in orders:
            row = store.command_row(f"waits:{order}")
            assert row is not None
            assert engine.case(row.instance_id).status == "completed", order
        cases = [engine.case(one) for one in store.instance_ids()]
        heard = [one for one in cases if one.process == "hears"]
        assert {one.status for one in heard} == {"completed"}
        assert {received(engine, one.id) for one in heard} == {1}
        count = Counter(one.process for one in cases)
        assert count["alarms"] == count["shouts"]
        assert store.due_jobs(engine.runtime.clock.now(), 10) == []
        proved(engine)

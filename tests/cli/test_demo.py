"""`guicheng demo --prepare-only`, whole: a company with its cases, proved and ready to serve."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.demo import PASSWORD, SHOWN
from engine.cli.main import app
from engine.doors import Origin
from engine.embedding import open_engine
from engine.scenarios import read_registers
from tests.cli.conftest import Terminal, in_one_process

CASES = 6
"""The demo of all cases is tested in tests/scenarios."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, dict[str, object]]:
    """The demo's database and what the command answered."""
    terminal = Terminal(tmp_path_factory.mktemp("demo") / "new" / "demo.db")
    with in_one_process():
        return terminal, terminal.json("demo", "--prepare-only", "--cases", str(CASES))


def test_demo_is_proved_and_witnessed(demo: tuple[Terminal, dict[str, object]]) -> None:
    _, answer = demo
    cases = CASES + len(read_registers())

    assert answer["log_ok"]
    assert answer["cases"] == answer["replay_equal"]
    assert answer["witness_asked"] == answer["witness_agreed"] == answer["cases"]  # no sample yet
    assert int(str(answer["cases"])) >= cases  # timers of the processes begin more


def test_demo_people_can_log_in(demo: tuple[Terminal, dict[str, object]]) -> None:
    terminal, _ = demo

    with open_engine(f"sqlite:///{terminal.file}") as engine:
        for login in SHOWN:
            assert (
                engine.runtime.accounts.log_in(login, PASSWORD, Origin(address="test")).person.id
                == login
            )


def test_demo_is_sealed_and_reused(demo: tuple[Terminal, dict[str, object]]) -> None:
    terminal, answer = demo
    whole = terminal.json("verify")
    again = terminal.run("demo", "--prepare-only")

    assert whole["tree_size"] == whole["rows"] == answer["rows"]
    assert "Reusing" in again.stderr
    assert PASSWORD in again.stdout
    assert terminal.json("verify")["rows"] == whole["rows"]


def test_demo_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        result = CliRunner().invoke(
            app, ["demo", "--prepare-only", "-d", f"sqlite:///{tmp_path}/x.db", "--port", port]
        )

    assert result.exit_code == 1
    assert port in result.stderr


def test_fresh_demo_refuses_to_empty_a_server(tmp_path: Path) -> None:
    line = ["demo", "--prepare-only", "--fresh", "-d", "postgresql://x/y", "--json"]

    result = CliRunner().invoke(app, line)

    assert json.loads(result.stdout)["error"] == "InvalidCommand"

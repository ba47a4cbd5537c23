"""Messages and signals from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.exchange.given import HEARS, WAITS


@pytest.fixture(autouse=True)
def deployed(terminal: Terminal, tmp_path: Path) -> None:
    for name, content in (("waits.bpmn", WAITS), ("hears.bpmn", HEARS)):
        (tmp_path / name).write_bytes(content)
        terminal.json("deploy", str(tmp_path / name))


def test_message_is_received(terminal: Terminal) -> None:
    case = terminal.json("start", "waits", "--as", "gm", "--data", '{"order": "A"}')["case"]["id"]

    receipt = terminal.json("message", "paid", "--key", "A", "--data", '{"amount": 5}')

    assert receipt["received_by"] == [case]


def test_message_is_kept_or_refused(terminal: Terminal) -> None:
    refused = terminal.json("message", "paid", "--key", "A", exit_code=1)
    kept = terminal.run("message", "paid", "--key", "A", "--time-to-live", "P7D", "--id", "p1")
    again = terminal.run("message", "paid", "--key", "A", "--time-to-live", "P7D", "--id", "p1")

    assert refused["error"] == "NotCorrelated"
    assert "kept until" in kept.output
    assert "sent before" in again.output


def test_signal_is_received_or_nobody_waited(terminal: Terminal) -> None:
    nobody = terminal.run("signal", "fire")
    case = terminal.json("start", "hears", "--as", "gm")["case"]["id"]

    assert "nobody waited" in nobody.output
    assert terminal.json("signal", "fire", "--id", "s2")["received_by"] == [case]


def test_only_who_may_sends(terminal: Terminal) -> None:
    for command in (("message", "paid"), ("signal", "fire")):
        assert terminal.json(*command, "--as", "gm", exit_code=1)["error"] == "NotPermitted"

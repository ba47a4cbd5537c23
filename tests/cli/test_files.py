"""Files and ports that a command cannot use are told in a sentence, never a traceback."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

from typer.testing import CliRunner

from engine.cli.main import app
from engine.paths import processes_dir
from tests.cli.conftest import Terminal


def refused(*line: str) -> str:
    """The kind of error that the line is answered with."""
    result = CliRunner().invoke(app, [*line, "--json"])
    assert result.exit_code == 1, result.output
    return str(json.loads(result.stdout)["error"])


def test_port_that_is_taken_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        said = refused("serve", "--port", port, "-d", f"sqlite:///{tmp_path}/new/cases.db")

    assert said == "InvalidCommand"
    assert not (tmp_path / "new").exists()


def test_file_that_cannot_be_used_is_named(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x", encoding="utf-8")
    case = terminal.start_trip()["open"][0]["id"].partition("-")[0]

    gone, url = f"{tmp_path}/gone/e.zip", f"sqlite:///{terminal.file}"

    assert refused("evidence", "export", case, gone, "-d", url) == "FileUnusable"
    assert refused("deploy", "-d", f"sqlite:///{tmp_path}/plain/cases.db") == "FileUnusable"
    assert refused("evidence", "check", str(tmp_path / "plain")) == "InvalidCommand"


def test_lint_passes_over_no_file_in_silence(tmp_path: Path) -> None:
    diagram = tmp_path / "register-opening.bpmn"
    shutil.copy(processes_dir() / "administration" / diagram.name, diagram)
    other = tmp_path / "notes.txt"
    other.write_text("x", encoding="utf-8")

    both = CliRunner().invoke(app, ["lint", str(diagram), str(other), "--json"])

    assert refused("lint", str(other)) == "InvalidCommand"
    assert (str(other), "known-file-kind") in [
        (one["file"], one["rule"]) for one in json.loads(both.stdout)
    ]


def test_folder_of_diagrams_is_drawn_whole(tmp_path: Path) -> None:
    for name in ("register-opening.bpmn", "register-disposal.bpmn"):
        shutil.copy(processes_dir() / "administration" / name, tmp_path / name)

    laid = CliRunner().invoke(app, ["layout", str(tmp_path), "--json"])
    drawn = CliRunner().invoke(app, ["picture", str(tmp_path), "--json"])

    assert len(json.loads(laid.stdout)) == 2
    assert {Path(one).exists() for one in json.loads(drawn.stdout)} == {True}

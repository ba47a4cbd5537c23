"""Publishing, checking, setting passwords, serving: the commands around the cases."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.doors import Origin
from engine.embedding import open_engine
from engine.paths import forms_dir, processes_dir
from tests.bpmn.diagrams import diagram
from tests.bpmn.rules.given import flow, nodes
from tests.cli.conftest import Terminal

TABLE = processes_dir() / "procurement" / "d-proc-2.dmn"


def test_deploy_publishes_what_ships_and_says_it(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "new" / "cases.db")

    keys = {one["key"] for one in terminal.json("deploy")["definitions"]}

    assert {"seal-use", "seal-takeout", "office-supplies-request"} <= keys


def test_folders_hold_all_that_ships(tmp_path: Path) -> None:
    """Whoever keeps the processes in a folder of their own deploys the same."""
    chosen = Terminal(tmp_path / "chosen.db").json("deploy", str(processes_dir()), str(forms_dir()))
    shipped = Terminal(tmp_path / "shipped.db").json("deploy")

    for kind in ("forms", "decisions"):
        assert chosen[kind] == shipped[kind]
    assert len(chosen["definitions"]) == len(shipped["definitions"])


def test_figures_are_deployed_by_themselves(terminal: Terminal) -> None:
    assert terminal.run("deploy", str(processes_dir() / "parameters.yaml")).exit_code == 0


def test_deploy_refuses_a_file_that_is_not_bpmn(terminal: Terminal, tmp_path: Path) -> None:
    bad = tmp_path / "bad.bpmn"
    bad.write_text('<?xml version="1.0"?><!DOCTYPE x><x/>', encoding="utf-8")

    problem = terminal.json("deploy", str(bad), exit_code=1)

    assert problem["error"] == "DeploymentRefused"
    assert problem["findings"][0]["file"] == "bad.bpmn"
    assert "bad.bpmn" in terminal.run("deploy", str(bad)).stderr


def test_deploy_by_somebody_who_may_not_is_refused(terminal: Terminal) -> None:
    problem = terminal.json("deploy", str(TABLE), "--as", "salesperson", exit_code=1)

    assert problem["error"] == "NotPermitted"


def test_deploy_of_nothing_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert (
        terminal.json("deploy", str(tmp_path / "empty"), exit_code=1)["error"] == "InvalidCommand"
    )
    assert terminal.run("deploy", str(tmp_path / "missing")).exit_code == 2


def test_lint_passes_what_ships() -> None:
    result = CliRunner().invoke(app, ["lint", str(processes_dir()), str(forms_dir()), "--json"])

    assert result.exit_code == 0, result.output
    assert [one for one in json.loads(result.stdout) if one["severity"] == "error"] == []


def test_lint_shows_a_deadlock_with_the_path_to_it(tmp_path: Path) -> None:
    body = nodes(s="startEvent", x="exclusiveGateway", j="parallelGateway", e="endEvent")
    file = tmp_path / "stuck.bpmn"
    file.write_bytes(diagram(body + flow("s", "x") + CHOICE + flow("j", "e")))

    result = CliRunner().invoke(app, ["lint", str(file), "--json"])
    shown = CliRunner().invoke(app, ["lint", str(file)])

    assert (result.exit_code, shown.exit_code) == (1, 1)
    (found,) = [one for one in json.loads(result.stdout) if one["rule"] == "no-deadlock"]
    assert found["path"] == ["s", "s_x", "x", "f1"]
    assert (found["family"], found["element_id"]) == ("soundness", "j")
    assert f"{file}:1: no-deadlock: 死锁" in shown.stdout


CHOICE = "".join(
    f'<sequenceFlow id="{one}" sourceRef="x" targetRef="j"><conditionExpression>{condition}'
    "</conditionExpression></sequenceFlow>"
    for one, condition in (("f1", "a"), ("f2", "not(a)"))
)


def test_lint_names_file_line_and_element(tmp_path: Path) -> None:
    table = tmp_path / "d.dmn"
    table.write_text(TABLE.read_text("utf-8").replace("(300..3000]", "(300.."), encoding="utf-8")

    result = CliRunner().invoke(app, ["lint", str(table), "--json"])

    [finding] = [one for one in json.loads(result.stdout) if one["severity"] == "error"]
    assert result.exit_code == 1
    assert finding["file"].endswith("d.dmn")
    assert finding["line"] > 1
    assert finding["text"]["zh"]
    assert finding["text"]["en"]


def test_layout_draws_in_place_and_keeps_the_process(tmp_path: Path) -> None:
    source = processes_dir() / "administration" / "register-opening.bpmn"
    file = tmp_path / source.name
    shutil.copy(source, file)

    result = CliRunner().invoke(app, ["layout", str(file), "--json"])

    assert json.loads(result.stdout) == [str(file)]
    assert "BPMNShape" in file.read_text("utf-8")
    assert CliRunner().invoke(app, ["lint", str(file)]).exit_code == 0


def test_layout_leaves_a_bad_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "bad.bpmn"
    file.write_text("not xml", encoding="utf-8")

    result = CliRunner().invoke(app, ["layout", str(file), "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "DeploymentRefused"
    assert file.read_text("utf-8") == "not xml"


def test_registers_may_be_opened_twice(terminal: Terminal) -> None:
    before = terminal.query("SELECT count(*) FROM register_line")

    assert terminal.json("registers")["registers"] >= 4
    assert terminal.query("SELECT count(*) FROM register_line") == before
    assert terminal.json("registers", "--as", "salesperson", exit_code=1)["error"] == "NotPermitted"


def test_password_opens_the_login(terminal: Terminal) -> None:
    result = terminal.run("password", "gm", "--password-stdin", given="correct horse\n")

    assert result.exit_code == 0, result.output
    with open_engine(f"sqlite:///{terminal.file}") as engine:
        assert (
            engine.runtime.accounts.log_in("gm", "correct horse", Origin(address="test")).person.id
            == "gm"
        )


def test_password_is_asked_for_twice_and_never_shown(terminal: Terminal) -> None:
    result = terminal.run("password", "gm", "--json", given="correct horse\ncorrect horse\n")

    assert json.loads(result.stdout) == {"login": "gm"}
    assert "correct horse" not in result.output


@pytest.mark.parametrize(
    ("login", "given"), [("gm", "short\n"), ("gm", ""), ("nobody", "long enough\n")]
)
def test_password_is_refused(terminal: Terminal, login: str, given: str) -> None:
    result = terminal.run("password", login, "--password-stdin", given=given)

    assert result.exit_code == 1
    assert "Expected" in result.stderr


def test_worker_is_refused_on_sqlite(terminal: Terminal) -> None:
    result = terminal.run("worker")

    assert result.exit_code == 1
    assert "SQLite" in result.stderr
    assert terminal.json("worker", exit_code=1)["error"] == "InvalidCommand"


def test_second_server_on_one_file_is_refused(terminal: Terminal) -> None:
    with open_engine(f"sqlite:///{terminal.file}") as engine:
        engine.runtime.worker.start()

        result = terminal.run("serve", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "InvalidState"


READING = [
    ["verify"],
    ["replay", "--all"],
    ["history", "c"],
    ["inbox", "--as", "gm"],
    ["start", "seal-use", "--as", "gm"],
    ["claim", "w", "--as", "gm"],
    ["release", "w", "--as", "gm"],
    ["complete", "w", "--as", "gm"],
    ["password", "gm", "--password-stdin"],
    ["registers"],
]


@pytest.mark.parametrize("line", READING, ids=lambda line: line[0])
def test_missing_database_is_refused_and_not_made(tmp_path: Path, line: list[str]) -> None:
    terminal = Terminal(tmp_path / "typo.db")

    assert terminal.json(*line, exit_code=1)["error"] == "NotFound"
    assert not terminal.file.exists()


@pytest.mark.parametrize("line", [*READING, ["deploy"], ["serve"]], ids=lambda line: line[0])
def test_file_of_another_kind_is_refused(tmp_path: Path, line: list[str]) -> None:
    terminal = Terminal(tmp_path / "notes.txt")
    terminal.file.write_text("these are notes, not a database", encoding="utf-8")

    result = terminal.run(*line)

    assert result.exit_code == 1
    assert "SQLite" in result.stderr
    assert terminal.file.read_text("utf-8").startswith("these are notes")


def test_database_damaged_beyond_reading_is_told_without_a_traceback(terminal: Terminal) -> None:
    content = terminal.file.read_bytes()
    with io.BytesIO(content) as source, terminal.file.open("wb") as file:
        file.write(source.read(4096))
        file.write(b"\xff" * (len(content) - 4096))

    assert terminal.json("verify", exit_code=1)["error"] == "DatabaseUnusable"


def test_url_of_another_kind_is_refused() -> None:
    result = CliRunner().invoke(app, ["verify", "-d", "mysql://x/y", "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "InvalidCommand"


def test_import_lists_what_another_tools_diagram_lacks(tmp_path: Path) -> None:
    file = tmp_path / "other.bpmn"
    file.write_text(
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        '<collaboration id="c"><participant id="a" processRef="order"/></collaboration>'
        '<process id="order" name="下单"><startEvent id="s"/><scriptTask id="x"/>'
        '<userTask id="t"/></process></definitions>',
        encoding="utf-8",
    )
    before = file.read_bytes()

    result = CliRunner().invoke(app, ["import", str(file)], catch_exceptions=False)
    answer = CliRunner().invoke(app, ["import", str(file), "--json"], catch_exceptions=False)

    assert result.exit_code == 0
    assert "order  下单  2" in result.output
    assert "other.bpmn:1: unsupported-element:" in result.output
    found = json.loads(answer.output)
    assert found["processes"] == [{"key": "order", "name": "下单", "elements": 2}]
    assert found["drawings"] == ["c"]
    assert {"not-executable", "unsupported-element", "user-task-form"} <= {
        one["rule"] for one in found["missing"]
    }
    assert file.read_bytes() == before


def test_import_of_what_is_no_bpmn_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.bpmn"
    file.write_text("<html/>", encoding="utf-8")

    result = CliRunner().invoke(app, ["import", str(file)], catch_exceptions=False)

    assert result.exit_code != 0
    assert "not-bpmn" in result.output

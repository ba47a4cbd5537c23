"""The guides, followed: their files, edits and commands do what their pages say."""

from __future__ import annotations

import json
import re
import runpy
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from tests.cli.conftest import AGREE, Terminal

ROOT = Path(__file__).resolve().parents[2]
LEAVE = ROOT / "docs" / "examples" / "leave"


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_letter_altered_by_the_auditor_is_found(terminal: Terminal, tmp_path: Path) -> None:
    item = terminal.start_trip()["open"][0]["id"]
    terminal.json("complete", item, "--as", "deputy-gm", "--data", json.dumps(AGREE))
    copy = Terminal(tmp_path / "copy.db")
    shutil.copy(terminal.file, copy.file)
    [alteration] = blocks("tutorial/audit-a-case.md", "py")
    script = tmp_path / "alter.py"
    script.write_text(alteration + "file.close()\n", encoding="utf-8")

    with chdir(tmp_path):
        told = runpy.run_path(str(script))

    assert copy.json("verify", exit_code=1)["first_bad"]["seq"] == told["seq"]
    assert terminal.json("verify")["ok"]


def test_example_process_is_clean_and_runs(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "trial.db")
    checked = CliRunner().invoke(app, ["lint", str(LEAVE)])
    published = terminal.json("deploy", str(LEAVE), "--as", "office-director")

    long = _leave(terminal, "salesperson", days=5)
    short = _leave(terminal, "salesperson", days=3)
    item = short["open"][0]["id"]
    agreed = '{"decision": "agree"}'
    done = terminal.json("complete", item, "--as", "sales-manager", "--data", agreed)

    assert checked.stdout == "OK\n"
    assert [one["key"] for one in published["definitions"]] == ["leave"]
    assert long["open"][0]["candidates"] == ["gm"]
    assert long["case"]["title"] == "请假 5 天"
    assert short["open"][0]["candidates"] == ["sales-manager"]
    assert done["case"]["status"] == "completed"


def _leave(terminal: Terminal, login: str, days: int) -> dict:
    data = json.dumps({"days": days, "reason": "探亲"})
    return terminal.json("start", "leave", "--as", login, "--data", data)


def test_code_shown_for_the_example_is_in_the_example() -> None:
    [shown] = blocks("how-to/deploy-your-own-process.md", "xml")
    whole = (LEAVE / "leave.bpmn").read_text(encoding="utf-8")

    assert " ".join(shown.split()) in " ".join(whole.split())


@pytest.mark.postgres
def test_cases_on_postgresql_are_worked_on_and_proved_alike(postgres_url: str) -> None:
    def answer(*line: str) -> dict:
        result = CliRunner().invoke(app, [*line, "-d", postgres_url, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    answer("deploy", str(LEAVE))
    case = answer(
        "start", "leave", "--as", "salesperson", "--data", '{"days": 2, "reason": "探亲"}'
    )
    item = case["open"][0]["id"]
    answer("complete", item, "--as", "sales-manager", "--data", '{"decision": "agree"}')

    assert answer("verify")["ok"]
    assert answer("replay", "--all")["equal"] == 1

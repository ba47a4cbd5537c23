"""`guicheng clauses`: what carries out the clauses of a procedure, and in which cases it acted."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from engine.cli.main import app
from engine.paths import processes_dir
from tests.cli.conftest import Terminal


def test_clauses_are_told_with_elements_scenarios_and_cases(terminal: Terminal) -> None:
    case = terminal.start_trip()["case"]["id"]

    told = terminal.json("clauses", "--procedures", "seal-takeout")

    assert told["total"] == told["traced"] + told["waived"] > told["waived"]
    assert told["missing"] == 0
    assert all(one["procedure"] == "seal-takeout" for one in told["clauses"])
    assert [case] in [one["cases"] for one in told["clauses"]]
    assert [] in [one["cases"] for one in told["clauses"]]
    by_element = {one["element"]: one["clauses"] for one in told["elements"]}
    for clause in told["clauses"]:
        for name in clause["elements"]:
            assert clause["id"] in by_element.get(name, [clause["id"]])  # or of a form or table


def test_clauses_need_no_database_and_end_with_their_totals() -> None:
    result = CliRunner().invoke(app, ["clauses", "--procedures", "seal-takeout, seal-use"])

    assert result.exit_code == 0
    assert "clauses traced, 1 waived (" in result.stdout.splitlines()[-1]
    assert "SEAL-35" in result.stdout
    assert "cases:" not in result.stdout


def test_clause_that_nothing_carries_out_is_missing() -> None:
    result = CliRunner().invoke(app, ["clauses", "--procedures", "seal-custody", "--json"])

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["without_element"] == ["SEAL-12"]  # the others other processes carry out
    assert told["missing"] == 1 < told["total"]


def test_unknown_procedure_is_refused_by_name() -> None:
    result = CliRunner().invoke(app, ["clauses", "--procedures", "no-such"])

    assert result.exit_code == 1
    assert "no-such" in result.stderr


def test_edited_clause_is_told_until_its_owner_reviews_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    edited = tmp_path / "clauses.csv"
    shipped = (processes_dir() / "clauses.csv").read_text(encoding="utf-8")
    row = next(line for line in shipped.splitlines() if line.startswith('"SEAL-33"'))
    edited.write_text(shipped.replace(row, row.replace(',"', ',"须', 3)), encoding="utf-8")
    terminal.run("deploy", str(processes_dir() / "clauses.csv"))
    takeout = str(processes_dir() / "seals" / "seal-takeout.bpmn")
    marks = f"--marks-of=sqlite:///{terminal.file}"

    terminal.run("deploy", str(edited))
    told = terminal.json("clauses", "--procedures", "seal-takeout")["to_review"]
    linted = json.loads(CliRunner().invoke(app, ["lint", takeout, marks, "--json"]).stdout)
    refused = terminal.run(
        "clauses", "review", "SEAL-33", "--process", "seal-takeout", "--as", "cashier"
    )
    listed = terminal.run("clauses", "marked")
    done = terminal.json(
        "clauses", "review", "SEAL-33", "--process", "seal-takeout", "--note", "措辞"
    )
    later = terminal.json("clauses", "marked", "--all")

    assert {(one["clause"], one["process"]) for one in told} == {("SEAL-33", "seal-takeout")}
    warned = [one for one in linted if one["rule"] == "clause-to-review"]
    assert [one["element_id"] for one in warned] == [one["element"] for one in told]
    assert {one["severity"] for one in warned} == {"warning"}
    assert refused.exit_code == 1
    assert "现 / after" in listed.stdout
    assert len(done) == len(told)
    assert {(one["reviewed_by"], one["note"]) for one in later} == {("admin", "措辞")}
    assert terminal.json("clauses", "--procedures", "seal-takeout")["to_review"] == []

"""`guicheng clauses`: what carries out the clauses of a procedure, and in which cases it acted."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from engine.cli.main import app
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

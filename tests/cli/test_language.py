"""FEEL and DMN on the command line, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app
from tests.dmn.files import decision, definitions, input_data, literal, needs_input, table


def _run(*line: str) -> Result:
    return CliRunner().invoke(app, line, catch_exceptions=False)


def _json(*line: str, exit_code: int = 0) -> Any:
    result = _run(*line, "--json")
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "level.dmn"
    columns = table(["金额"], ["档"], [("<= 300", '"小"'), ("(300..3000]", '"中"')])
    path.write_bytes(
        definitions(
            input_data("金额", "number"),
            input_data("日期", "date"),
            decision("档次", columns, needs_input("金额")),
            decision("到期", literal("workdays after(日期, 1)"), needs_input("日期")),
        )
    )
    return str(path)


def test_expression_is_evaluated_exactly() -> None:
    assert _run("feel", "0.1 + 0.2").stdout == "0.3\n"
    assert _json("feel", "a + 1", "--context", '{"a": 0.10}') == {"result": {"$number": "1.10"}}
    assert _run("feel", 'workdays after(date("2026-11-20"), 1)').stdout == "2026-11-23\n"


def test_explanation_names_the_values_that_were_read() -> None:
    line = ("feel", '金额 > 5000 and 部门 in ("行政")', "--explain", "--context")
    context = '{"金额": 6000, "部门": "行政", "其他": 1}'

    told = _run(*line, context).stdout
    answer = _json(*line, context)

    assert told.startswith("true\n")
    assert "金额 为 6000" in told
    assert answer["reads"] == {"金额": 6000, "部门": "行政"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("1 +",), "Line 1"),
        (("unknown",), "unknown"),
        (('1 + "a"', "--strict"), "number"),
        (("1", "--context", "{"), "JSON"),
        (("1", "--context", "[1]"), "object"),
    ],
)
def test_what_cannot_be_evaluated_is_told(line: tuple[str, ...], said: str) -> None:
    result = _run("feel", *line)

    assert result.exit_code == 1
    assert said in result.stderr


def test_decision_is_evaluated_and_explained(file: str) -> None:
    line = ("dmn", file, "--decision", "档次", "--input", '{"金额": 300.5}')

    answer = _json(*line, "--explain")

    assert _run(*line).stdout == '"中"\n'
    assert (answer["result"], answer["rules"], answer["inputs"]["金额"]) == (
        "中",
        ["r2"],
        {"$number": "300.5"},
    )


def test_input_is_read_by_its_declared_type(file: str) -> None:
    line = ("dmn", file, "--decision", "到期", "--input", '{"日期": "2026-11-20"}')

    assert _json(*line) == {"result": {"$date": "2026-11-23"}}


def test_decision_without_a_result_fails_unless_lenient(file: str) -> None:
    line = ("dmn", file, "--decision", "档次", "--input", '{"金额": 9000}')

    assert _json(*line, exit_code=1)["error"] == "DmnError"
    assert _json(*line, "--lenient") == {"result": None}
    assert _run("dmn", "nowhere.dmn", "--decision", "x").exit_code == 1

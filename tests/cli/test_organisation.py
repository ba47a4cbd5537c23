"""The commands of the organisation on the command line."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from engine.bootstrap import open_runtime
from engine.cli.main import app
from engine.paths import processes_dir

SAMPLE = str(processes_dir() / "organisation.yaml")
NEW = "name=赵新 department=sales reports_to=sales-manager roles=[salesperson]"


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    open_runtime(url).close()
    return url


def people(database: str, *words: str) -> Result:
    return CliRunner().invoke(app, ["people", *words, "-d", database])


def test_dry_run_lists_the_differences_and_changes_nothing(database: str, tmp_path: Path) -> None:
    people(database, "import", SAMPLE)
    changed = tmp_path / "changed.yaml"
    text = Path(SAMPLE).read_text(encoding="utf-8").replace("position: 出纳", "position: 主办出纳")
    changed.write_text(text, encoding="utf-8")
    result = people(database, "import", str(changed), "--dry-run")

    assert "~ people.cashier: position: 出纳 → 主办出纳" in result.stdout
    assert "出纳  " in people(database, "list").stdout
    again = orjson.loads(people(database, "import", str(changed), "--json").stdout)
    assert again["recorded"] == "organisation:00000002"


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_export_can_be_imported_again(database: str, tmp_path: Path, kind: str) -> None:
    people(database, "import", SAMPLE)
    file = tmp_path / f"out.{kind}"
    file.write_text(people(database, "export", "--format", kind).stdout, encoding="utf-8")

    assert "没有变更" in people(database, "import", str(file)).stdout


def test_person_comes_changes_and_leaves(database: str) -> None:
    assert people(database, "add", "zhao", *NEW.split()).exit_code == 0
    assert people(database, "add", "zhao", *NEW.split()).exit_code == 1
    changed = people(database, "change", "zhao", "rank=20", "position=主管")
    assert "~ people.zhao" in changed.stdout
    assert people(database, "change", "departments.hr", "head=nobody").exit_code == 1
    assert "successor: - → sales-manager" in people(database, "leave", "zhao", "--dry-run").stdout
    left = people(database, "leave", "zhao")

    assert "zhao → sales-manager" in left.stdout
    assert "zhao" not in people(database, "list").stdout
    assert "organisation:00000004" in people(database, "list", "--changes").stdout


def test_administrator_named_on_the_command_line_keeps_to_the_rules(database: str) -> None:
    own = people(database, "change", "admin", "rank=100", "--as", "admin")

    assert own.exit_code == 1
    assert "another administrator" in own.stderr
    assert people(database, "change", "admin", "rank=100", "--as", "gm").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("import", "/missing.yaml"),
        ("change", "admin", "rank"),
        ("change", "admin", "rank=["),
        ("change", "cashier", "rank=5", "--from", "tomorrow"),
        ("change", "nothing.hr", "head=gm"),
        ("export", "--format", "xml"),
        ("leave", "nobody"),
    ],
)
def test_mistake_is_named(database: str, words: tuple[str, ...]) -> None:
    result = people(database, *words)

    assert result.exit_code == 1
    assert "错误 / Error" in result.stderr

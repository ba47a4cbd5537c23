"""The command line on real SQLite files: one is prepared, each test has its own copy."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from typer.main import get_command
from typer.testing import CliRunner, Result

from engine.bootstrap import Options
from engine.cli import opening
from engine.cli.main import app
from engine.kept import Kept
from tests.shared import made_once

TRIP = {
    "seal_no": "YZ-01",
    "reason": "赴市政务中心现场办理资质变更登记",
    "place": "市政务中心三楼",
    "documents": [{"title": "资质变更申请书", "copies": 3}],
    "start_at": "2036-11-24T09:00",
    "back_at": "2036-11-24T17:00",
}
AGREE = {"decision": "agree", "opinion": "同意"}


_command = cache(get_command)


@cache
def _kept(_calls: int, _steps: int) -> Kept:
    """What commands of these bounds have read and compiled, by digest."""
    return Kept()


def _options(**given: Any) -> Options:
    plain = Options(**given)
    return Options(**given, kept=_kept(plain.max_calls, plain.max_steps))


@contextmanager
def in_one_process() -> Iterator[None]:
    """The tree of commands is built once, and what a command has read and compiled serves the
    next one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", _command)
        patch.setattr(opening, "Options", _options)
        yield


@pytest.fixture(autouse=True)
def lasting() -> Iterator[None]:
    with in_one_process():
        yield


@dataclass(frozen=True)
class Terminal:
    """Somebody's terminal, on one database file."""

    file: Path

    def run(self, *arguments: str, given: str | None = None) -> Result:
        """The command as typed, on this database; crashes are raised, not reported."""
        line = [arguments[0], "--database-url", f"sqlite:///{self.file}", *arguments[1:]]
        return CliRunner().invoke(app, line, input=given, catch_exceptions=False)

    def json(self, *arguments: str, exit_code: int = 0) -> Any:
        """The answer of a command to `--json`."""
        result = self.run(*arguments, "--json")
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout)

    def start_trip(self) -> Any:
        """A case of taking a seal out, offered to its first approver."""
        return self.json("start", "seal-takeout", "--as", "salesperson", "--data", json.dumps(TRIP))

    def tamper(self, *statements: str) -> None:
        """What somebody with the file and no scruples does."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            for table in ("log", "seal"):
                for action in ("update", "delete"):
                    connection.execute(f"DROP TRIGGER {table}_refuses_{action}")
            for statement in statements:
                connection.execute(statement)

    def query(self, statement: str) -> list[Any]:
        """Rows of the file, read past the engine."""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(statement).fetchall()


def open_house(folder: Path) -> None:
    """What everything at a terminal begins with."""
    terminal = Terminal(folder / "cases.db")
    with in_one_process():
        assert terminal.run("deploy").exit_code == 0
        assert terminal.run("registers").exit_code == 0


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "terminal", open_house) / "cases.db"


@pytest.fixture
def terminal(prepared: Path, tmp_path: Path) -> Terminal:
    for file in prepared.parent.glob(f"{prepared.name}*"):
        shutil.copy(file, tmp_path / file.name)
    return Terminal(tmp_path / prepared.name)

"""Control moved from the command line: each command once, on one small procedure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine import Engine, open_engine
from engine.cli.main import app
from tests.operations.structures import FORM, INITIATOR, STRUCTURES, A, X


class Desk:
    """Somebody's terminal on one database with one case, in which x is open."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        with open_engine(self.url) as engine:
            files = [("sequence.bpmn", STRUCTURES["sequence"]), ("note.form", FORM)]
            engine.runtime.deploy(files, engine.runtime.person("admin"))
            self.case = engine.start("sequence", {"note": "n"}, by=INITIATOR).id

    def move(self, name: str, *arguments: str, exit_code: int = 0) -> Any:
        line = ["move", name, *arguments, "--database-url", self.url, "--json"]
        result = CliRunner().invoke(app, line, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout) if not exit_code else result.output

    def admin(self, name: str, *arguments: str) -> Any:
        return self.move(name, self.case, *arguments, "--as", "admin", "--reason", "须如此")

    def open(self) -> dict[str, str]:
        with open_engine(self.url) as engine:
            return {one.element_id: one.id for one in engine.worklist(instance=self.case)}

    def complete(self, element: str, by: str) -> str:
        item = self.open()[element]
        with open_engine(self.url) as engine:
            engine.complete(item, {}, by=by)
        return item


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "cases.db")


def test_people_return_take_back_and_withdraw(desk: Desk) -> None:
    done = desk.complete("x", X)
    desk.move("take-back", done, "--as", X)
    desk.complete("x", X)
    item = desk.open()["a"]
    found = desk.move("destinations", item, "--as", A)
    assert [one["element_id"] for one in found] == ["x", "s"]
    desk.move("return", item, "--as", A, exit_code=1)  # without a reason
    desk.move("return", item, "--as", A, "--to", "initiator", "--reason", "改")
    assert set(desk.open()) == {"s"}
    answer = desk.move("withdraw", desk.case, "--as", INITIATOR, "--reason", "不办了")
    assert answer["case"]["status"] == "withdrawn"


def test_administrators_step_in(desk: Desk) -> None:
    desk.admin("suspend")
    desk.move("return", desk.open()["x"], "--as", X, "--reason", "r", exit_code=1)
    desk.admin("resume")
    desk.admin("correct", "--data", '{"note": "better"}')
    desk.admin("approvers", "b", "--person", "cashier")
    desk.admin("jump", "b", "--at", "x")
    desk.admin("late-review", "a", "--person", A)
    assert set(desk.open()) == {"a", "b"}
    with open_engine(desk.url) as engine:
        assert _who(engine, desk) == {"a": A, "b": "cashier"}
        engine.terminate(desk.case, reason="错", by="admin")
    desk.admin("revive", "z")
    assert set(desk.open()) == {"z"}
    with open_engine(desk.url) as engine:
        assert engine.variables(desk.case)["note"] == "better"
        assert engine.replay(desk.case).equal


def _who(engine: Engine, desk: Desk) -> dict[str, str | None]:
    return {one.element_id: one.assignee for one in engine.worklist(instance=desk.case)}

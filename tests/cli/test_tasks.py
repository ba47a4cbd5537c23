"""Operations on work items from the command line, over a file of one small process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from tests.approval.given import ONE, process

ALLOWED = 'guicheng:actions="transfer urge delegate add-sign remove-sign"'


class Terminal:
    """Commands on one database, answered in JSON."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'cases.db'}"
        (folder / "asked.bpmn").write_bytes(process(ONE, ALLOWED))
        self("deploy", str(folder / "asked.bpmn"), "--draft")
        self.image = folder / "sign.png"
        self.image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 32)
        started = self("start", "draft:asked", "--as", "office-director")
        self.item: str = started["open"][0]["id"]

    def __call__(self, *words: str, exit_code: int = 0) -> Any:
        line = [*words, "--database-url", self.url, "--json"]
        result = CliRunner().invoke(app, line, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("tasks"))


def test_work_item_goes_its_way_by_commands(terminal: Terminal) -> None:
    item, why = terminal.item, ("--reason", "请把关")

    added = ("task", "add-sign", item, "hr-manager", "--as", "gm", "--place", "before", *why)
    opened = terminal(*added)["open"]
    [advice] = [one["id"] for one in opened if one["assignee"] == "hr-manager"]
    seats = terminal("task", "round", item)["seats"]
    terminal("complete", item, "--as", "gm", exit_code=1)
    terminal("task", "advise", advice, "可以", "--as", "hr-manager", "--agree", "yes")
    terminal("task", "delegate", item, "cashier", "--as", "gm", *why)
    terminal("task", "advise", item, "也可以", "--as", "cashier")
    terminal("task", "add-sign", item, "receptionist", "--as", "gm", *why)
    terminal("task", "remove-sign", item, "receptionist", "--as", "gm", *why)
    terminal("task", "urge", item, "--as", "office-director")
    terminal("task", "urge", item, "--as", "office-director", exit_code=1)
    terminal("task", "transfer", item, "deputy-gm", "--as", "gm", *why)
    terminal("task", "appoint", item, "cashier", *why, exit_code=0)
    case = item.partition("-")[0]
    terminal("task", "copy", case, "receptionist", "--as", "office-director", "--note", "供参考")
    terminal("task", "copy", case, "ghost", "--as", "office-director", exit_code=1)
    terminal("task", "read", case, "--as", "receptionist")
    terminal("task", "read", case, "--as", "hr-admin", exit_code=1)
    terminal("task", "priority", item, "90", "--as", "admin", *why)
    terminal("task", "follow-up", item, "--as", "cashier", "--until", "2020-01-01", exit_code=1)
    said = ("--opinion", "同意", "--signature", str(terminal.image))
    done = terminal("complete", item, "--as", "cashier", *said)

    assert [(seat["who"], seat["state"]) for seat in seats] == [
        ("gm", "asked"),
        ("hr-manager", "asked"),
    ]
    assert [one["element_id"] for one in done["open"]] == ["after"]
    assert terminal("replay", case)["equal"]
    signed = [one for one in terminal("history", case, "--full") if one["type"] == "OpinionGiven"]
    assert "sha256:" in json.dumps(signed[-1])


def test_phrases_are_kept_and_listed(terminal: Terminal) -> None:
    terminal("phrases", "--as", "gm", "--set", "同意", "--set", "请补充材料")

    assert terminal("phrases", "--as", "gm") == ["同意", "请补充材料"]
    assert terminal("phrases", "--as", "cashier") == []

"""Notifications on the command line: what somebody was told, and how they want to be told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app
from engine.embedding import open_engine
from tests.cli.conftest import Terminal


def typed(terminal: Terminal, *line: str) -> Result:
    """A command of the group `notifications`, on the terminal's database."""
    database = ("--database-url", f"sqlite:///{terminal.file}")
    return CliRunner().invoke(app, ["notifications", *line, *database])


def asked(terminal: Terminal, *line: str) -> Any:
    return json.loads(typed(terminal, *line, "--json").stdout)


def test_what_somebody_was_told_is_listed_and_how_they_want_it_is_kept(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels = '{"mail": {"kind": "mail", "url": "smtps://x.cn", "sender": "g@x.cn"}}'
    monkeypatch.setenv("GUICHENG_NOTIFICATION_CHANNELS", channels)
    case = terminal.start_trip()["case"]["id"]
    with open_engine(f"sqlite:///{terminal.file}") as engine:
        (item,) = engine.worklist(instance=case)
        engine.runtime.notifications.run()

    (one, *_) = asked(terminal, "list", "--as", item.candidates[0], "--unread")
    assert one["work_item_id"] == item.id
    said = typed(terminal, "list", "--as", item.candidates[0]).stdout
    assert "待办：" in said

    options = ("--address", "mail=gm@x.cn", "--quiet", "22:00-07:30", "--language", "en")
    kept = asked(terminal, "prefer", "--as", "gm", *options)
    assert kept["addresses"] == {"mail": "gm@x.cn"}
    assert asked(terminal, "prefer", "--as", "gm") == kept
    assert typed(terminal, "prefer", "--as", "gm", "--digest", "x").exit_code != 0
    assert asked(terminal, "sent") == []


def test_day_of_the_company_is_set_and_shown(terminal: Terminal) -> None:
    database = ("--database-url", f"sqlite:///{terminal.file}")

    def calendar(*line: str) -> Result:
        return CliRunner().invoke(app, ["calendar", *line, *database])

    assert calendar("set", "2026-12-24", "off", "--name", "年会").exit_code == 0
    assert "年会" in calendar("show", "2026").stdout
    assert calendar("set", "2026-12-24", "party").exit_code == 1
    assert calendar("set", "24.12.", "off").exit_code == 1
    assert "照常" in calendar("set", "2026-12-24", "usual").stdout
    assert "未确认" in calendar("show", "2027").stdout

"""Help is there for everything, in both languages; every command answers programs in JSON."""

from __future__ import annotations

import re

import pytest
import typer.main
from typer.testing import CliRunner

from engine.cli.bilingual import flat
from engine.cli.main import app

COMMANDS = flat(typer.main.get_group(app))
EXPECTED = (
    "demo serve worker deploy lint layout bench password registers start inbox claim release "
    "complete history incidents retry terminate verify replay"
).split()
_CHINESE = re.compile(r"[一-鿿]")
_ENGLISH = re.compile(r"[A-Za-z]{2}")


def test_every_command_is_there() -> None:
    assert set(EXPECTED) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_both_languages(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(), "--help"], terminal_width=200)
    command = COMMANDS[name]
    option = command.get_help_option(typer.Context(command))

    assert result.exit_code == 0
    assert _in_both(command.help)
    for parameter in [*command.params, option]:
        assert _in_both(parameter.help), f"{name} {parameter.name}: {parameter.help}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_in_json(name: str) -> None:
    assert any("--json" in parameter.opts for parameter in COMMANDS[name].params)


def test_program_without_command_shows_help_and_its_version() -> None:
    runner = CliRunner()

    assert "verify" in runner.invoke(app, []).output
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", runner.invoke(app, ["--version"]).stdout)


def test_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(app, ["verfy"]).exit_code == 2


def _in_both(text: str | None) -> bool:
    zh, _, en = (text or "").partition(" / ")
    return bool(_CHINESE.search(zh) and _ENGLISH.search(en))

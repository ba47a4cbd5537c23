"""Tokens on the command line: made, listed without the secret, revoked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from engine.embedding import open_engine


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    open_engine(url).close()
    return url


def called(database: str, *words: str) -> str:
    answer = CliRunner().invoke(app, [*words, "--database-url", database])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_token_is_made_used_listed_and_revoked(database: str) -> None:
    made = json.loads(called(database, "token", "gm", "--scope", "read", "--json"))
    with open_engine(database) as engine:
        found = engine.runtime.tokens.find(made["secret"])
        assert found is not None
        assert found[0].id == "gm"

    listed = called(database, "tokens", "gm")
    called(database, "revoke", "gm", made["id"])

    assert made["id"] in listed
    assert made["secret"] not in listed
    with open_engine(database) as engine:
        assert engine.runtime.tokens.find(made["secret"]) is None


def test_every_token_of_a_person_is_revoked(database: str) -> None:
    for _ in range(2):
        called(database, "token", "gm", "--scope", "read", "--scope", "work")

    assert "2" in called(database, "revoke", "gm", "--all")


@pytest.mark.parametrize(
    "words",
    [
        ("token", "nobody", "--scope", "read"),
        ("token", "gm", "--scope", "read", "--days", "0"),
        ("revoke", "gm", "unknown"),
    ],
)
def test_wrong_request_is_refused(database: str, words: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(app, [*words, "--database-url", database])

    assert answer.exit_code == 1

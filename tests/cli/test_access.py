"""Logins on the command line: sessions, their log, lost authenticators, bound identities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.bootstrap import Options
from engine.cli.main import app
from engine.clock import SystemClock
from engine.core.ids import UserId
from engine.doors import Binding, Origin
from engine.embedding import open_engine
from engine.identity import totp

HERE = Origin(address="10.0.0.1", browser="Firefox")


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_engine(url, options=Options(quick_passwords=True)) as engine:
        runtime = engine.runtime
        runtime.accounts.set_password("gm", "correct horse")
        session = runtime.accounts.log_in("gm", "correct horse", HERE)
        factors, now = runtime.doors.factors, SystemClock().now()
        factors.begin(session.person)
        factor = runtime.doors.stores.factors.factor(session.person.id)
        assert factor is not None
        factors.confirm(session.person, totp.hotp(factor.secret, totp.step_of(now)), HERE)
        who = Binding(issuer="https://idp", subject="7", user=UserId("gm"), at=now)
        runtime.doors.stores.bindings.bind(who)
    return url


def called(database: str, *words: str, code: int = 0) -> str:
    answer = CliRunner().invoke(app, ["access", *words, "--database-url", database])
    assert answer.exit_code == code, answer.output
    return answer.output


def test_sessions_of_a_person_are_listed_and_ended(database: str) -> None:
    (found,) = json.loads(called(database, "sessions", "gm", "--json"))

    assert (found["address"], found["browser"]) == ("10.0.0.1", "Firefox")
    called(database, "end", "gm", "unknown", code=1)
    called(database, "end", "gm", code=2)
    called(database, "end", "gm", found["id"])
    assert "没有登录" in called(database, "sessions", "gm")
    assert "0" in called(database, "end", "gm", "--all")


def test_log_is_read_and_narrowed(database: str) -> None:
    entries = json.loads(called(database, "log", "--login", "gm", "--json"))

    assert [one["kind"] for one in entries][::-1] == [
        "password-changed",
        "logged-in",
        "second-factor-on",
    ]
    assert "logged-in" in called(database, "log", "--kind", "logged-in")
    assert "没有记录" in called(database, "log", "--since", "2100-01-01T00:00:00+08:00")
    called(database, "log", "--since", "yesterday", code=1)
    called(database, "log", "--limit", "0", code=1)


def test_lost_authenticator_is_forgotten_and_identity_unbound(database: str) -> None:
    assert "7" in called(database, "identities")
    assert json.loads(called(database, "reset-second-factor", "gm", "--json"))["reset"] is True
    assert "没有启用" in called(database, "reset-second-factor", "gm")
    assert "没有登录" in called(database, "sessions", "gm")
    assert json.loads(called(database, "unbind", "gm", "--json")) == {"unbound": 1}
    assert "没有绑定" in called(database, "identities")
    kinds = [one["kind"] for one in json.loads(called(database, "log", "--json"))]
    assert {"second-factor-off", "identity-unbound", "session-ended"} <= set(kinds)

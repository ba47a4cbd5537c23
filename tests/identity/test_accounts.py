"""Logging in: the right and the wrong password, sessions that end, and guessing slowed down."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from engine.access_log import AccessLog
from engine.bootstrap import Options, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.doors import KEPT_DAYS, Origin, Required
from engine.errors import InvalidCommand
from engine.identity.accounts import Accounts, TooManyAttempts, WrongPassword
from engine.identity.guessable import read_list
from engine.identity.organisation import read_organisation
from engine.identity.passwords import Passwords
from engine.identity.second_factor import SecondFactors
from engine.ports import IdentityStore
from engine.store import identity_tables as tables
from engine.store.database import Database
from engine.store.memory_doors import MemoryEntries, MemoryFactors
from engine.store.memory_identity import MemoryIdentity
from engine.store.sql_identity import SqlIdentity
from tests import postgres

FILE = """
roles: { gm: { name: 总经理 }, clerk: { name: 文员 } }
departments: { mgmt: { name: 管理层, head: boss } }
people:
  boss: { name: 周一, department: mgmt, roles: [gm] }
  clerk: { name: 钱二, department: mgmt, reports_to: boss, roles: [clerk] }
  gone: { name: 孙三, department: mgmt, reports_to: boss, roles: [clerk], active: false }
"""
GOOD = "correct horse"


@dataclass(frozen=True)
class House:
    """Accounts with the clock and the store under them."""

    accounts: Accounts
    clock: FixedClock
    store: IdentityStore


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Database]:
    with postgres.database(postgres_server, f"identity_{uuid.uuid4().hex}") as url:
        opened = Database(url)
        yield opened
        opened.close()


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[IdentityStore]:
    """An empty identity store of each kind."""
    if request.param == "memory":
        yield MemoryIdentity()
    elif request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path}/x.db")
        yield SqlIdentity(opened)
        opened.close()
    else:
        shared: Database = request.getfixturevalue("postgres_database")
        with shared.write() as connection:
            for table in (tables.session, tables.credential, tables.login_failure):
                connection.execute(delete(table))
        yield SqlIdentity(shared)


@pytest.fixture
def house(store: IdentityStore) -> House:
    clock = FixedClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    organisation = read_organisation(FILE.encode())
    log = AccessLog(MemoryEntries(), clock, KEPT_DAYS)
    factors = SecondFactors((MemoryFactors(), store), clock, log, Required.NOBODY)
    accounts = Accounts(store, organisation, clock, Passwords(quick=True), (factors, log))
    accounts.set_password("boss", GOOD)
    return House(accounts, clock, store)


def test_right_password_opens_a_session(house: House) -> None:
    session = house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))

    found = house.accounts.find(session.token)

    assert found is not None
    assert found.person.id == "boss"
    assert found.is_csrf_token(session.csrf_token)
    assert not found.is_csrf_token("guess")


def test_neither_password_nor_token_is_stored(house: House) -> None:
    session = house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))

    encoded = house.store.password_hash(UserId("boss"))

    assert encoded is not None
    assert encoded.startswith("$argon2id$")
    assert GOOD not in encoded
    assert house.store.session(session.token.encode()) is None


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("boss", "wrong horse"),
        ("boss", ""),
        ("boss", GOOD * 100),
        ("clerk", GOOD),
        ("gone", GOOD),
        ("nobody", GOOD),
        ("\ud800", GOOD),
    ],
)
def test_wrong_login_or_password_is_refused_alike(house: House, login: str, password: str) -> None:
    with pytest.raises(WrongPassword):
        house.accounts.log_in(login, password, Origin(address="10.0.0.1"))


def test_session_ends_when_logged_out(house: House) -> None:
    session = house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))

    house.accounts.log_out(session.token)

    assert house.accounts.find(session.token) is None


def test_session_ends_with_its_time(house: House) -> None:
    session = house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))

    house.clock.advance(timedelta(hours=12))

    assert house.accounts.find(session.token) is None


def test_sessions_end_when_the_password_changes(house: House) -> None:
    session = house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))

    house.accounts.set_password("boss", "another horse")

    assert house.accounts.find(session.token) is None


def test_guessing_is_stopped_for_a_while_and_from_that_address_only(house: House) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            house.accounts.log_in("boss", "guess guess", Origin(address="10.0.0.1"))

    with pytest.raises(TooManyAttempts):
        house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))
    house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.2"))
    house.clock.advance(timedelta(minutes=16))
    house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))


def test_guessing_of_many_logins_from_one_address_is_stopped(house: House) -> None:
    for number in range(50):
        with pytest.raises(WrongPassword):
            house.accounts.log_in(f"login{number}", "guess guess", Origin(address="10.0.0.1"))

    with pytest.raises(TooManyAttempts):
        house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))


def test_success_forgets_the_failures_before_it(house: House) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                house.accounts.log_in("boss", "guess guess", Origin(address="10.0.0.1"))
        house.accounts.log_in("boss", GOOD, Origin(address="10.0.0.1"))


@pytest.mark.parametrize("password", ["short", "x" * 257])
def test_password_of_the_wrong_length_is_refused(house: House, password: str) -> None:
    with pytest.raises(InvalidCommand):
        house.accounts.set_password("boss", password)


@pytest.mark.parametrize(
    "password",
    ["12345678", "hgfedcba", "abababab", "boss2026!", "周一123456", "Guicheng1", "Summer2026"],
)
def test_password_that_is_guessed_first_is_refused(tmp_path: Path, password: str) -> None:
    common = tmp_path / "common.txt"
    common.write_text("summer2026\n\n", encoding="utf-8")
    passwords = Passwords(listed=read_list(common))

    with pytest.raises(InvalidCommand):
        passwords.encode(password, ("boss", "周一"))
    assert passwords.encode("boss of a correct horse", ("boss", "周一"))


def test_list_of_passwords_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(InvalidCommand):
        open_runtime("memory:", Options(password_list=tmp_path / "none.txt"))


@pytest.mark.parametrize("login", ["nobody", "gone"])
def test_only_who_works_here_gets_a_password(house: House, login: str) -> None:
    with pytest.raises(InvalidCommand):
        house.accounts.set_password(login, GOOD)

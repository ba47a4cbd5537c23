"""What the doors keep, alike in SQLite, PostgreSQL and memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.core.ids import UserId
from engine.doors import AccessEntry, AccessQuery, Binding, DoorStores, Entry, Factor
from engine.ports import Store
from engine.store.sql_doors import doors_of
from engine.store.sql_identity import identity_of
from engine.store.sql_store import SqlStore
from engine.views import SessionRow

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GM, CLERK = UserId("gm"), UserId("clerk")
ENTRY = AccessEntry(
    at=NOW,
    kind=Entry.LOGGED_IN,
    login="gm",
    by="gm",
    address="10.0.0.1",
    browser="Firefox",
    detail="password",
    keep_until=NOW + DAY,
)


@pytest.fixture
def doors(store: Store) -> DoorStores:
    return doors_of(store)


def test_entries_are_found_by_person_kind_and_time_newest_first(doors: DoorStores) -> None:
    doors.entries.add_entry(ENTRY)
    doors.entries.add_entry(replace(ENTRY, login="clerk", kind=Entry.LOGIN_FAILED))
    doors.entries.add_entry(replace(ENTRY, at=NOW + timedelta(hours=1), kind=Entry.LOGGED_OUT))

    def kinds(query: AccessQuery) -> list[str]:
        return [str(entry.kind) for entry in doors.entries.entries(query)]

    newest, *_, oldest = doors.entries.entries(AccessQuery())
    assert replace(oldest, seq=0) == ENTRY
    assert kinds(AccessQuery()) == ["logged-out", "login-failed", "logged-in"]
    assert kinds(AccessQuery(login="gm")) == ["logged-out", "logged-in"]
    assert kinds(AccessQuery(kind="login-failed")) == ["login-failed"]
    assert kinds(AccessQuery(since=NOW + timedelta(minutes=1))) == ["logged-out"]
    assert kinds(AccessQuery(before=newest.seq, limit=1)) == ["login-failed"]


def test_entry_goes_when_its_time_is_over_and_not_before(store: Store, doors: DoorStores) -> None:
    doors.entries.add_entry(ENTRY)
    doors.entries.add_entry(replace(ENTRY, at=NOW + DAY, keep_until=NOW + 2 * DAY))

    (left,) = doors.entries.entries(AccessQuery())

    assert left.at == NOW + DAY
    if isinstance(store, SqlStore):
        for change in ("DELETE FROM access_entry", "UPDATE access_entry SET login = 'x'"):
            with (
                pytest.raises(DBAPIError, match="append-only"),
                store.database.write() as connection,
            ):
                connection.execute(text(change))


def test_code_of_a_step_is_accepted_of_one_caller_only(doors: DoorStores) -> None:
    doors.factors.keep_factor(Factor(user=GM, secret=b"s", made_at=NOW))
    barrier, won = Barrier(4), []

    def use() -> None:
        barrier.wait()
        won.append(doors.factors.use_step(GM, 7))

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == [False, False, False, True]
    assert not doors.factors.use_step(GM, 6)
    assert doors.factors.use_step(GM, 8)
    assert not doors.factors.use_step(CLERK, 8)


def test_recovery_code_is_spent_once_and_replaced_by_new_ones(doors: DoorStores) -> None:
    factors = doors.factors
    factors.keep_factor(Factor(user=GM, secret=b"s", made_at=NOW))
    factors.confirm_factor(GM, NOW, [b"1", b"2"])

    assert factors.use_recovery(GM, b"1")
    assert not factors.use_recovery(GM, b"1")
    assert not factors.use_recovery(CLERK, b"2")
    assert factors.recovery_left(GM) == 1
    factors.confirm_factor(GM, NOW, [b"3"])
    assert not factors.use_recovery(GM, b"2")
    known = factors.factor(GM)
    assert known is not None
    assert (known.secret, known.confirmed_at) == (b"s", NOW)
    assert factors.forget_factor(GM)
    assert not factors.forget_factor(GM)
    assert (factors.factor(GM), factors.recovery_left(GM)) == (None, 0)


def test_person_and_subject_are_bound_once(doors: DoorStores) -> None:
    first = Binding(issuer="https://idp", subject="1", user=GM, at=NOW)

    assert not doors.bindings.bind(first)
    assert list(doors.bindings.bind(replace(first, at=NOW + DAY))) == [first]
    assert list(doors.bindings.bind(replace(first, subject="2"))) == [first]
    assert list(doors.bindings.bind(replace(first, user=CLERK))) == [first]
    assert not doors.bindings.bind(replace(first, issuer="https://other", user=CLERK))
    assert list(doors.bindings.bindings(GM)) == [first]
    assert [one.user for one in doors.bindings.bindings()] == [CLERK, GM]
    assert doors.bindings.unbind(GM) == 1
    assert not doors.bindings.bind(replace(first, subject="2"))


def test_sessions_of_a_person_are_listed_and_end_but_one(store: Store) -> None:
    identity = identity_of(store)
    rows = [
        SessionRow(
            token_hash=bytes([number]),
            user=user,
            created_at=NOW,
            expires_at=NOW + DAY,
            seen_at=NOW,
            address="10.0.0.1",
            browser="Firefox",
            proof="password+code",
        )
        for number, user in enumerate((GM, GM, CLERK))
    ]
    for row in rows:
        identity.add_session(row)

    assert sorted(identity.sessions_of(GM), key=lambda row: row.token_hash) == rows[:2]
    identity.end_sessions(GM, but=b"\1")
    assert identity.sessions_of(GM) == [rows[1]]
    identity.end_sessions(GM)
    assert identity.sessions_of(GM) == []
    assert identity.session(b"\2") == rows[2]

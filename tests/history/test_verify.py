"""Verifying a database file that somebody has tampered with, its triggers removed first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from engine.core import events as ev
from engine.history.chain import GENESIS, link
from engine.history.seal import seal
from engine.history.verify import Verdict, verify_instance, verify_log
from engine.store.sql_store import SqlStore
from tests.contract.cases import done, offer, start

ROWS_OF_EACH = 6


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with three cases of six rows, sealed half-way and at the end."""
    path = tmp_path / "cases.db"
    store = SqlStore.open(f"sqlite:///{path}")
    cases = [start(store, f"i{number}", offer(f"i{number}-1")) for number in (1, 2, 3)]
    seal(store)
    for case in cases:
        case.append(store, done(f"{case.id}-1", "keeper"), ev.FlowTaken(flow_id="f", token=1))
    seal(store)
    store.close()
    return path


def tamper(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for table in ("log", "seal"):
            for action in ("update", "delete"):
                connection.execute(f"DROP TRIGGER {table}_refuses_{action}")
        for statement in statements:
            connection.execute(statement)


def verdict(file: Path, check: Callable[[SqlStore], Verdict] = verify_log) -> Verdict:
    store = SqlStore.open(f"sqlite:///{file}")
    try:
        return check(store)
    finally:
        store.close()


def test_untouched_file_holds(file: Path) -> None:
    found = verdict(file)
    assert (found.ok, found.rows, found.instances, found.tree_size) == (True, 18, 3, 18)


@pytest.mark.parametrize("seq", range(1, 19))
def test_one_flipped_byte_names_its_row(file: Path, seq: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        body, instance_id, version = connection.execute(
            "SELECT body, instance_id, version FROM log WHERE seq = ?", (seq,)
        ).fetchone()
    flipped = bytes([*body[:9], body[9] ^ 1, *body[10:]])
    tamper(file, f"UPDATE log SET body = x'{flipped.hex()}' WHERE seq = {seq}")
    found = verdict(file)
    assert not found.ok
    assert found.first_bad is not None
    bad = found.first_bad
    assert (bad.seq, bad.instance_id, bad.version) == (seq, instance_id, version)
    one = verdict(file, lambda store: verify_instance(store, instance_id))
    assert one.first_bad == bad
    other = "i1" if instance_id != "i1" else "i2"
    assert verdict(file, lambda store: verify_instance(store, other)).ok


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ("UPDATE log SET type = 'FlowPassed' WHERE seq = 12", ("i1", 6), "hash"),
        ("UPDATE log SET hash = zeroblob(32) WHERE seq = 5", ("i2", 2), "hash"),
        ("UPDATE log SET command_id = 'x' WHERE seq = 4", ("i2", 1), "command id"),
        ("UPDATE log SET command_id = 'x' WHERE seq = 5", ("i2", 2), "command id"),
        ("DELETE FROM log WHERE seq = 14", ("i2", 6), "version 5"),
        ("DELETE FROM log WHERE seq = 4", ("i2", 2), "version 1"),
        ("DELETE FROM log WHERE seq = 18", ("i3", 6), "gone"),
        ("DELETE FROM log WHERE instance_id = 'i3'", ("i3", 1), "gone"),
        ("DELETE FROM log WHERE instance_id = 'i1'", ("i1", 1), "gone"),
        ("UPDATE process_instance SET version = 5 WHERE id = 'i2'", ("i2", 6), "case says"),
        ("UPDATE process_instance SET head = x'00' WHERE id = 'i2'", ("i2", 6), "case says"),
        ("DELETE FROM process_instance WHERE id = 'i2'", ("i2", 6), "among the cases"),
        ("DELETE FROM process_instance WHERE id = 'i3'", ("i3", 6), "among the cases"),
        ("UPDATE seal SET root = zeroblob(32) WHERE size = 18", ("i1", 4), "sealed"),
        ("UPDATE seal SET root = zeroblob(32) WHERE size = 9", ("i1", 1), "sealed"),
        ("UPDATE seal SET last_seq = 17 WHERE size = 18", ("i1", 4), "sealed"),
    ],
)
def test_tampering_is_named(file: Path, change: str, place: tuple[str, int], reason: str) -> None:
    tamper(file, change)
    bad = verdict(file).first_bad
    assert bad is not None
    assert (bad.instance_id, bad.version) == place
    assert reason in bad.reason.en
    assert bad.reason.zh


def test_cutting_off_the_newest_rows_is_noticed_by_the_seal(file: Path) -> None:
    tamper(
        file,
        "DELETE FROM log WHERE seq > 15",
        "UPDATE process_instance SET version = 3, head = (SELECT hash FROM log WHERE instance_id "
        "= 'i3' AND version = 3) WHERE id = 'i3'",
    )
    found = verdict(file)
    assert found.first_bad is not None
    assert found.first_bad.seq == 16
    assert "cut off" in found.first_bad.reason.en
    assert found.tree_size == 15


def test_rewriting_a_whole_chain_is_noticed_by_the_seal(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT seq, version, type, body FROM log WHERE instance_id = 'i2' ORDER BY version"
        ).fetchall()
    statements, head = [], GENESIS
    for seq, version, row_type, body in rows:
        changed = body.replace(b'"office"', b'"palace"')
        head = link(head, "i2", version, row_type, changed)
        statements.append(
            f"UPDATE log SET body = x'{changed.hex()}', hash = x'{head.hex()}' WHERE seq = {seq}"
        )
    statements.append(f"UPDATE process_instance SET head = x'{head.hex()}' WHERE id = 'i2'")
    tamper(file, *statements)
    found = verdict(file)
    assert found.first_bad is not None
    assert found.first_bad.seq == 1
    assert "sealed" in found.first_bad.reason.en
    assert verdict(file, lambda store: verify_instance(store, "i2")).ok


def test_unreadable_command_is_damage_not_a_crash(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        (previous,) = connection.execute("SELECT hash FROM log WHERE seq = 12").fetchone()
    body = b'{"v":1}'
    digest = link(previous, "i1", 7, "Command:ClaimWorkItem", body)
    tamper(
        file,
        "INSERT INTO log (instance_id, version, type, command_id, body, hash) VALUES "
        f"('i1', 7, 'Command:ClaimWorkItem', 'c', x'{body.hex()}', x'{digest.hex()}')",
    )
    bad = verdict(file).first_bad
    assert bad is not None
    assert (bad.instance_id, bad.version) == ("i1", 7)
    assert "readable" in bad.reason.en


def test_empty_root_is_of_an_empty_tree(tmp_path: Path) -> None:
    assert verdict(tmp_path / "new.db").root == sha256(b"").digest()

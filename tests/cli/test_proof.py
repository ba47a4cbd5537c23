"""Verify and replay: what holds, and what each of them says of damage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import open_engine
from engine.store.engines import read_engine, read_url
from engine.store.migrate import revisions
from tests.cli.conftest import AGREE, Terminal
from tests.store.test_migrate import upgrade_to


@pytest.fixture
def case(terminal: Terminal) -> str:
    """A case with two completions, in a sealed log."""
    started = terminal.start_trip()
    item = started["open"][0]["id"]
    terminal.json("complete", item, "--as", "deputy-gm", "--data", json.dumps(AGREE))
    return started["case"]["id"]


def test_untouched_database_is_intact(terminal: Terminal, case: str) -> None:
    whole, one = terminal.json("verify"), terminal.json("verify", case)

    assert whole["ok"]
    assert whole["tree_size"] == whole["rows"] > one["rows"] > 0
    assert one["ok"]
    assert "intact" in terminal.run("verify").stdout


def test_verify_and_replay_leave_the_database_and_its_folder_as_they_are(
    terminal: Terminal, case: str
) -> None:
    def everything() -> dict[str, bytes]:
        folder = terminal.file.parent
        return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}

    before = everything()
    terminal.json("verify")
    terminal.json("replay", "--all")

    assert everything() == before


def test_verify_sees_what_a_running_server_has_not_moved_into_the_file_yet(
    terminal: Terminal, case: str
) -> None:
    rows = terminal.json("verify")["rows"]
    with open_engine(f"sqlite:///{terminal.file}") as server:
        server.terminate(case, reason="误发", by="admin")

        assert terminal.json("verify")["rows"] > rows


def test_older_schema_is_told_what_to_do_and_stays_older(tmp_path: Path) -> None:
    older, newest = revisions()[-2:]
    terminal = Terminal(tmp_path / "older.db")
    made = read_engine(read_url(f"sqlite:///{terminal.file}"))
    upgrade_to(made, older)
    made.dispose()
    before = terminal.file.read_bytes()

    refused = terminal.json("verify", exit_code=1)

    assert refused["error"] == "SchemaTooOld"
    assert "guicheng upgrade" in refused["en"]
    assert newest in refused["en"]
    assert terminal.file.read_bytes() == before
    assert "up to date" in terminal.run("upgrade").stdout
    assert terminal.json("verify")["ok"]


def test_one_flipped_byte_makes_verify_fail_and_name_the_row(terminal: Terminal, case: str) -> None:
    [[seq, version, body]] = terminal.query(
        f"SELECT seq, version, body FROM log WHERE instance_id = '{case}' AND version = 3"
    )
    flipped = bytes([body[0] ^ 1]) + body[1:]
    terminal.tamper(f"UPDATE log SET body = x'{flipped.hex()}' WHERE seq = {seq}")

    bad = terminal.json("verify", exit_code=1)["first_bad"]
    told = terminal.run("verify", case)

    assert (bad["seq"], bad["instance_id"], bad["version"]) == (seq, case, version)
    assert told.exit_code == 1
    assert f"seq {seq}，" in told.stdout


def test_rows_cut_off_after_a_seal_are_noticed(terminal: Terminal, case: str) -> None:
    [[newest]] = terminal.query(f"SELECT max(version) FROM log WHERE instance_id = '{case}'")
    [[left]] = terminal.query(
        f"SELECT hash FROM log WHERE instance_id = '{case}' AND version = {newest - 1}"
    )
    terminal.tamper(
        f"DELETE FROM log WHERE instance_id = '{case}' AND version = {newest}",
        f"UPDATE process_instance SET version = {newest - 1}, head = x'{left.hex()}' "
        f"WHERE id = '{case}'",
    )

    found = terminal.json("verify", exit_code=1)

    assert terminal.json("verify", case)["ok"], "the chain of the case alone cannot see it"
    assert "cut off" in found["first_bad"]["reason"]["en"]


def test_rows_cut_off_are_missed_by_the_case_itself(terminal: Terminal, case: str) -> None:
    terminal.tamper(f"DELETE FROM log WHERE instance_id = '{case}' AND version > 4")

    assert terminal.json("verify", case, exit_code=1)["first_bad"]["version"] == 5


def test_unknown_case_is_not_intact_but_unknown(terminal: Terminal) -> None:
    for command in ("verify", "replay"):
        assert terminal.json(command, "no-such", exit_code=1)["error"] == "NotFound"


def test_replay_is_equal(terminal: Terminal, case: str) -> None:
    everything, one = terminal.json("replay", "--all"), terminal.json("replay", case)

    assert everything["equal"] == everything["cases"] > 1
    assert one["verdicts"][0]["instance_id"] == case
    assert one["verdicts"][0]["commands"] >= 2
    assert "相同 / equal" in terminal.run("replay", case).stdout


def test_altered_sentence_of_the_engine_is_found_by_the_chain_and_no_other_decision(
    terminal: Terminal, case: str
) -> None:
    [[seq, version, body]] = terminal.query(
        "SELECT seq, version, body FROM log WHERE type = 'WorkItemCreated' "
        f"AND instance_id = '{case}' ORDER BY version LIMIT 1"
    )
    sentence = json.loads(body)["zh"]
    altered = body.replace(sentence.encode(), f"{sentence}。".encode())
    terminal.tamper(f"UPDATE log SET body = x'{altered.hex()}' WHERE seq = {seq}")

    one, told = terminal.json("replay", case), terminal.run("replay", case)
    witnessed = terminal.json("replay", case, "--witness", "spiff")

    assert sentence
    assert (one["equal"], one["reworded"], one["verdicts"][0]["reworded"]) == (1, 1, 1)
    assert "相同 / equal；1 行由另一版本措辞 / rows worded by another release" in told.stdout
    assert (witnessed["agreed"], witnessed["verdicts"][0]["reworded"]) == (1, 1)
    assert terminal.json("verify", exit_code=1)["first_bad"]["version"] == version


def test_replay_names_the_first_event_that_differs(terminal: Terminal, case: str) -> None:
    [[seq, version, body]] = terminal.query(
        "SELECT seq, version, body FROM log WHERE type LIKE 'WorkItemCreated%' "
        f"AND instance_id = '{case}' ORDER BY version LIMIT 1"
    )
    altered = body.replace(b"deputy-gm", b"salesperso")
    terminal.tamper(f"UPDATE log SET body = x'{altered.hex()}' WHERE seq = {seq}")

    found = terminal.json("replay", case, exit_code=1)["verdicts"][0]
    told = terminal.run("replay", "--all")

    assert altered != body
    assert found["difference"]["version"] == version
    assert "salesperso" in found["difference"]["recorded"]
    assert "deputy-gm" in found["difference"]["replayed"]
    assert told.exit_code == 1
    assert f"differs at row {version}" in told.stdout


def test_replay_of_an_unreadable_history_does_not_hide_the_others(
    terminal: Terminal, case: str
) -> None:
    terminal.tamper(f"UPDATE log SET body = x'00' WHERE instance_id = '{case}' AND version = 1")

    found = terminal.json("replay", "--all", exit_code=1)

    assert found["equal"] == found["cases"] - 1


def test_replay_wants_one_case_or_all(terminal: Terminal) -> None:
    for line in (["replay"], ["replay", "some-case", "--all"]):
        assert terminal.json(*line, exit_code=1)["error"] == "InvalidCommand"


def test_witness_agrees(terminal: Terminal, case: str) -> None:
    found = terminal.json("replay", case, "--witness", "spiff")

    assert (found["witness"], found["cases"], found["agreed"]) == ("spiff", 1, 1)
    assert found["verdicts"][0]["commands"] >= 2


def test_unknown_witness_is_refused(terminal: Terminal) -> None:
    assert terminal.run("replay", "--all", "--witness", "oracle").exit_code == 2

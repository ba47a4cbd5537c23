"""Registers on the command line: list, search, export, dispose."""

from __future__ import annotations

from tests.cli.conftest import Terminal


def test_registers_are_listed_searched_and_exported_by_who_may(terminal: Terminal) -> None:
    book, sheet = terminal.file.with_suffix(".xlsx"), terminal.file.with_suffix(".csv")

    listed = terminal.json("registers", "list", "--as", "cs-clerk")
    found = terminal.json(
        "registers", "search", "client_file", "--text", "机械", "--as", "cs-clerk"
    )
    told = terminal.run("registers", "export", "client_file", str(book), "--as", "cs-clerk")
    terminal.run("registers", "export", "client_file", str(sheet), "--where", "status=在用")

    assert {"client_file", "client_roll"} <= {one["register"] for one in listed}
    assert "price_list" not in {one["register"] for one in listed}
    assert [one["client_no"] for one in found] == ["KH-0002"]
    assert found[0]["element_id"] == "load-lines"
    assert "4 行" in told.stdout
    assert book.read_bytes().startswith(b"PK")
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")


def test_registers_refuse_who_may_not_read_and_lines_that_must_be_kept(terminal: Terminal) -> None:
    hidden = terminal.json("registers", "search", "client_file", "--as", "cashier", exit_code=1)
    kept = terminal.json("registers", "dispose", "client_file", "--reason", "x", exit_code=1)

    assert hidden["error"] == "NotFound"
    assert kept["error"] == "InvalidCommand"

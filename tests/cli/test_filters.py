"""Saved filters on the command line: listed with their counts, and what they find."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.core.ids import UserId
from engine.embedding import open_engine
from engine.filters import SavedFilter
from tests.cli.conftest import Terminal

SALESPERSON = UserId("salesperson")


def saved(number: str, of: str, **asked: Any) -> SavedFilter:
    return SavedFilter(
        id=number,
        owner=SALESPERSON,
        name=f"name {number}",
        list=of,
        asked=asked,
        shared_with=(),
        made_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def test_filters_are_listed_with_their_counts_and_what_they_find(terminal: Terminal) -> None:
    case = terminal.start_trip()["case"]["id"]
    with open_engine(f"sqlite:///{terminal.file}") as engine:
        owner = engine.runtime.person(SALESPERSON)
        engine.runtime.filters.save(saved("f1", "instances", process="seal-takeout"), owner)
        engine.runtime.filters.save(saved("f2", "worklist", process="leave"), owner)
        engine.runtime.filters.save(saved("f3", "instances", person="gm"), owner)

    listed = terminal.json("filters", "--as", SALESPERSON)
    first = terminal.json("filtered", "f1", "--as", SALESPERSON)

    assert [(one["id"], one["count"]) for one in listed] == [("f1", 1), ("f2", 0), ("f3", 0)]
    assert [one["id"] for one in first["items"]] == [case]
    for empty in ("f2", "f3"):
        assert terminal.json("filtered", empty, "--as", SALESPERSON)["items"] == []
    assert "name f1" in terminal.run("filters", "--as", SALESPERSON).stdout
    assert case in terminal.run("filtered", "f1", "--as", SALESPERSON).stdout
    assert terminal.json("filters", "--as", "gm") == []
    assert terminal.run("filtered", "f1", "--as", "gm").exit_code != 0

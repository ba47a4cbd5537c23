"""Starting, seeing, taking and completing work from a terminal."""

from __future__ import annotations

import json

from tests.cli.conftest import AGREE, TRIP, Terminal


def test_start_shows_the_case_and_who_has_to_act(terminal: Terminal) -> None:
    result = terminal.run("start", "seal-takeout", "--as", "salesperson", "--data", _trip())

    assert result.exit_code == 0
    assert "deputy-gm" in result.stdout
    assert "active" in result.stdout


def test_case_goes_on_step_by_step(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]
    assert item["candidates"] == ["deputy-gm"]

    after = terminal.json("complete", item["id"], "--as", "deputy-gm", "--data", json.dumps(AGREE))

    assert [one["element_id"] for one in after["open"]] == ["approve-by-gm"]
    assert after["case"]["status"] == "active"
    assert after["incidents"] == []


def test_inbox_lists_what_is_offered(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]

    assert [one["id"] for one in terminal.json("inbox", "--as", "deputy-gm")["items"]] == [
        item["id"]
    ]
    assert item["id"] in terminal.run("inbox", "--as", "deputy-gm").stdout
    assert terminal.json("inbox", "--as", "sales-clerk")["items"] == []
    assert "empty" in terminal.run("inbox", "--as", "sales-clerk").stdout


def test_claimed_work_moves_between_the_views(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]["id"]

    def shown(view: str) -> list[str]:
        page = terminal.json("inbox", "--as", "deputy-gm", "--view", view)
        return [one["id"] for one in page["items"]]

    assert terminal.json("claim", item, "--as", "deputy-gm")["open"][0]["assignee"] == "deputy-gm"
    assert (shown("mine"), shown("candidate")) == ([item], [])
    assert terminal.json("release", item, "--as", "deputy-gm")["open"][0]["assignee"] is None
    assert (shown("mine"), shown("candidate")) == ([], [item])
    terminal.json("complete", item, "--as", "deputy-gm", "--data", json.dumps(AGREE))
    assert (shown("inbox"), shown("done")) == ([], [item])


def test_history_tells_commands_and_events_in_sentences(terminal: Terminal) -> None:
    case = terminal.start_trip()["case"]["id"]

    lines = terminal.run("history", case).stdout.splitlines()
    entries = terminal.json("history", case)

    assert "salesperson" in lines[0]
    assert len(lines) == len(entries)
    assert entries[0]["kind"] == "command"
    assert entries[0]["content"]["actor"]["id"] == "salesperson"
    assert [one["version"] for one in entries] == list(range(1, len(entries) + 1))
    assert len(terminal.run("history", case, "--full").stdout.splitlines()) == 2 * len(entries)


def test_unknown_process_is_refused(terminal: Terminal) -> None:
    problem = terminal.json("start", "no-such", "--as", "salesperson", exit_code=1)

    assert problem["error"] == "NotFound"
    assert "no-such" in problem["zh"]
    assert "no-such" in problem["en"]


def test_unknown_person_is_refused_everywhere(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]["id"]

    for line in (["start", "seal-takeout"], ["inbox"], ["claim", item], ["complete", item]):
        assert terminal.json(*line, "--as", "nobody", exit_code=1)["error"] == "NotFound"


def test_data_that_is_not_a_json_object_is_refused(terminal: Terminal) -> None:
    for text in ("{", "[1]", "NaN", '"text"', "[" * 100_000):
        result = terminal.run("start", "seal-takeout", "--as", "salesperson", "--data", text)
        assert result.exit_code == 1, text
        assert "JSON" in result.stderr


def test_number_that_is_none_is_refused(terminal: Terminal) -> None:
    data = _trip().replace("3", "NaN", 1)

    problem = terminal.json("start", "seal-takeout", "--as", "salesperson", "--data", data,
                            exit_code=1)  # fmt: skip

    assert problem["error"] == "InvalidCommand"


def test_wrong_form_values_are_named(terminal: Terminal) -> None:
    data = json.dumps(
        {**TRIP, "documents": [{"title": "申请书", "copies": "three"}], "place": None}
    )

    problem = terminal.json("start", "seal-takeout", "--as", "salesperson", "--data", data,
                            exit_code=1)  # fmt: skip
    told = terminal.run("start", "seal-takeout", "--as", "salesperson", "--data", data).stderr

    assert {one["path"] for one in problem["fields"]} == {"place", "documents[0].copies"}
    assert "place: required" in told
    assert "documents[0].copies" in told


def test_work_of_another_is_refused(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]["id"]

    problem = terminal.json("complete", item, "--as", "gm", "--data", json.dumps(AGREE),
                            exit_code=1)  # fmt: skip

    assert problem["error"] == "NotPermitted"


def test_work_that_is_done_or_never_was_is_refused(terminal: Terminal) -> None:
    item = terminal.start_trip()["open"][0]["id"]
    data = json.dumps(AGREE)
    terminal.json("complete", item, "--as", "deputy-gm", "--data", data)

    again = terminal.json("complete", item, "--as", "deputy-gm", "--data", data, exit_code=1)
    never = terminal.json("complete", "x-1", "--as", "deputy-gm", "--data", data, exit_code=1)

    assert again["error"] == "InvalidState"
    assert never["error"] == "NotFound"


def test_history_of_an_unknown_case_is_refused(terminal: Terminal) -> None:
    assert terminal.json("history", "no-such", exit_code=1)["error"] == "NotFound"


def _trip() -> str:
    return json.dumps(TRIP, ensure_ascii=False)

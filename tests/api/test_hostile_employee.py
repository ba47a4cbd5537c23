"""An employee who means harm: what a step hides stays hidden, and files are what they seem."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]
SECRET = 471199


@pytest.fixture
def case(browse: Browse) -> str:
    """A trip whose salary its approver may not see."""
    variables = {"reason": "fair", "salary": SECRET}
    answer = browse("salesperson").post("/definitions/trip/start", {"variables": variables})
    return str(answer.json()["id"])


def put(browser: Browser, path: str, data: dict[str, Any]) -> Any:
    headers = {"X-CSRF-Token": browser.csrf, "Content-Type": "application/json"}
    body = json.dumps({"data": data, "version": 0})
    return browser.client.put(API + path, content=body, headers=headers)


def test_hidden_value_is_in_no_answer_that_its_reader_can_ask_for(
    browse: Browse, case: str
) -> None:
    head = browse("sales-manager")
    (item,) = head.get("/worklist").json()["items"]
    place, whole = f"/work-items/{item['id']}", f"/instances/{case}"
    put(head, f"{place}/draft", {"salary": 1})
    head.post(f"{whole}/comments", {"text": "salary?"})

    answers = [
        *(head.get(place + end) for end in ("", "/draft", "/prediction")),
        head.post(f"{place}/prediction", {"data": {"decision": "yes"}}),
        head.post(f"{place}/prediction", {"data": {"decision": "yes", "salary": 2}}),
        head.post(f"{place}/complete", {"data": {"decision": "yes", "salary": 3}}),
        *(head.get(whole + end) for end in ("", "/history", "/comments", "/diagram", "/outcome")),
        *(head.get("/worklist", **one) for one in ({}, {"text": SECRET}, {"view": "done"})),
        *(head.get("/instances", **one) for one in ({"scope": "involved"}, {"text": SECRET})),
    ]

    assert [one.status_code for one in answers].count(422) == 1
    assert [one.url for one in answers if str(SECRET) in one.text] == []
    assert head.get("/worklist", text=str(SECRET)).json()["items"] == []
    assert browse("salesperson").get(whole).json()["variables"]["salary"] == SECRET


def test_hidden_value_cannot_be_guessed_by_filtering(browse: Browse, case: str) -> None:
    head = browse("sales-manager")

    for listed in ("/worklist", "/instances"):
        answer = head.get(listed, where=f"salary>{SECRET - 1}")
        assert answer.status_code == 422 or answer.json()["items"] == []


def test_file_of_another_is_not_attached_read_or_told(browse: Browse, case: str) -> None:
    owner, thief = browse("gm"), browse("salesperson")
    foreign = owner.upload("/files", "file", "a.txt", b"secret plan").json()
    started = {"variables": {"reason": "x", "papers": [foreign]}}

    assert thief.post("/definitions/trip/start", started).status_code == 422
    put(thief, "/definitions/trip/draft", {"papers": [foreign]})
    assert thief.get(f"/instances/{case}/files/{foreign['digest']}").status_code == 404
    again = thief.upload("/files", "file", "b.txt", b"another plan").json()
    assert again["digest"] != foreign["digest"]


@pytest.mark.parametrize(
    "lie",
    [
        {"name": "合同\u202efdp.exe"},
        {"name": "a\nb.txt"},
        {"name": "x" * 300},
        {"name": ""},
        {"type": "text/html\r\nX-Evil: 1"},
        {"size": -1},
        {"size": 0.5},
        {"size": "12"},
        {"path": "/etc/passwd"},
    ],
)
def test_file_that_is_told_otherwise_than_it_was_uploaded_is_refused(
    browse: Browse, lie: dict[str, Any]
) -> None:
    asker = browse("salesperson")
    paper = asker.upload("/files", "file", "a.txt", b"paper").json()

    told = {"reason": "x", "papers": [{**paper, **lie}]}
    answer = asker.post("/definitions/trip/start", {"variables": told})

    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\合同.txt", "合同.txt"),
        ("\u202etxt.exe\u2066.txt", "txt.exe.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
        ("..", "file"),
        (" . ", "file"),
    ],
)
def test_name_of_a_file_is_never_a_path_and_never_misleads(
    browse: Browse, sent: str, kept: str
) -> None:
    asker = browse("salesperson")
    paper = asker.upload("/files", "file", sent, b"paper").json()
    begun = asker.post("/definitions/trip/start", {"variables": {"reason": "x", "papers": [paper]}})

    got = asker.get(f"/instances/{begun.json()['id']}/files/{paper['digest']}")

    assert paper["name"] == kept
    assert got.content == b"paper"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert not {"\r", "\n", "/", "\\"} & set(got.headers["content-disposition"])


def packed(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"x" * 20_001, 413),
        (packed({"bomb": b"\0" * 15_000_000}), 422),
        (PNG + b"<script>alert(1)</script>", 422),
        (PNG + packed({"a": b"b"}), 422),
        (b"%PDF-1.7\n" + b"<html>" + packed({"a": b"b"}), 422),
        (b"<svg onload='alert(1)'>", 422),
        (b"MZ" + b"\0" * 64, 422),
    ],
    ids=["empty", "large", "bomb", "script", "zip-in-png", "zip-in-pdf", "svg", "program"],
)
def test_file_that_means_harm_is_refused_with_a_reason(
    browse: Browse, content: bytes, status: int
) -> None:
    answer = browse("salesperson").upload("/files", "file", "a.pdf", content)

    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]

"""Uploads have owners: knowing the digest of a file gives no right to it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import anyio

from engine.bootstrap import Runtime
from engine.core.ids import UserId
from engine.uploads import Upload
from tests.api.conftest import API, Browser

Browse = Callable[[str], Browser]


def start(browser: Browser, paper: Any) -> Any:
    variables = {"reason": "x", "papers": [paper]}
    return browser.post("/definitions/trip/start", {"variables": variables})


def paper_of(browser: Browser, content: bytes = b"secret") -> Any:
    return browser.upload("/files", "file", "a.txt", content).json()


def without_digest(answer: Any, digest: str) -> str:
    return str(answer.text).replace(digest, "?")


def test_own_upload_can_be_attached(browse: Browse) -> None:
    asker = browse("salesperson")

    assert start(asker, paper_of(asker)).status_code == 201


def test_upload_of_another_person_answers_like_one_that_never_was(browse: Browse) -> None:
    foreign = paper_of(browse("gm"))
    unknown = {**foreign, "digest": "sha256:" + "0" * 64}
    thief = browse("salesperson")

    hidden, missing = start(thief, foreign), start(thief, unknown)

    assert hidden.status_code == missing.status_code == 422
    assert [field["rule"] for field in hidden.json()["fields"]] == ["file"]
    assert without_digest(hidden, foreign["digest"]) == without_digest(missing, unknown["digest"])


def test_same_content_uploaded_by_two_belongs_to_both(browse: Browse) -> None:
    first, second = browse("gm"), browse("salesperson")

    assert paper_of(first)["digest"] == paper_of(second)["digest"]
    assert start(second, paper_of(second)).status_code == 201


def test_file_of_the_case_can_be_attached_again_by_who_reads_it(browse: Browse) -> None:
    asker, head = browse("salesperson"), browse("sales-manager")
    paper = paper_of(asker)
    start(asker, paper)
    (item,) = head.get("/worklist").json()["items"]

    data = {"decision": "yes", "papers": [paper]}
    answer = head.post(f"/work-items/{item['id']}/complete", {"data": data})

    assert answer.status_code == 200, answer.text


def test_file_of_a_case_cannot_be_attached_to_another_by_who_does_not_own_it(
    browse: Browse,
) -> None:
    asker = browse("salesperson")
    paper = paper_of(asker)
    start(asker, paper)

    assert start(browse("sales-manager"), paper).status_code in {403, 422}
    assert start(browse("new-hire"), paper).status_code in {403, 422}


def test_download_of_64_megabytes_is_never_whole_in_memory(
    browse: Browse, runtime: Runtime
) -> None:
    asker = browse("salesperson")
    block = bytes(65_536)
    digest = runtime.blobs.put_pieces(block for _ in range(1024))
    given = Upload(owner=UserId("salesperson"), name="图纸.bin", at=runtime.clock.now())
    runtime.uploads.own(digest, 1024 * len(block), "application/octet-stream", given)
    paper = {"digest": digest, "name": "图纸.bin", "size": 1, "type": "text/html"}
    case = start(asker, paper).json()["id"]
    path = f"{API}/instances/{case}/files/{digest}"

    headers, size, peak = anyio.run(download, asker, path)

    assert size == 1024 * len(block) == int(headers["content-length"])
    assert peak < 16_000_000
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"] == "application/octet-stream"  # by its bytes


def test_only_pictures_and_pdf_are_shown_in_the_page_whatever_they_claim_to_be(
    browse: Browse,
) -> None:
    asker = browse("salesperson")
    contents = {
        "a.pdf": b"%PDF-1.4 sealed",
        "b.png": b"\x89PNG\r\n\x1a\n" + bytes(32),
        "c.html": b"<!doctype html><script>alert(1)</script>",
        "d.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "e.txt": "说明".encode(),
    }
    shown = {}
    for name, content in contents.items():
        paper = asker.upload("/files", "file", name, content).json()
        if "digest" not in paper:  # refused at the door already
            continue
        case = start(asker, paper).json()["id"]
        got = asker.get(f"/instances/{case}/files/{paper['digest']}", inline=True)
        shown[name] = got.headers["content-disposition"].split(";")[0]
        assert got.headers["x-content-type-options"] == "nosniff"
        assert ("sandbox" in got.headers["content-security-policy"]) is (shown[name] != "inline")

    assert {name for name, way in shown.items() if way == "inline"} == {"a.pdf", "b.png"}
    assert "e.txt" in shown


async def download(browser: Browser, path: str) -> tuple[dict[str, str], int, int]:
    """The headers, the size of the body, and what was in memory at most while it came."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"cookie", cookies.encode()), (b"host", b"testserver")],
    }
    headers: dict[str, str] = {}
    size = 0

    async def receive() -> dict[str, Any]:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Any) -> None:
        nonlocal size
        if message["type"] == "http.response.start":
            headers.update({key.decode(): value.decode() for key, value in message["headers"]})
        size += len(message.get("body", b""))

    tracemalloc.start()
    try:
        await browser.client.app(scope, receive, send)
        return headers, size, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

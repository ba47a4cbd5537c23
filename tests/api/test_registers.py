"""Registers over HTTP: who may read them, pages, files, and disposal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.bootstrap import Runtime
from engine.core.values import Value
from tests.api.conftest import Browser
from tests.registers.diagrams import SHIPPED, WRITER

CALLS = "/registers/client_callback"


@pytest.fixture
def written(runtime: Runtime) -> Runtime:
    """Three callbacks, the first of which need no longer be kept."""
    admin = runtime.person("admin")
    runtime.deploy([("writer.bpmn", WRITER), ("disposal.bpmn", SHIPPED)], admin)
    for client, retention in (("东海食品", "P0D"), ("长风物流", "P2Y"), ("东海渔业", "永久")):
        line: dict[str, Value] = {"client": client, "retention": retention}
        runtime.start("writer", {"register": "client_callback", "line": line}, admin)
    runtime.worker.run_due()
    return runtime


def test_reader_finds_lines_page_by_page_and_outsider_finds_no_register(
    written: Runtime, browse: Callable[[str], Browser]
) -> None:
    reader, outsider = browse("cs-clerk"), browse("warehouse-keeper")

    first = reader.get(f"{CALLS}/lines", limit=2).json()
    rest = reader.get(f"{CALLS}/lines", limit=2, after=first["next"]).json()
    found = reader.get(f"{CALLS}/lines", text="东海").json()["items"]

    assert [one["key"] for one in first["items"]] == ["000001", "000002"]
    assert [one["key"] for one in rest["items"]] == ["000003"]
    assert rest["next"] is None
    assert [one["data"]["client"] for one in found] == ["东海食品", "东海渔业"]
    assert found[0]["element_id"] == "write"
    assert found[0]["case"]
    assert found[1]["keep_until"] is None
    assert "client_callback" in {one["name"] for one in reader.get("/registers").json()["items"]}
    assert "client_callback" not in outsider.get("/registers").text
    assert outsider.get(f"{CALLS}/lines").status_code == 404
    assert outsider.get(f"{CALLS}/export").status_code == 404


def test_export_is_a_sheet_of_what_is_found(
    written: Runtime, browse: Callable[[str], Browser]
) -> None:
    reader = browse("cs-clerk")

    sheet = reader.get(f"{CALLS}/export", text="长风")
    book = reader.get(f"{CALLS}/export", format="xlsx")

    assert sheet.content.startswith(b"\xef\xbb\xbf")
    assert sheet.text.count("\r\n") == 2
    assert "长风物流" in sheet.text
    assert book.content.startswith(b"PK")
    assert "spreadsheetml" in book.headers["content-type"]
    assert reader.get(f"{CALLS}/export", format="pdf").status_code == 422


def test_only_administrators_dispose_and_only_of_what_is_due(
    written: Runtime, browse: Callable[[str], Browser]
) -> None:
    reader, admin = browse("cs-clerk"), browse("admin")
    body = {"reason": "保存期满"}

    assert reader.post(f"{CALLS}/disposal", body).status_code == 403
    assert admin.post(f"{CALLS}/disposal", {**body, "keys": ["000002"]}).status_code == 422
    begun = admin.post(f"{CALLS}/disposal", body)
    written.worker.run_due()

    assert begun.status_code == 201
    left = reader.get(f"{CALLS}/lines").json()["items"]
    assert [one["key"] for one in left] == ["000002", "000003"]

"""Hostile texts in what leaves the application: the PDF, tables, and the names of files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest

from engine import typeset
from tests.api.conftest import Browser
from tests.hostile_texts import PAYLOADS, TYPESET

Browse = Callable[[str], Browser]
FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "\t=1", "\n=1", '=HYPERLINK("x")')
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def begin(browser: Browser, reason: str) -> str:
    return str(
        browser.post("/definitions/trip/start", {"variables": {"reason": reason}}).json()["id"]
    )


def test_pdf_sets_every_hostile_text_as_it_stands(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    typst = pytest.importorskip("typst")
    pytest.importorskip("noto_cjk_sans_otc")
    given: dict[str, Any] = {}
    made = typeset.sheet_pdf

    def setting(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
        given.update(data)
        return made(data, pictures)

    monkeypatch.setattr(typeset, "sheet_pdf", setting)
    asker, head = browse("salesperson"), browse("sales-manager")
    case = begin(asker, TYPESET[0])
    (item,) = head.get("/worklist").json()["items"]
    opinions = (*PAYLOADS[:15], *TYPESET)
    done = {"data": {"decision": "yes"}, "opinion": "\n".join(opinions)}
    assert head.post(f"/work-items/{item['id']}/complete", done).status_code == 200

    paper = asker.get(f"/instances/{case}/sheet.pdf")

    assert paper.content.startswith(b"%PDF-")
    assert not any(word in paper.content for word in (b"/JavaScript", b"/URI", b"/Launch"))
    told = b"#show text: it => { it; [#metadata(it.text) <said>] }\n" + typeset._template()
    files = {"main": told, "data.json": orjson.dumps(given)}
    fonts = typeset._tools()[1]
    shown = json.loads(
        typst.query(files, "<said>", field="value", font_paths=[fonts], ignore_system_fonts=True)
    )
    assert TYPESET[0] in shown  # the title
    assert all(one in "\n".join(shown) for one in opinions)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_found_cases_as_a_table_hold_no_formula(browse: Browse, form: str) -> None:
    asker = browse("salesperson")
    for text in (*FORMULAS[:6], FORMULAS[8], PAYLOADS[1]):
        begin(asker, text)

    answer = browse("auditor").get("/audit/cases/export", format=form)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="cases.{form}"'
    cells = of_csv(answer.content) if form == "csv" else of_xlsx(answer.content)
    assert sum(PAYLOADS[1] in cell for cell in cells) == 1
    assert sum(text in cell for cell in cells for text in FORMULAS[:4]) >= 4


def of_csv(content: bytes) -> list[str]:
    """Every cell; none begins as a formula does in any spreadsheet program."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not [one for one in cells if one[:1] in tuple("=+-@＝＋－＠\t\r\n")]
    return cells


def of_xlsx(content: bytes) -> list[str]:
    """Every cell; all are texts or numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{CELL}f"))
    cells = list(sheet.iter(f"{CELL}c"))
    assert {one.get("t") for one in cells} <= {"inlineStr", None}
    return ["".join(one.itertext()) for one in cells]


@pytest.mark.parametrize(
    "name", [*PAYLOADS[::7], '"; filename="x.exe', "../../甲\r\nSet-Cookie: a=b"]
)
def test_name_of_a_file_is_one_parameter_of_one_header(browse: Browse, name: str) -> None:
    asker = browse("salesperson")
    reason = "".join(letter for letter in name if letter.isprintable())
    stored = asker.upload("/files", "file", name, b"\x89PNG\r\n\x1a\n" + bytes(32)).json()
    case = asker.post(
        "/definitions/trip/start", {"variables": {"reason": reason, "papers": [stored]}}
    ).json()["id"]

    for path in (f"/instances/{case}/files/{stored['digest']}", f"/instances/{case}/sheet.pdf"):
        answer = asker.get(path)
        if answer.status_code == 501:
            continue  # without the packages for a PDF
        told = headers_of(answer.headers["content-disposition"])
        assert told.get_content_disposition() == "attachment"
        assert [key for key, _ in told.get_params(header="content-disposition") or ()] == [
            "attachment",
            "filename",
        ]
        assert "/" not in (told.get_filename() or "/")
        assert "set-cookie" not in answer.headers


def headers_of(disposition: str) -> Message:
    return HeaderParser().parsestr(f"Content-Disposition: {disposition}\n\n")

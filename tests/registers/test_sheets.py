"""Sheets open in spreadsheet programs: Chinese as it is, nothing taken for a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from engine.registers import as_csv, as_xlsx

ROWS = [
    ["东海, 食品", Decimal("12.50"), True, date(2026, 11, 23), None],
    ["=HYPERLINK(1)", Decimal(-3), False, ["甲", "乙"], {"数量": Decimal(2)}],
]
HEADINGS = ["客户", "金额", "已办", "日期", "备注"]


def test_csv_begins_with_a_byte_order_mark_and_quotes() -> None:
    written = as_csv(HEADINGS, ROWS)

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n") == [
        "客户,金额,已办,日期,备注",
        '"东海, 食品",12.50,是,2026-11-23,',
        "'=HYPERLINK(1),-3,否,甲；乙,数量：2",
        "",
    ]


def test_xlsx_is_a_workbook_of_one_sheet_and_the_same_bytes_each_time() -> None:
    written = as_xlsx("客户/档案", HEADINGS, ROWS)

    assert written == as_xlsx("客户/档案", HEADINGS, ROWS)
    with zipfile.ZipFile(io.BytesIO(written)) as book:
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist()}
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    (named,) = parts["xl/workbook.xml"].iter(f"{space}sheet")
    cells = [
        ["".join(cell.itertext()) for cell in row]
        for row in parts["xl/worksheets/sheet1.xml"].iter(f"{space}row")
    ]
    assert named.get("name") == "客户档案"
    assert cells[0] == HEADINGS
    assert cells[1] == ["东海, 食品", "12.50", "是", "2026-11-23", ""]
    assert cells[2][0] == "=HYPERLINK(1)"
    assert not list(parts["xl/worksheets/sheet1.xml"].iter(f"{space}f"))


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    written = as_xlsx("x", ["a"], [["b\x00\x1b<c>&"]])

    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "b&lt;c&gt;&amp;" in sheet


def test_text_that_a_program_would_take_for_a_formula_is_a_text_in_csv() -> None:
    texts = ["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1", "\n=1", "\r=1"]

    written = as_csv(texts, [texts, [Decimal(-1), " =1"]])

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows[0] == rows[1] == ["'" + text for text in texts]
    assert rows[2] == ["-1", " =1"]

"""Writes the lines of a register as a sheet: CSV with a byte order mark, or an XLSX workbook.

The workbook is the least that ECMA-376 asks of one: one sheet of text, numbers and dates as text,
the headings frozen. It needs no library, and opens in Excel, WPS and LibreOffice.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from engine.core.values import Value

Row = Sequence[Value]

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # what a ZIP file can say; the same bytes each time
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST: Final = 32_767  # characters of a cell


def as_text(value: Value) -> str:
    """A value of a line as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "；".join(as_text(one) for one in value)
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{as_text(one)}" for name, one in value.items())
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")[:16]
    return value.isoformat() if isinstance(value, date) else str(value)


def as_csv(headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a byte order mark, as Excel needs it for Chinese; CRLF (RFC 4180).

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    sheet = csv.writer(written)
    sheet.writerow([_harmless(one) for one in headings])
    for row in rows:
        sheet.writerow([_cell(one) for one in row])
    return ("\ufeff" + written.getvalue()).encode()


def _cell(value: Value) -> str:
    return str(value) if isinstance(value, Decimal) else _harmless(as_text(value))


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text


def as_xlsx(title: str, headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet; numbers are numbers, anything else is text, never a formula."""
    sheet = "".join(
        f'<row r="{number}">{"".join(_xlsx_cell(one) for one in row)}</row>'
        for number, row in enumerate([list(headings), *rows], 1)
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_sheet_name(title)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView '
        'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        f'state="frozen"/></sheetView></sheetViews><sheetData>{sheet}</sheetData></worksheet>',
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(zipfile.ZipInfo(name, _EARLIEST), content.encode())
    return written.getvalue()


def _xlsx_cell(value: Value) -> str:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = "".join(one for one in as_text(value) if one >= " " or one in "\t\n")[:_LONGEST]
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that a sheet's name may not have."""
    name = "".join(one for one in title if one not in "[]:*?/\\'" and one >= " ")[:31]
    return escape(name or "1", {'"': "&quot;"})


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


_CONTENT_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>"
)

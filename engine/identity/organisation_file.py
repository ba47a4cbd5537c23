"""Organisation files: YAML as it ships, and CSV for spreadsheets, to entries and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

import yaml

from engine.core.rights import Right
from engine.errors import InvalidCommand, Text
from engine.identity.entries import SECTIONS, Entries
from engine.identity.organisation import FILE
from engine.identity.yaml_file import MAX_BYTES, read_yaml, refused

CSV: Final = "organisation.csv"
_RIGHTS: Final = tuple(str(right) for right in Right)
_LISTS: Final = frozenset({"roles", "members", *_RIGHTS})
_COLUMNS: Final = (
    "section", "id", "name", "name_en", "department", "position", "rank", "reports_to", "roles",
    "positions", "active", "successor", "head", "parent", "members", *_RIGHTS,
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula: such texts are written behind a ' there."""


def read_file(data: bytes, name: str) -> Entries:
    """The entries of a file by the end of its name. Raises DeploymentRefused, InvalidCommand."""
    if name.endswith((".yaml", ".yml")):
        return read_yaml(data, file=FILE)
    if name.endswith(".csv"):
        return _read_csv(data)
    raise InvalidCommand(
        f"不认识的文件 {name}：应为 .yaml 或 .csv", f"Expected a .yaml or .csv file, got {name}"
    )


def write_file(entries: Entries, kind: str) -> str:
    """The text of a file, `yaml` or `csv`, that reads back to the same."""
    if kind == "yaml":
        kept = {section: entries[section] for section in SECTIONS if entries.get(section)}
        return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)
    if kind != "csv":
        raise InvalidCommand(f"不认识的格式 {kind}", f"Expected yaml or csv, got {kind!r}")
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for section in SECTIONS:
        for key, entry in (entries.get(section) or {}).items():
            cells = {name: _cell(value) for name, value in entry.items()}
            writer.writerow({"section": section, "id": key, **cells})
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(
            f"{one['position']}@{one['department']}" if isinstance(one, Mapping) else str(one)
            for one in value
        )
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _read_csv(data: bytes) -> Entries:
    if len(data) > MAX_BYTES:
        raise refused(CSV, [Text(zh="文件太大", en=f"Expected at most {MAX_BYTES} bytes")])
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        why = Text(zh=f"不是 UTF-8 的 CSV：{error}", en=f"Expected CSV in UTF-8: {error}")
        raise refused(CSV, [why]) from error
    reasons = list(_wrong_rows(rows))
    if reasons:
        raise refused(CSV, reasons)
    found: Entries = {section: {} for section in SECTIONS}
    for row in rows:
        found[row["section"]][row["id"]] = _entry(row)
    return found


def _wrong_rows(rows: list[dict[str, Any]]) -> Iterable[Text]:
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows, start=2):
        section, key = row.get("section"), row.get("id")
        if section not in SECTIONS or not key:
            yield Text(
                zh=f"第 {line} 行的 section 或 id 无效",
                en=f"Expected a section of {', '.join(SECTIONS)} and an id in line {line}",
            )
        elif (section, key) in seen:
            yield Text(
                zh=f"第 {line} 行重复：{section}.{key}",
                en=f"Expected {section}.{key} once, it is again in line {line}",
            )
        unknown = sorted(str(name) for name in row if name not in _COLUMNS)
        if unknown and line == 2:
            yield Text(zh=f"不认识的列 {unknown}", en=f"Expected no columns {unknown}")
        seen.add((str(section), str(key)))


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for name, cell in row.items():
        if name in ("section", "id") or not cell:
            continue
        entry[name] = _value(name, cell.removeprefix("'") if cell[1:2] in _FORMULA else cell)
    if row["section"] == "groups":
        entry.setdefault("members", [])
    return entry


def _value(name: str, cell: str) -> Any:
    if name in _LISTS:
        return cell.split()
    if name == "positions":
        parts = (one.rpartition("@") for one in cell.split())
        return [
            {"department": department, "position": position} for position, _, department in parts
        ]
    if name == "active":
        return {"true": True, "false": False}.get(cell.lower(), cell)
    if name == "rank":
        return int(cell) if cell.isascii() and cell.isdigit() else cell
    return cell

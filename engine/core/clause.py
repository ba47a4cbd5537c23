"""Clauses: sentences of written policies that diagrams carry out."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.core.ids import Digest
from engine.errors import DeploymentRefused, Finding, Text

FILE: Final = "clauses.csv"
_FIELDS: Final = ("id", "procedure", "kind", "text", "figure", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of one written procedure; `figure` is its number, `source` where it stands."""

    id: str
    procedure: str
    kind: str
    text: str
    figure: str
    source: str

    @property
    def wording(self) -> str:
        """What it says: the sentence and its figure. Where it stands may change without it."""
        return f"{self.text} [{self.figure}]" if self.figure else self.text

    @property
    def digest(self) -> Digest:
        """Of the wording: two clauses with the same digest say the same."""
        return Digest("sha256:" + hashlib.sha256(self.wording.encode()).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One clause that reads otherwise than before; `after` is empty when it was struck out."""

    clause: str
    before: str
    after: str


def read_clauses(text: str) -> Mapping[str, Clause]:
    """The clauses of a CSV text with a header line, by id, in order."""
    lines = csv.DictReader(text.splitlines(keepends=True))
    return {line["id"]: Clause(**{name: line[name] for name in _FIELDS}) for line in lines}


def read_clause_file(content: bytes, *, file: str | None = None) -> Mapping[str, Clause]:
    """As `read_clauses`, of a file that may be wrong. Raises DeploymentRefused with every line
    that is."""
    try:
        text = content.decode("utf-8-sig")
        rows = csv.DictReader(text.splitlines(keepends=True), strict=True)
        lines = [(rows.line_num, line) for line in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DeploymentRefused((_wrong(file, 1, f"读不懂：{error}", f"{error}"),)) from error
    found = list(_mistakes(rows.fieldnames or (), lines, file))
    if found:
        raise DeploymentRefused(tuple(found))
    return read_clauses(text)


def edits(before: Mapping[str, Clause], after: Mapping[str, Clause]) -> tuple[Edit, ...]:
    """The clauses of before that say something else afterwards, or nothing any more, in order."""
    return tuple(
        Edit(clause=name, before=clause.wording, after=now.wording if now else "")
        for name, clause in before.items()
        if (now := after.get(name)) is None or now.digest != clause.digest
    )


def _mistakes(
    columns: Iterable[str], lines: Iterable[tuple[int, Mapping[str, str | None]]], file: str | None
) -> Iterator[Finding]:
    missing = [name for name in _FIELDS if name not in columns]
    if missing:
        names = ", ".join(missing)
        yield _wrong(file, 1, f"缺少列 {names}", f"the columns {names} are missing")
        return
    seen = set[str]()
    for number, line in lines:
        name = line["id"] or ""
        if not name or not line["text"] or any(line[field] is None for field in _FIELDS):
            yield _wrong(file, number, "缺少编号、内容或某一列", "id, text or a column is missing")
        if name in seen:
            yield _wrong(file, number, f"编号 {name} 重复", f"{name} stands there twice")
        seen.add(name)


def _wrong(file: str | None, line: int, zh: str, en: str) -> Finding:
    return Finding(
        rule="clauses",
        severity="error",
        text=Text(zh=f"条款文件第 {line} 行：{zh}", en=f"Clauses, line {line}: {en}"),
        line=line,
        file=file,
        fix=Text(
            zh="按 clauses.csv 的表头逐行写，编号不重复",
            en="One line per clause under the header of clauses.csv, each id once",
        ),
    )

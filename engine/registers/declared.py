"""Reads what the file of a register beside the processes says: columns, readers, retention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import Text
from engine.paths import processes_dir
from engine.scenarios.plain_yaml import read_yaml
from engine.words import words_of


class ColumnKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of the register's lines, with its heading. `kind` says what it holds: text, or
    people by their logins, which are shown by their names. `values` are the words of its codes:
    those of the field that the declaration refers to with `as`, the column's own name otherwise."""

    name: str
    zh: str
    en: str
    kind: ColumnKind = ColumnKind.TEXT
    values: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One register. `readers` are roles that may read it besides who may see every case; `dated`
    is the field from whose date a line's retention counts, absent: the day it was last written."""

    name: str
    zh: str
    en: str
    family: str
    clauses: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    readers: tuple[str, ...] = ()
    dated: str | None = None


@cache
def declared(root: Path | None = None) -> Mapping[str, Declared]:
    """Every register that is declared in a `registers/*.yaml`, by name."""
    files = sorted((root or processes_dir()).rglob("registers/*.yaml"))
    found = (_declared(read_yaml(file.read_bytes()), file.parent.parent.name) for file in files)
    return {one.name: one for one in found}


def declared_register(name: str) -> Declared:
    """What is declared of the register; of one that is not, only its name."""
    plain = Declared(name=name, zh=name, en=name, family="", clauses=())
    return declared().get(name, plain)


def _declared(plain: Mapping[str, Any], family: str) -> Declared:
    columns = plain.get("columns", {})
    return Declared(
        name=plain["register"],
        zh=plain["zh"],
        en=plain["en"],
        family=family,
        clauses=tuple(plain.get("clauses", ())),
        columns=tuple(_column(name, given) for name, given in columns.items()),
        readers=tuple(plain.get("readers", ())),
        dated=plain.get("dated"),
    )


def _column(name: str, given: Mapping[str, Any]) -> Column:
    kind = ColumnKind(given.get("kind", ColumnKind.TEXT))
    values = words_of(given.get("as", name))
    return Column(name=name, zh=given["zh"], en=given["en"], kind=kind, values=values)

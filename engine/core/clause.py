"""Clauses: sentences of written policies that diagrams carry out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of one written procedure; `figure` is its number, `source` where it stands."""

    id: str
    procedure: str
    kind: str
    text: str
    figure: str
    source: str


def read_clauses(text: str) -> Mapping[str, Clause]:
    """The clauses of a CSV text with a header line, by id, in order."""
    lines = csv.DictReader(text.splitlines(keepends=True))
    return {line["id"]: Clause(**{name: line[name] for name in _FIELDS}) for line in lines}


_FIELDS = ("id", "procedure", "kind", "text", "figure", "source")

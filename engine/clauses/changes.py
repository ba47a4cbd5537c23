"""What changed from one published version of the written clauses to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.core.clause import Clause, Edit, edits, read_clause_file
from engine.errors import NotFound
from engine.handlers.deploy import CLAUSES
from engine.ports import Store
from engine.views import FileVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """One publication of the clauses with what it edited, added (`before` is empty) and struck out
    (`after` is empty); the first one has nothing to compare with."""

    version: int
    at: datetime
    by: str
    edits: tuple[Edit, ...]


def clause_changes(store: Store, limit: int = 20) -> Iterator[ClauseChange]:
    """The newest publications first."""
    versions = store.file_versions(CLAUSES, CLAUSES)[: limit + 1]
    written = [_clauses(store, one) for one in versions]
    for place, one in enumerate(versions[:limit]):
        before = written[place + 1] if place + 1 < len(written) else written[place]
        yield ClauseChange(
            version=one.version, at=one.at, by=one.by, edits=_edits(before, written[place])
        )


def _edits(before: Mapping[str, Clause], after: Mapping[str, Clause]) -> tuple[Edit, ...]:
    added = (
        Edit(clause=name, before="", after=clause.wording)
        for name, clause in after.items()
        if name not in before
    )
    return (*edits(before, after), *added)


def _clauses(store: Store, version: FileVersion) -> Mapping[str, Clause]:
    artifact = store.artifact(version.digest)
    if artifact is None:
        raise NotFound("没有这个版本的条款", f"Expected clauses with the digest {version.digest}")
    return read_clause_file(artifact.content)

"""The written clauses that apply: those that were published last, else those that ship."""

from __future__ import annotations

from collections.abc import Mapping

from engine.catalog_files import CatalogFiles
from engine.clauses.marks import ClauseMarks
from engine.core.clause import Clause, read_clause_file
from engine.core.ids import Digest
from engine.handlers.deploy import CLAUSES
from engine.ports import Clock, IdGenerator, Store
from engine.shipped import shipped_clauses


class WrittenClauses:
    """The clauses by id, read once for each publication of them."""

    def __init__(self, files: CatalogFiles) -> None:
        self._files = files
        self._known: tuple[Digest | None, Mapping[str, Clause]] | None = None

    def all(self) -> Mapping[str, Clause]:
        """Every clause, in order; as the catalogue was when it was last looked at."""
        digest = self._files.latest(CLAUSES, CLAUSES)
        if self._known is None or self._known[0] != digest:
            self._known = (digest, self._read(digest))
        return self._known[1]

    def _read(self, digest: Digest | None) -> Mapping[str, Clause]:
        if digest is None:
            return shipped_clauses()
        return read_clause_file(self._files.content(digest))


def clauses_of(
    store: Store, files: CatalogFiles, clock: Clock, ids: IdGenerator
) -> tuple[WrittenClauses, ClauseMarks]:
    """The clauses of one database, and the marks of what cites an edited one."""
    return WrittenClauses(files), ClauseMarks(store=store, clock=clock, ids=ids)

"""The catalogue as files for bundles: what is newest by kind and name, and the contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.core.ids import Digest
from engine.errors import NotFound
from engine.ports import Store

DRAFT_OF: Final = "draft:"
"""Before a key: its draft, where there is a published version too. No key has a colon."""


class CatalogFiles:
    """The catalogue as Files, with what is newest remembered per generation of the catalogue."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._generation = -1
        self._latest: dict[tuple[str, str], Digest | None] = {}

    def latest(self, kind: str, name: str) -> Digest | None:
        """The newest digest."""
        key = (kind, name)
        if key not in self._latest:
            self._latest[key] = self._store.latest(kind, name)
        return self._latest[key]

    def content(self, digest: Digest) -> bytes:
        """The bytes of a deployed file. Raises NotFound."""
        artifact = self._store.artifact(digest)
        if artifact is None:
            raise NotFound(f"没有文件 {digest}", f"Expected a deployed file {digest}")
        return artifact.content

    def versions(self, process: str) -> Iterator[tuple[int, Digest]]:
        """Published versions of a process, newest first."""
        view = self._store.definition(process)
        while view is not None:
            yield view.version, Digest(view.digest)
            view = self._store.definition(process, view.version - 1) if view.version > 1 else None

    def refresh(self) -> None:
        """Forget what was newest when something was deployed since, by whatever process."""
        generation = self._store.generation()
        if generation != self._generation:
            self._latest = {}
            self._generation = generation

    def meant(self, process: str) -> tuple[str, bool]:
        """The key, and whether its draft is meant: after `draft:`, or if it was never published."""
        key = process.removeprefix(DRAFT_OF)
        return key, key != process or self.latest("process", key) is None

"""The files of a deployment laid over the catalogue, before they are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.bundles import Files
from engine.core.ids import Digest
from engine.views import DRAFT

if TYPE_CHECKING:
    from engine.handlers.deploy import ReadFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The files of a deployment laid over the catalogue: it sees its own first."""

    below: Files
    newest: dict[str, Digest] = field(default_factory=dict)
    contents: dict[Digest, bytes] = field(default_factory=dict)

    def latest(self, kind: str, name: str) -> Digest | None:
        """Newest digest by kind and name."""
        key = f"{kind}:{name}"
        return self.newest.get(key) or self.below.latest(kind, name)

    def versions(self, process: str) -> Iterator[tuple[int | None, Digest]]:
        """What is about to be published, then the versions before."""
        own = self.newest.get(f"process:{process}")
        if own is not None:
            yield None, own
        yield from self.below.versions(process)

    def content(self, digest: Digest) -> bytes:
        """The bytes of a file."""
        known = self.contents.get(digest)
        return known if known is not None else self.below.content(digest)


def overlay_of(below: Files, read: Sequence[ReadFile], *, draft: bool) -> Overlay:
    """What the files define, over what is below."""
    overlay = Overlay(below=below)
    for file in read:
        digest = Digest(file.artifact.digest)
        overlay.contents[digest] = file.artifact.content
        for name in file.names:
            overlay.newest[f"{DRAFT if draft else ''}{file.kind}:{name}"] = digest
    return overlay

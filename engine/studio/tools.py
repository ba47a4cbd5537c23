"""What the studio uses of the engine; wired by bootstrap."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bundles import Bundles, Files, references
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.core.people import Person
from engine.errors import DeploymentRefused, Finding, NotFound
from engine.handlers.deploy import SHARED, Publisher, file_kind
from engine.notifications.model import Telling
from engine.ports import Catalog, Clock
from engine.studio.model import StudioDraft, StudioFile, StudioStore
from engine.views import Artifact, Deployment

FilesToPublish = Sequence[tuple[str, bytes]]
SHARED_NAMES = {kind: name for name, kind in SHARED.items()}
"""Keys of drafts that are no process: `parameters` holds `parameters.yaml`, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagrams:
    """What is done to the XML of diagrams."""

    well_formed: Callable[[bytes, str], Any]
    as_text: Callable[[bytes, str], str]
    blank: Callable[[str, str, str], str]
    layout: Callable[[bytes], bytes]
    process_ids: Callable[[str, str], tuple[str, ...]]
    """(text, file name) -> the processes that it draws, also where they cannot be understood."""
    inspect: Callable[[str, bytes], tuple[Finding, ...]]
    """(file name, content) -> what the reader says of it by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioTools:
    """The parts, and what is asked of several of them."""

    store: StudioStore
    catalog: Catalog
    files: Files
    bundles: Bundles
    publisher: Callable[[], Publisher]
    deploy: Callable[[FilesToPublish, Person, bool], Deployment]
    """(files, who, whether another owner has approved them): the only way that stores."""
    diagrams: Diagrams
    clock: Clock
    telling: Callable[[StudioDraft, Person], Telling]
    """(a draft whose review was asked for or decided on, by whom) -> what the others are told."""

    def names_in(self, name: str, text: str) -> tuple[tuple[str, str], ...]:
        """What a file defines, as (kind, id); nothing of one that cannot be understood, except of
        a diagram, which is read again and again while it is drawn: its processes by their ids."""
        kind = file_kind(name)
        if kind in SHARED.values():
            return ((str(kind), str(kind)),)
        try:
            parsed = self._read(str(kind), name, text)
        except DeploymentRefused:
            return self._drawn_in(name, text) if kind == "process" else ()
        if kind == "process":
            return tuple((kind, one.key) for one in parsed)
        ids = parsed.decision_ids() if kind == "decision" else (parsed.id,)
        return tuple((str(kind), one) for one in ids)

    def titles_in(self, file: StudioFile) -> dict[tuple[str, str], tuple[str, str]]:
        """What a form or the decisions of a file are called, in Chinese and English, by (kind, id);
        nothing of one that cannot be understood."""
        kind, names = file_kind(file.name), self.names_in(file.name, file.text)
        if kind == "form" and names:
            said = json.loads(file.text).get("properties", {})
            title = str(said.get("title", ""))
            return {names[0]: (title, str(said.get("titleEn", "")) or title)}
        if kind != "decision" or not names:
            return {}
        model = self._read(kind, file.name, file.text)
        return {("decision", one.id): (one.name, one.name) for one in model.decisions}

    def _drawn_in(self, name: str, text: str) -> tuple[tuple[str, str], ...]:
        try:
            return tuple(("process", one) for one in self.diagrams.process_ids(text, name))
        except DeploymentRefused:
            return ()

    def _read(self, kind: str, name: str, text: str) -> Any:
        return self.publisher().read("draft" if kind == "process" else kind, text.encode(), name)

    def definitions_in(self, draft: StudioDraft) -> tuple[ProcessDefinition, ...]:
        """The processes of a draft's diagrams as far as they can be understood."""
        found: list[ProcessDefinition] = []
        for file in draft.files:
            if file_kind(file.name) == "process":
                try:
                    found.extend(self._read("process", file.name, file.text))
                except DeploymentRefused:
                    continue  # being drawn; the check says what is wrong with it
        return tuple(found)

    def published(self, file: StudioFile) -> str:
        """The digest of what is published now in the place of the file; empty if nothing."""
        for kind, name in self.names_in(file.name, file.text):
            digest = self.files.latest(kind, name)
            if digest is not None:
                return digest
        return ""

    def published_before(self, what: tuple[str, str], until: datetime | None) -> str | None:
        """The newest digest of a form or decision that was published before that moment."""
        for one in self.catalog.file_versions(*what):
            if until is None or one.at < until:
                return one.digest
        return None

    def artifact(self, digest: str | None) -> Artifact:
        """A stored file. Raises NotFound."""
        found = self.catalog.artifact(digest) if digest else None
        if found is None:
            raise NotFound("没有这个文件", f"Expected a published file {digest}")
        return found

    def as_file(self, digest: str | None, *, base: str | None = None) -> StudioFile:
        """A published file as a draft holds it."""
        found = self.artifact(digest)
        name = SHARED_NAMES.get(found.name, found.name)
        text = (
            self.diagrams.as_text(found.content, name)
            if file_kind(name) in ("process", "decision")
            else found.content.decode()
        )
        return StudioFile(name=name, text=text, base=found.digest if base is None else base)

    def used(self, definitions: Sequence[ProcessDefinition]) -> tuple[StudioFile, ...]:
        """The published forms and decisions that these processes name, each file once."""
        digests: dict[str, None] = {}
        for definition in definitions:
            for reference, _ in references(definition):
                kind, _, name = reference.partition(":")
                digest = self.files.latest(kind, name) if kind != "process" else None
                if digest is not None:
                    digests[digest] = None
        return tuple(self.as_file(Digest(digest)) for digest in digests)

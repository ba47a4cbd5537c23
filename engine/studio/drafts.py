"""Begins, saves and discards drafts: what an owner works on before anybody is touched by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.core import policy
from engine.core.people import Person
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.handlers.deploy import SHARED, file_kind
from engine.notifications.model import Telling
from engine.studio.model import (
    NOTHING,
    Act,
    Origin,
    PublishedVersion,
    Record,
    StudioDraft,
    StudioFile,
)
from engine.studio.texts import check_new_key, check_texts
from engine.studio.tools import SHARED_NAMES, StudioTools


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcess:
    """What a process that is drawn from nothing is called."""

    name: str
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The drafts of one database; who may reach them is asked before."""

    tools: StudioTools

    def read(self, key: str) -> StudioDraft:
        """Raises NotFound."""
        found = self.tools.store.draft(key)
        if found is None:
            raise NotFound(f"{key} 没有草稿", f"Expected a draft of {key}")
        return found

    def begin(self, key: str, by: Person, new: NewProcess | None = None) -> StudioDraft:
        """From what is published, or from nothing. Raises InvalidState when there is a draft."""
        if new is not None:
            return self._begin_new(key, by, new)
        if key in SHARED_NAMES:
            digest = self.tools.files.latest(key, key)
            return self._kept((key, Origin.PUBLISHED, 0), by, (self.tools.as_file(digest),))
        view = self.tools.catalog.definition(key)
        if view is None:
            raise NotFound(f"没有流程 {key}", f"Expected a deployed process, got {key!r}")
        file = self.tools.as_file(view.digest)
        return self._kept((key, Origin.PUBLISHED, view.version), by, (file,))

    def _begin_new(self, key: str, by: Person, new: NewProcess) -> StudioDraft:
        check_new_key(key)
        if key in SHARED.values() or self.tools.catalog.definition(key) is not None:
            raise InvalidState(f"已有流程 {key}", f"Expected a new id, {key} exists")
        text = self.tools.diagrams.blank(key, new.name, new.family)
        check_texts({f"{key}.bpmn": text}, self.tools.diagrams.well_formed)
        file = StudioFile(name=f"{key}.bpmn", text=text)
        return self._kept((key, Origin.NEW, 0), by, (file,))

    def bring(self, name: str, content: bytes, by: Person) -> StudioDraft:
        """A diagram of any tool as the draft of the process that it defines, text for text; what
        of it cannot be run is said by the check, and mended in the draft.

        Raises DeploymentRefused for what is no BPMN, NotPermitted for another's process.
        """
        text = self.tools.diagrams.as_text(content, name)
        check_texts({name: text}, self.tools.diagrams.well_formed)
        keys = [key for kind, key in self.tools.names_in(name, text) if kind == "process"]
        if not keys:
            self.tools.publisher().read("draft", content, name)  # says why
            raise NotFound("文件中没有流程", "Expected a process in the file")
        if not policy.may_deploy(by, keys[0]):
            raise NotPermitted(
                f"您不是 {keys[0]} 的负责人", f"Expected the owner of {keys[0]} to bring it in"
            )
        view = self.tools.catalog.definition(keys[0])
        file = StudioFile(name=name, text=text, base=view.digest if view else "")
        origin = (keys[0], Origin.IMPORT, view.version if view else 0)
        return self._kept(origin, by, (file,))

    def from_version(self, key: str, version: int, by: Person) -> StudioDraft:
        """What an earlier version was when it last ran, as a draft to be published anew."""
        found = self.version(key, version)
        newest = self.tools.store.versions(key)[0]
        files = tuple(
            replace(one, base=self.tools.published(one)) for one in self.files_of(key, found)
        )
        if all(one.digest == one.base for one in files):
            raise InvalidState(
                f"第 {version} 版就是现行内容", f"Expected version {version} to differ from today's"
            )
        return self._kept((key, Origin.VERSION, newest.version), by, files)

    def version(self, key: str, version: int) -> PublishedVersion:
        """One published version. Raises NotFound."""
        for one in self.tools.store.versions(key):
            if one.version == version:
                return one
        raise NotFound(f"{key} 没有第 {version} 版", f"Expected version {version} of {key}")

    def files_of(self, key: str, version: PublishedVersion) -> tuple[StudioFile, ...]:
        """The diagram of a version, with its forms and decisions as they were until the next."""
        after = [one for one in self.tools.store.versions(key) if one.version > version.version]
        until: datetime | None = after[-1].at if after else None
        definition = self.tools.bundles.drawn(key, version.digest)  # type: ignore[arg-type]
        found = [self.tools.as_file(version.digest)]
        for file in self.tools.used((definition,)):
            names = self.tools.names_in(file.name, file.text)
            digest = self.tools.published_before(names[0], until) if names else None
            found.append(self.tools.as_file(digest) if digest else file)
        return tuple({one.name: one for one in found}.values())

    def save(
        self, key: str, by: Person, version: int, texts: Mapping[str, str | None]
    ) -> StudioDraft:
        """Save over the draft of this version; None takes a file out. What changes the content
        ends its review. Raises InvalidState when somebody saved in between."""
        check_texts(texts, self.tools.diagrams.well_formed)
        draft = self.current(key, version)
        files = {one.name: one for one in draft.files}
        for name, text in texts.items():
            if text is None:
                files.pop(name, None)
            else:
                files[name] = self._changed(files.get(name), name, text)
        check_texts(dict.fromkeys(files), self.tools.diagrams.well_formed)
        changed = replace(draft, files=tuple(sorted(files.values(), key=lambda one: one.name)))
        if changed.files == draft.files:
            return draft
        changed = replace(
            changed,
            version=draft.version + 1,
            saved_by=by.id,
            saved_at=self.tools.clock.now(),
            authors=tuple(dict.fromkeys((*draft.authors, by.id))),
            review=None,
        )
        return self.kept(changed)

    def _changed(self, known: StudioFile | None, name: str, text: str) -> StudioFile:
        if known is not None:
            return replace(known, text=text)
        file = StudioFile(name=name, text=text)
        return replace(file, base=self.tools.published(file))

    def rebase(self, key: str, by: Person, version: int) -> StudioDraft:
        """Say that what was published since was seen: the draft may replace it."""
        draft = self.current(key, version)
        files = tuple(replace(one, base=self.tools.published(one)) for one in draft.files)
        view = self.tools.catalog.definition(key)
        return self.kept(
            replace(
                draft,
                version=draft.version + 1,
                based_on=view.version if view else 0,
                saved_by=by.id,
                saved_at=self.tools.clock.now(),
                files=files,
            )
        )

    def discard(self, key: str, by: Person) -> None:
        """Forget the draft; that it was is recorded. One that is not there is forgotten too."""
        draft = self.tools.store.draft(key)
        if draft is not None:
            self.tools.store.drop(key, draft.version, self.record(draft, by, Act.DISCARDED))

    def overtaken(self, draft: StudioDraft) -> tuple[str, ...]:
        """Files of the draft that somebody has published anew since they were taken in; not those
        that say nothing that could be published, which the check refuses anyway."""
        return tuple(
            one.name
            for one in draft.files
            if self.tools.names_in(one.name, one.text) and self.tools.published(one) != one.base
        )

    def current(self, key: str, version: int) -> StudioDraft:
        """The draft, if this is its version. Raises InvalidState: nothing is overwritten."""
        draft = self.read(key)
        if draft.version != version:
            raise _saved_elsewhere(draft)
        return draft

    def kept(
        self, draft: StudioDraft, record: Record | None = None, telling: Telling = NOTHING
    ) -> StudioDraft:
        """Stored over the version before, with what is told of it. Raises InvalidState."""
        if not self.tools.store.keep(draft, record, telling):
            raise _saved_elsewhere(self.read(draft.key))
        return draft

    def record(self, draft: StudioDraft, by: Person, act: Act, note: str = "") -> Record:
        """What this person does to the draft now."""
        return Record(
            key=draft.key,
            at=self.tools.clock.now(),
            by=by.id,
            act=act,
            digest=draft.digest,
            note=note,
            authors=draft.authors,
        )

    def _kept(
        self, what: tuple[str, Origin, int], by: Person, files: tuple[StudioFile, ...]
    ) -> StudioDraft:
        key, origin, based_on = what
        known = self.tools.store.draft(key)
        if known is not None:
            raise InvalidState(
                f"{key} 已有草稿，由 {known.saved_by} 保存",
                f"Expected no draft of {key} yet: {known.saved_by} has saved one",
            )
        now = self.tools.clock.now()
        draft = StudioDraft(
            key=key,
            version=1,
            origin=origin,
            based_on=based_on,
            created_by=by.id,
            created_at=now,
            saved_by=by.id,
            saved_at=now,
            authors=(by.id,),
            files=files,
        )
        return self.kept(draft, self.record(draft, by, Act.BEGUN, origin))


def diagram_of(draft: StudioDraft) -> StudioFile | None:
    """The draft's diagram; none in a draft of a shared file."""
    return next((one for one in draft.files if file_kind(one.name) == "process"), None)


def _saved_elsewhere(draft: StudioDraft) -> InvalidState:
    return InvalidState(
        f"草稿已由 {draft.saved_by} 另行保存，请先读取",
        f"Expected to save over version {draft.version} of the draft, by {draft.saved_by}",
    )

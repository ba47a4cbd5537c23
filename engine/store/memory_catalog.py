"""Deployed files and the versions of processes, forms and decisions in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.core.ids import Digest
from engine.store.deployments import DRAFT_PROCESS, resources_of, starts_of
from engine.store.memory_state import MemoryState
from engine.views import Artifact, DefinitionView, Deployment, FileVersion, StartTrigger


class MemoryCatalog:
    """Catalog over dictionaries."""

    _memory: MemoryState

    def save(self, deployment: Deployment) -> tuple[DefinitionView, ...]:
        """Store atomically; content equal to the newest version makes no new version."""
        with self._memory.lock:
            if deployment.id in self._memory.deployments:
                raise ValueError(f"Expected a new deployment id, got {deployment.id}")
            self._memory.deployments.add(deployment.id)
            for artifact in deployment.artifacts:
                self._memory.artifacts.setdefault(artifact.digest, artifact)
            for kind, name, digest in resources_of(deployment):
                versions = self._memory.resources.setdefault((kind, name), [])
                if not versions or versions[-1] != digest:
                    versions.append(digest)
                    self._keep_version((kind, name), deployment, len(versions))
            save = self._save_draft if deployment.draft else self._save
            return tuple(save(view, deployment) for view in deployment.definitions)

    def _keep_version(self, what: tuple[str, str], made: Deployment, version: int) -> None:
        stored = FileVersion(
            version=version,
            digest=self._memory.resources[what][-1],
            deployment_id=made.id,
            at=made.at,
            by=made.by,
        )
        self._memory.file_versions.setdefault(what, []).append(stored)

    def file_versions(self, kind: str, name: str) -> list[FileVersion]:
        """Every version of a form, decision or shared file, newest first."""
        with self._memory.lock:
            return self._memory.file_versions.get((kind, name), [])[::-1]

    def _save(self, view: DefinitionView, deployment: Deployment) -> DefinitionView:
        versions = self._memory.definitions.setdefault(view.key, [])
        if versions and versions[-1].digest == view.digest:
            return versions[-1]
        model = self._memory.models.setdefault((view.key, view.digest), view)
        stored = replace(
            model,
            version=len(versions) + 1,
            deployed_at=view.deployed_at,
            deployed_by=view.deployed_by,
            deployment_id=view.deployment_id,
        )
        versions.append(stored)
        self._replace_starts(stored, deployment)
        return stored

    def _save_draft(self, view: DefinitionView, deployment: Deployment) -> DefinitionView:
        version = len(self._memory.resources[DRAFT_PROCESS, view.key])
        stored = replace(view, version=version, deployment_id=deployment.id, draft=True)
        self._memory.models.setdefault((view.key, view.digest), view)
        earlier = self._memory.drafts.get(view.key)
        if earlier is None or earlier.version != version:
            self._memory.drafts[view.key] = stored
        if view.key not in self._memory.definitions:
            self._replace_starts(self._memory.drafts[view.key], deployment)
        return self._memory.drafts[view.key]

    def drafts(self) -> list[DefinitionView]:
        """The newest draft of each process that has one, by key."""
        with self._memory.lock:
            return [view for _, view in sorted(self._memory.drafts.items())]

    def draft(self, key: str) -> DefinitionView | None:
        """The newest draft of a process."""
        with self._memory.lock:
            return self._memory.drafts.get(key)

    def _replace_starts(self, stored: DefinitionView, deployment: Deployment) -> None:
        memory, key = self._memory, stored.key
        for old in [one for one in memory.start_timers if one[0] == key]:
            del memory.start_timers[old]
        for timer in starts_of(deployment, stored).timers[key]:
            memory.start_timers[key, timer.element_id, timer.number] = timer
        wanted = deployment.triggers.get(key, ())
        memory.triggers[key] = ()
        taken = {one.name for one in self._published_messages()}
        memory.triggers[key] = tuple(
            o for o in wanted if o.kind != "message" or o.name not in taken
        )
        names = {one.name for one in wanted if one.kind == "message"}
        for draft in memory.triggers.keys() - memory.definitions.keys() - {key}:
            kept = memory.triggers[draft]
            memory.triggers[draft] = tuple(
                one for one in kept if one.kind != "message" or one.name not in names
            )

    def _published_messages(self) -> Iterator[StartTrigger]:
        for key in self._memory.definitions:
            triggers = self._memory.triggers.get(key, ())
            yield from (one for one in triggers if one.kind == "message")

    def artifact(self, digest: str) -> Artifact | None:
        """One file by its content."""
        return self._memory.artifacts.get(digest)

    def definitions(self) -> list[DefinitionView]:
        """The newest version of each process, by key."""
        with self._memory.lock:
            return [versions[-1] for _, versions in sorted(self._memory.definitions.items())]

    def definition(self, key: str, version: int | None = None) -> DefinitionView | None:
        """One version, or the newest."""
        with self._memory.lock:
            versions = self._memory.definitions.get(key, [])
            if version is None:
                return versions[-1] if versions else None
            return versions[version - 1] if 0 < version <= len(versions) else None

    def generation(self) -> int:
        """How many deployments there were."""
        return len(self._memory.deployments)

    def latest(self, kind: str, name: str) -> Digest | None:
        """Newest digest by key or id."""
        with self._memory.lock:
            if kind == "process":
                versions = self._memory.definitions.get(name, [])
                return Digest(versions[-1].digest) if versions else None
            digests = self._memory.resources.get((kind, name), [])
            return Digest(digests[-1]) if digests else None

"""Puts a mutation on stage: what is read instead of the file, and what begins cases by it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from engine.bootstrap import check_definition
from engine.bundles import ALWAYS, names_of, references
from engine.clauses.mutation.altered import Overrides
from engine.clauses.mutation.model import Aspect, File, Mutant
from engine.clauses.mutation.stage import Scene, Stage
from engine.clock import FixedClock
from engine.connectors import BUILT_IN
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.dmn import table_findings
from engine.errors import Finding
from engine.shipped import shipped_clauses
from engine.starts import start_timers, start_triggers, starts_by_timer
from engine.views import Artifact, DefinitionView, Deployment


@dataclass(kw_only=True)
class Applied:
    """One mutation of one stage. Everything raises DeploymentRefused for what cannot be read."""

    stage: Stage
    mutant: Mutant

    @cached_property
    def scene(self) -> Scene:
        """Where scenarios meet it."""
        if not self.mutant.change.begins:
            return self.stage.scene(self._overrides)
        overrides, deployment = self._republished()
        return self.stage.scene(overrides, deployment)

    def refusals(self) -> tuple[str, ...]:
        """The rules that would refuse to publish it."""
        found = (one.rule for one in self._findings() if one.severity == "error")
        return tuple(dict.fromkeys(found))

    @cached_property
    def _changed(self) -> Any:
        before = self.stage.read(self.mutant.file)
        if self.mutant.file.kind != "process":
            return self.mutant.change.apply(before)
        return tuple(
            self._process(one) if one.key == self.mutant.file.name else one for one in before
        )

    @cached_property
    def _overrides(self) -> Overrides:
        file = self.mutant.file
        return {(file.kind, self.stage.digest(file)): self._changed}

    def _process(self, before: ProcessDefinition) -> ProcessDefinition:
        """What is left may still read the variables that nothing sets any more: they are null."""
        after: ProcessDefinition = self.mutant.change.apply(before)
        lost = self._names(before) - self._names(after) - ALWAYS
        return replace(after, variables=(*after.variables, *sorted(lost)))

    def _names(self, process: ProcessDefinition) -> frozenset[str]:
        named = (key.split(":", 1) for key, _ in references(process) if key.startswith("form:"))
        return names_of([process], [self.stage.read(File(*one)) for one in named])

    def _republished(self) -> tuple[Overrides, Deployment]:
        """Each process that begins otherwise now, as a new version of its own."""
        overrides = dict(self._overrides)
        parsed: dict[Digest, Any] = {}
        shipped = self.stage.deployment
        for process in self._beginning():
            digest = self.stage.digest(process)
            parsed[digest] = overrides.get(("process", digest), self.stage.read(process))
        again = {digest: _artifact(digest, shipped) for digest in parsed}
        for digest, artifact in again.items():
            overrides["process", Digest(artifact.digest)] = parsed[digest]
        runtime = self.stage.runtime(
            self.stage.scene(overrides), FixedClock(self.stage.published_at)
        )
        definitions = {one.key: one for files in parsed.values() for one in files}
        views = tuple(
            replace(
                view,
                digest=again[Digest(view.digest)].digest,
                startable_by=self._startable_by(view, definitions[view.key]),
                version=0,
            )
            for view in shipped.definitions
            if view.key in definitions
        )
        bundles = {key: runtime.bundles.bundle(runtime.bundles.latest(key)) for key in definitions}
        deployment = Deployment(
            id="mutation",
            at=self.stage.published_at,
            by=shipped.by,
            artifacts=tuple(again.values()),
            definitions=views,
            triggers={key: start_triggers(one) for key, one in definitions.items()},
            timers={
                key: start_timers(bundles[key], self.stage.published_at) for key in definitions
            },
        )
        return overrides, deployment

    def _startable_by(self, view: DefinitionView, process: ProcessDefinition) -> tuple[str, ...]:
        is_meant = self.mutant.change.aspect is Aspect.WHO
        return process.startable_by if is_meant else view.startable_by

    def _beginning(self) -> Iterator[File]:
        """Its own process; of a figure, every process that a timer begins."""
        if self.mutant.file.kind == "process":
            yield self.mutant.file
            return
        for view in self.stage.deployment.definitions:
            file = File("process", view.key)
            if any(starts_by_timer(one) for one in self.stage.read(file) if one.key == view.key):
                yield file

    def _findings(self) -> Iterator[Finding]:
        if self.mutant.file.kind == "decision":
            yield from table_findings(self._changed)
        runtime = self.stage.runtime(self.scene, FixedClock(self.stage.published_at))
        for key in self._readers():
            bundle = runtime.bundles.bundle(runtime.bundles.latest(key))
            yield from check_definition(
                bundle.process,
                bundle,
                roles=self.stage.organisation.role_ids(),
                connectors=frozenset(BUILT_IN),
                clauses=frozenset(shipped_clauses()),
            )

    def _readers(self) -> Iterator[str]:
        """The processes whose diagrams refer to the file. A figure breaks no rule."""
        file = self.mutant.file
        if file.kind == "process":
            yield file.name
        elif file.kind != "parameters":
            for view in self.stage.deployment.definitions:
                process = self._one(view.key)
                if f"{file.kind}:{file.name}" in dict(references(process)):
                    yield view.key

    def _one(self, key: str) -> ProcessDefinition:
        read = self.stage.read(File("process", key))
        return next(one for one in read if one.key == key)


def _artifact(digest: Digest, shipped: Deployment) -> Artifact:
    """The same file as another content: an empty line more."""
    artifact = next(one for one in shipped.artifacts if one.digest == digest)
    content = artifact.content + b"\n"
    name = "sha256:" + hashlib.sha256(content).hexdigest()
    return replace(artifact, digest=name, content=content)

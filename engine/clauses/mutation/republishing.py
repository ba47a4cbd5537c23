"""Publishes anew what begins cases otherwise by a mutation: the catalogue holds that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from engine.clauses.mutation.altered import Overrides
from engine.clauses.mutation.model import Aspect, File, Mutant
from engine.clauses.mutation.stage import Scene, Stage
from engine.clock import FixedClock
from engine.core.definition import ProcessDefinition
from engine.core.ids import Digest
from engine.starts import start_timers, start_triggers, starts_by_timer
from engine.views import Artifact, DefinitionView, Deployment


def republished(stage: Stage, mutant: Mutant, overrides: Overrides) -> Scene:
    """What ships, and in a second deployment each process that begins otherwise now: its triggers,
    its timers, who may start it. Raises DeploymentRefused."""
    read: dict[Digest, tuple[ProcessDefinition, ...]] = {}
    for file in _beginning(stage, mutant):
        digest = stage.digest(file)
        read[digest] = overrides.get(("process", digest), stage.read(file))
    anew = {digest: _again(digest, stage.deployment) for digest in read}
    named = {("process", Digest(anew[digest].digest)): read[digest] for digest in read}
    overrides = {**overrides, **named}
    definitions = tuple(one for several in read.values() for one in several)
    deployment = Deployment(
        id="mutation",
        at=stage.published_at,
        by=stage.deployment.by,
        artifacts=tuple(anew.values()),
        definitions=tuple(_views(stage.deployment, definitions, anew, mutant)),
        triggers={one.key: start_triggers(one) for one in definitions},
        timers=_timers(stage, stage.scene(overrides), definitions),
    )
    return stage.scene(overrides, deployment)


def _beginning(stage: Stage, mutant: Mutant) -> Iterator[File]:
    """Its own process; of a figure, every process that a timer begins."""
    if mutant.file.kind == "process":
        yield mutant.file
        return
    for view in stage.deployment.definitions:
        file = File("process", view.key)
        if any(one.key == view.key and starts_by_timer(one) for one in stage.read(file)):
            yield file


def _views(
    shipped: Deployment,
    definitions: Iterable[ProcessDefinition],
    anew: dict[Digest, Artifact],
    mutant: Mutant,
) -> Iterator[DefinitionView]:
    by_key = {one.key: one for one in definitions}
    for view in shipped.definitions:
        if view.key in by_key:
            opened = mutant.change.aspect is Aspect.WHO
            yield replace(
                view,
                digest=anew[Digest(view.digest)].digest,
                startable_by=by_key[view.key].startable_by if opened else view.startable_by,
                version=0,
            )


def _timers(stage: Stage, scene: Scene, definitions: Iterable[ProcessDefinition]) -> dict[str, Any]:
    bundles = stage.runtime(scene, FixedClock(stage.published_at)).bundles
    return {
        one.key: start_timers(bundles.bundle(bundles.latest(one.key)), stage.published_at)
        for one in definitions
    }


def _again(digest: Digest, shipped: Deployment) -> Artifact:
    """The same file as another content, which makes a new version: with an empty line more."""
    artifact = next(one for one in shipped.artifacts if one.digest == digest)
    content = artifact.content + b"\n"
    return replace(
        artifact, digest="sha256:" + hashlib.sha256(content).hexdigest(), content=content
    )

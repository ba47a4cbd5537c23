"""What of a deployment has versions beside its processes: the same for every catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from engine.views import DRAFT, DefinitionView, Deployment

CONTENT_KINDS: Final = frozenset({"bpmn", "dmn", "form"})
"""Kinds of files whose versions are counted by the ids inside; others by their own name."""


DRAFT_PROCESS: Final = DRAFT + "process"


def resources_of(deployment: Deployment) -> Iterator[tuple[str, str, str]]:
    """(kind, name, digest) of its forms, its decisions, and files like the calendar; of a draft,
    of its processes too."""
    if not deployment.draft:
        yield from _resources(deployment)
        return
    yield from ((DRAFT_PROCESS, view.key, view.digest) for view in deployment.definitions)
    yield from ((DRAFT + kind, name, digest) for kind, name, digest in _resources(deployment))


def _resources(deployment: Deployment) -> Iterator[tuple[str, str, str]]:
    yield from (("form", name, digest) for name, digest in deployment.forms.items())
    yield from (("decision", name, digest) for name, digest in deployment.decisions.items())
    for artifact in deployment.artifacts:
        if artifact.kind not in CONTENT_KINDS:
            yield artifact.kind, artifact.name, artifact.digest


def starts_of(deployment: Deployment, stored: DefinitionView) -> Deployment:
    """The deployment with the start timers of one process as the version that was stored."""
    timers = deployment.timers.get(stored.key, ())
    numbered = tuple(replace(timer, version=stored.version) for timer in timers)
    return replace(deployment, timers={stored.key: numbered})

"""What of a deployment has versions beside its processes: the same for every catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.views import Deployment

CONTENT_KINDS: Final = frozenset({"bpmn", "dmn", "form"})
"""Kinds of files whose versions are counted by the ids inside; others by their own name."""


def resources_of(deployment: Deployment) -> Iterator[tuple[str, str, str]]:
    """(kind, name, digest) of its forms, its decisions, and files like the calendar."""
    yield from (("form", name, digest) for name, digest in deployment.forms.items())
    yield from (("decision", name, digest) for name, digest in deployment.decisions.items())
    for artifact in deployment.artifacts:
        if artifact.kind not in CONTENT_KINDS:
            yield artifact.kind, artifact.name, artifact.digest

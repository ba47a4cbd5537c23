"""Gathers the files that a trial plays: a published version, or a draft over what is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from engine.bootstrap import Runtime
from engine.bundles import references
from engine.core.ids import Digest
from engine.errors import NotFound
from engine.studio.model import StudioDraft
from engine.trials.model import Script

_SUFFIX: Final[Mapping[str, str]] = {"process": ".bpmn", "decision": ".dmn", "form": ".form"}
_WHOLE: Final[Mapping[str, str]] = {
    "calendar": "calendar.yaml",
    "parameters": "parameters.yaml",
}

Named = tuple[str, str]
"""Kind and id of what a file defines."""


def script_of(runtime: Runtime, key: str, version: int | None, *, draft: bool) -> Script:
    """Of a version its own diagram with the newest of all else; the draft is that of the studio,
    else what was deployed to be tried out. Raises NotFound."""
    kept = runtime.studio.tools.store.draft(key) if draft else None
    if kept is not None:
        return Script(key, _of_draft(runtime, kept), True, None)
    pinned = dict(runtime.bundles.latest(key, draft=draft))
    if version is not None and not draft:
        view = runtime.store.definition(key, version)
        if view is None:
            raise NotFound(f"{key} 没有第 {version} 版", f"Expected a version {version} of {key}")
        pinned[f"process:{key}"] = Digest(view.digest)
    return Script(key, tuple(_files(runtime, pinned, ())), draft, version)


def _of_draft(runtime: Runtime, draft: StudioDraft) -> tuple[tuple[str, bytes], ...]:
    """Its own files, and of what they refer to and do not define themselves the newest."""
    tools = runtime.studio.tools
    own = {named for one in draft.files for named in tools.names_in(one.name, one.text)}
    pinned: dict[str, Digest] = {}
    wanted = {name for one in tools.definitions_in(draft) for name, _ in references(one)}
    for what in sorted({*wanted, *(f"{kind}:{kind}" for kind in _WHOLE)}):
        kind, _, name = what.partition(":")
        if (kind, name) not in own:
            pinned |= _newest(runtime, kind, name)
    files = [(one.name, one.text.encode()) for one in draft.files]
    return (*files, *_files(runtime, pinned, own))


def _newest(runtime: Runtime, kind: str, name: str) -> Mapping[str, Digest]:
    """What is published of this kind and name, of a process with all that it needs."""
    digest = runtime.store.latest(kind, name.partition("@")[0])
    if digest is None:
        return {}
    return runtime.bundles.latest(name) if kind == "process" else {f"{kind}:{name}": digest}


def _files(
    runtime: Runtime, pinned: Mapping[str, Digest], own: Collection[Named]
) -> Iterator[tuple[str, bytes]]:
    seen: set[Digest] = set()
    for what, digest in pinned.items():
        kind, _, name = what.partition(":")
        known = digest in seen or (kind, name or kind) in own
        if known or not (kind in _SUFFIX or kind in _WHOLE):
            continue
        seen.add(digest)
        artifact = runtime.store.artifact(digest)
        if artifact is not None:
            yield _WHOLE.get(kind) or name.partition("@")[0] + _SUFFIX[kind], artifact.content

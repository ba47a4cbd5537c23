"""The files that a diagram needs: itself, and what it refers to in its folder, also indirectly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.bootstrap import read_draft, readers
from engine.bundles import references
from engine.core.definition import ProcessDefinition
from engine.errors import DeploymentRefused
from engine.handlers.deploy import SINGLE
from engine.shipped import shipped_files

_KINDS: Final = {".bpmn": "process", ".dmn": "decision", ".form": "form"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Files to deploy together, and the processes of the diagram that was asked for."""

    files: tuple[tuple[str, bytes], ...]
    processes: tuple[ProcessDefinition, ...]


def gather(diagram: Path) -> Gathered:
    """The diagram with what it needs. A neighbour that cannot be read is as good as not there.

    Raises DeploymentRefused when the diagram itself cannot be read.
    """
    content = diagram.read_bytes()
    own = read_draft(content, file=diagram.name)
    known = {f"process:{one.key}" for one in own}
    files = {diagram.name: content}
    near = dict(_neighbours(diagram))
    queue: list[ProcessDefinition] = list(own)
    while queue:
        for name, _ in references(queue.pop()):
            if name in known or name not in near:
                continue
            known.add(name)
            path, parsed = near[name]
            files[path.name] = path.read_bytes()
            queue.extend(parsed)
    return Gathered(files=(*files.items(), *_singles(diagram.parent)), processes=own)


def _neighbours(diagram: Path) -> Iterator[tuple[str, tuple[Path, Sequence[ProcessDefinition]]]]:
    """What each other file of the folder defines, and the processes in it."""
    for path in sorted(diagram.parent.iterdir()):
        if path.suffix in _KINDS and path.name != diagram.name and path.is_file():
            try:
                yield from _defined(path)
            except DeploymentRefused:
                continue


def _defined(path: Path) -> Iterator[tuple[str, tuple[Path, Sequence[ProcessDefinition]]]]:
    content = path.read_bytes()
    if path.suffix == ".bpmn":
        found = read_draft(content, file=path.name)
        yield from ((f"process:{one.key}", (path, found)) for one in found)
        return
    kind = _KINDS[path.suffix]
    read: Any = readers().form(content) if kind == "form" else readers().dmn(content)
    names = (read.id,) if kind == "form" else read.decision_ids()
    yield from ((f"{kind}:{name}", (path, ())) for name in names)


def _singles(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The calendar and the figures: of the folder, else those that ship."""
    shipped = dict(shipped_files())
    for name in (f"{single}.yaml" for single in SINGLE):
        path = folder / name
        yield name, path.read_bytes() if path.is_file() else shipped[name]

"""Lists the figures in force, changes them by publishing their files, tells their history."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, Protocol

from engine.bundles import Bundles, Files, references
from engine.core.ids import Digest
from engine.core.people import Person
from engine.dmn.model import DecisionModel
from engine.errors import InvalidCommand, InvalidState, NotFound
from engine.figures.model import Figure, FigureChange, FigureKind, FigureVersion
from engine.figures.parameters import SOURCE, parameter_figures, with_values
from engine.figures.tables import WithCells, changed_table, table_figures
from engine.parameters import FILE
from engine.ports import Store
from engine.views import Deployment, FileVersion

_USED: Final = re.compile(rb"\bparameters\.(\w+)")
_DECISION: Final = "decision"
MOST_VERSIONS: Final = 20
MOST_CHANGES: Final = 50


class FigureNotes(Protocol):
    """Keeps what people noted when they published figures."""

    def add(self, source: str, version: FileVersion, note: str) -> None: ...

    def of(self, source: str) -> Mapping[int, str]:
        """The notes by version."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTools:
    """What figures are read from and published with."""

    store: Store
    files: Files
    bundles: Bundles
    read: Callable[[bytes], DecisionModel]
    write: WithCells
    deploy: Callable[[Sequence[tuple[str, bytes]], Person], Deployment]
    notes: FigureNotes


class FigureDesk:
    """The figures of one database, read once for each publication. Safe between threads."""

    def __init__(self, tools: FigureTools) -> None:
        self._tools = tools
        self._lock = Lock()
        self._known: tuple[int, tuple[Figure, ...]] | None = None

    def all(self) -> tuple[Figure, ...]:
        """Those in force: the parameters in their order, then the tables by id."""
        generation = self._tools.store.generation()
        with self._lock:
            if self._known is None or self._known[0] != generation:
                self._known = (generation, tuple(self._read()))
            return self._known[1]

    def figure(self, figure_id: str) -> Figure:
        """One of them. Raises NotFound."""
        found = next((one for one in self.all() if one.id == figure_id), None)
        if found is None:
            raise NotFound(f"没有数字 {figure_id}", f"Expected a figure, got {figure_id!r}")
        return found

    def change(self, changes: Sequence[FigureChange], note: str, by: Person) -> Deployment:
        """Publish the files in which these figures stand, together; running cases keep theirs.

        Raises InvalidState when a figure is no longer what it was, InvalidCommand for an unknown
        one or a value that it cannot have, NotPermitted, DeploymentRefused.
        """
        if not 0 < len(changes) <= MOST_CHANGES:
            raise InvalidCommand("没有改动，或改动太多", f"Expected 1 to {MOST_CHANGES} changes")
        wanted = {one.id: one for one in changes}
        figures = {one.id: one for one in self.all() if one.id in wanted}
        unknown = wanted.keys() - figures.keys()
        if unknown:
            names = ", ".join(sorted(unknown))
            raise InvalidCommand(f"没有数字 {names}", f"Expected figures, got {names}")
        for name, figure in figures.items():
            _refuse_stale(figure, wanted[name])
        by_file: dict[str, dict[str, Figure]] = {}
        for name, figure in figures.items():
            by_file.setdefault(self._digest(figure.source), {})[name] = figure
        files = [self._file(digest, found, wanted) for digest, found in by_file.items()]
        done = self._tools.deploy(files, by)
        for source in dict.fromkeys(figure.source for figure in figures.values()):
            self._tools.notes.add(source, self._versions(source)[0], note)
        return done

    def history(self, figure_id: str) -> list[FigureVersion]:
        """The values that a figure has had, the newest first; a publication that left it as it was
        is left out."""
        figure = self.figure(figure_id)
        notes = self._tools.notes.of(figure.source)
        found: list[FigureVersion] = []
        for version in reversed(self._versions(figure.source)[:MOST_VERSIONS]):
            value = self._value_in(version, figure)
            if value is not None and (not found or found[-1].value != value):
                note = notes.get(version.version, "")
                found.append(
                    FigureVersion(
                        version=version.version,
                        at=version.at,
                        by=version.by,
                        value=value,
                        note=note,
                    )
                )
        return found[::-1]

    def _read(self) -> Iterator[Figure]:
        parameters, decisions = self._users()
        digest = self._tools.store.latest(SOURCE, SOURCE)
        if digest is not None:
            yield from parameter_figures(self._content(digest), parameters)
        files: dict[str, None] = {}
        for decision in sorted(decisions):
            found = self._tools.store.latest(_DECISION, decision)
            if found is not None:
                files[found] = None
        for file in files:
            yield from table_figures(self._tools.read(self._content(file)), decisions)

    def _users(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """The processes that use each parameter, and each decision."""
        parameters: dict[str, list[str]] = {}
        decisions: dict[str, list[str]] = {}
        for view in self._tools.store.definitions():
            definition = self._tools.bundles.definition(view.key, Digest(view.digest))
            digests = [view.digest]
            for reference in dict.fromkeys(name for name, _ in references(definition)):
                kind, _, name = reference.partition(":")
                if kind == _DECISION:
                    decisions.setdefault(name, []).append(view.key)
                found = None if kind == "process" else self._tools.store.latest(kind, name)
                digests += [] if found is None else [found]
            contents = b"\n".join(map(self._content, digests))
            for name in dict.fromkeys(_USED.findall(contents)):
                parameters.setdefault(name.decode(), []).append(view.key)
        return parameters, decisions

    def _digest(self, source: str) -> str:
        """Of the file in which the figures of a source stand now. Raises NotFound."""
        kind = SOURCE if source == SOURCE else _DECISION
        found = self._tools.store.latest(kind, source)
        if found is None:
            raise NotFound(f"没有 {source} 的文件", f"Expected a published file of {source!r}")
        return found

    def _file(
        self, digest: str, figures: Mapping[str, Figure], wanted: Mapping[str, FigureChange]
    ) -> tuple[str, bytes]:
        """The name and new content of the file with this digest."""
        content = self._content(digest)
        first = next(iter(figures.values()))
        if first.kind is FigureKind.PARAMETER:
            values = {
                name.removeprefix(f"{SOURCE}."): (figure, wanted[name].value)
                for name, figure in figures.items()
            }
            return FILE, with_values(content, values)
        texts = {name: wanted[name].value.strip() for name in figures}
        artifact = self._tools.store.artifact(digest)
        name = artifact.name if artifact else f"{first.source}.dmn"
        return name, changed_table(content, self._tools.read(content), texts, self._tools.write)

    def _versions(self, source: str) -> list[FileVersion]:
        kind = SOURCE if source == SOURCE else _DECISION
        return self._tools.store.file_versions(kind, source)

    def _value_in(self, version: FileVersion, figure: Figure) -> str | None:
        content = self._content(version.digest)
        figures: Any = (
            parameter_figures(content)
            if figure.kind is FigureKind.PARAMETER
            else table_figures(self._tools.read(content), {})
        )
        return next((one.value for one in figures if one.id == figure.id), None)

    def _content(self, digest: str) -> bytes:
        return self._tools.files.content(Digest(digest))


def _refuse_stale(figure: Figure, change: FigureChange) -> None:
    if figure.value != change.was:
        raise InvalidState(
            f"{figure.name.zh}已经是 {figure.value}，请刷新后再改",
            f"{figure.name.en} is {figure.value} by now: reload before you change it",
        )
    if figure.value == change.value.strip():
        raise InvalidCommand(
            f"{figure.name.zh}没有改动", f"{figure.name.en}: expected another value than now"
        )

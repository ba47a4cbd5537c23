"""The book of written clauses as it stands: each with what carries it out, shows it or waives it.

Read from what is deployed, once for each publication; which scenarios name a clause is read from
what ships, since scenarios are not deployed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from engine.bundles import Bundles
from engine.clauses.citations import Citation, citations
from engine.clauses.coverage import Book, State, coverage
from engine.clauses.edited import sources_of
from engine.clauses.written import WrittenClauses
from engine.core.clause import Clause
from engine.core.definition import Bundle, Kind, ProcessDefinition
from engine.errors import Text
from engine.ports import Store
from engine.scenarios import Scenario
from engine.views import DefinitionView

OTHER: Final = "other"
"""The family of a procedure of which no process tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One element that carries a clause out; `places` say where exactly: the element itself,
    `decision/rule`, `form.field`. An empty element is the process as a whole."""

    process: str
    process_name: Text
    element: str
    name: Text
    kind: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One clause with all that there is to say about it."""

    clause: Clause
    state: State
    places: tuple[Place, ...]
    scenarios: tuple[Scenario, ...]
    waiver: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One written procedure. `version` is that of the process which carries it out, 0 without one;
    `bare` are the elements of that process which stand on no clause."""

    procedure: str
    name: Text
    family: str
    version: int
    entries: tuple[Entry, ...]
    bare: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The whole book at one generation of the catalogue."""

    generation: int
    chapters: Mapping[str, Chapter]
    entries: Mapping[str, Entry]
    users: Mapping[str, frozenset[str]]
    """Process -> the processes in whose cases its elements may act: itself and who calls it."""
    starts: Mapping[str, tuple[str, ...]]
    """Process -> its start events: where a clause acts that the process as a whole carries out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSources:
    """Where the book is read from."""

    store: Store
    bundles: Bundles
    written: WrittenClauses
    scenarios: Callable[[], Sequence[Scenario]]
    waivers: Callable[[], Mapping[str, Text]]


class ClauseBook:
    """The book of one database, read anew when something was published. Safe between threads."""

    def __init__(self, sources: BookSources) -> None:
        self._sources = sources
        self._lock = Lock()
        self._read: Read | None = None

    def read(self) -> Read:
        """The book as of now."""
        generation = self._sources.store.generation()
        with self._lock:
            if self._read is None or self._read.generation != generation:
                self._read = _read(self._sources, generation)
            return self._read


def _read(sources: BookSources, generation: int) -> Read:
    views = {view.key: view for view in sources.store.definitions()}
    bundles = {key: sources.bundles.bundle(sources.bundles.latest(key)) for key in views}
    processes = {key: bundle.process for key, bundle in bundles.items()}
    written = sources.written.all()
    cited = tuple(_cited(bundles.values()))
    entries = _entries(written.values(), cited, sources, (views, processes))
    bare = _bare(written.values(), cited, (views, processes))
    by_procedure: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        by_procedure[entry.clause.procedure].append(entry)
    families = _families(written.values(), views)
    chapters = (
        _chapter(procedure, found, views.get(procedure), (families, bare))
        for procedure, found in by_procedure.items()
    )
    return Read(
        generation=generation,
        chapters={one.procedure: one for one in chapters},
        entries=entries,
        users=_users(bundles),
        starts={key: _starts(process) for key, process in processes.items()},
    )


def _cited(bundles: Iterable[Bundle]) -> Iterator[Citation]:
    """A placeholder carries out nothing."""
    for bundle in bundles:
        if not bundle.process.placeholder:
            yield from citations(bundle.process, sources_of(bundle))


_Known = tuple[Mapping[str, DefinitionView], Mapping[str, ProcessDefinition]]


def _entries(
    written: Iterable[Clause], cited: Sequence[Citation], sources: BookSources, known: _Known
) -> Mapping[str, Entry]:
    where: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in cited:
        where[one.clause][one.process, one.element].append(one.place)
    shown: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in sources.scenarios():
        for clause in scenario.proves:
            shown[clause].append(scenario)
    waivers = sources.waivers()
    return {
        clause.id: _entry(
            clause,
            tuple(
                _place(known, process, element, found)
                for (process, element), found in where[clause.id].items()
            ),
            tuple(shown[clause.id]),
            waivers.get(clause.id),
        )
        for clause in written
    }


def _entry(
    clause: Clause,
    places: tuple[Place, ...],
    scenarios: tuple[Scenario, ...],
    waiver: Text | None,
) -> Entry:
    carried = any(one.element for one in places)
    state = State.TRACED if carried else State.WAIVED if waiver else State.MISSING
    return Entry(
        clause=clause,
        state=state,
        places=places,
        scenarios=scenarios,
        waiver=None if carried else waiver,
    )


def _place(known: _Known, process: str, element: str, places: Sequence[str]) -> Place:
    views, processes = known
    view, found = views[process], processes[process].elements.get(element)
    return Place(
        process=process,
        process_name=Text(zh=view.name, en=view.name_en),
        element=element,
        name=Text(zh=found.name, en=found.name_en) if found else Text(zh="", en=""),
        kind=found.kind.value if found else "",
        places=tuple(dict.fromkeys(places)),
    )


def _bare(
    written: Iterable[Clause], cited: Sequence[Citation], known: _Known
) -> Mapping[str, tuple[Place, ...]]:
    """Elements of the processes of written procedures that need a basis and cite nothing."""
    procedures = {clause.procedure for clause in written}
    own = [
        process
        for key, process in known[1].items()
        if key in procedures and not process.placeholder
    ]
    found: dict[str, list[Place]] = defaultdict(list)
    for name in coverage(Book(clauses=(), processes=own, citations=cited)).without_basis:
        process, _, element = name.partition(":")
        found[process].append(_place(known, process, element, (element,)))
    return {process: tuple(places) for process, places in found.items()}


def _chapter(
    procedure: str,
    entries: Sequence[Entry],
    view: DefinitionView | None,
    around: tuple[Mapping[str, str], Mapping[str, tuple[Place, ...]]],
) -> Chapter:
    families, bare = around
    built = view is not None and not view.placeholder
    return Chapter(
        procedure=procedure,
        name=Text(zh=view.name, en=view.name_en) if view else Text(zh="", en=""),
        family=families[procedure],
        version=view.version if view is not None and built else 0,
        entries=tuple(entries),
        bare=bare.get(procedure, ()),
    )


def _families(written: Iterable[Clause], views: Mapping[str, DefinitionView]) -> Mapping[str, str]:
    """Procedure -> family: that of its process; of one that is not built, the family most common
    among those whose clauses are numbered alike (`SEAL-`)."""
    prefixes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    numbered = {clause.procedure: clause.id.partition("-")[0] for clause in written}
    for procedure, prefix in numbered.items():
        view = views.get(procedure)
        if view and not view.placeholder and view.family:
            prefixes[prefix][view.family] += 1
    usual = {
        prefix: max(sorted(found), key=found.__getitem__) for prefix, found in prefixes.items()
    }
    return {
        procedure: view.family
        if (view := views.get(procedure)) and not view.placeholder and view.family
        else usual.get(prefix, OTHER)
        for procedure, prefix in numbered.items()
    }


def _users(bundles: Mapping[str, Bundle]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {key: {key} for key in bundles}
    for key, bundle in bundles.items():
        for called in bundle.called:
            found.setdefault(called.partition("@")[0], set()).add(key)
    return {key: frozenset(users) for key, users in found.items()}


def _starts(process: ProcessDefinition) -> tuple[str, ...]:
    own = (one for one in process.elements.values() if not one.scope)
    return tuple(one.id for one in own if one.kind is Kind.START_EVENT)

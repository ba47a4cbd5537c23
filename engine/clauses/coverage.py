"""Lays clauses and elements side by side: what carries out what, what is missing on either side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.clauses.citations import Citation
from engine.core.clause import Clause
from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Element,
    Kind,
    ProcessDefinition,
    Trigger,
)
from engine.errors import Text

_DECIDING: Final = frozenset(
    {
        Kind.EXCLUSIVE_GATEWAY,
        Kind.INCLUSIVE_GATEWAY,
        Kind.PARALLEL_GATEWAY,
        Kind.EVENT_BASED_GATEWAY,
        Kind.COMPLEX_GATEWAY,
    }
)
_PLAIN: Final = frozenset({Trigger.NONE, Trigger.LINK})
Acted = Mapping[tuple[str, str], Sequence[str]]
"""(process, element) -> ids of the cases in which it acted."""


class State(StrEnum):
    """How a clause stands."""

    TRACED = "traced"
    WAIVED = "waived"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is compared: the clauses asked about, and everything that may carry them out."""

    clauses: Sequence[Clause]
    processes: Sequence[ProcessDefinition] = ()
    citations: Sequence[Citation] = ()
    scenarios: Sequence[tuple[str, tuple[str, ...]]] = ()  # name, ids of clauses that it names
    waived: Mapping[str, Text] = field(default_factory=dict)
    acted: Acted | None = None  # None: no database was given


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedClause:
    """One clause with what carries it out (`process:place`), shows it and acted by it."""

    id: str
    procedure: str
    text: str
    state: State
    elements: tuple[str, ...]
    scenarios: tuple[str, ...]
    cases: tuple[str, ...] | None
    waiver: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedElement:
    """One element (`process:element`) with the clauses that it cites, also those of its decision
    and its form."""

    element: str
    name: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Clauses -> elements, elements -> clauses, and what is missing on either side."""

    clauses: tuple[TracedClause, ...]
    elements: tuple[GroundedElement, ...]
    without_element: tuple[str, ...]  # clauses, waived or not
    without_basis: tuple[str, ...]  # elements

    def count(self, state: State) -> int:
        """How many clauses stand so."""
        return sum(one.state is state for one in self.clauses)


def coverage(book: Book) -> Coverage:
    """The clauses in order, and the elements of the processes in document order."""
    traced = tuple(_traced(clause, book) for clause in book.clauses)
    grounded = tuple(_grounded(book))
    cited = {one.element for one in grounded}
    return Coverage(
        clauses=traced,
        elements=grounded,
        without_element=tuple(one.id for one in traced if not one.elements),
        without_basis=tuple(
            name
            for process in book.processes
            for element in process.elements.values()
            if (name := f"{process.key}:{element.id}") not in cited
            and _needs_basis(element, process, cited)
        ),
    )


def _traced(clause: Clause, book: Book) -> TracedClause:
    cited = [one for one in book.citations if one.clause == clause.id and one.element]
    waiver = book.waived.get(clause.id)
    open_state = State.WAIVED if waiver else State.MISSING
    return TracedClause(
        id=clause.id,
        procedure=clause.procedure,
        text=clause.text,
        state=State.TRACED if cited else open_state,
        elements=tuple(dict.fromkeys(f"{one.process}:{one.place}" for one in cited)),
        scenarios=tuple(name for name, proves in book.scenarios if clause.id in proves),
        cases=None if book.acted is None else _cases(cited, book.acted),
        waiver=None if cited else waiver,
    )


def _cases(cited: Sequence[Citation], acted: Acted) -> tuple[str, ...]:
    places = {(one.process, one.element) for one in cited}
    return tuple(sorted({case for place in places for case in acted.get(place, ())}))


def _grounded(book: Book) -> Iterator[GroundedElement]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in book.citations:
        found.setdefault((one.process, one.element), {})[one.clause] = None
    for process in book.processes:
        for element in process.elements.values():
            clauses = found.get((process.key, element.id))
            if clauses:
                name = f"{process.key}:{element.id}"
                yield GroundedElement(element=name, name=element.name, clauses=tuple(clauses))


def _needs_basis(element: Element, process: ProcessDefinition, cited: set[str]) -> bool:
    """Tasks, gateways that part the way, events with a trigger. A gateway that only joins decides
    nothing, and a sub-process stands on what is inside it."""
    if element.kind in SUB_PROCESSES:
        inside = (one for one in process.elements.values() if one.scope == element.id)
        return not any(f"{process.key}:{one.id}" in cited for one in inside)
    if element.kind in _DECIDING:
        return len(element.outgoing) > 1
    return element.kind in ACTIVITIES or element.event.trigger not in _PLAIN

"""Assembles what a person sees of the book of written clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from api import show
from api.schemas.clause_book import (
    ClauseBook,
    ClauseCase,
    ClauseChange,
    ClauseChanges,
    ClauseChapter,
    ClauseChapterHead,
    ClauseDetail,
    ClauseElement,
    ClauseEntries,
    ClauseEntry,
)
from api.visit import Visit
from engine.asking import instance_query
from engine.clauses.acted import Acted
from engine.clauses.book import Chapter, Entry, Read
from engine.clauses.changes import clause_changes
from engine.core import policy
from engine.errors import NotFound

FOUND: Final = 100
_CASES: Final = 20


def book(visit: Visit) -> ClauseBook:
    """The chapters, counted."""
    read, waiting = visit.house.book.read(), _waiting(visit)
    return ClauseBook(
        chapters=[
            ClauseChapterHead.model_validate(ClauseChapterHead.facts(one, _marked(one, waiting)))
            for one in read.chapters.values()
        ]
    )


def chapter(visit: Visit, procedure: str) -> ClauseChapter:
    """One procedure, both ways. Raises NotFound."""
    read, hidden, waiting = visit.house.book.read(), _hidden(visit), _waiting(visit)
    found = read.chapters.get(procedure)
    if found is None:
        raise NotFound(f"没有程序 {procedure} 的条款", f"Expected clauses of {procedure!r}")
    shown = procedure not in hidden
    bare = [ClauseElement.of_place(one, []) for one in found.bare] if shown else []
    return ClauseChapter.model_validate(
        ClauseChapterHead.facts(found, _marked(found, waiting))
        | {
            "entries": [ClauseEntry.of(e, hidden, waiting[e.clause.id]) for e in found.entries],
            "elements": _elements(read, procedure) if shown else [],
            "without_basis": bare,
        }
    )


def entries(visit: Visit, text: str, state: str) -> ClauseEntries:
    """The clauses whose id, text, figure, source or place has all these words, in order."""
    hidden, waiting = _hidden(visit), _waiting(visit)
    words = text.casefold().split()
    every = visit.house.book.read().entries.values()
    found = [
        one
        for one in every
        if _is_asked_for(one, state, waiting) and all(word in _words(one) for word in words)
    ]
    return ClauseEntries(
        items=[ClauseEntry.of(one, hidden, waiting[one.clause.id]) for one in found[:FOUND]],
        more=max(0, len(found) - FOUND),
    )


def detail(visit: Visit, clause: str) -> ClauseDetail:
    """One clause with the cases in which it acted. Raises NotFound."""
    read = visit.house.book.read()
    entry = read.entries.get(clause)
    if entry is None:
        raise NotFound(f"没有条款 {clause}", f"Expected a written clause, got {clause!r}")
    shown = ClauseEntry.of(entry, _hidden(visit), _waiting(visit)[clause])
    acted = _acted(visit, entry, read)
    return ClauseDetail(
        **{name: getattr(shown, name) for name in ClauseEntry.model_fields},
        acted=len(acted.cases),
        looked_at=acted.looked_at,
        older=acted.more,
        cases=[
            ClauseCase(
                id=one.id,
                title=one.title or one.process_name,
                process=one.process,
                started_at=one.started_at,
                status=one.status,
            )
            for one in acted.cases[:_CASES]
        ],
    )


def changes(visit: Visit) -> ClauseChanges:
    """The newest publications of the clauses, with what each changed."""
    house = visit.house
    return ClauseChanges(
        items=[
            ClauseChange.of(one, show.person_name(house, one.by).zh)
            for one in clause_changes(house.runtime.store)
        ]
    )


def _acted(visit: Visit, entry: Entry, read: Read) -> Acted:
    everywhere = policy.seen_processes(visit.person)
    scope = "all" if everywhere is None or everywhere else "involved"
    query = instance_query(visit.person, {"scope": scope})
    assert query is not None  # noqa: S101 -- only the scope `started` may have no answer
    return visit.house.acted.of(entry, read, query)


def _hidden(visit: Visit) -> frozenset[str]:
    """The processes that the reader may not know of."""
    runtime = visit.house.runtime
    rights = runtime.people.rights
    return frozenset(
        view.key
        for view in runtime.store.definitions()
        if not policy.may_see_process(visit.person, view.key, rights)
    )


def _waiting(visit: Visit) -> Counter[str]:
    """How many elements wait for a review, by clause."""
    return Counter(one.clause for one in visit.house.runtime.clause_marks.seen_by(visit.person))


def _marked(chapter: Chapter, waiting: Counter[str]) -> int:
    return sum(waiting[entry.clause.id] for entry in chapter.entries)


def _is_asked_for(entry: Entry, state: str, waiting: Counter[str]) -> bool:
    if state == "review":
        return waiting[entry.clause.id] > 0
    if state == "unproven":
        return entry.state.value == "traced" and not entry.scenarios
    return not state or entry.state.value == state


def _words(entry: Entry) -> str:
    clause = entry.clause
    places = (f"{one.process_name.zh} {one.name.zh} {one.name.en}" for one in entry.places)
    written = (clause.id, clause.text, clause.figure, clause.source, clause.procedure)
    return " ".join((*written, *places)).casefold()


def _elements(read: Read, process: str) -> list[ClauseElement]:
    cited: dict[str, list[str]] = defaultdict(list)
    places = {}
    for entry in read.entries.values():
        for place in entry.places:
            if place.process == process and place.element:
                cited[place.element].append(entry.clause.id)
                places[place.element] = place
    return [ClauseElement.of_place(place, cited[name]) for name, place in places.items()]

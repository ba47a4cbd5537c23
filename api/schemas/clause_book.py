"""Shapes of the book of written clauses."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment
from api.schemas.definitions import Clause
from engine.clauses.book import Chapter as CoreChapter
from engine.clauses.book import Entry as CoreEntry
from engine.clauses.book import Place as CorePlace
from engine.clauses.changes import ClauseChange as CoreChange
from engine.scenarios import Scenario


class ClausePlace(Given):
    """One element that carries the clause out; empty `element`: the process as a whole. `places`
    say where exactly: the element, `decision/rule` or `form.field`."""

    process: str
    process_name: str
    process_name_en: str
    element: str
    name: str
    name_en: str
    kind: str
    places: list[str]

    @classmethod
    def of(cls, place: CorePlace) -> ClausePlace:
        return cls(
            process=place.process,
            process_name=place.process_name.zh,
            process_name_en=place.process_name.en,
            element=place.element,
            name=place.name.zh,
            name_en=place.name.en,
            kind=place.kind,
            places=list(place.places),
        )


class ClauseScenario(Given):
    """One case that is played to prove the clause."""

    id: str
    process: str
    zh: str
    en: str

    @classmethod
    def of(cls, scenario: Scenario) -> ClauseScenario:
        return cls(id=scenario.id, process=scenario.process, zh=scenario.zh, en=scenario.en)


class ClauseWaiver(Given):
    """Why no process carries the clause out."""

    zh: str
    en: str


class ClauseEntry(Given):
    """One clause: `state` is `traced` (an element carries it out), `waived` or `missing`;
    `to_review` counts the open marks that the reader may see."""

    clause: Clause
    state: str
    places: list[ClausePlace]
    scenarios: list[ClauseScenario]
    waiver: ClauseWaiver | None
    to_review: int

    @classmethod
    def of(cls, entry: CoreEntry, hidden: frozenset[str], to_review: int) -> ClauseEntry:
        shown = [one for one in entry.places if one.process not in hidden]
        waiver = entry.waiver
        return cls(
            clause=Clause.of(entry.clause),
            state=entry.state.value,
            places=[ClausePlace.of(one) for one in shown],
            scenarios=[
                ClauseScenario.of(one) for one in entry.scenarios if one.process not in hidden
            ],
            waiver=ClauseWaiver(zh=waiver.zh, en=waiver.en) if waiver else None,
            to_review=to_review,
        )


class ClauseEntries(Given):
    """What a search found; `more` counts what was left off."""

    items: list[ClauseEntry]
    more: int


class ClauseChapterHead(Given):
    """One written procedure, counted; `version` 0: no process carries it out. Without a process it
    has no name of its own; `book` is the written policy that it stands in."""

    procedure: str
    name: str
    name_en: str
    book: str
    family: str
    version: int
    total: int
    traced: int
    waived: int
    missing: int
    proven: int = Field(description="How many of the traced clauses a scenario names")
    bare: int = Field(description="How many elements of the process stand on no clause")
    to_review: int

    @classmethod
    def facts(cls, chapter: CoreChapter, to_review: int) -> dict[str, object]:
        entries = chapter.entries
        counted = [entry.state.value for entry in entries]
        first = entries[0].clause.source.split(" › ") if entries else []
        return {
            "procedure": chapter.procedure,
            "name": chapter.name.zh,
            "name_en": chapter.name.en,
            "book": first[1] if len(first) > 1 else "",
            "family": chapter.family,
            "version": chapter.version,
            "total": len(entries),
            "traced": counted.count("traced"),
            "waived": counted.count("waived"),
            "missing": counted.count("missing"),
            "proven": sum(1 for one in entries if one.state.value == "traced" and one.scenarios),
            "bare": len(chapter.bare),
            "to_review": to_review,
        }


class ClauseBook(Given):
    """The whole book, as a table of contents."""

    chapters: list[ClauseChapterHead]


class ClauseElement(Given):
    """One element of the procedure's process with the clauses that it carries out."""

    element: str
    name: str
    name_en: str
    kind: str
    clauses: list[str]

    @classmethod
    def of_place(cls, place: CorePlace, clauses: list[str]) -> ClauseElement:
        return cls(
            element=place.element,
            name=place.name.zh,
            name_en=place.name.en,
            kind=place.kind,
            clauses=clauses,
        )


class ClauseChapter(ClauseChapterHead):
    """One written procedure with its clauses; and the other way round, the elements of its process
    with their clauses, those that stand on none (`without_basis`) too."""

    entries: list[ClauseEntry]
    elements: list[ClauseElement]
    without_basis: list[ClauseElement]


class ClauseCase(Given):
    id: str
    title: str
    process: str
    started_at: Moment
    status: str


class ClauseDetail(ClauseEntry):
    """One clause with the newest cases in which it acted, among those that the reader may see:
    `acted` of the newest `looked_at`; `older` when there are cases that were not looked at."""

    acted: int
    looked_at: int
    older: bool
    cases: list[ClauseCase]


class ClauseEdit(Given):
    clause: str
    before: str
    after: str


class ClauseChange(Given):
    """One publication of the clauses; empty `before`: added, empty `after`: struck out."""

    version: int
    at: Moment
    by: str
    by_name: str
    edits: list[ClauseEdit]

    @classmethod
    def of(cls, change: CoreChange, by_name: str) -> ClauseChange:
        return cls(
            version=change.version,
            at=change.at,
            by=change.by,
            by_name=by_name,
            edits=[
                ClauseEdit(clause=one.clause, before=one.before, after=one.after)
                for one in change.edits
            ],
        )


class ClauseChanges(Given):
    items: list[ClauseChange]

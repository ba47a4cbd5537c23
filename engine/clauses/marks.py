"""Marks of elements that cite an edited clause: made when it is published, kept until reviewed.

Each mark is a stream of the log that belongs to no case (docs/adr/0009): who published the new
wording and when, both wordings, and who confirmed the element.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.clauses.edited import Touched
from engine.codec import decode_event
from engine.core import policy
from engine.core.clause_commands import MarkClause, ReviewClause
from engine.core.events import ClauseReviewed
from engine.core.ids import CLAUSE_STREAM, InstanceId
from engine.core.people import Person
from engine.errors import InvalidState, NotPermitted
from engine.exchange.streams import Asked, append
from engine.ports import Clock, IdGenerator, Store
from engine.views import MARKED, KeptMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseMark:
    """One element (`element` empty: the process as a whole) that cites an edited clause."""

    id: str
    clause: str
    process: str
    element: str
    places: tuple[str, ...]
    before: str
    after: str
    marked_by: str
    marked_at: datetime
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.reviewed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseMarks:
    """The marks of one database."""

    store: Store
    clock: Clock
    ids: IdGenerator

    def open(self) -> tuple[ClauseMark, ...]:
        """What waits for a review, the oldest first."""
        found = (_mark(row) for row in self.store.clause_marks() if row.status == MARKED)
        return tuple(sorted(found, key=_order))

    def all(self) -> tuple[ClauseMark, ...]:
        """Also what was reviewed, with by whom and what they noted."""
        return tuple(sorted(map(self._told, self.store.clause_marks()), key=_order))

    def seen_by(self, person: Person, *, reviewed: bool = False) -> tuple[ClauseMark, ...]:
        """Those of the processes that the person may publish or audit."""
        found = self.all() if reviewed else self.open()
        return tuple(one for one in found if may_see(person, one.process))

    def record(self, found: Iterable[Touched], by: Person) -> None:
        """Mark what the edits touch; what waits for the very same wording already stays as it is,
        so that publishing again after a crash marks nothing twice."""
        waiting = {(one.clause, one.process, one.element, one.after) for one in self.open()}
        for one in found:
            if (one.edit.clause, one.process, one.element, one.edit.after) in waiting:
                continue
            command = MarkClause(
                instance_id=InstanceId(f"{CLAUSE_STREAM}{self.ids.new()}"),
                clause=one.edit.clause,
                process=one.process,
                element=one.element,
                places=one.places,
                before=one.edit.before,
                after=one.edit.after,
            )
            self._append(command, by, command.instance_id)

    def review(
        self, clause: str, process: str, by: Person, *, element: str | None = None, note: str = ""
    ) -> tuple[ClauseMark, ...]:
        """Confirm the element, or every element of the process that cites the clause; returns the
        marks that were settled. Raises NotPermitted; InvalidState when none waits."""
        if not policy.may_deploy(by, process):
            raise NotPermitted(
                f"只有 {process} 的负责人可以复核",
                f"Expected the owner of {process}: only they confirm its elements",
            )
        found = [
            one
            for one in self.open()
            if (one.clause, one.process) == (clause, process)
            and (element is None or one.element == element)
        ]
        if not found:
            place = process if element is None else f"{process}:{element}"
            raise InvalidState(
                f"{place} 没有因条款 {clause} 待复核的元素",
                f"Expected {place} to wait for a review because of {clause}; nothing does",
            )
        for one in found:
            command = ReviewClause(instance_id=InstanceId(one.id), note=note)
            self._append(command, by, f"review:{one.id}")
        return tuple(found)

    def _append(self, command: MarkClause | ReviewClause, by: Person, command_id: str) -> None:
        append(self.store, Asked(command, by, command_id), self.clock.now())

    def _told(self, row: KeptMessage) -> ClauseMark:
        if row.status == MARKED:
            return _mark(row)
        reviewed = next(self._reviews(row.id))
        return _mark(row, reviewed)

    def _reviews(self, stream: str) -> Iterator[ClauseReviewed]:
        for row in self.store.rows(stream):
            if row.type == ClauseReviewed.__name__:
                event = decode_event(row.type, row.body)
                assert isinstance(event, ClauseReviewed)  # noqa: S101 -- its name says so
                yield event


def may_see(person: Person, process: str) -> bool:
    """Who confirms the elements of the process, and who audits it."""
    return policy.may_deploy(person, process) or policy.may_audit(person, process)


def _order(mark: ClauseMark) -> tuple[datetime, str, str, str]:
    return (mark.marked_at, mark.clause, mark.process, mark.element)


def _mark(row: KeptMessage, reviewed: ClauseReviewed | None = None) -> ClauseMark:
    data = row.data
    places = data["places"]
    assert isinstance(places, list | tuple)  # noqa: S101 -- written so by the projection
    return ClauseMark(
        id=row.id,
        clause=row.name,
        process=row.correlation_key,
        element=str(data["element"]),
        places=tuple(str(one) for one in places),
        before=str(data["before"]),
        after=str(data["after"]),
        marked_by=row.published_by,
        marked_at=row.published_at,
        reviewed_by=reviewed.by if reviewed else None,
        reviewed_at=reviewed.at if reviewed else None,
        note=reviewed.note if reviewed else "",
    )

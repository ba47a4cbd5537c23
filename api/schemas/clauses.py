"""Shapes of elements that cite an edited clause."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import Given, Moment, Sent
from engine.clauses.marks import ClauseMark as CoreMark


class ReviewRequest(Sent):
    """Which clause is confirmed: at one element, or wherever the process cites it."""

    clause: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")
    element: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$")
    note: str = Field(default="", max_length=2_000, pattern=r"^[^\x00]*$")


class ClauseMark(Given):
    """One element that cites an edited clause: what it said and says, who published that, and who
    confirmed the element, if anybody has. `element` is empty for the process as a whole."""

    id: str
    clause: str
    process: str
    element: str
    places: list[str]
    before: str
    after: str
    marked_by: str
    marked_at: Moment
    reviewed_by: str | None
    reviewed_at: Moment | None
    note: str

    @classmethod
    def of(cls, mark: CoreMark) -> ClauseMark:
        return cls(
            id=mark.id,
            clause=mark.clause,
            process=mark.process,
            element=mark.element,
            places=list(mark.places),
            before=mark.before,
            after=mark.after,
            marked_by=mark.marked_by,
            marked_at=mark.marked_at,
            reviewed_by=mark.reviewed_by,
            reviewed_at=mark.reviewed_at,
            note=mark.note,
        )


class ClauseMarks(Given):
    items: list[ClauseMark]

"""What owners of processes see of edited clauses, and how they confirm what cites them."""

from __future__ import annotations

from api.auth import Visit
from api.schemas.clauses import ClauseMark, ClauseMarks, ReviewRequest


def marks(visit: Visit, *, reviewed: bool) -> ClauseMarks:
    """Those of the processes that the reader owns or audits."""
    found = visit.house.runtime.clause_marks.seen_by(visit.person, reviewed=reviewed)
    return ClauseMarks(items=[ClauseMark.of(one) for one in found])


def review(visit: Visit, process: str, asked: ReviewRequest) -> ClauseMarks:
    """What was confirmed, as it was until now."""
    done = visit.house.runtime.clause_marks.review(
        asked.clause, process, visit.person, element=asked.element, note=asked.note
    )
    return ClauseMarks(items=[ClauseMark.of(one) for one in done])

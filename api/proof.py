"""Checks the log on request."""

from __future__ import annotations

from api.auth import Visit
from api.reading import case_of
from api.schemas.cases import LogVerdict, Verdict
from engine.doors import Entry
from engine.history.verify import verify_instance, verify_log


def of_case(visit: Visit) -> Verdict:
    """The chain of the case that the door has looked up."""
    verdict = verify_instance(visit.house.runtime.store, case_of(visit).id)
    return Verdict(**Verdict.facts(verdict))


def of_log(visit: Visit) -> LogVerdict:
    """The whole log; when and with what result is noted for administrators."""
    runtime = visit.house.runtime
    verdict = verify_log(runtime.store)
    kind, by = Entry.LOG_VERIFIED if verdict.ok else Entry.LOG_DAMAGED, visit.person.id
    runtime.doors.log.note(kind, by, by=by, detail=f"{verdict.rows} rows")
    return LogVerdict(
        **Verdict.facts(verdict), tree_size=verdict.tree_size, root=verdict.root.hex()
    )

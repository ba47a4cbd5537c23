"""Checks the log on request."""

from __future__ import annotations

from api.auth import Visit
from api.reading import case_of
from api.schemas.cases import LogVerdict, Verdict
from engine.history.verify import verify_instance, verify_log


def of_case(visit: Visit) -> Verdict:
    """The chain of the case that the door has looked up."""
    verdict = verify_instance(visit.house.runtime.store, case_of(visit).id)
    return Verdict(**Verdict.facts(verdict))


def of_log(visit: Visit) -> LogVerdict:
    """The whole log."""
    verdict = verify_log(visit.house.runtime.store)
    return LogVerdict(
        **Verdict.facts(verdict), tree_size=verdict.tree_size, root=verdict.root.hex()
    )

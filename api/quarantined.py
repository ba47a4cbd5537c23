"""What administrators see of cases under quarantine, and how they release them."""

from __future__ import annotations

from collections.abc import Iterator

from api.auth import Visit
from api.reading import case_of
from api.schemas.quarantine import QuarantinedCase, QuarantinedCases


def listed(visit: Visit) -> QuarantinedCases:
    """All of them, the longest first."""
    return QuarantinedCases(items=list(_cases(visit)))


def _cases(visit: Visit) -> Iterator[QuarantinedCase]:
    runtime = visit.house.runtime
    for one in runtime.worker.quarantine.open():
        view = runtime.store.instance(one.instance_id or "")
        if view is not None:
            yield QuarantinedCase(
                instance_id=view.id,
                process=view.process,
                title=view.title,
                since=one.published_at,
                command=one.name,
                fault=str(one.data["fault"]),
            )


def lift(visit: Visit, reason: str) -> None:
    """Let the worker try again."""
    worker = visit.house.runtime.worker
    worker.quarantine.lift(case_of(visit).id, visit.person, reason)
    worker.wake()
    visit.house.runtime.settle()

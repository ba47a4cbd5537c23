"""Somebody leaves: what it would lead to, and doing it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from api.auth import Visit
from api.schemas.organisation import (
    EntryDependence,
    EntryDifference,
    Farewell,
    LeaveRequest,
    OrganisationPlan,
    ProcessName,
    WaitingWork,
)
from engine.core.ids import UserId, user_principal
from engine.leaving import work_of

LISTED: Final = 50
ASKED: Final = 20
"""Of so many entries it is looked up what depends on them: an import may change hundreds."""


def carried_out(visit: Visit, plan: Any, dry_run: bool) -> OrganisationPlan:
    """Record the plan, or say what it would do. Raises as Roster.apply does."""
    recorded = None if dry_run else visit.house.runtime.roster.apply(plan, visit.person)
    return OrganisationPlan(
        recorded=recorded,
        effective_from=plan.effective_from,
        differences=[one.line() for one in plan.differences],
        notices=[str(notice) for notice in plan.notices],
        changes=_changes(plan),
        depends=_depends(visit, plan) if dry_run else [],
    )


def _changes(plan: Any) -> list[EntryDifference]:
    return [
        EntryDifference(section=one.section, id=one.id, before=one.before, after=one.after)
        for one in plan.differences
    ]


def _depends(visit: Visit, plan: Any) -> list[EntryDependence]:
    asked = [(one.section, one.id) for one in plan.differences if one.before is not None]
    found = visit.house.runtime.doors.depending.of_each(asked[:ASKED])
    return [
        EntryDependence(
            section=one.section,
            id=one.id,
            processes=[
                ProcessName(key=key, name=name, name_en=name_en)
                for key, name, name_en in one.processes
            ],
            work=one.work,
        )
        for one in found
        if one
    ]


def leave(visit: Visit, body: LeaveRequest) -> Farewell:
    """Hand everything over to the successor, or say what that would be. Raises as Leaving does."""
    runtime = visit.house.runtime
    if body.dry_run:
        return _foreseen(visit, body)
    done = runtime.leaving.leave(body.login, visit.person, body.successor)
    facts = asdict(done) | {"cases": list(done.cases)}
    return Farewell(**facts, differences=[], notices=[], changes=[], work=[])


def _foreseen(visit: Visit, body: LeaveRequest) -> Farewell:
    runtime = visit.house.runtime
    plan = runtime.roster.plan_leaving(body.login, body.successor)
    user = UserId(body.login)
    found = work_of(runtime.store, user, (user_principal(user),))
    work = {one.id: one for one in found}
    return Farewell(
        leaver=plan.leaver,
        successor=plan.successor,
        recorded=None,
        items=len(work),
        cases=sorted({one.instance_id for one in work.values()}),
        differences=[one.line() for one in plan.differences],
        notices=[str(notice) for notice in plan.notices],
        changes=_changes(plan),
        work=[
            WaitingWork(
                id=one.id,
                name=one.name,
                name_en=one.name_en,
                title=one.title,
                instance_id=one.instance_id,
            )
            for one in list(work.values())[:LISTED]
        ],
    )

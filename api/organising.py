"""Somebody leaves: what it would lead to, and doing it."""

from __future__ import annotations

from dataclasses import asdict

from api.auth import Visit
from api.schemas.organisation import Farewell, LeaveRequest
from engine.core.ids import UserId, user_principal
from engine.leaving import work_of


def leave(visit: Visit, body: LeaveRequest) -> Farewell:
    """Hand everything over to the successor, or say what that would be. Raises as Leaving does."""
    runtime = visit.house.runtime
    if body.dry_run:
        return _foreseen(visit, body)
    done = runtime.leaving.leave(body.login, visit.person, body.successor)
    facts = asdict(done) | {"cases": list(done.cases)}
    return Farewell(**facts, differences=[], notices=[])


def _foreseen(visit: Visit, body: LeaveRequest) -> Farewell:
    runtime = visit.house.runtime
    plan = runtime.roster.plan_leaving(body.login, body.successor)
    user = UserId(body.login)
    work = {
        one.id: one.instance_id for one in work_of(runtime.store, user, (user_principal(user),))
    }
    return Farewell(
        leaver=plan.leaver,
        successor=plan.successor,
        recorded=None,
        items=len(work),
        cases=sorted(set(work.values())),
        differences=[one.line() for one in plan.differences],
        notices=[str(notice) for notice in plan.notices],
    )

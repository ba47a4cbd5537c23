"""Whether the process answers, and whether it can do its work."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter

from api.auth import Need, Visit, door
from api.errors import Refused
from api.schemas.common import Given

router = APIRouter(tags=["health"])

HEARTBEAT: Final = timedelta(seconds=60)


class Health(Given):
    status: str


@router.get("/healthz")
def alive(visit: Annotated[Visit, door(Need.ANYONE)]) -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
def ready(visit: Annotated[Visit, door(Need.ANYONE)]) -> Health:
    """The database answers with today's schema, and the worker of this process is alive."""
    runtime = visit.house.runtime
    runtime.store.generation()
    seen = runtime.worker.last_seen
    late = seen is None or runtime.clock.now() - seen > HEARTBEAT
    works = visit.house.settings.worker and not visit.house.settings.test_clock
    if works and late:
        raise Refused("unavailable", "工作线程没有响应", "Expected a worker heartbeat")
    return Health(status="ok")

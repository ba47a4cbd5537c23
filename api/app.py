"""The web application: routes, errors, middleware and the page over one runtime."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import docs
from api.deps import House
from api.errors import handle_errors
from api.files import kept_at
from api.logins import outside_login
from api.manual_clock import for_tests, refuse_real_cases
from api.middleware import BoundedBodies, SecurityHeaders
from api.page import Page
from api.routers import (
    approvals,
    audit,
    batches,
    calendar,
    clauses,
    comments,
    decisions,
    definitions,
    doors,
    drafts,
    figures,
    filters,
    health,
    instances,
    moves,
    notifications,
    office,
    operations,
    organisation,
    outside,
    own,
    predictions,
    registers,
    session,
    sheets,
    statistics,
    stuck,
    studio,
    substitutions,
    testing,
    tokens,
    trials,
    upkeep,
    work_items,
)
from api.schemas.common import Problem
from api.settings import Settings
from api.unrouted import Unrouted
from engine.bootstrap import Options, Runtime, open_runtime, uploads_at
from engine.doors import DoorSettings
from engine.notifications.settings import NotificationSettings
from engine.paths import static_dir

PREFIX: Final = "/api/v1"
_REFUSALS: Final = {
    401: "Not signed in",
    403: "Not permitted, or the CSRF header is missing",
    404: "Does not exist, or you may not know that it does",
    409: "Not possible now: somebody was first, or it has ended",
    422: "Not valid: `fields` or `findings` say what and where",
}
_DESCRIBED: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem, "description": text} for status, text in _REFUSALS.items()
}
"""For one router: it puts the schema of a problem into the OpenAPI file."""
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": text,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, text in _REFUSALS.items()
}
"""For all others: the same, but nothing is compiled for it again with each route."""


def create_app(settings: Settings | None = None, runtime: Runtime | None = None) -> FastAPI:
    """The application. Without a runtime it opens the one of the settings when it starts, and
    closes it when it stops; one that is given stays its owner's."""
    settings = settings or Settings()
    app = FastAPI(
        title="规程 Guicheng",
        version="1",
        description="成文制度变成可执行、可复核的流程。Written procedures, run as BPMN 2.0.",
        docs_url=None,
        redoc_url=None,
        lifespan=life(settings, runtime),
    )
    handle_errors(app)
    if settings.test_clock:
        app.include_router(testing.router, prefix=PREFIX, responses=_PROBLEMS)
    people = (session, doors, outside, tokens, organisation, substitutions)
    cases = (work_items, approvals, filters, predictions, drafts, instances, comments, registers)
    work = (*cases, moves, operations, clauses, notifications, calendar, statistics, audit)
    desk = (batches, stuck, upkeep, studio, trials, figures, sheets, own)
    routers = [m.router for m in (*people, definitions, decisions, *work, office, *desk)]
    for number, router in enumerate(routers):
        app.include_router(router, prefix=PREFIX, responses=_PROBLEMS if number else _DESCRIBED)
    app.include_router(health.router)
    app.include_router(docs.router)
    app.router.routes.append(Unrouted(PREFIX, routers))
    folder = static_dir()
    if folder is not None:
        app.mount("/", Page(folder), name="page")
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(BoundedBodies, usual=settings.max_body_bytes, files=settings.max_file_bytes)
    app.add_middleware(SecurityHeaders, https=settings.secure_cookies)
    return app


Life = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def life(settings: Settings, given: Runtime | None) -> Life:
    """What goes on around the requests of an application: its house is opened and closed."""

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        runtime = given or _open(settings)
        if settings.test_clock:
            refuse_real_cases(runtime)
        app.state.house = House.of(runtime, settings)
        if settings.worker and given is None and not settings.test_clock:
            runtime.worker.start()
        try:
            yield
        finally:
            app.state.house.live.stop()
            if given is None:
                runtime.close()

    return living


def _open(settings: Settings) -> Runtime:
    options = Options(
        interpreter=settings.interpreter,
        max_calls=settings.max_calls,
        max_steps=settings.max_steps,
        blobs=uploads_at(kept_at(settings)),
        quick_passwords=settings.quick_passwords,
        password_list=settings.password_list,
        oidc=outside_login(settings),
        doors=DoorSettings(second_factor=settings.second_factor, log_days=settings.access_log_days),
        notifications=NotificationSettings(
            channels_json=settings.notification_channels.get_secret_value(),
            public_url=settings.public_url,
            lease=timedelta(seconds=settings.notification_lease_seconds),
        ),
    )
    return open_runtime(settings.database_url, for_tests(settings, options))

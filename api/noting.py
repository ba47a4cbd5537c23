"""Notes refusals in the login log: who asked for what they may not."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from api.deps import house_of
from api.origin import origin_of
from api.refused import OutOfScope, UnknownToken
from engine.doors import Entry
from engine.errors import CommandRejected, GuichengError, NotFound, NotPermitted

_FORGED: Final = "csrf"


def is_worth_noting(request: Request, error: GuichengError) -> bool:
    """Whether somebody was refused a right. What a door does not find it may be hiding."""
    return _entry_of(request, error) is not None


def _entry_of(request: Request, error: GuichengError) -> Entry | None:
    if isinstance(error, UnknownToken):
        return Entry.TOKEN_REFUSED
    if isinstance(error, OutOfScope):
        return Entry.OUT_OF_SCOPE
    if isinstance(error, NotPermitted):
        return Entry.RIGHT_REFUSED
    if isinstance(error, NotFound) and getattr(request.state, "at_the_door", False):
        return Entry.HIDDEN
    forged = isinstance(error, CommandRejected) and error.kind == _FORGED
    return Entry.FORGED if forged else None


def note_refusal(request: Request, error: GuichengError) -> None:
    """The entry names the route, and the id that was asked for; nothing that was sent."""
    entry = _entry_of(request, error)
    if entry is None:
        return
    who = str(getattr(request.state, "visitor", ""))
    route = getattr(request.scope.get("route"), "path", "")
    asked = "/".join(str(value) for value in request.path_params.values())
    detail = f"{request.method} {route}"
    log = house_of(request).runtime.doors.log
    log.note(entry, who, origin_of(request), detail=detail, about=asked)

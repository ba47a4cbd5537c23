"""Modelled errors on their way outward: through scopes and calls to the nearest boundary event."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.definition import Trigger
from engine.core.events import BpmnErrorThrown
from engine.core.state import IncidentKind
from engine.kernel import scopes
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrown:
    """A modelled error."""

    code: str
    message: str = ""


Catcher = tuple[Token, Node]
"""The active activity and its boundary event that catches the error."""


def catcher(run: Run, origin: Token, error: Thrown) -> Catcher | None:
    """Who catches an error that comes out of this token's element, searching outward."""
    at: Token | None = origin
    while at is not None:
        boundary = _matching(run.node(at), error.code)
        if boundary is not None:
            return at, boundary
        at = run.tokens.get(at.scope)  # the token that opened the scope; none opened the case
    return None


def _matching(node: Node, code: str) -> Node | None:
    """The boundary event for this code, else one for every error."""
    catching = [one for one in node.boundaries if one.element.event.trigger is Trigger.ERROR]
    exact = (one for one in catching if one.element.event.error_code == code)
    every = (one for one in catching if one.element.event.error_code is None)
    return next(exact, None) or next(every, None)


def catch(run: Run, origin: Token, error: Thrown, by: Catcher) -> None:
    """Interrupt the catching event's activity and go on from the event."""
    host, boundary = by
    _record(run, origin, error, boundary.id)
    scopes.cancel(run, host, boundary.id)
    data = {"code": error.code, "message": error.message}
    run.add(boundary.id, host.scope, Phase.FINISH, data)


def uncaught(run: Run, origin: Token, node: Node, error: Thrown) -> Stuck:
    """Record that nothing caught the error; gives the incident to raise for it."""
    _record(run, origin, error, None)
    more = f": {error.message}" if error.message else ""
    return Stuck(
        IncidentKind.UNCAUGHT_ERROR,
        node.element,
        f"错误 {error.code or '(无代码)'} 没有边界事件捕获{more}",
        f"No boundary event catches the error {error.code or '(no code)'}{more}",
    )


def _record(run: Run, origin: Token, error: Thrown, caught_by: str | None) -> None:
    run.emit(
        BpmnErrorThrown(
            element_id=origin.element,
            token=origin.id,
            code=error.code,
            message=error.message,
            caught_by=caught_by,
        )
    )

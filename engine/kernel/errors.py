"""Modelled errors on their way outward: through scopes and calls to the nearest catching event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from engine.core.definition import Trigger
from engine.core.events import BpmnErrorThrown
from engine.core.fact import fact
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel import handlers, propagation
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.propagation import Catcher
from engine.kernel.run import Run
from engine.kernel.state import Token


@fact
class Thrown:
    """A modelled error with the data that it brings."""

    code: str
    message: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


def catcher(run: Run, origin: Token, error: Thrown) -> Catcher | None:
    """Who catches an error that comes out of this token's element, searching outward."""
    return propagation.find(run, origin, Trigger.ERROR, error.code)


def catch(run: Run, origin: Token, error: Thrown, by: Catcher) -> None:
    """Interrupt what the catching event guards and go on from the event."""
    _record(run, origin, error, by.event.id)
    data = {**error.data, "code": error.code, "message": error.message}
    if by.host is None:
        handlers.in_scope(run, by.scope, by.event, data)
    else:
        handlers.at_boundary(run, by.host, by.event, data)


def uncaught(run: Run, origin: Token, node: Node, error: Thrown) -> Stuck:
    """Record that nothing caught the error; gives the incident to raise for it."""
    _record(run, origin, error, None)
    said = error.message
    return Stuck(
        IncidentKind.UNCAUGHT_ERROR,
        node.element,
        f"错误 {error.code or '（无代码）'} 没有事件捕获" + (said and f"：{said}"),
        f"No event catches the error {error.code or '(no code)'}" + (said and f": {said}"),
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

"""Escalations on their way outward: caught by the nearest event, or recorded and let be."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.definition import Trigger
from engine.core.events import EscalationThrown
from engine.core.values import Value
from engine.kernel import handlers, propagation
from engine.kernel.propagation import Catcher
from engine.kernel.run import Run
from engine.kernel.state import Token, Watch, WatchKind
from engine.kernel.triggering import trigger


def throw(run: Run, origin: Token, code: str, data: Mapping[str, Value]) -> None:
    """An escalation comes out of the token's element. An interrupting event that catches it may
    take the token away; in every other case the token goes on as if nothing had happened."""
    caught = propagation.find(run, origin, Trigger.ESCALATION, code)
    run.emit(
        EscalationThrown(
            element_id=origin.element,
            token=origin.id,
            code=code,
            caught_by=caught.event.id if caught else None,
        )
    )
    if caught is not None:
        _catch(run, caught, code, {**data, "code": code})


def _catch(run: Run, by: Catcher, code: str, data: dict[str, Value]) -> None:
    if by.event.element.event.trigger is Trigger.PARALLEL_MULTIPLE:
        missing = _missing(run, by, code)
        if missing is not None:
            trigger(run, missing, data)
    elif by.host is None:
        handlers.in_scope(run, by.scope, by.event, data)
    else:
        handlers.at_boundary(run, by.host, by.event, data)


def _missing(run: Run, by: Catcher, code: str) -> Watch | None:
    """The part of a parallel multiple event that still misses this escalation."""
    holders = run.scopes[by.scope].armed if by.host is None else (by.host.id,)
    held = (run.watches[watch] for holder in holders for watch in run.tokens[holder].held)
    missing = (one for one in held if one.element == by.event.id)
    for watch in missing:
        wanted = by.event.parts[watch.part].event.escalation_code
        if watch.kind is WatchKind.ESCALATION and wanted in (None, code):
            return watch
    return None

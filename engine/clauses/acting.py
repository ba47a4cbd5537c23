"""Reads from the log of a case which elements of which processes acted in it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.core.events import (
    DecisionEvaluated,
    ElementActivated,
    ElementPassed,
    Event,
    InstanceStarted,
    TimerFired,
    WorkItemSkipped,
)


def acting(events: Iterable[Event]) -> frozenset[tuple[str, str]]:
    """(process, element) of everything that control reached in one case, from its events in order.

    A scope is the token that opened it. What a called process only passes through, before
    anything in it waits, is known by the scope of what waits there; if nothing does, it counts
    for the process that called it.
    """
    seen = list(events)
    main = next((one.process for one in seen if isinstance(one, InstanceStarted)), "")
    called = {
        one.scope: one.process for one in seen if isinstance(one, ElementActivated) and one.process
    }
    outer = {one.token: one.scope for one in seen if isinstance(one, ElementActivated)}

    def process_of(scope: int) -> str:
        while scope and scope not in called:
            scope = outer.get(scope, 0)
        return called.get(scope, main)

    placed = {
        (process_of(one.scope), one.element_id)
        for one in seen
        if isinstance(one, ElementActivated | ElementPassed)
    }
    apart = {
        one.element_id
        for one in seen
        if isinstance(one, TimerFired | DecisionEvaluated | WorkItemSkipped)
    }
    return frozenset(placed | {(main, one) for one in apart - {name for _, name in placed}})

"""Brings what came to the event that awaited it, and asks conditions that may hold by now."""

from __future__ import annotations

from dataclasses import replace

from engine.core.definition import Kind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.model import given
from engine.kernel.run import Run
from engine.kernel.state import Watch


def trigger(run: Run, watch: Watch, data: Value) -> None:
    """The event that awaited this gets it, or the event-based gateway that awaits for it."""
    token = run.tokens[watch.token]
    event = run.node_of(token.scope, watch.element)
    place = run.node(token)
    waiting = place if place.element.kind is Kind.EVENT_BASED_GATEWAY else event
    waiting.behaviour.triggered(run, watch, event, data)


def ask_conditions(run: Run) -> None:
    """Let every conditional event occur whose condition became true (13.5.2), oldest first."""
    run.unasked = False
    for watch_id in tuple(run.conditions):
        watch = run.watches.get(watch_id)
        if watch is not None and _becomes_true(run, watch):
            trigger(run, run.watches[watch_id], None)


def _becomes_true(run: Run, watch: Watch) -> bool:
    token = run.tokens[watch.token]
    condition = given(run.node_of(token.scope, watch.element).parts[watch.part].condition)
    try:
        holds = condition.is_true(run.visible(token.scope), run.now)
    except Stuck as stuck:
        if not token.incident:
            run.wedge(token, stuck)
        return False
    if holds is watch.was_true:
        return False
    run.watches[watch.id] = replace(watch, was_true=holds)
    return holds

"""Finds who catches an error or escalation, searching outward from where it came out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.core import events as ev
from engine.core.definition import Trigger
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.spiff.advancing import happen
from engine.spiff.failures import Stuck
from engine.spiff.live import Active, Live, place_of
from engine.spiff.model import Parts


def escalated(live: Live, task: Any, code: str, data: Mapping[str, Value]) -> bool:
    """An escalation comes out of the task; whether the task is still there afterwards."""
    start = task if live.token(task) in live.active else live.holder(task)
    caught = catcher(live, start, code, Trigger.ESCALATION)
    live.emit(
        ev.EscalationThrown(
            element_id=place_of(task).parts.element.id,
            token=live.token(task),
            code=code,
            caught_by=caught[1].element.id if caught else None,
        )
    )
    if caught is not None:
        more = not caught[1].element.interrupting
        happen(live, *caught, {**data, "code": code}, more=more)
    return live.is_there(task)


def catcher(
    live: Live, task: Any, code: str, trigger: Trigger = Trigger.ERROR
) -> tuple[Active, Parts] | None:
    """The active element and its boundary event that catches it, searching outward.

    SpiffWorkflow gives an error to every boundary event of the scope around, also of activities
    beside the one that failed; so who catches is found here, and only that event occurs.
    """
    while task is not None:
        active = live.active.get(live.token(task))
        boundaries = active.parts.boundaries if active else ()
        fitting = [one for one in boundaries if one.element.event.trigger is trigger]
        exact = [one for one in fitting if _code_of(one) == code]
        every = [one for one in fitting if _code_of(one) is None]
        if active is not None and (exact or every):
            return active, (exact or every)[0]
        task = live.outward(task)
    return None


def _code_of(boundary: Parts) -> str | None:
    event = boundary.element.event
    return event.error_code if event.trigger is Trigger.ERROR else event.escalation_code


def uncaught(parts: Parts, code: str, message: str) -> Stuck:
    """The incident of an error that nothing catches."""
    return Stuck(
        IncidentKind.UNCAUGHT_ERROR,
        parts.element,
        f"错误 {code or '（无代码）'} 没有边界事件捕获" + (message and f"：{message}"),
        f"No boundary event catches the error {code or '(no code)'}" + (message and f": {message}"),
    )

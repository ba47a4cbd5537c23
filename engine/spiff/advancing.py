"""Runs one SpiffWorkflow task and reads from the tree what that led to."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.core import events as ev
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.live import Active, Live, place_of, role_of
from engine.spiff.model import Parts, Role
from engine.spiff.specs import occur, wait_again

_CHOOSING = frozenset({Role.CHOICE, Role.ROUTE, Role.JOIN})


def run(live: Live, task: Any, by: str = "") -> None:
    """Let SpiffWorkflow run the task; `by` is the element that interrupts, if it does.

    Raises Stuck when a gateway cannot choose; then nothing has changed. Raises BeyondWitness when
    SpiffWorkflow fails in any other way.
    """
    try:
        task.run()
    except Stuck:
        task._set_state(TaskState.READY)
        raise
    except SpiffWorkflowException as error:
        if role_of(task) not in _CHOOSING:
            raise failed(error) from error
        task._set_state(TaskState.READY)
        raise _no_true_branch(place_of(task).parts) from error
    except (RecursionError, AttributeError, KeyError, ValueError) as error:
        raise failed(error) from error
    notice_canceled(live, by)


def failed(error: Exception) -> BeyondWitness:
    """What to raise when SpiffWorkflow itself fails."""
    return BeyondWitness(
        f"SpiffWorkflow 内部失败：{type(error).__name__}",
        f"Expected SpiffWorkflow to go on, it failed with {type(error).__name__}: {error}",
    )


def _no_true_branch(parts: Parts) -> Stuck:
    texts = "; ".join(formula.text for formula in parts.conditions.values())
    return Stuck(
        IncidentKind.NO_TRUE_BRANCH,
        parts.element,
        f"没有一个条件成立（{texts}），也没有默认路径",
        f"No condition held ({texts}) and there is no default flow",
    )


def notice_canceled(live: Live, by: str) -> None:
    """Tell of everything that SpiffWorkflow has cancelled meanwhile, inner-most first."""
    gone = [one for one in live.active.values() if not _is_active(live, one)]
    for active in sorted(gone, key=lambda one: (-_depth(one.task), one.token)):
        _cancel(live, active, by)
    for key, held in list(live.held.items()):
        if not live.is_there(held.task):
            live.resolved(held.incident)
            del live.held[key]


def _is_active(live: Live, active: Active) -> bool:
    main = live.main_of(active)
    return main is not None and live.is_there(active.task) and live.is_there(main)


def _depth(task: Any) -> int:
    return int(task.workflow.depth)


def _cancel(live: Live, active: Active, by: str) -> None:
    del live.active[active.token]
    live.scopes.pop(active.token, None)
    if active.token in live.repetitions:
        live.close_repetition(active.token)
    if active.incident:
        live.resolved(active.incident)
    live.emit(ev.ElementCanceled(element_id=active.element.id, token=active.token, by=by))
    if role_of(active.task) in (Role.START, Role.USER) and not active.answer:
        item = f"{live.moment.instance_id}-{active.token}"
        live.emit(ev.WorkItemCanceled(work_item_id=item))
    for watch in active.watches:
        live.drop_watch(watch)


def happen(live: Live, active: Active, boundary: Parts, data: Value, more: bool) -> None:
    """A boundary event of the active element occurs; `more`: and waits for its next time."""
    event = boundary.element
    task = live.boundary_task(active, event.id)
    if task is None:
        raise BeyondWitness(
            f"SpiffWorkflow 没有在等待边界事件 {event.id}",
            f"Expected SpiffWorkflow to wait at the boundary event {event.id}",
        )
    live.arrived[task.id] = data
    if more:
        wait_again(task)
    occur(task)
    run(live, task, event.id)

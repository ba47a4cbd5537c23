"""Lets SpiffWorkflow run, one ready task at a time, until everything waits.

SpiffWorkflow's own loop collects ready tasks first and then runs also those that one of them has
just cancelled; here each is looked at again before it runs.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.core import events as ev
from engine.core.state import IncidentKind
from engine.spiff import elements
from engine.spiff.advancing import notice_canceled
from engine.spiff.failures import BeyondWitness, Stuck
from engine.spiff.limits import DEEPEST
from engine.spiff.live import Held, Live, place_of, role_of
from engine.spiff.model import Role

_WAITING_ROLES = frozenset({Role.START, Role.USER, Role.SERVICE, Role.CATCH, Role.RACE})

_UNCOUNTED = frozenset({Role.SILENT, Role.FLOW, Role.ROUTE})
"""What the step budget does not count: it is about elements."""


def settle(live: Live) -> None:
    """Run to the next wait states."""
    moved = True
    while moved and not live.workflow.completed:
        moved = False
        for task in live.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING):
            if not _may_step(live, task):
                continue
            if live.budget <= 0 and role_of(task) not in _UNCOUNTED:
                _hold(live, task, _exhausted(live, task))
                return
            live.budget -= role_of(task) not in _UNCOUNTED
            step(live, task)
            moved = True
    if live.workflow.completed:
        _complete(live)
    else:
        _check_progress(live)


def step(live: Live, task: Any) -> None:
    """Let one task act; what it cannot do becomes an incident."""
    _check_depth(live, task)
    try:
        elements.ACTS[role_of(task)](live, task)
    except Stuck as stuck:
        _hold(live, task, stuck)


def _may_step(live: Live, task: Any) -> bool:
    if task.id in live.held or not live.is_there(task):
        return False
    role = role_of(task)
    if role not in _WAITING_ROLES:
        return bool(task.state == TaskState.READY)
    if not task.has_state(TaskState.READY | TaskState.WAITING):
        return False
    active = live.active.get(live.token(task))
    return active is None or bool(active.answer) or active.asks_again


def _hold(live: Live, task: Any, stuck: Stuck) -> None:
    live.held[task.id] = Held(task=task, incident=live.incident(live.token(task), stuck))


def _complete(live: Live) -> None:
    if not live.is_over:
        notice_canceled(live, "")
        live.is_over = True
        live.emit(ev.InstanceCompleted(at=live.moment.now, end_events=live.ended))


def _check_depth(live: Live, task: Any) -> None:
    depth, at = 0, task
    while at is not None:
        depth += at.depth + 1
        at = live.holder(at)
    if depth > DEEPEST:
        raise BeyondWitness(
            f"循环过深：SpiffWorkflow 的任务树超过 {DEEPEST} 层",
            f"Expected at most {DEEPEST} tasks below each other in SpiffWorkflow's tree",
        )


def _check_progress(live: Live) -> None:
    """When all that is left waits at gateways for each other, the case can never go on."""
    waiting = any(role_of(one.task) in _WAITING_ROLES for one in live.active.values())
    if waiting or live.held:
        return
    stopped = [
        task
        for task in live.workflow.get_tasks(state=TaskState.WAITING)
        if role_of(task) is Role.JOIN and live.is_there(task)
    ]
    if not stopped:
        raise BeyondWitness(
            "SpiffWorkflow 停在了没有任何等待的地方",
            "Expected SpiffWorkflow to wait for something, but it stopped without a word",
        )
    arrived = list(live.at_joins)
    oldest = min(stopped, key=lambda one: arrived.index(live.join_of(one)))
    zh = "等待的其他路径已没有任何位置能到达，案件无法继续（流程图死锁）"
    en = "Nothing is left that could arrive on the other incoming flows: the diagram deadlocks"
    _hold(live, oldest, Stuck(IncidentKind.DEADLOCK, place_of(oldest).parts.element, zh, en))


def _exhausted(live: Live, task: Any) -> Stuck:
    element = place_of(task).parts.element
    steps = live.moment.step_budget
    zh = f"一次推进自动执行了 {steps} 步仍未停下，可能是无止境的循环"
    en = f"{steps} automatic steps in one advance: perhaps an endless loop"
    return Stuck(IncidentKind.STEP_BUDGET, element, zh, en)

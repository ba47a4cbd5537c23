"""Changes SpiffWorkflow's task tree as people decided: ends tasks, begins others, and gives
gateways the tokens that they are to wait with.

SpiffWorkflow itself can only reset a task with all below it, which would take the branches beside
it and forget what they did. Here a task begins directly below the start, as those of SpiffWorkflow
do that an event triggers; what came to a gateway in a round that is over counts no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.util.task import TaskState

from engine.core.definition import Element
from engine.spiff.advancing import run
from engine.spiff.failures import BeyondWitness
from engine.spiff.live import ROOT, Live, role_of
from engine.spiff.model import Role
from engine.spiff.standing import Stand, task_of


def workflow_of(live: Live, scope: int) -> Any:
    """SpiffWorkflow's workflow of the case, or of the sub-process or call with this number."""
    if scope == ROOT:
        return live.workflow
    main = live.main_of(live.active[scope])
    found = live.workflow.subprocesses.get(main.id) if main is not None else None
    if found is None:
        raise _not_running(live.active[scope].element)
    return found


def _not_running(element: Element) -> BeyondWitness:
    return BeyondWitness(
        f"SpiffWorkflow 没有在执行 {element.id}", f"Expected SpiffWorkflow to run {element.id}"
    )


def end(live: Live, stand: Stand) -> None:
    """Cancel what stands there with all that is inside; not what its boundary events began."""
    active = live.active.get(stand.token)
    if active is None:
        task_of(live, stand.token).cancel()
        return
    main = live.main_of(active)
    if main is None:
        raise _not_running(active.element)
    if isinstance(main.parent.task_spec, BoundaryEventSplit):
        for task in main.parent.children:
            if role_of(task) is Role.BOUNDARY and task.state == TaskState.WAITING:
                task.cancel()
    main.cancel()


def place(workflow: Any, name: str) -> Any:
    """A new task of this spec below the start, with what it predicts; it has not begun."""
    spec = workflow.spec.task_specs[name]
    task = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    task.triggered = True
    spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    return task


def place_at(workflow: Any, element: Element) -> Any:
    """A new task of the way into an element."""
    return place(workflow, workflow.spec.entries[element.id].name)


def begin(task: Any) -> None:
    """Let a new task begin."""
    task.task_spec._update(task)


def go_in(live: Live, task: Any) -> Any:
    """Run the way into a sub-process or call that was placed; nothing inside has begun. Gives its
    workflow."""
    run(live, task)
    inside = task.children[0]
    if isinstance(inside.task_spec, BoundaryEventSplit):
        run(live, inside)
    workflow = workflow_of(live, live.token(task))
    for first in workflow.task_tree.children:
        first.cancel()
    return workflow


def start_round(workflow: Any, join: str) -> None:
    """Whatever came to the gateway until now counts no more."""
    for task in list(workflow.tasks.values()):
        if task.task_spec.name == f"e:{join}" and task.parent.state == TaskState.COMPLETED:
            if task.has_state(TaskState.FINISHED_MASK):
                task._set_state(TaskState.CANCELLED)
            else:
                task.cancel()
            task.parent._set_state(TaskState.CANCELLED)


def bring(workflow: Any, flows: Iterable[str]) -> Any:
    """Tokens on these flows into one gateway, as if they had just come; gives its task, which has
    not looked yet whether it may go on."""
    task: Any = None
    for flow in flows:
        if task is not None:
            task.cancel()  # the newest one waits for all
        step = place(workflow, f"f:{flow}")
        step._set_state(TaskState.COMPLETED)
        task = step.children[0]
    return task

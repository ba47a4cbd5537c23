"""The SpiffWorkflow task specs that normalised diagrams are made of.

Control flow is SpiffWorkflow's: when a task becomes ready, what follows it, what a gateway takes
or waits for, what an interruption cancels. Added is only what lets us act between its steps.
"""

from __future__ import annotations

from typing import Any, Final

from SpiffWorkflow.bpmn.exceptions import WorkflowTaskException
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EventBasedGateway,
    IntermediateCatchEvent,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    SubWorkflowTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.specs import MultiChoice
from SpiffWorkflow.util.task import TaskState

COUNT: Final = "count"
ENOUGH: Final = "enough"
BEGUN: Final = "begun"
"""Keys of what a multi-instance activity asks and an instance says."""


class Step(SimpleBpmnTask):  # type: ignore[misc]
    """An automatic task; takes all of its outgoing flows."""


class Told(BpmnTaskSpec):  # type: ignore[misc]
    """A task that waits until we say that it is done: a person's or a connector's."""

    def __init__(self, wf_spec: Any, name: str) -> None:
        super().__init__(wf_spec, name)
        self.manual = True


class InclusiveSplit(MultiChoice, BpmnTaskSpec):  # type: ignore[misc]
    """An inclusive gateway with one incoming flow.

    SpiffWorkflow's own class always joins as well, and then drops the branches of an earlier
    token that came through the same gateway.
    """

    def _run_hook(self, my_task: Any) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches + defaults:
            raise WorkflowTaskException("No conditions satisfied on gateway", task=my_task)
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        for child in my_task.children:
            child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)
        return True


class Awaited(EventDefinition):  # type: ignore[misc]
    """An event that occurs when we say so: its clock and its post office are outside."""

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def __eq__(self, other: object) -> bool:
        """SpiffWorkflow takes all events of one class for the same, and so the first one behind
        an event-based gateway for any of them."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def catches(self, my_task: Any, event: Any) -> bool:
        """Never by itself: SpiffWorkflow would deliver to every task that waits for the like."""
        return False


class AnyOf(Awaited):
    """What an event-based gateway waits for; SpiffWorkflow's class of it fills in the events."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.event_definitions: list[EventDefinition] = []


class Race(EventBasedGateway):  # type: ignore[misc]
    """An event-based gateway."""


class Came:
    """The event that decides at an event-based gateway, as SpiffWorkflow's class takes it."""

    def __init__(self, event_definition: EventDefinition) -> None:
        self.event_definition = event_definition


class Catch(IntermediateCatchEvent):  # type: ignore[misc]
    """An intermediate catch event."""


class Boundary(BoundaryEvent):  # type: ignore[misc]
    """A boundary event."""


class Instance(SubWorkflowTask):  # type: ignore[misc]
    """One instance of a multi-instance activity; says so before anything in it begins."""

    def start_workflow(self, my_task: Any) -> None:
        my_task.workflow.script_engine.evaluate(my_task, BEGUN)
        super().start_workflow(my_task)


def many(instance: Instance, name: str, *, sequential: bool, ends_early: bool) -> Any:
    """SpiffWorkflow's multi-instance activity around such instances. It asks the script engine for
    their number and, after each, whether that is enough."""
    made = SequentialMultiInstanceTask if sequential else ParallelMultiInstanceTask
    condition = ENOUGH if ends_early else None
    spec = made(instance._wf_spec, name, instance.name, cardinality=COUNT, condition=condition)
    # SpiffWorkflow does this at the first instance; specs are shared between threads.
    instance.completed_event.connect(spec.merge_child)
    return spec


def occur(task: Any) -> None:
    """Let the event that this waiting task stands for happen; the task becomes ready."""
    task.task_spec.event_definition.catch(task)
    task.task_spec._update(task)


def decide(task: Any, chosen: str) -> None:
    """Let this event decide at the event-based gateway; the task becomes ready."""
    awaited: AnyOf = task.task_spec.event_definition
    first = next(one for one in awaited.event_definitions if one.name == chosen)
    task._set_internal_data(seen_events=[Came(first)])
    occur(task)


def wait_again(task: Any) -> None:
    """Beside a non-interrupting boundary event that occurred, wait for its next time.

    SpiffWorkflow's cycle timers hang every turn below the one waiting task and lose unfinished
    turns when the activity completes; a task of its own for each turn is kept.
    """
    fresh = task.parent._add_child(task.task_spec, TaskState.MAYBE)
    fresh.task_spec._predict(fresh)
    fresh._set_state(TaskState.WAITING)
    fresh.task_spec._update(fresh)

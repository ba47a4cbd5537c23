"""Multi-instance activities: SpiffWorkflow's own classes begin, count and end the instances.

They are told only how many there are to be and whether the completion condition holds; the
variables of instances are ours, like all data. Each instance is a workflow of its own inside of
SpiffWorkflow, so that everything that can be repeated is repeated in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from engine.core.values import Value
from engine.spiff import waiting
from engine.spiff.advancing import run
from engine.spiff.failures import BeyondWitness
from engine.spiff.live import Live, place_of
from engine.spiff.model import Parts, Repeat
from engine.spiff.repetition import Repetition, Stood

MOST: Final = 1_000
"""Instances of one activity; SpiffWorkflow searches through all of them again and again."""


def enter(live: Live, task: Any) -> None:
    """The activity as a whole begins, and with it its first instances. Raises Stuck."""
    parts, token = place_of(task).parts, live.token(task)
    items = _items(live, parts, live.scope(task))
    waiting.open_whole(live, task)
    live.repetitions[token] = Repetition(items=items, since=live.advances, ahead=len(items))
    live.budget += len(items)
    run(live, task)


def end_instance(live: Live, task: Any) -> None:
    """One instance is completed. Raises Stuck when the completion condition cannot be worked
    out; then it is not."""
    token, own = live.token(task.parent), live.token(task)
    repeat, repetition = _repeat(task), live.repetitions[token]
    completed = repetition.completed + 1
    seen = {**live.visible(own), **_counters(repetition, completed)}
    repetition.is_enough = repeat.completion is not None and repeat.completion.holds(seen, live.now)
    place = repetition.open.pop(own)
    repetition.last = _stood(live, repetition, place)
    repetition.completed = completed
    variables = live.scopes.pop(own).variables
    repetition.done[place] = dict(variables)
    if repeat.marker.output_item:
        repetition.collected[place] = variables[repeat.marker.output_item]
    if repetition.is_enough and repetition.open and repetition.since == live.advances:
        raise _in_any_order(place_of(task).parts)
    run(live, task, place_of(task).parts.element.id if repetition.is_enough else "")


def _stood(live: Live, repetition: Repetition, place: int) -> Stood:
    open_ones = ((at, dict(live.scopes[own].variables)) for own, at in repetition.open.items())
    return Stood(
        place=place,
        others=dict(sorted(open_ones)),
        completed=repetition.completed,
        collected=dict(repetition.collected),
    )


def end(live: Live, task: Any) -> None:
    """No instance is left, or enough are completed."""
    token, name = live.token(task), _repeat(task).marker.output_collection
    repetition = live.close_repetition(token)
    active = live.active[token]
    if name:
        items = [repetition.collected.get(place) for place in range(len(repetition.items))]
        repetition.before = {name: live.own_variables(live.scope(task)).get(name)}
        live.assign(live.scope(task), {name: items}, "engine", active.element.id)
    waiting.complete(live, active)
    run(live, task)


def _in_any_order(parts: Parts) -> BeyondWitness:
    """Which of parallel instances that never wait come first, and so are enough, is open."""
    name, element_id = parts.element.name or parts.element.id, parts.element.id
    return BeyondWitness(
        f"“{name}”：并行实例未经等待就已足够，先后由各解释器自定",
        f"Expected parallel instances of {element_id} to wait before they are enough: which of"
        " them run first, each interpreter decides for itself",
    )


def _repeat(task: Any) -> Repeat:
    repeat = place_of(task).parts.repeat
    if repeat is None:
        raise LookupError("Expected an activity with a multi-instance marker")
    return repeat


def _items(live: Live, parts: Parts, scope: int) -> tuple[Value, ...]:
    """What each instance gets; None where only their number is given. Raises Stuck."""
    repeat, seen = parts.repeat, live.visible(scope)
    if repeat is not None and repeat.collection is not None:
        value = repeat.collection.value(seen, live.now)
        if not isinstance(value, list | tuple):
            raise repeat.collection.unfit(value, "列表", "a list")
        items = tuple(value)
    elif repeat is not None and repeat.cardinality is not None:
        value = repeat.cardinality.value(seen, live.now)
        is_number = isinstance(value, Decimal | int) and type(value) is not bool
        if not is_number or value < 0 or value != int(value):
            raise repeat.cardinality.unfit(value, "不小于 0 的整数", "a whole number from 0")
        items = (None,) * min(int(value), MOST + 1)
    else:
        raise LookupError("Expected a collection or a number of instances")
    if len(items) > MOST:
        raise BeyondWitness(
            f"一个活动超过 {MOST} 个实例", f"Expected at most {MOST} instances of an activity"
        )
    return items


def _counters(repetition: Repetition, completed: int) -> Mapping[str, Value]:
    """What the completion condition sees besides the instance's variables (13.3.7)."""
    return {
        "nrOfInstances": Decimal(len(repetition.items)),
        "nrOfActiveInstances": Decimal(repetition.begun - completed),
        "nrOfCompletedInstances": Decimal(completed),
        "nrOfTerminatedInstances": Decimal(0),
    }

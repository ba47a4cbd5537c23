"""Random boundary events on a random process: each leads to a task of its own, and from there
back behind its activity, to an end, or nowhere."""

from __future__ import annotations

import random
from dataclasses import replace

from engine.core.definition import (
    Element,
    EventDefinition,
    Kind,
    ProcessDefinition,
    TimerKind,
    Trigger,
)
from tests.builders import (
    boundary,
    end,
    error_end,
    message_event,
    process,
    terminate,
    timer_event,
    user,
    xor,
)

CODE = "x"
HOSTS = frozenset({Kind.USER_TASK, Kind.SUB_PROCESS, Kind.CALL_ACTIVITY})
EVENTS: tuple[EventDefinition, ...] = (
    timer_event('duration("PT1H")'),
    timer_event('"R3/PT1H"', TimerKind.CYCLE),
    message_event("m", '"k"'),
    EventDefinition(trigger=Trigger.ERROR, error_code=CODE),
)


def with_boundaries(definition: ProcessDefinition, dice: random.Random) -> ProcessDefinition:
    """The process with boundary events on about a third of its activities."""
    drawing = _Drawing(definition, dice)
    for element in definition.elements.values():
        if element.kind in HOSTS and dice.random() < 0.35:
            drawing.attach(element)
    return drawing.finished(definition.key)


class _Drawing:
    def __init__(self, definition: ProcessDefinition, dice: random.Random) -> None:
        self._dice = dice
        self._elements = [
            replace(one, incoming=(), outgoing=(), default_flow=None)
            for one in definition.elements.values()
        ]
        self._flows = [
            (flow.source, flow.target, _condition(definition, flow.id))
            for flow in definition.flows.values()
        ]

    def attach(self, host: Element) -> None:
        event = self._dice.choice(EVENTS)
        interrupting = event.trigger is Trigger.ERROR or self._dice.random() < 0.5
        late, task = f"{host.id}l", f"{host.id}h"
        self._elements += [
            boundary(late, host.id, event, interrupting=interrupting, scope=host.scope),
            user(task, scope=host.scope),
        ]
        self._flows.append((late, task, ""))
        fate = self._dice.random()
        if interrupting and fate < 0.6:
            self._lead_back(host, task)
        elif fate < 0.9:
            self._lead_to_an_end(host, task)

    def _lead_back(self, host: Element, task: str) -> None:
        """Merge behind the host, so that a join after it still gets one token on each flow."""
        merge = f"{host.id}x"
        self._elements.append(xor(merge, scope=host.scope))
        self._flows = [
            (merge if source == host.id else source, target, condition)
            for source, target, condition in self._flows
        ]
        self._flows += [(host.id, merge, ""), (task, merge, "")]

    def _lead_to_an_end(self, host: Element, task: str) -> None:
        ref = f"{host.id}z"
        makers = (end, end, terminate, lambda ref, **more: error_end(ref, CODE, **more))
        self._elements.append(self._dice.choice(makers)(ref, scope=host.scope))
        self._flows.append((task, ref, ""))

    def finished(self, key: str) -> ProcessDefinition:
        flows = (f"{source}>{target}{condition}" for source, target, condition in self._flows)
        return process(key, *self._elements, flows="\n".join(flows))


def _condition(definition: ProcessDefinition, flow_id: str) -> str:
    flow = definition.flows[flow_id]
    if flow.condition is not None:
        return f": {flow.condition.text}"
    return ": else" if definition.elements[flow.source].default_flow == flow_id else ""

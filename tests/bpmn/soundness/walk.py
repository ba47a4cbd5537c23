"""Walks the kernel along a counter-example: its conditions become choices that the path makes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.core import advance as adv
from engine.core import events as ev
from engine.core.definition import (
    ACTIVITIES,
    SUB_PROCESSES,
    Element,
    Expression,
    Kind,
    ProcessDefinition,
)
from engine.kernel import Kernel
from engine.kernel.model import Node
from engine.kernel.state import KernelState, Status
from tests.builders import bundle, moment

_CHOOSING = {Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY}
_PEOPLE = {Kind.USER_TASK}
_WAITING = {Kind.CATCH_EVENT, Kind.RECEIVE_TASK}


def choosable(definition: ProcessDefinition) -> ProcessDefinition:
    """The same diagram with a condition on every way where there is a choice, and no default."""
    asked = {
        flow
        for element in definition.elements.values()
        for flow in element.outgoing
        if (element.kind in _CHOOSING and len(element.outgoing) > 1)
        or (element.kind in ACTIVITIES and flow == element.default_flow)
        or definition.flows[flow].condition is not None
    }
    yes = Expression(text="true")
    flows = {
        key: replace(flow, condition=yes if key in asked else None)
        for key, flow in definition.flows.items()
    }
    elements = {k: replace(one, default_flow=None) for k, one in definition.elements.items()}
    return replace(definition, flows=flows, elements=elements, draft=True)


class Script:
    """What each visit of an element chooses, in the order of the path."""

    def __init__(self, definition: ProcessDefinition, path: Sequence[str]) -> None:
        self.visits: dict[str, list[set[str]]] = defaultdict(list)
        for one in path:
            if one in definition.elements:
                self.visits[one].append(set())
            else:
                self.visits[definition.flows[one].source][-1].add(one)
        self.made: Counter[str] = Counter()

    def chooses(self, node: Node, flow: str) -> bool:
        """Asked branch by branch; the first one begins a new visit. Beyond the path: the first."""
        first = node.branches[0].flow
        if flow == first:
            self.made[node.id] += 1
        visits = self.visits[node.id]
        made = self.made[node.id]
        return flow in visits[made - 1] if made <= len(visits) else flow == first


@dataclass(eq=False)
class Choice:
    """Stands where a condition stands."""

    script: Script
    node: Node
    flow: str
    text: str = "the path"

    def holds(self, variables: Mapping[str, Any], now: Any) -> bool:
        return self.script.chooses(self.node, self.flow)

    def reason(self, variables: Mapping[str, Any], now: Any) -> ev.Reason:
        return ev.Reason(expression=self.text, reads=(), result=True, zh="路径", en="path")


class Walk:
    """One case on the kernel that has gone along the path."""

    def __init__(self, definition: ProcessDefinition, path: Sequence[str]) -> None:
        self.definition = choosable(definition)
        self.script = Script(self.definition, path)
        self.kernel = Kernel()
        self.prepared = self._scripted()
        self.happened: list[adv.Happening] = []
        self.state: KernelState | None = None
        self.send(adv.Begin(variables={}))
        elements = [one for one in path if one in definition.elements]
        for place, one in enumerate(elements):
            self._go(definition.elements[one], list(path), elements[place + 1 :])

    def _scripted(self) -> Any:
        prepared = self.kernel.prepare(bundle(self.definition))
        processes = {}
        for key, process in prepared.processes.items():
            nodes = {one: self._asking(node) for one, node in process.nodes.items()}
            processes[key] = replace(process, nodes=nodes)
        return replace(prepared, processes=processes)

    def _asking(self, node: Node) -> Node:
        branches = tuple(
            one
            if one.condition is None
            else replace(one, condition=Choice(self.script, node, one.flow))
            for one in node.branches
        )
        return replace(node, branches=branches, choices=None)

    def _go(self, element: Element, path: list[str], later: list[str]) -> None:
        """Let happen what waits for the outside; everything else went by itself."""
        events = self._events_with(element, later)
        for event in events:
            self.occur(event.id)
        if any(event.interrupting for event in events):
            return
        if element.kind in _WAITING:
            self.occur(element.id)
        elif element.kind in _PEOPLE:
            self.complete(element.id)
        elif element.kind in SUB_PROCESSES and set(element.outgoing) & set(path):
            self._finish_inside(element)

    def _events_with(self, element: Element, later: list[str]) -> list[Element]:
        """The boundary events that the path names right behind their activity."""
        found: list[Element] = []
        for one in later:
            event = self.definition.elements[one]
            if event.attached_to != element.id:
                break
            found.append(event)
        return found

    def _finish_inside(self, holder: Element) -> None:
        while inside := [one for one in self.waiting() if self._is_in(one, holder)]:
            self.complete(inside[0])

    def _is_in(self, element: str, holder: Element) -> bool:
        return self.definition.elements[element].scope == holder.id

    def send(self, stimulus: adv.Stimulus) -> None:
        advance = self.kernel.advance(self.prepared, self.state, stimulus, moment())
        self.state = advance.state
        self.happened += advance.happened

    def complete(self, element: str) -> None:
        assert self.state is not None
        token = next(t for e, t in self.kernel.positions(self.state) if e == element)
        self.send(adv.TaskDone(token=token, data={}, by="anna"))

    def occur(self, element: str) -> None:
        """The timer, message or signal of an event comes."""
        assert self.state is not None
        watch = next(w for w in self.state.watches.values() if w.element == element)
        stimuli: dict[str, adv.Stimulus] = {
            "timer": adv.TimerDue(timer_id=watch.id),
            "message": adv.MessageCame(subscription_id=watch.id, data={}),
            "signal": adv.SignalCame(subscription_id=watch.id, data={}),
        }
        self.send(stimuli[str(watch.kind)])

    def positions(self) -> Counter[str]:
        """How many tokens are at each element."""
        assert self.state is not None
        return Counter(element for element, _ in self.kernel.positions(self.state))

    def waiting(self) -> list[str]:
        """The user tasks that wait for people, oldest first."""
        assert self.state is not None
        tokens = [self.state.tokens[token] for _, token in self.kernel.positions(self.state)]
        waiting = [one.element for one in tokens if one.status is Status.WAITING]
        return [one for one in waiting if self.definition.elements[one].kind in _PEOPLE]

    def incidents(self) -> list[str]:
        return [str(one.kind) for one in self.happened if isinstance(one, ev.IncidentRaised)]

    def is_over(self) -> bool:
        return any(isinstance(one, ev.InstanceCompleted) for one in self.happened)

"""Draws a process definition anew in terms that SpiffWorkflow runs right, as its task specs.

Each sequence flow becomes a task of its own, so that SpiffWorkflow's task tree itself records what
was taken. Conditional flows out of an activity become a gateway behind it; what has no outgoing
flow leads to the end; sub-processes get a way in where their inputs are worked out. Internal names
begin with a letter and a colon, so that no id of a diagram meets SpiffWorkflow's own names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import (
    CallActivity,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    SubWorkflowTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition

from engine.core.definition import Element, Kind, ProcessDefinition, Trigger
from engine.spiff.gaps import Reasons
from engine.spiff.model import Parts, Place, Role
from engine.spiff.specs import (
    AnyOf,
    Awaited,
    Boundary,
    Catch,
    InclusiveSplit,
    Instance,
    Race,
    Step,
    Told,
    many,
)

GATEWAYS: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.PARALLEL_GATEWAY})
REPEATED: Final = frozenset(
    {Kind.USER_TASK, Kind.SERVICE_TASK, Kind.SUB_PROCESS, Kind.CALL_ACTIVITY}
)
"""What can be a multi-instance activity here."""

_HOSTS: Final = frozenset(
    {
        Kind.USER_TASK,
        Kind.SERVICE_TASK,
        Kind.RECEIVE_TASK,
        Kind.SUB_PROCESS,
        Kind.CALL_ACTIVITY,
    }
)


def joins(element: Element) -> bool:
    """Whether the gateway waits for several incoming flows."""
    synchronising = element.kind in (Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY)
    return synchronising and len(element.incoming) > 1


def inner_name(process: str, element_id: str) -> str:
    """The name of the spec of an embedded sub-process."""
    return f"s:{process}:{element_id}"


def instance_name(process: str, element_id: str) -> str:
    """The name of the spec around one instance of a multi-instance activity."""
    return f"m:{process}:{element_id}"


def called_name(process: str) -> str:
    """The name of the spec of a called process."""
    return f"c:{process}"


class Draft:
    """One process or embedded sub-process while it is drawn. Of an element in `gaps` only the
    place is drawn: a case that enters it gets the reason."""

    def __init__(
        self, name: str, definition: ProcessDefinition, parts: Mapping[str, Parts], gaps: Reasons
    ) -> None:
        self.spec = BpmnProcessSpec(name=name)
        self.definition = definition
        self._parts = parts
        self._gaps = gaps
        self._entries: dict[str, Any] = {}
        self._exits: dict[str, Any] = {}

    def draw(self, elements: Iterable[Element], starts: Iterable[str]) -> Any:
        """The finished spec; it begins at `starts`."""
        drawn = list(elements)
        for element in drawn:
            if element.attached_to is None:
                self._element(self._parts[element.id])
        for element in drawn:
            if element.id in self._exits:
                self._outgoing(self._parts[element.id])
        for start in starts:
            self.spec.start.connect(self._entries[start])
        self.spec.entries = self._entries  # by element, for control that people move
        return self.spec

    def draw_instance(self, parts: Parts) -> Any:
        """The finished spec of one instance of a multi-instance activity."""
        self._element(replace(parts, repeat=None, boundaries=()))
        self.spec.start.connect(self._entries[parts.element.id])
        self._exits[parts.element.id].connect(self.spec.end)
        return self.spec

    # --- elements

    def _element(self, parts: Parts) -> None:
        element = parts.element
        if element.id in self._gaps:
            self._gap(parts)
            return
        if parts.repeat is not None:
            self._many(parts)
            return
        make, role = _MAKERS[element.kind, element.event.trigger]
        if role is Role.CATCH and self._is_behind_a_race(element):
            make, role = _step, Role.CAME
        if role is Role.CHOICE and not joins(element) and not _has_choice(parts):
            make, role = _step, Role.PASS  # SpiffWorkflow would predict no further behind it
        spec = self._placed(make(self, parts), parts, Role.JOIN if joins(element) else role)
        self._entries[element.id] = self._exits[element.id] = spec
        if parts.boundaries and element.kind in _HOSTS:
            self._entries[element.id] = self._guarded(parts, spec)
        if role is Role.INSIDE:
            enter = self._placed(Step(self.spec, f"i:{element.id}"), parts, Role.ENTER)
            enter.connect(self._entries[element.id])
            self._entries[element.id] = enter

    def _gap(self, parts: Parts) -> None:
        """With all its flows and boundary events, so that joins behind it wait as they must."""
        element_id = parts.element.id
        step = Step(self.spec, f"e:{element_id}")
        why = self._gaps[element_id]
        step.place = Place(role=Role.GAP, parts=parts, process=self.definition.key, why=why)
        self._exits[element_id] = step
        self._entries[element_id] = self._guarded(parts, step) if parts.boundaries else step

    def _many(self, parts: Parts) -> None:
        element, marker = parts.element, parts.repeat and parts.repeat.marker
        inner = instance_name(self.definition.key, element.id)
        instance = Instance(self.spec, f"k:{element.id}", inner)
        self._placed(instance, parts, Role.INSTANCE)
        whole = many(
            instance,
            f"e:{element.id}",
            sequential=bool(marker and marker.sequential),
            ends_early=bool(marker and marker.completion_condition),
        )
        self._exits[element.id] = self._placed(whole, parts, Role.MANY)
        enter = self._placed(Step(self.spec, f"i:{element.id}"), parts, Role.ENTER_MANY)
        enter.connect(self._guarded(parts, whole) if parts.boundaries else whole)
        self._entries[element.id] = enter

    def _is_behind_a_race(self, element: Element) -> bool:
        sources = [self.definition.flows[flow].source for flow in element.incoming]
        kinds = {self.definition.elements[one].kind for one in sources}
        return Kind.EVENT_BASED_GATEWAY in kinds

    def _guarded(self, parts: Parts, main: Any) -> Any:
        """SpiffWorkflow's arrangement around an activity with boundary events."""
        element = parts.element
        split = BoundaryEventSplit(self.spec, f"b:{element.id}")
        join = BoundaryEventJoin(self.spec, f"j:{element.id}", split_task=split.name, cancel=True)
        split.connect(main)
        main.connect(join)
        for boundary in parts.boundaries:
            event = boundary.element
            waiting = Boundary(self.spec, f"e:{event.id}", Awaited(event.id), event.interrupting)
            self._placed(waiting, boundary, Role.BOUNDARY)
            split.connect(waiting)
            waiting.connect(join)
            arrived = self._placed(Step(self.spec, f"a:{event.id}"), boundary, Role.ARRIVED)
            waiting.connect(arrived)
            self._exits[event.id] = arrived
        return split

    def _placed(self, spec: Any, parts: Parts, role: Role, flow: str = "", to: str = "") -> Any:
        process = self.definition.key
        spec.place = Place(role=role, parts=parts, process=process, flow=flow, joins=to)
        return spec

    # --- flows

    def _outgoing(self, parts: Parts) -> None:
        element, leaving = parts.element, self._exits[parts.element.id]
        if element.kind is Kind.END_EVENT:
            self._end(element, leaving)
        elif element.kind is Kind.THROW_EVENT and element.event.trigger is Trigger.LINK:
            leaving.connect(self._entries[self._linked(element)])
        elif element.kind is Kind.EVENT_BASED_GATEWAY:
            for flow in element.outgoing:
                step = self._flow(parts, flow)
                step.event_definition = Awaited(self.definition.flows[flow].target)
                leaving.connect(step)
        elif not element.outgoing:
            leaving.connect(self.spec.end)
        elif element.kind in GATEWAYS:
            self._choices(parts, leaving, element.outgoing)
        else:
            self._routes(parts, leaving)

    def _end(self, element: Element, leaving: Any) -> None:
        if element.event.trigger is not Trigger.ERROR:
            leaving.connect(self.spec.end)

    def _linked(self, thrower: Element) -> str:
        """The catching event of the link."""
        return next(
            one.id
            for one in self.definition.elements.values()
            if one.kind is Kind.CATCH_EVENT
            and one.scope == thrower.scope
            and one.event.link == thrower.event.link
        )

    def _choices(self, parts: Parts, gateway: Any, flows: Iterable[str]) -> None:
        for flow in flows:
            spec = self._flow(parts, flow)
            if flow in parts.conditions:
                gateway.connect_outgoing_if(flow, spec)
            else:
                gateway.connect(spec)

    def _routes(self, parts: Parts, leaving: Any) -> None:
        """All flows without condition, and of the others those that hold, else the default."""
        element = parts.element
        default = element.default_flow if len(element.outgoing) > 1 else None
        guarded = [one for one in element.outgoing if one in parts.conditions or one == default]
        for flow in element.outgoing:
            if flow not in guarded:
                leaving.connect(self._flow(parts, flow))
        if not guarded:
            return
        route = self._placed(InclusiveSplit(self.spec, f"r:{element.id}"), parts, Role.ROUTE)
        leaving.connect(route)
        self._choices(parts, route, guarded)
        if default is None and len(guarded) < len(element.outgoing):
            nowhere = self._placed(Step(self.spec, f"n:{element.id}"), parts, Role.SILENT)
            route.connect(nowhere)

    def _flow(self, parts: Parts, flow: str) -> Any:
        target = self.definition.elements[self.definition.flows[flow].target]
        step = Step(self.spec, f"f:{flow}")
        self._placed(step, parts, Role.FLOW, flow, target.id if joins(target) else "")
        step.connect(self._entries[target.id])
        return step


def _has_choice(parts: Parts) -> bool:
    return bool(parts.conditions) or len(parts.element.outgoing) > 1


def _step(draft: Draft, parts: Parts) -> Any:
    return Step(draft.spec, f"e:{parts.element.id}")


def _told(draft: Draft, parts: Parts) -> Any:
    return Told(draft.spec, f"e:{parts.element.id}")


def _catch(draft: Draft, parts: Parts) -> Any:
    return Catch(draft.spec, f"e:{parts.element.id}", Awaited(parts.element.id))


def _race(draft: Draft, parts: Parts) -> Any:
    return Race(draft.spec, f"e:{parts.element.id}", AnyOf(parts.element.id))


def _terminate(draft: Draft, parts: Parts) -> Any:
    return EndEvent(draft.spec, f"e:{parts.element.id}", TerminateEventDefinition())


def _sub_process(draft: Draft, parts: Parts) -> Any:
    element = parts.element
    inner = inner_name(draft.definition.key, element.id)
    return SubWorkflowTask(draft.spec, f"e:{element.id}", inner)


def _call(draft: Draft, parts: Parts) -> Any:
    element = parts.element
    return CallActivity(draft.spec, f"e:{element.id}", called_name(element.called_name))


def _exclusive(draft: Draft, parts: Parts) -> Any:
    return ExclusiveGateway(draft.spec, f"e:{parts.element.id}")


def _inclusive(draft: Draft, parts: Parts) -> Any:
    gateway = InclusiveGateway if joins(parts.element) else InclusiveSplit
    return gateway(draft.spec, f"e:{parts.element.id}")


def _parallel(draft: Draft, parts: Parts) -> Any:
    gateway = ParallelGateway if joins(parts.element) else Step
    return gateway(draft.spec, f"e:{parts.element.id}")


Maker = Callable[[Draft, Parts], Any]

_MAKERS: Final[Mapping[tuple[Kind, Trigger], tuple[Maker, Role]]] = {
    (Kind.START_EVENT, Trigger.NONE): (_step, Role.START),
    (Kind.START_EVENT, Trigger.TIMER): (_step, Role.BEGUN),
    (Kind.START_EVENT, Trigger.MESSAGE): (_step, Role.BEGUN),
    (Kind.START_EVENT, Trigger.SIGNAL): (_step, Role.BEGUN),
    (Kind.END_EVENT, Trigger.NONE): (_step, Role.END),
    (Kind.END_EVENT, Trigger.MESSAGE): (_step, Role.END),
    (Kind.END_EVENT, Trigger.ERROR): (_step, Role.ERROR_END),
    (Kind.END_EVENT, Trigger.TERMINATE): (_terminate, Role.END),
    (Kind.END_EVENT, Trigger.SIGNAL): (_step, Role.END),
    (Kind.END_EVENT, Trigger.ESCALATION): (_step, Role.ESCALATE_END),
    (Kind.CATCH_EVENT, Trigger.TIMER): (_catch, Role.CATCH),
    (Kind.CATCH_EVENT, Trigger.SIGNAL): (_catch, Role.CATCH),
    (Kind.CATCH_EVENT, Trigger.LINK): (_step, Role.PASS),
    (Kind.CATCH_EVENT, Trigger.MESSAGE): (_catch, Role.CATCH),
    (Kind.THROW_EVENT, Trigger.NONE): (_step, Role.PASS),
    (Kind.THROW_EVENT, Trigger.MESSAGE): (_step, Role.THROW),
    (Kind.THROW_EVENT, Trigger.SIGNAL): (_step, Role.THROW),
    (Kind.THROW_EVENT, Trigger.LINK): (_step, Role.PASS),
    (Kind.THROW_EVENT, Trigger.ESCALATION): (_step, Role.ESCALATE),
    (Kind.TASK, Trigger.NONE): (_step, Role.DONE),
    (Kind.MANUAL_TASK, Trigger.NONE): (_step, Role.DONE),
    (Kind.SEND_TASK, Trigger.MESSAGE): (_step, Role.SEND),
    (Kind.RECEIVE_TASK, Trigger.MESSAGE): (_catch, Role.CATCH),
    (Kind.EVENT_BASED_GATEWAY, Trigger.NONE): (_race, Role.RACE),
    (Kind.USER_TASK, Trigger.NONE): (_told, Role.USER),
    (Kind.SERVICE_TASK, Trigger.NONE): (_told, Role.SERVICE),
    (Kind.BUSINESS_RULE_TASK, Trigger.NONE): (_step, Role.RULE),
    (Kind.SUB_PROCESS, Trigger.NONE): (_sub_process, Role.INSIDE),
    (Kind.CALL_ACTIVITY, Trigger.NONE): (_call, Role.INSIDE),
    (Kind.EXCLUSIVE_GATEWAY, Trigger.NONE): (_exclusive, Role.CHOICE),
    (Kind.INCLUSIVE_GATEWAY, Trigger.NONE): (_inclusive, Role.CHOICE),
    (Kind.PARALLEL_GATEWAY, Trigger.NONE): (_parallel, Role.PASS),
}

RUNS: Final = frozenset(_MAKERS) | {
    (Kind.BOUNDARY_EVENT, Trigger.TIMER),
    (Kind.BOUNDARY_EVENT, Trigger.MESSAGE),
    (Kind.BOUNDARY_EVENT, Trigger.SIGNAL),
    (Kind.BOUNDARY_EVENT, Trigger.ESCALATION),
    (Kind.BOUNDARY_EVENT, Trigger.ERROR),
}
"""Kind and trigger of every element that can be drawn."""

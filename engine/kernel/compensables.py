"""Which activities of a bundle can be compensated, so that only their completion is remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.core.definition import Element, EventDefinition, Kind, ProcessDefinition, Trigger

_THROWING = frozenset({Kind.THROW_EVENT, Kind.END_EVENT})


def compensables(
    processes: Mapping[str, ProcessDefinition],
) -> Mapping[str, frozenset[str]]:
    """By process, the ids of activities whose completion can be undone: those with a compensation
    activity, and those that hold such activities or a compensation event sub-process. Nobody's
    where nothing in the bundle throws compensation or cancels a transaction."""
    found: dict[str, set[str]] = {key: set() for key in processes}
    if any(_throws(one) for process in processes.values() for one in process.elements.values()):
        for key, process in processes.items():
            found[key] = set(_handled(process))
        while _spread(processes, found):
            pass
    return {key: frozenset(ids) for key, ids in found.items()}


def undone_by(process: ProcessDefinition) -> dict[str | None, str]:
    """Sub-process (None: the process itself) -> its compensation event sub-process."""
    return {
        process.elements[one.scope].scope: one.scope
        for one in process.elements.values()
        if one.scope is not None and _is_compensation_start(process, one)
    }


def handler_of(process: ProcessDefinition, activity: Element) -> str | None:
    """The compensation activity associated with an activity's compensation boundary event."""
    for one in process.elements.values():
        if one.attached_to == activity.id and one.event.trigger is Trigger.COMPENSATION:
            return one.handler
    return None


def parts(event: EventDefinition) -> tuple[EventDefinition, ...]:
    """The event definition, or those that it is made of."""
    return event.parts or (event,)


def _throws(element: Element) -> bool:
    if element.kind not in _THROWING:
        return False
    undoing = (Trigger.COMPENSATION, Trigger.CANCEL)
    return any(one.trigger in undoing for one in parts(element.event))


def _is_compensation_start(process: ProcessDefinition, one: Element) -> bool:
    around = process.elements.get(one.scope or "")
    return (
        one.kind is Kind.START_EVENT
        and one.event.trigger is Trigger.COMPENSATION
        and around is not None
        and around.triggered_by_event
    )


def _handled(process: ProcessDefinition) -> Iterator[str]:
    """Activities with a compensation activity, sub-processes with a compensation event
    sub-process."""
    for one in process.elements.values():
        if one.event.trigger is Trigger.COMPENSATION and one.attached_to is not None:
            yield one.attached_to
    yield from (scope for scope in undone_by(process) if scope is not None)


def _spread(processes: Mapping[str, ProcessDefinition], found: Mapping[str, set[str]]) -> bool:
    """Add what directly holds or calls something compensable; False when nothing was new."""
    before = sum(map(len, found.values()))
    for key, process in processes.items():
        for one in process.elements.values():
            if one.scope is not None and one.id in found[key]:
                found[key].add(one.scope)
            called = processes.get(one.called_name)
            if called is not None and (found[one.called_name] or None in undone_by(called)):
                found[key].add(one.id)
    for key, process in processes.items():
        found[key] -= {one.id for one in process.elements.values() if one.for_compensation}
    return sum(map(len, found.values())) > before

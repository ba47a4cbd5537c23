"""The changes of one flow node: it is passed by, goes other ways, is open to anybody, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from engine.clauses.mutation.model import Aspect, Change
from engine.clauses.mutation.surgery import (
    altered,
    bypassed,
    conditioned,
    without,
    without_flows,
)
from engine.core import policy
from engine.core.assignment import AssignmentKind
from engine.core.definition import (
    ACTIVITIES,
    Assignment,
    Element,
    Kind,
    ProcessDefinition,
    Trigger,
)
from engine.errors import Text

_CHOOSING: Final = ACTIVITIES | {
    Kind.EXCLUSIVE_GATEWAY,
    Kind.INCLUSIVE_GATEWAY,
    Kind.COMPLEX_GATEWAY,
}
_ALL_WAYS: Final = frozenset({Kind.PARALLEL_GATEWAY, Kind.EVENT_BASED_GATEWAY})
_GATEWAYS: Final = _ALL_WAYS | (_CHOOSING - ACTIVITIES)
_BYPASSED: Final = Text(zh="略过", en="bypassed")
_DROPPED: Final = Text(zh="拿掉", en="dropped")
_OPEN_TO_ALL: Final = Text(zh="任何人都可以", en="open to everybody")


def element_changes(
    process: ProcessDefinition, element: Element, logins: Sequence[str]
) -> Iterator[Change]:
    """Every change of an element. `logins` are everybody who could be let in."""
    yield from _presence(process, element)
    yield from _ways(process, element)
    yield from _people(element, logins)
    if element.loop is not None:
        once = replace(element, loop=None)
        how = Text(zh="只办一次", en="done only once")
        yield Change(aspect=Aspect.REPETITION, how=how, apply=partial(_with, element=once))


def _with(process: ProcessDefinition, element: Element) -> ProcessDefinition:
    return altered(process, element)


def _presence(process: ProcessDefinition, element: Element) -> Iterator[Change]:
    if element.kind in _GATEWAYS:
        return
    if element.kind is Kind.START_EVENT:
        yield from _start(element)
        return
    apart = element.kind is Kind.BOUNDARY_EVENT or element.triggered_by_event
    waiting = [process.elements[process.flows[flow].source].kind for flow in element.incoming]
    if apart or Kind.EVENT_BASED_GATEWAY in waiting:
        drop = partial(without, element_id=element.id)
        yield Change(aspect=Aspect.PRESENCE, how=_DROPPED, apply=drop)
        return
    bypass = partial(bypassed, element_id=element.id)
    yield Change(aspect=Aspect.PRESENCE, how=_BYPASSED, apply=bypass)


def _start(element: Element) -> Iterator[Change]:
    """A trigger never begins a case; a form is not asked for."""
    if element.event.trigger is not Trigger.NONE:
        drop = partial(without, element_id=element.id)
        begins = element.scope is None
        yield Change(aspect=Aspect.PRESENCE, how=_DROPPED, apply=drop, begins=begins)
    elif element.form_id:
        bare = partial(_with, element=replace(element, form_id=None))
        how = Text(zh="不用表单就发起", en="begun without its form")
        yield Change(aspect=Aspect.PRESENCE, how=how, apply=bare)


def _ways(process: ProcessDefinition, element: Element) -> Iterator[Change]:
    if len(element.outgoing) < 2:
        return
    for flow in element.outgoing:
        if element.kind in _ALL_WAYS:
            how = Text(zh=f"没有 {flow}", en=f"without {flow}")
            cut = partial(without_flows, flows=(flow,))
            yield Change(aspect=Aspect.WAY, how=how, apply=cut)
        elif element.kind in _CHOOSING and process.flows[flow].condition is not None:
            for condition, zh, en in (("false", "从不走", "never"), ("true", "总是走", "always")):
                how = Text(zh=f"{zh} {flow}", en=f"{en} {flow}")
                turn = partial(conditioned, flow_id=flow, condition=condition)
                yield Change(aspect=Aspect.WAY, how=how, apply=turn)


def _people(element: Element, logins: Sequence[str]) -> Iterator[Change]:
    if element.kind is Kind.START_EVENT and element.scope is None:
        yield Change(aspect=Aspect.WHO, how=_OPEN_TO_ALL, apply=_startable_by_all, begins=True)
    task = element.user_task
    if task is None:
        return
    all_of_them = tuple(Assignment(kind=AssignmentKind.USER, literal=one) for one in logins)
    opened = replace(task, assignments=(*task.assignments, *all_of_them))
    yield _on_task(element, Aspect.WHO, _OPEN_TO_ALL, user_task=opened)
    if task.separate_from:
        how = Text(zh="不再回避", en="no longer separate")
        joined = replace(task, separate_from=())
        yield _on_task(element, Aspect.SEPARATION, how, user_task=joined)
    if task.due is not None:
        how = Text(zh="没有期限", en="without due time")
        yield _on_task(element, Aspect.DEADLINE, how, user_task=replace(task, due=None))


def _startable_by_all(process: ProcessDefinition) -> ProcessDefinition:
    return replace(process, startable_by=())


def is_restricted(process: ProcessDefinition) -> bool:
    """Whether only some people begin cases of the process, but some do."""
    return bool(process.startable_by) and policy.ONLY_CALLED not in process.startable_by


def _on_task(element: Element, aspect: Aspect, how: Text, **fields: object) -> Change:
    changed = replace(element, **fields)  # type: ignore[arg-type]
    return Change(aspect=aspect, how=how, apply=partial(_with, element=changed))

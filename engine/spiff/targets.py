"""Where a move goes: the live scope around its target, and what is entered on the way in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.core.advance import Move
from engine.core.definition import ACTIVITIES, Element, Kind, ProcessDefinition, Trigger
from engine.errors import InvalidState
from engine.spiff.live import ROOT, Live
from engine.spiff.standing import task_of
from engine.spiff.ways import Ways

_EVENTS: Final = frozenset({Kind.CATCH_EVENT, Kind.THROW_EVENT, Kind.END_EVENT})
_JOINS: Final = frozenset({Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY})
_CHOICES: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY})
_WITHIN: Final = frozenset({Kind.SUB_PROCESS, Kind.TRANSACTION, Kind.CALL_ACTIVITY})
"""What can be entered half-way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A live scope and the way in from there: the target last, before it what it is inside of."""

    scope: int
    ways: Ways
    path: tuple[Element, ...]

    @property
    def anchor(self) -> str:
        """The element of the way in that lies directly in the scope."""
        return self.path[0].id


def goal_of(live: Live, move: Move) -> Goal:
    """The innermost scope around all the tokens from which the target can be reached. Raises
    InvalidState when control cannot be moved there."""
    target = element_of(live, move.process, move.target)
    _refuse_target(live, move, target)
    for scope in _around_all(live, move):
        path = _way_in(live, scope, move.process, move.target)
        if path:
            _refuse_half_way(path)
            definition = live.prepared.definitions[live.scopes[scope].process]
            return Goal(scope=scope, ways=Ways(definition=definition), path=path)
    raise _unreachable(target)


def scope_around(live: Live, scope: int, process: str, element_id: str) -> int:
    """The innermost scope from this one outward that the element lies in. Raises InvalidState."""
    element = element_of(live, process, element_id)
    for one in _outward(live, scope):
        if _way_in(live, one, process, element_id):
            return one
    raise _unreachable(element)


def element_of(live: Live, process: str, element_id: str) -> Element:
    """Raises InvalidState when there is no such element."""
    definition = live.prepared.definitions.get(process)
    found = definition.elements.get(element_id) if definition is not None else None
    if found is None:
        raise InvalidState(
            f"流程 {process} 中没有 {element_id}",
            f"Expected an element of {process}, got {element_id}",
        )
    return found


def inside_of(live: Live, container: Element, around: ProcessDefinition) -> ProcessDefinition:
    """The process that what is inside of a sub-process or call belongs to."""
    called = container.called_name if container.kind is Kind.CALL_ACTIVITY else None
    return live.prepared.definitions[called] if called else around


def _around_all(live: Live, move: Move) -> list[int]:
    """The scopes that all tokens are in, or that are named, inner first."""
    if not move.tokens:
        inner = next((one for one in move.scopes if one in live.scopes), ROOT)
        return list(_outward(live, inner))
    tasks = [task_of(live, token) for token in move.tokens]
    around = [list(_outward(live, live.scope(task))) for task in tasks]
    return [scope for scope in around[0] if all(scope in other for other in around)]


def _outward(live: Live, scope: int) -> Iterator[int]:
    """The scope and those around it; an instance is none, it is part of its activity."""
    while True:
        if not live.scopes[scope].instance:
            yield scope
        if scope == ROOT:
            return
        scope = live.scopes[scope].parent


def _way_in(live: Live, scope: int, process: str, target: str) -> tuple[Element, ...]:
    """From directly in the scope to the target; empty when there is none. Raises InvalidState
    when there are several."""
    place = live.scopes[scope]
    around = None if place.own else live.active[scope].element.id
    if place.process == process:
        path = _inward(live.prepared.definitions[process], target, around)
        if path:
            return path
    found = list(_through_calls(live, (place.process, around), (process, target), frozenset()))
    if len(found) > 1:
        raise InvalidState(
            f"{target} 在多处被调用，须指明调用活动",
            f"Expected one call of the process of {target}, there are several",
        )
    return found[0] if found else ()


def _inward(definition: ProcessDefinition, target: str, around: str | None) -> tuple[Element, ...]:
    path = [definition.elements[target]]
    while path[0].scope != around:
        if path[0].scope is None:
            return ()
        path.insert(0, definition.elements[path[0].scope])
    return tuple(path)


def _through_calls(
    live: Live, start: tuple[str, str | None], goal: tuple[str, str], seen: frozenset[str]
) -> Iterator[tuple[Element, ...]]:
    """The ways to an element of a process that is called from here, also by what is called."""
    key, around = start
    definition = live.prepared.definitions[key]
    for element in definition.elements.values():
        called = element.called_name
        if element.kind is not Kind.CALL_ACTIVITY or called in seen or called == key:
            continue
        before = _inward(definition, element.id, around)
        if not before:
            continue
        if called == goal[0]:
            yield (*before, *_inward(live.prepared.definitions[called], goal[1], None))
        for after in _through_calls(live, (called, None), goal, seen | {key}):
            yield (*before, *after)


def _refuse_target(live: Live, move: Move, target: Element) -> None:
    """Raises InvalidState for what control cannot begin at."""
    begins = target.kind is Kind.START_EVENT and target.event.trigger is Trigger.NONE
    if move.hold and not (begins and target.scope is None):
        raise InvalidState("只能退回到流程的开始", "Expected the none start event of the process")
    if target.kind in _EVENTS:
        is_allowed = not _is_awaited_by_gateway(live, move.process, target)
    elif target.kind in _JOINS:
        is_allowed = len(target.incoming) <= 1
    elif target.kind in ACTIVITIES:
        is_allowed = not (target.for_compensation or target.triggered_by_event)
    else:
        is_allowed = begins or target.kind in _CHOICES
    if not is_allowed:
        raise InvalidState(
            f"不能移动到“{target.name or target.id}”：请选它前后的环节",
            f"Expected an activity or an event that control can begin at, {target.id} is none",
        )


def _is_awaited_by_gateway(live: Live, process: str, target: Element) -> bool:
    definition = live.prepared.definitions[process]
    sources = (definition.flows[flow].source for flow in target.incoming)
    return any(definition.elements[one].kind is Kind.EVENT_BASED_GATEWAY for one in sources)


def _refuse_half_way(path: tuple[Element, ...]) -> None:
    """Raises InvalidState where what the target is inside of cannot be entered half-way."""
    for container in path[:-1]:
        if container.kind in _WITHIN and not container.loop and not container.triggered_by_event:
            continue
        raise InvalidState(
            f"不能直接进入“{container.name or container.id}”内部：请选它本身",
            f"Expected {container.id} itself: control cannot begin inside of it",
        )


def _unreachable(target: Element) -> InvalidState:
    return InvalidState(
        f"从这里不能移动到“{target.name or target.id}”",
        f"Expected an element of this part of the case, {target.id} is not",
    )

"""Where a move goes: the live scope around its target, and the way in from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.core.advance import Move
from engine.core.definition import ACTIVITIES, Kind, Trigger
from engine.errors import InvalidState
from engine.kernel.behaviours.call_activity import CallActivity
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.behaviours.transaction import Transaction
from engine.kernel.model import Node, Process
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Inside, Phase

_UNDOING: Final = (Phase.UNDO, Phase.UNDONE)
_REOPENED: Final = (SubProcess, Transaction, CallActivity)
"""What is entered anew, so that control begins at an element inside."""
_EVENTS: Final = frozenset({Kind.CATCH_EVENT, Kind.THROW_EVENT, Kind.END_EVENT})
_JOINS: Final = frozenset({Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.COMPLEX_GATEWAY})


class Place(NamedTuple):
    """A live scope and the way in from it: the target last, before it what it is inside of."""

    scope: int
    process: Process
    path: tuple[str, ...]
    name: str

    @property
    def anchor(self) -> str:
        """The first element of the way in: the one that lies directly in the scope."""
        return self.path[0]


def find(run: Run, move: Move) -> Place:
    """The innermost scope around all the tokens from which the target can be reached. Raises
    InvalidState."""
    for token in move.tokens:
        if token not in run.tokens:
            raise InvalidState(f"位置 {token} 已不存在", f"Expected token {token} to exist")
    target = _target(run, move.process, move.target)
    _refuse_target(run, move, target)
    common = _common(run, move)
    for scope in common:
        if run.scopes[scope].then in _UNDOING:
            raise InvalidState("正在补偿，不能移动", "Expected no compensation to be under way")
        path = _way_in(run, scope, move.process, move.target)
        if path:
            return _checked(run, scope, path, target)
    raise _unreachable(target)


def scope_around(run: Run, scope: int, process: str, element: str) -> int:
    """The innermost scope from this one outward that the element lies in. Raises InvalidState."""
    target = _target(run, process, element)
    for one in _outward(run, scope):
        if _way_in(run, one, process, element):
            return one
    raise _unreachable(target)


def _unreachable(target: Node) -> InvalidState:
    return InvalidState(
        f"从这里不能移动到“{target.element.name or target.id}”",
        f"Expected an element of this part of the case, {target.id} is not",
    )


def _target(run: Run, process: str, element: str) -> Node:
    known = run.prepared.processes.get(process)
    node = known.nodes.get(element) if known is not None else None
    if node is None:
        raise InvalidState(
            f"流程 {process} 中没有 {element}", f"Expected an element of {process}, got {element}"
        )
    return node


def _refuse_target(run: Run, move: Move, node: Node) -> None:
    element, kind = node.element, node.element.kind
    begins = kind is Kind.START_EVENT and element.event.trigger is Trigger.NONE
    activity = kind in ACTIVITIES and not (element.for_compensation or element.triggered_by_event)
    if move.hold and not (begins and element.scope is None):
        raise InvalidState("只能退回到流程的开始", "Expected the none start event of the process")
    if kind in _EVENTS:
        allowed = not _is_awaited_by_gateway(run, move.process, node)
    elif kind in _JOINS:
        allowed = len(node.incoming) <= 1
    else:
        allowed = activity or begins or kind in (Kind.EXCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY)
    if not allowed:
        raise InvalidState(
            f"不能移动到“{element.name or node.id}”：请选它前后的环节",
            f"Expected an activity or an event that control can begin at, {node.id} is none",
        )


def _is_awaited_by_gateway(run: Run, process: str, node: Node) -> bool:
    """Whether an event-based gateway before it awaits it: control begins at the gateway."""
    return any(
        other.element.kind is Kind.EVENT_BASED_GATEWAY
        and any(branch.target == node.id for branch in other.branches)
        for other in run.prepared.processes[process].nodes.values()
    )


def _common(run: Run, move: Move) -> list[int]:
    """The scopes that all tokens are in, or that are named, inner first."""
    if not move.tokens:
        inner = next((one for one in move.scopes if one in run.scopes), ROOT)
        return list(_outward(run, inner))
    around = [list(_outward(run, run.tokens[token].scope)) for token in move.tokens]
    return [scope for scope in around[0] if all(scope in other for other in around)]


def _outward(run: Run, scope: int) -> Iterator[int]:
    """The scope and those around it that hold the content of something."""
    at: int | None = scope
    while at is not None:
        place = run.scopes[at]
        if place.inside is Inside.CONTENT:
            yield at
        at = place.parent


def _way_in(run: Run, scope: int, process: str, target: str) -> tuple[str, ...]:
    """From directly in the scope to the target; empty when there is none."""
    place = run.scopes[scope]
    around = None if place.wall else place.element
    if place.process == process:
        path = _inward(run.prepared.processes[process], target, around)
        if path:
            return path
    through = list(_through_calls(run, (place.process, around), (process, target), frozenset()))
    if len(through) > 1:
        raise InvalidState(
            f"{target} 在多处被调用，须指明调用活动",
            f"Expected one call of the process of {target}, there are several",
        )
    return through[0] if through else ()


def _inward(process: Process, target: str, around: str | None) -> tuple[str, ...]:
    path, at = [target], process.nodes[target].element.scope
    while at != around:
        if at is None:
            return ()
        path.append(at)
        at = process.nodes[at].element.scope
    return tuple(reversed(path))


def _through_calls(
    run: Run, start: tuple[str, str | None], goal: tuple[str, str], seen: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """The ways to an element of a process that is called from here, also by what is called."""
    key, around = start
    process = run.prepared.processes[key]
    for node in process.nodes.values():
        called = node.element.called_name
        if node.element.kind is not Kind.CALL_ACTIVITY or called in seen or called == key:
            continue
        before = _inward(process, node.id, around)
        if not before:
            continue
        if called == goal[0]:
            inside = _inward(run.prepared.processes[called], goal[1], None)
            yield (*before, *inside)
        for after in _through_calls(run, (called, None), goal, seen | {key}):
            yield (*before, *after)


def _checked(run: Run, scope: int, path: tuple[str, ...], target: Node) -> Place:
    """Raises InvalidState where what the target is inside of cannot be entered half-way."""
    process = run.prepared.processes[run.scopes[scope].process]
    if run.scopes[scope].then is Phase.CHOOSE:
        raise InvalidState(
            "特别子流程中的活动由办理人自己选择", "In an ad-hoc sub-process people choose"
        )
    at = process
    for container in path[:-1]:
        node = at.nodes[container]
        if type(node.behaviour) not in _REOPENED or node.element.triggered_by_event:
            raise InvalidState(
                f"不能直接进入“{node.element.name or node.id}”内部：请选它本身",
                f"Expected {container} itself: control cannot begin inside of it",
            )
        if isinstance(node.behaviour, CallActivity):
            at = run.prepared.processes[node.element.called_name]
    name = target.element.name or target.id
    return Place(scope=scope, process=process, path=path, name=name)

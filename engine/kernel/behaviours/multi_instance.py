"""Multi-instance activities: once for each item, or so many times (BPMN 2.0.2, 13.3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from engine.core.values import Value
from engine.errors import Text
from engine.kernel import compensation, scopes, throwing
from engine.kernel.behaviours.behaviour import Behaviour, complete
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.formula import Formula
from engine.kernel.model import Node, Repeat, given
from engine.kernel.repetition import begin_instance, counters, open_around
from engine.kernel.run import Run
from engine.kernel.state import Inside, Phase, Repetition, Status, Token, WatchKind
from engine.kernel.triggering import trigger
from engine.kernel.variables import assign

MOST: Final = 100_000
"""How many instances an activity may have: beyond that, it is a mistake in the data."""

_COUNT: Final = Text(
    zh=f"0 到 {MOST} 之间的整数", en=f"a whole number of instances from 0 to {MOST}"
)
_LIST: Final = Text(zh=f"至多 {MOST} 项的列表", en=f"a list of at most {MOST} items")

Items = tuple[Value, ...]


class MultiInstanceActivity(WaitingElement):
    """Completed when all instances are, or when the completion condition holds after one of them:
    the others are terminated then. Without any instance it is completed at once."""

    __slots__ = ()
    waiting = Status.OPEN

    def prepare(self, run: Run, token: Token, node: Node) -> Items:
        repeat, variables = given(node.repeat), run.visible(token.scope)
        if repeat.collection is not None:
            return _listed(run, repeat.collection, variables)
        return (None,) * _counted(run, given(repeat.cardinality), variables)

    def start(self, run: Run, token: Token, node: Node, prepared: Items) -> None:
        repeat, total = given(node.repeat), len(prepared)
        open_around(run, token, Inside.INSTANCES)
        now = min(1, total) if repeat.sequential else total
        later = prepared if repeat.sequential and repeat.input_item else ()
        run.loops[token.id] = Repetition(scope=token.id, total=total, begun=now, items=later)
        run.allow(total)
        begun = [_begin(run, token, repeat, place, prepared[place]) for place in range(now)]
        run.stack.extend(reversed(begun))
        if not begun:
            run.resume(run.tokens[token.id], Phase.FINISH)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        """No instance is left: set the output collection, each item at its instance's place, null
        where an instance was not completed."""
        repeat, total = given(node.repeat), run.loops[token.id].total
        if repeat.output_collection:
            items = [run.collected.get((token.id, place)) for place in range(total)]
            assign(run, token.scope, {repeat.output_collection: items}, "engine", node.id)
        run.close(token.id)
        complete(run, token, node)


class Instance(Behaviour):
    """One instance as the activity sees it. The place of the instance is its token's data."""

    __slots__ = ()

    def finish(self, run: Run, token: Token, node: Node) -> None:
        """The instance is completed; its variables are still there."""
        repeat, state = given(node.repeat), run.loops[token.scope]
        state = replace(state, completed=state.completed + 1)
        seen = {**run.visible(token.id), **counters(state)}
        enough = repeat.completion is not None and repeat.completion.holds(seen, run.now)
        thrown = _thrown(run, token, repeat, state, seen)
        run.loops[state.scope] = state
        if repeat.output_item:
            own = run.scopes[token.id].variables
            run.collected[state.scope, int(token.data)] = own[repeat.output_item]
        is_last = enough or state.completed == state.total
        for event, planned in thrown:
            throwing.send(run, event, planned)
            if is_last:
                _tell_boundary(run, state.scope, planned)
            if token.id not in run.tokens or not throwing.throw(run, token, planned):
                return
        compensation.lift(run, token.id, state.scope)
        run.close(token.id)
        if enough:
            _terminate_others(run, token, state)
        elif repeat.sequential and state.begun < state.total:
            _begin_next(run, repeat, state)
        scopes.end(run, token)


def _listed(run: Run, formula: Formula, variables: Mapping[str, Value]) -> Items:
    value = formula.value(variables, run.now)
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise formula.unfit(value, variables, _LIST)
    return tuple(value)


def _counted(run: Run, formula: Formula, variables: Mapping[str, Value]) -> int:
    value = formula.value(variables, run.now)
    is_number = isinstance(value, Decimal | int) and type(value) is not bool
    if not is_number or not 0 <= value <= MOST or value != int(value):
        raise formula.unfit(value, variables, _COUNT)
    return int(value)


def _begin(run: Run, whole: Token, repeat: Repeat, place: int, item: Value) -> int:
    own: dict[str, Value] = {}
    if repeat.output_item:
        own[repeat.output_item] = None
    if repeat.input_item:
        own[repeat.input_item] = item
    return begin_instance(run, whole, place, own)


def _begin_next(run: Run, repeat: Repeat, state: Repetition) -> None:
    place = state.begun
    run.loops[state.scope] = replace(state, begun=place + 1)
    item = state.items[place] if state.items else None
    run.stack.append(_begin(run, run.tokens[state.scope], repeat, place, item))


def _terminate_others(run: Run, token: Token, state: Repetition) -> None:
    run.loops[state.scope] = replace(state, terminated=state.terminated + state.active)
    scopes.cancel_content(run, state.scope, token.element, spare=token.id)


def _tell_boundary(run: Run, whole: int, planned: throwing.Planned) -> None:
    """A signal is delivered after the commit, when the activity is complete already: its own
    boundary events get it now."""
    signals = {part.event.signal for part, _ in planned.parts if part.event.signal}
    for watch_id in run.tokens[whole].held if signals else ():
        watch = run.watches.get(watch_id)
        if watch is not None and watch.kind is WatchKind.SIGNAL and whole in run.tokens:
            event = run.node_of(run.tokens[whole].scope, watch.element)
            if event.parts[watch.part].event.signal in signals:
                trigger(run, watch, dict(planned.data))


def _thrown(
    run: Run, token: Token, repeat: Repeat, state: Repetition, seen: Mapping[str, Value]
) -> list[tuple[Node, throwing.Planned]]:
    """What this instance throws, worked out. Raises Stuck."""
    if repeat.first_only and state.completed > 1:
        return []
    origin = replace(token, scope=token.id)  # correlation keys see the instance's variables
    return [
        (event, throwing.plan(run, origin, event))
        for condition, event in repeat.thrown
        if condition is None or condition.holds(seen, run.now)
    ]

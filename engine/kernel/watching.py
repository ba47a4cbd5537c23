"""Begins and repeats what the outside is awaited for: timers and messages of events."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from engine.core import events as ev
from engine.core.definition import Element
from engine.core.values import Value
from engine.errors import Text
from engine.kernel import timers
from engine.kernel.formula import Formula
from engine.kernel.model import Node, given
from engine.kernel.run import Run
from engine.kernel.state import Token, Watch, WatchKind


def planned_timer(run: Run, token: Token, node: Node) -> Watch:
    """The timer of an event, not begun yet. Raises Stuck."""
    timer = given(node.timer)
    value = timer.expression.value(run.visible(token.scope), run.now)
    found = timers.schedule(timer.kind, timer.expression, value, run.moment.now)
    return Watch(
        id="",
        kind=WatchKind.TIMER,
        token=token.id,
        element=node.id,
        due_at=found.due_at,
        left=found.left,
        rule=found.rule,
    )


def planned_message(run: Run, token: Token, node: Node) -> Watch:
    """The message of an event, not awaited yet. Raises Stuck."""
    key = correlation_key(run, token.scope, node.correlation)
    return Watch(id="", kind=WatchKind.MESSAGE, token=token.id, element=node.id, key=key)


def correlation_key(run: Run, scope: int, formula: Formula | None) -> str:
    """The key as text; empty where none is modelled. Raises Stuck."""
    if formula is None:
        return ""
    variables = run.visible(scope)
    value: Value = formula.value(variables, run.now)
    if type(value) is str:
        return value
    if type(value) in (Decimal, int):
        return str(value)
    raise formula.unfit(value, variables, Text(zh="文本或数字", en="a string or a number"))


def begin(run: Run, planned: Watch, element: Element) -> str:
    """Begin to await; gives the new watch's id."""
    if planned.kind is WatchKind.TIMER:
        return _begin_timer(run, planned)
    watch = replace(planned, id=run.next_id("s"))
    run.emit(
        ev.MessageAwaited(
            subscription_id=watch.id,
            element_id=watch.element,
            token=watch.token,
            message=element.event.message or "",
            correlation_key=watch.key,
        )
    )
    return run.watch(watch)


def _begin_timer(run: Run, planned: Watch) -> str:
    watch = replace(planned, id=run.next_id("t"))
    run.emit(
        ev.TimerScheduled(
            timer_id=watch.id,
            element_id=watch.element,
            token=watch.token,
            due_at=given(planned.due_at),
        )
    )
    return run.watch(watch)


def came(run: Run, watch: Watch) -> Token:
    """What was awaited is here: the watch is over; gives the token without it."""
    del run.watches[watch.id]
    token = run.tokens[watch.token]
    token = replace(token, held=tuple(one for one in token.held if one != watch.id))
    run.tokens[token.id] = token
    return token


def again(run: Run, token: Token, watch: Watch, element: Element) -> None:
    """Await the same again: the next turn of a cycle, or the next message."""
    if watch.kind is WatchKind.TIMER:
        turn = timers.following(watch.rule, given(watch.due_at), watch.left)
        if turn is None:
            return
        watch = replace(watch, due_at=turn[0], left=turn[1])
    held = (*token.held, begin(run, watch, element))
    run.tokens[token.id] = replace(token, held=held)

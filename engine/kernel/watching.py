"""Begins, ends and repeats what events await: timers, messages, signals and conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from engine.core import events as ev
from engine.core.correlation import key_text
from engine.core.definition import Element, EventDefinition, Trigger
from engine.core.values import Value
from engine.errors import Text
from engine.kernel import conversations, timers
from engine.kernel.formula import Formula
from engine.kernel.model import Node, given
from engine.kernel.run import Run
from engine.kernel.state import Token, Watch, WatchKind


def planned(run: Run, token: Token, node: Node) -> tuple[Watch, ...]:
    """All that the event awaits, not begun yet. Raises Stuck.

    Errors and escalations are not awaited: whoever throws one looks for the event. Only a parallel
    multiple event keeps in mind that it still misses an escalation.
    """
    found = []
    for index, part in enumerate(node.parts):
        trigger = part.event.trigger
        plan = _PLANS.get(trigger)
        if plan is not None:
            found.append(plan(run, token, node, index))
        elif node.element.event.trigger is Trigger.PARALLEL_MULTIPLE:
            kind = WatchKind.ESCALATION
            found.append(Watch(id="", kind=kind, token=token.id, element=node.id, part=index))
    return tuple(found)


def planned_timer(run: Run, token: Token, node: Node, index: int = 0) -> Watch:
    """The timer of an event, not begun yet. Raises Stuck."""
    timer = given(node.parts[index].timer)
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
        part=index,
    )


def planned_message(run: Run, token: Token, node: Node, index: int = 0) -> Watch:
    """The message of an event, not awaited yet. Raises Stuck."""
    part = node.parts[index] if node.parts else None
    if part is not None and part.event.conversation:
        key = conversations.known(run, token.scope, part.event)
    else:
        key = correlation_key(run, token.scope, part.correlation if part else node.correlation)
    return Watch(
        id="", kind=WatchKind.MESSAGE, token=token.id, element=node.id, key=key, part=index
    )


def planned_signal(run: Run, token: Token, node: Node, index: int = 0) -> Watch:
    """The signal of an event, not awaited yet."""
    return Watch(id="", kind=WatchKind.SIGNAL, token=token.id, element=node.id, part=index)


def planned_condition(run: Run, token: Token, node: Node, index: int = 0) -> Watch:
    """The condition of an event. Raises Stuck when it cannot be asked at all."""
    given(node.parts[index].condition).is_true(run.visible(token.scope), run.now)
    return Watch(id="", kind=WatchKind.CONDITION, token=token.id, element=node.id, part=index)


_PLANS: Final[Mapping[Trigger, Callable[[Run, Token, Node, int], Watch]]] = {
    Trigger.TIMER: planned_timer,
    Trigger.MESSAGE: planned_message,
    Trigger.SIGNAL: planned_signal,
    Trigger.CONDITIONAL: planned_condition,
}


def correlation_key(run: Run, scope: int, formula: Formula | None) -> str:
    """The key as text; empty where none is modelled. Raises Stuck."""
    if formula is None:
        return ""
    variables = run.visible(scope)
    value: Value = formula.value(variables, run.now)
    key = key_text(value)
    if key is None:
        expected = Text(zh="文本、数字或它们的列表", en="a string, a number or a list of these")
        raise formula.unfit(value, variables, expected)
    return key


_LETTERS: Final = {
    WatchKind.TIMER: "t",
    WatchKind.MESSAGE: "s",
    WatchKind.SIGNAL: "s",
    WatchKind.CONDITION: "c",
    WatchKind.ESCALATION: "c",
}


def begin(run: Run, planned: Watch, element: Element) -> str:
    """Begin to await; gives the new watch's id."""
    watch = replace(planned, id=run.next_id(_LETTERS[planned.kind]))
    if watch.kind is WatchKind.TIMER:
        run.emit(
            ev.TimerScheduled(
                timer_id=watch.id,
                element_id=watch.element,
                token=watch.token,
                due_at=given(watch.due_at),
            )
        )
    elif watch.kind is WatchKind.MESSAGE:
        run.emit(
            ev.MessageAwaited(
                subscription_id=watch.id,
                element_id=watch.element,
                token=watch.token,
                message=_definition(element, watch).message or "",
                correlation_key=watch.key,
                any_key=not watch.key and bool(_definition(element, watch).conversation),
            )
        )
    elif watch.kind is WatchKind.SIGNAL:
        run.emit(
            ev.SignalAwaited(
                subscription_id=watch.id,
                element_id=watch.element,
                token=watch.token,
                signal=_definition(element, watch).signal or "",
            )
        )
    return run.watch(watch)


def begin_all(run: Run, planned: Sequence[Watch], element: Element) -> None:
    """Begin to await everything; the token holds it."""
    if not planned:
        return
    begun = tuple(begin(run, watch, element) for watch in planned)
    token = run.tokens[planned[0].token]
    run.tokens[token.id] = replace(token, held=token.held + begun)


def keyed_anew(run: Run) -> None:
    """Who waits for any message of a conversation that has got its key waits for that from now."""
    for old, key in conversations.awaited_anew(run):
        token = run.tokens[old.token]
        element = run.node_of(token.scope, old.element).element
        run.cancel_watch(old.id)
        new = begin(run, conversations.keyed(old, key), element)
        held = tuple(new if one == old.id else one for one in run.tokens[token.id].held)
        run.tokens[token.id] = replace(token, held=held)


def message_came(run: Run, watch: Watch, data: Mapping[str, Value], said: str) -> None:
    """A message that gives its conversation the key does so before its event occurs."""
    token = run.tokens[watch.token]
    node = run.node_of(token.scope, watch.element)
    part = node.parts[watch.part] if node.parts else None
    if part is not None and part.event.conversation and not watch.key:
        conversations.received(run, token.scope, node, (part, data, said))
        run.watches[watch.id] = replace(
            watch, key=conversations.known(run, token.scope, part.event)
        )
        keyed_anew(run)


def _definition(element: Element, watch: Watch) -> EventDefinition:
    parts = element.event.parts
    return parts[watch.part] if parts else element.event


def came(run: Run, watch: Watch) -> Token:
    """What was awaited is here: the watch is over; gives the token without it."""
    run.unwatch(watch.id)
    token = run.tokens[watch.token]
    token = replace(token, held=tuple(one for one in token.held if one != watch.id))
    run.tokens[token.id] = token
    return token


def give_up(run: Run, token: Token) -> Token:
    """What the token's own event awaits besides is awaited no more; gives the token without."""
    mine = [watch for watch in token.held if run.watches[watch].element == token.element]
    for watch in mine:
        run.cancel_watch(watch)
    if mine:
        held = tuple(watch for watch in token.held if watch not in mine)
        run.tokens[token.id] = token = replace(token, held=held)
    return token


def arrived(run: Run, watch: Watch, node: Node, data: Value) -> tuple[Watch, ...]:
    """Record that one part of an event came. Gives what made the event occur, with the data that
    came, taken off the token; nothing as long as a parallel multiple event misses a part."""
    _record(run, watch, data)
    watch = replace(watch, data=data)
    if node.element.event.trigger is not Trigger.PARALLEL_MULTIPLE:
        came(run, watch)
        return (watch,)
    run.unwatch(watch.id)
    run.watches[watch.id] = replace(watch, kind=WatchKind.CAME)
    parts = _parts(run, watch)
    if any(part.kind is not WatchKind.CAME for part in parts):
        return ()
    for part in parts:
        came(run, part)
    return tuple(parts)


def _parts(run: Run, watch: Watch) -> list[Watch]:
    """All parts of the event that this one belongs to, as the token holds them."""
    held = (run.watches[one] for one in run.tokens[watch.token].held)
    return sorted((one for one in held if one.element == watch.element), key=lambda one: one.part)


def _record(run: Run, watch: Watch, data: Value) -> None:
    if watch.kind is WatchKind.TIMER:
        run.emit(ev.TimerFired(timer_id=watch.id, element_id=watch.element))
    elif watch.kind is WatchKind.MESSAGE:
        run.emit(ev.MessageReceived(subscription_id=watch.id, data=data))
    elif watch.kind is WatchKind.SIGNAL:
        run.emit(ev.SignalReceived(subscription_id=watch.id, data=data))


def payload(parts: Sequence[Watch]) -> Value:
    """What came: of a parallel multiple event the data of all parts together."""
    if len(parts) == 1:
        return parts[0].data
    merged: dict[str, Value] = {}
    for part in parts:
        merged.update(part.data or {})
    return merged


def again(run: Run, parts: Sequence[Watch], node: Node) -> None:
    """Await the same again: the next turn of a cycle, message or signal, and that the condition
    becomes true once more. Nothing, where one of the parts cannot come again."""
    fresh = [one for one in (_renewed(part, node) for part in parts) if one is not None]
    if len(fresh) == len(parts):
        begin_all(run, fresh, node.element)


def _renewed(watch: Watch, node: Node) -> Watch | None:
    kind = _KINDS[node.parts[watch.part].event.trigger]
    if kind is not WatchKind.TIMER:
        return replace(watch, kind=kind, data=None, was_true=kind is WatchKind.CONDITION)
    turn = timers.following(watch.rule, given(watch.due_at), watch.left)
    if turn is None:
        return None
    return replace(watch, kind=kind, data=None, due_at=turn[0], left=turn[1])


_KINDS: Final = {
    Trigger.TIMER: WatchKind.TIMER,
    Trigger.MESSAGE: WatchKind.MESSAGE,
    Trigger.SIGNAL: WatchKind.SIGNAL,
    Trigger.CONDITIONAL: WatchKind.CONDITION,
    Trigger.ESCALATION: WatchKind.ESCALATION,
}

"""Throws the results of throwing and end events: messages, signals, escalations and errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core import events as ev
from engine.core.definition import Trigger
from engine.core.values import Value
from engine.kernel import conversations, errors, escalations, watching
from engine.kernel.model import Node, Part
from engine.kernel.propagation import Catcher
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import evaluate
from engine.kernel.watching import correlation_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What an event is about to throw: all that could fail is worked out."""

    parts: tuple[tuple[Part, str], ...]  # with the correlation keys of messages
    data: Mapping[str, Value]
    scope: int
    error: tuple[errors.Thrown, Catcher] | None = None


def plan(run: Run, token: Token, node: Node) -> Planned:
    """What the event throws. Raises Stuck, also when nothing catches the error that it throws."""
    data = evaluate(run, node.inputs, run.visible(token.scope)) if node.inputs else {}
    parts = tuple(
        (part, correlation_key(run, token.scope, part.correlation)) for part in node.parts
    )
    for part in parts:
        if part[0].event.conversation:
            conversations.check_sent(run, token.scope, node, part)
    error = _error(run, token, node, data)
    return Planned(parts=parts, data=data, scope=token.scope, error=error)


def _error(
    run: Run, token: Token, node: Node, data: Mapping[str, Value]
) -> tuple[errors.Thrown, Catcher] | None:
    for part in node.parts:
        if part.event.trigger is Trigger.ERROR:
            error = errors.Thrown(code=part.event.error_code or "", data=data)
            catcher = errors.catcher(run, token, error)
            if catcher is None:
                raise errors.uncaught(run, token, node, error)
            return error, catcher
    return None


def send(run: Run, node: Node, planned: Planned) -> None:
    """Messages and signals: a job delivers each after the commit, the token does not wait."""
    for part, key in planned.parts:
        if part.event.trigger is Trigger.MESSAGE:
            if part.event.conversation:
                conversations.begin(run, planned.scope, node, (part, key))
                watching.keyed_anew(run)
            run.emit(
                ev.MessageThrown(
                    job_id=run.next_id("j"),
                    element_id=node.id,
                    message=part.event.message or "",
                    correlation_key=key,
                    data=planned.data,
                )
            )
        elif part.event.trigger is Trigger.SIGNAL:
            run.emit(
                ev.SignalThrown(
                    job_id=run.next_id("j"),
                    element_id=node.id,
                    signal=part.event.signal or "",
                    data=planned.data,
                )
            )


def throw(run: Run, token: Token, planned: Planned) -> bool:
    """Escalations and the error, outward. Says whether the token is still there."""
    for part, _ in planned.parts:
        if part.event.trigger is Trigger.ESCALATION and token.id in run.tokens:
            escalations.throw(run, token, part.event.escalation_code or "", planned.data)
    if planned.error is not None and token.id in run.tokens:
        errors.catch(run, token, *planned.error)
    return token.id in run.tokens

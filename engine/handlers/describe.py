"""Says at its start how a case is called, numbered, summed up and searched, as its process
declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.core.answers import Answers
from engine.core.calendar import OFFICE_ZONE
from engine.core.commands import Envelope
from engine.core.events import CaseDescribed, Event
from engine.core.numbering import NumberPart, render
from engine.core.values import Value
from engine.feel import Compiled, FeelError
from engine.handlers.case import PreparedCase

MAX_SUMMARY: Final = 500


def shown(expression: Compiled | None, envelope: Envelope, variables: Mapping[str, Value]) -> str:
    """The text of a title or summary; empty when there is none, or it gives no text."""
    if expression is None:
        return ""
    called = getattr(envelope.command, "called", {})
    told = {name: _by_name(value, called) for name, value in variables.items()}
    scope = {**told, "initiator": envelope.actor.as_context()}
    try:
        value = expression.evaluate(scope, now=envelope.at.astimezone(OFFICE_ZONE))
    except FeelError:
        return ""
    return value if isinstance(value, str) else ""


def _by_name(value: Value, called: Mapping[str, str]) -> Value:
    """The value with people's names for their logins."""
    if not called:
        return value
    if isinstance(value, str):
        return called.get(value, value)
    if isinstance(value, Mapping):
        return {name: _by_name(one, called) for name, one in value.items()}
    if isinstance(value, list):
        return [_by_name(one, called) for one in value]
    return value


def described(
    case: PreparedCase, envelope: Envelope, variables: Mapping[str, Value], answers: Answers
) -> tuple[Event, ...]:
    """CaseDescribed, when the process declares anything of it."""
    process = case.bundle.process
    if not (case.number or case.summary or process.searchable):
        return ()
    summary = shown(case.summary, envelope, variables)[:MAX_SUMMARY]
    event = CaseDescribed(summary=summary, searchable=process.searchable)
    if not case.number:
        return (event,)
    compiled = dict(case.number)

    def value(part: NumberPart) -> str:
        return _as_text(compiled[part], envelope, variables)

    at = envelope.at.astimezone(OFFICE_ZONE)
    rendered = render(process.key, tuple(part for part, _ in case.number), at, value)
    sequence = answers.next_in(rendered.counter)
    return (
        CaseDescribed(
            number=rendered.number(sequence),
            counter=rendered.counter,
            sequence=sequence,
            summary=event.summary,
            searchable=event.searchable,
        ),
    )


def _as_text(
    expression: Compiled | None, envelope: Envelope, variables: Mapping[str, Value]
) -> str:
    """A part of a number; what cannot be evaluated leaves its place empty."""
    if expression is None:
        return ""
    scope = {**variables, "initiator": envelope.actor.as_context()}
    try:
        value = expression.evaluate(scope, now=envelope.at.astimezone(OFFICE_ZONE))
    except FeelError:
        return ""
    return "" if value is None else str(value)

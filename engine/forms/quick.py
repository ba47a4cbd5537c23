"""Readers of single inputs whose rules are figures: what is plainly in order needs no more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from engine.core.values import Value
from engine.forms.components import Input, Type
from engine.forms.expressions import FormExpression
from engine.forms.values import MAX_TEXT

UNSURE: Final[Any] = object()
"""The answer of a reader that leaves the value to the whole judgement."""

Reader = Callable[[Value], Value]

_TEXTS: Final = frozenset({Type.TEXT_FIELD, Type.TEXT_AREA})
_CHOICES: Final = frozenset({Type.RADIO, Type.SELECT})


def reader_of(field: Input) -> Reader | None:
    """The reader of the input, if there is one of its kind."""
    if field.type in _TEXTS and not field.rules.pattern:
        return _text_reader(field)
    if field.type in _CHOICES and field.options is not None:
        return _choice_reader(field)
    return None


def _text_reader(field: Input) -> Reader | None:
    low, high = field.rules.min_length, field.rules.max_length
    if isinstance(low, FormExpression) or isinstance(high, FormExpression):
        return None
    least: Decimal | int = 1 if low is None or low < 1 else low
    most: Decimal | int = MAX_TEXT if high is None or high > MAX_TEXT else high
    empty = UNSURE if field.rules.required else None

    def read(raw: Value) -> Value:
        if raw is None:
            return empty
        # All that is hard to keep or to show is not printable: NUL, torn pairs, line breaks.
        if type(raw) is not str or not raw.isprintable() or len(raw) > most:
            return UNSURE
        return raw if len(raw.strip()) >= least else UNSURE

    return read


def _choice_reader(field: Input) -> Reader | None:
    options = field.options
    if options is None or options.expression or options.lookup is not None:
        return None
    texts = frozenset(value for value in options.values if type(value) is str and value.strip())

    def read(raw: Value) -> Value:
        return raw if type(raw) is str and raw in texts and raw.isprintable() else UNSURE

    return read

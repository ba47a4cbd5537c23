"""Checks one typed value against the rules of its component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from engine.core.fact import fact
from engine.core.values import Value
from engine.forms import breaches
from engine.forms.breaches import Breach
from engine.forms.components import Bound, Input, Options, Type
from engine.forms.expressions import FormExpression, Place, matches
from engine.forms.values import OFFICE_ZONE, is_empty

PEOPLE: Final = "people"
"""The `valuesKey` whose options are the organisation's logins."""
REGISTER: Final = "register:"
"""A `valuesKey` that begins so offers the lines of that register; any other names a variable."""


@fact
class Outside:
    """What a rule may look at besides the form: the clock, the case, and known names and files."""

    now: datetime
    variables: Mapping[str, Value]
    lookups: Mapping[str, frozenset[str]]


def broken_rules(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    """Each rule that the value breaks. An empty value breaks only `required`."""
    if is_empty(value) or (field.type is Type.CHECKBOX and value is False):
        if field.rules.required:
            yield breaches.required()
        return
    for rule in _RULES[field.type]:
        yield from rule(field, value, place, outside)


def _limit(bound: Bound | None, place: Place, now: datetime) -> Decimal | None:
    if isinstance(bound, FormExpression):
        limit = bound.value(place, now)
        return limit if isinstance(limit, Decimal) else None
    return bound


def _range(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    low = _limit(field.rules.minimum, place, outside.now)
    high = _limit(field.rules.maximum, place, outside.now)
    if low is not None and value < low:
        yield breaches.too_small(low)
    if high is not None and value > high:
        yield breaches.too_large(high)


def _precision(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    digits, increment = field.rules.decimal_digits, field.rules.increment
    if digits is not None and -value.normalize().as_tuple().exponent > digits:
        yield breaches.too_precise(digits)
    if increment and value % increment:
        yield breaches.off_step(increment)


def _length(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    low = _limit(field.rules.min_length, place, outside.now)
    high = _limit(field.rules.max_length, place, outside.now)
    length = len(value.strip())
    if low is not None and length < low:
        yield breaches.too_short(low)
    if high is not None and length > high:
        yield breaches.too_long(high)


def _pattern(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    pattern = field.rules.pattern
    if pattern and not matches(value, pattern):
        yield breaches.no_match(pattern, field.rules.pattern_text)


def _choice(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    allowed = _allowed(field.options or Options(), place, outside)
    if allowed is None:
        return
    for chosen in value if isinstance(value, list) else [value]:
        if not any(type(chosen) is type(item) and chosen == item for item in allowed):
            yield breaches.not_an_option(chosen)


def _allowed(options: Options, place: Place, outside: Outside) -> list[Value] | None:
    """The allowed values; None for a live lookup that is not given: it was checked live, once."""
    if options.expression:
        return option_values(options.expression.value(place, outside.now))
    if options.lookup is None:
        return list(options.values)
    if options.lookup == PEOPLE or options.lookup.startswith(REGISTER):
        known = outside.lookups.get(options.lookup)
        return None if known is None else sorted(known)
    return option_values(outside.variables.get(options.lookup))


def option_values(items: Value) -> list[Value]:
    """The values of a list of options, each a plain value or a context with `value`."""
    if not isinstance(items, list | tuple):
        return []
    plain = (item.get("value") if isinstance(item, Mapping) else item for item in items)
    return [Decimal(item) if type(item) is int else item for item in plain]


def _files(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    if not field.multiple and len(value) > 1:
        yield breaches.too_many(1)
    known = outside.lookups.get("files")
    if known is None:
        return
    for file in value:
        if file["digest"] not in known:
            yield breaches.unknown_file(file["name"])


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(OFFICE_ZONE).date()
    return value if isinstance(value, date) else None


def _future(field: Input, value: Value, place: Place, outside: Outside) -> Iterator[Breach]:
    day = _day(value)
    if field.rules.no_past and day and day < outside.now.astimezone(OFFICE_ZONE).date():
        yield breaches.in_the_past()


Rule = Callable[[Input, Value, Place, Outside], Iterator[Breach]]
_RULES: Final[Mapping[Type, tuple[Rule, ...]]] = {
    Type.TEXT_FIELD: (_length, _pattern),
    Type.TEXT_AREA: (_length, _pattern),
    Type.NUMBER: (_range, _precision),
    Type.CHECKBOX: (),
    Type.RADIO: (_choice,),
    Type.SELECT: (_choice,),
    Type.CHECKLIST: (_choice,),
    Type.TAG_LIST: (_choice,),
    Type.DATE_TIME: (_future,),
    Type.FILE_PICKER: (_files,),
}

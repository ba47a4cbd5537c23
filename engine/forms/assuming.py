"""Fills a form as far as it can be told beforehand: what was given, is known, or is declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from engine.core.definition import Access
from engine.core.fact import fact
from engine.core.values import Value
from engine.errors import Text
from engine.forms.checking import settle_form
from engine.forms.components import Input, Rows, Type
from engine.forms.form import Form
from engine.forms.rights import Rights
from engine.forms.rules import Outside
from engine.forms.values import is_empty


class Source(StrEnum):
    """Where the value of a field came from that nobody has filled in yet."""

    KNOWN = "known"  # the case has it already
    DECLARED = "declared"  # the form's own default
    FIRST_OPTION = "first-option"  # the first of its choices
    EMPTY = "empty"  # nothing tells


@fact
class Assumed:
    """One field that was filled in for its person."""

    path: str
    label: Text
    value: Value
    source: Source


_CHOICES: Final = frozenset({Type.SELECT, Type.RADIO})


def assume(
    form: Form, data: Mapping[str, Value], rights: Rights, outside: Outside
) -> tuple[dict[str, Value], tuple[Assumed, ...]]:
    """The values that the form would give, and which of them nobody has filled in.

    What was given stays as it is, whether it keeps the rules or not.
    """
    declared = dict(_defaults(form.schema.get("components", ())))
    filled: dict[str, Value] = {}
    sources: dict[str, Source] = {}
    for field in _inputs(form):
        if field.key in data and not is_empty(data[field.key]):
            filled[field.key] = data[field.key]
            continue
        value, source = _guess(field, outside.variables.get(field.key), declared)
        filled[field.key], sources[field.key] = value, source
    for component in form.components:
        known = outside.variables.get(component.key or "")
        if isinstance(component, Rows) and component.key not in data and known:
            filled[component.key] = known
    others = {key: value for key, value in data.items() if key not in filled}
    values, slots = settle_form(form.components, {**filled, **others}, rights, outside)
    assumed = tuple(
        Assumed(
            path=slot.path,
            label=slot.component.label,
            value=slot.value,
            source=sources.get(slot.path, Source.EMPTY),
        )
        for slot in slots
        if isinstance(slot.component, Input)
        and slot.access is Access.EDIT
        and not slot.hidden
        and (slot.path in sources or ("." in slot.path and is_empty(slot.value)))
    )
    return values, assumed


def _inputs(form: Form) -> Iterator[Input]:
    pending = list(form.components)
    while pending:
        component = pending.pop(0)
        if isinstance(component, Input):
            yield component
        elif component.key is None:
            pending[:0] = component.components


def _guess(field: Input, known: Value, declared: Mapping[str, Value]) -> tuple[Value, Source]:
    if not is_empty(known):
        return known, Source.KNOWN
    if field.key in declared:
        return declared[field.key], Source.DECLARED
    if field.type in _CHOICES and field.options is not None and field.options.values:
        return field.options.values[0], Source.FIRST_OPTION
    return None, Source.EMPTY


def _defaults(components: Any) -> Iterator[tuple[str, Value]]:
    for component in components:
        key = component.get("key")
        if key and "defaultValue" in component:
            yield key, component["defaultValue"]
        if component.get("type") == "group" and not component.get("path"):
            yield from _defaults(component.get("components", ()))

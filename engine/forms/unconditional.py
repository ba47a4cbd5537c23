"""Accepts at once what a form takes at a step where no field that may be written has a condition.

Most steps of an approval are so: a choice, an opinion, a date. Nothing is decided here that
`checking` would decide otherwise: whatever is not plainly in order is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from engine.core.definition import Access
from engine.core.values import Value
from engine.forms.breaches import Breach
from engine.forms.components import Component, Group, Input, Rows
from engine.forms.expressions import FormExpression, Place
from engine.forms.quick import UNSURE, Reader, reader_of
from engine.forms.rights import Rights
from engine.forms.rules import Outside, broken_rules
from engine.forms.values import read_value

_MAX_PLANS: Final = 4096


class Plan(NamedTuple):
    """What may be written, if it can be judged field by field."""

    components: tuple[Component, ...]
    rights: Rights
    fields: Mapping[str, tuple[Input, Reader | None]] | None


_PLANS: Final[dict[tuple[int, int, Access], Plan]] = {}


def accepted(
    components: tuple[Component, ...],
    data: Mapping[str, Value],
    rights: Rights,
    outside: Outside,
) -> dict[str, Value] | None:
    """The accepted values; None when only the whole judgement can tell."""
    fields = _plan(components, rights).fields
    if fields is None or not fields.keys() >= data.keys():
        return None
    values: dict[str, Value] = {}
    place = Place(form=values, variables=outside.variables, this=values)
    for key, (field, reader) in fields.items():
        if reader is not None:
            value = reader(data.get(key))
            if value is not UNSURE:
                values[key] = value
                continue
        try:
            value = values[key] = read_value(field, data.get(key))
        except Breach:
            return None
        for _ in broken_rules(field, value, place, outside):
            return None
    return values


def _plan(components: tuple[Component, ...], rights: Rights) -> Plan:
    """Kept by identity: forms and the rights of a step are pinned, and every command asks."""
    key = (id(components), id(rights.fields), rights.default)
    plan = _PLANS.get(key)
    if plan is None or plan.components is not components or plan.rights.fields is not rights.fields:
        if len(_PLANS) >= _MAX_PLANS:
            _PLANS.clear()
        plan = _PLANS[key] = Plan(components, rights, _fields(components, rights))
    return plan


def _fields(
    components: tuple[Component, ...], rights: Rights
) -> Mapping[str, tuple[Input, Reader | None]] | None:
    found: dict[str, tuple[Input, Reader | None]] = {}
    for component in _flat(components):
        if component is None:
            return None
        if not _may_write(component, rights):
            continue
        if not isinstance(component, Input) or _has_condition(component) or component.key in found:
            return None
        found[component.key] = (component, reader_of(component))
    return found


def _flat(components: tuple[Component, ...]) -> Iterator[Component | None]:
    """The components in order, through groups that only frame them; None for one that hides."""
    for component in components:
        if not isinstance(component, Group) or component.key is not None:
            yield component
        elif component.hide is None:
            yield from _flat(component.components)
        else:
            yield None


def _may_write(component: Component, rights: Rights) -> bool:
    key = component.key or ""
    if isinstance(component, Group | Rows):
        return rights.may_edit_in(key)
    locked = isinstance(component, Input) and component.locked is True
    return not locked and rights.of(key) is Access.EDIT


def _has_condition(field: Input) -> bool:
    rules, options = field.rules, field.options
    computed = (
        field.locked,
        rules.minimum,
        rules.maximum,
        rules.min_length,
        rules.max_length,
        options.expression if options else None,
    )
    return (
        field.hide is not None
        or field.check is not None
        or any(isinstance(one, FormExpression) for one in computed)
    )

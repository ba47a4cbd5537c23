"""Decides on sent form data as the server sees it: what is hidden, computed, broken, accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.core.definition import Access
from engine.core.values import Value, finite, to_plain
from engine.errors import FieldError, GuichengError, InvalidForm
from engine.feel import FeelError
from engine.forms import breaches
from engine.forms.components import Component, Computed, Group, Input, Rows
from engine.forms.expressions import FormExpression
from engine.forms.filling import Filling, Slot
from engine.forms.rights import Rights
from engine.forms.rules import Outside, broken_rules


def check_form(
    components: tuple[Component, ...], data: Any, rights: Rights, outside: Outside
) -> dict[str, Value]:
    """The accepted values of the top-level fields that may be written here.

    An empty or hidden field is there with None, so that an earlier value does not live on.
    Raises InvalidForm with every broken rule, in the order of the form.
    """
    try:
        return _checked(components, data, rights, outside)
    except ArithmeticError:  # over a number that is not finite: an earlier one counts as none
        cleaned = finite(outside.variables)
        if finite(data) is not data:
            raise InvalidForm((breaches.not_finite(),)) from None
        if cleaned is outside.variables:
            raise
        return _checked(components, data, rights, replace(outside, variables=cleaned))


def _checked(
    components: tuple[Component, ...], data: Any, rights: Rights, outside: Outside
) -> dict[str, Value]:
    filling = Filling(rights)
    filling.read(components, data, outside.variables)
    errors = [*filling.errors, *_settle(filling.slots, outside)]
    errors += _verify(filling.slots, outside, with_checks=not errors)
    if errors:
        raise InvalidForm(tuple(_in_order(errors, filling.slots)))
    return {key: filling.values[key] for key in _written(filling.slots)}


def settle_form(
    components: tuple[Component, ...], data: Any, rights: Rights, outside: Outside
) -> tuple[dict[str, Value], tuple[Slot, ...]]:
    """The values of the fields that may be written here, hidden and computed as `check_form` does,
    without asking whether they keep the rules; and the slots they came from.

    What cannot be read or computed is None.
    """
    filling = Filling(rights)
    filling.read(components, finite(data), outside.variables)
    _settle(filling.slots, outside)
    values = {key: filling.values[key] for key in _written(filling.slots)}
    return values, tuple(filling.slots)


def _in_order(errors: Iterable[FieldError], slots: list[Slot]) -> list[FieldError]:
    order = {slot.path: index for index, slot in reversed(list(enumerate(slots)))}
    return sorted(dict.fromkeys(errors), key=lambda error: order.get(error.path, -1))


def _top(path: str) -> str:
    """The top-level key of a path."""
    return path.partition(".")[0].partition("[")[0]


def _written(slots: list[Slot]) -> dict[str, None]:
    """The top-level keys under which something may be edited."""
    keys: dict[str, None] = {}
    for slot in slots:
        if slot.access is Access.EDIT and slot.component.key is not None:
            keys[_top(slot.path)] = None
    return keys


# -- what is hidden and computed ------------------------------------------------------------------


def _settle(slots: list[Slot], outside: Outside) -> list[FieldError]:
    """Hide and compute until nothing changes: a hidden value is null to every other expression."""
    moving = _moving(slots)
    reads = _reads(moving)
    for _ in range(len(moving) + 2):
        changed = False
        for slot in moving:
            try:
                refreshed = _refresh(slot, outside)
            except GuichengError as error:
                breach = breaches.bad_expression(error.text)
                return [breach.at(slot.path, slot.component.label)]
            changed |= refreshed and (bool(slot.place.numbers) or _top(slot.path) in reads)
        if not changed:
            return []
    return [breaches.unstable()]


def _moving(slots: list[Slot]) -> list[Slot]:
    """What may be hidden, by itself or with what it lies in, or is computed."""
    found: dict[int, Slot] = {}
    for slot in slots:
        parent = slot.parent
        own = slot.component.hide is not None or isinstance(slot.component, Computed)
        if own or (parent is not None and id(parent) in found):
            found[id(slot)] = slot
    return list(found.values())


def _reads(moving: list[Slot]) -> set[str]:
    """The names whose change makes another round necessary."""
    reads: set[str] = set()
    for slot in moving:
        component = slot.component
        if component.hide is not None:
            reads |= component.hide.compiled.reads
        if isinstance(component, Computed):
            reads |= component.expression.compiled.reads
    return reads


def _refresh(slot: Slot, outside: Outside) -> bool:
    """Hide, show or compute one slot; whether its value changed. Raises FeelError."""
    component = slot.component
    slot.hidden = _is_hidden(slot, outside)
    if isinstance(component, Computed) and not slot.hidden:
        slot.value = _computed(component.expression, slot, outside)
    if component.key is None or isinstance(component, Group):
        return False
    now = None if slot.hidden and slot.access is Access.EDIT else slot.value
    before = slot.holder[component.key]
    slot.holder[component.key] = now
    return now is not before and bool(now != before)


def _is_hidden(slot: Slot, outside: Outside) -> bool:
    if slot.parent is not None and slot.parent.hidden:
        return True
    hide = slot.component.hide
    return hide is not None and hide.value(slot.place, outside.now) is True


def _computed(expression: FormExpression, slot: Slot, outside: Outside) -> Value:
    value = expression.value(slot.place, outside.now)
    to_plain(value)  # refuses what is no storable value, such as a function
    return value


# -- what is broken -------------------------------------------------------------------------------


def _verify(slots: list[Slot], outside: Outside, *, with_checks: bool) -> list[FieldError]:
    """Broken rules; the authors' own checks run only on values that are otherwise in order."""
    errors = [error for slot in slots for error in _rule_errors(slot, outside)]
    if errors or not with_checks:
        return errors
    return [error for slot in slots for error in _check_errors(slot, outside)]


def _is_open(slot: Slot) -> bool:
    return slot.access is Access.EDIT and not slot.hidden and not slot.failed


def _rule_errors(slot: Slot, outside: Outside) -> list[FieldError]:
    component = slot.component
    if not _is_open(slot):
        return []
    try:
        if isinstance(component, Input):
            found = _input_breaches(component, slot, outside)
        else:
            found = _row_breaches(component, slot)
    except FeelError as error:
        found = [breaches.bad_expression(error.text)]
    return [breach.at(slot.path, component.label) for breach in found]


def _input_breaches(field: Input, slot: Slot, outside: Outside) -> list[breaches.Breach]:
    if isinstance(field.locked, FormExpression):
        locked = field.locked.value(slot.place, outside.now) is True
        if locked:
            return [] if slot.value == slot.before else [breaches.not_writable()]
    return list(broken_rules(field, slot.value, slot.place, outside))


def _row_breaches(component: Component, slot: Slot) -> list[breaches.Breach]:
    if isinstance(component, Rows) and len(slot.value) < component.min_rows:
        return [breaches.too_few_rows(component.min_rows)]
    return []


def _check_errors(slot: Slot, outside: Outside) -> list[FieldError]:
    component = slot.component
    check = None if isinstance(component, Group) else component.check
    if check is None or not _is_open(slot):
        return []
    try:
        if check.expression.value(slot.place, outside.now) is True:
            return []
    except FeelError as error:
        return [breaches.bad_expression(error.text).at(slot.path, component.label)]
    return [breaches.field_error(slot.path, "check", check.text)]

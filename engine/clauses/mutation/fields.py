"""The changes of one form field: it is missing, may stay empty, takes what it should refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import orjson

from engine.clauses.mutation.model import Aspect, Change
from engine.errors import Text
from engine.forms import Form, read_form

_LIMITS: Final = ("min", "max", "minLength", "pattern")
"""What a field's value is held to. `maxLength` is left alone: what a column can hold is no rule
of the office."""
_ROW_LIMITS: Final = ("minRows", "maxRows")
_CHECKS: Final = ("check", "checkZh", "checkEn")
Component = Mapping[str, Any]
Place = tuple[int, ...]
"""Where a component stands: its number at each level."""


def field_changes(form: Form, field: str, clause: str) -> Iterator[Change]:
    """Every change of the fields of this name that cite the clause. What is only shown carries
    nothing out where it is shown, so that it has none."""
    for place, component in _components(form.schema, ()):
        name = component.get("key") or component.get("path")
        cited = str(component.get("properties", {}).get("clauses", "")).split()
        if name == field and clause in cited and not component.get("readonly"):
            yield from _of_field(place, component)


def _of_field(place: Place, component: Component) -> Iterator[Change]:
    yield _change(Aspect.PRESENCE, Text(zh="拿掉", en="dropped"), place, None)
    rules, properties = component.get("validate", {}), component.get("properties", {})
    if rules.get("required"):
        how = Text(zh="可以不填", en="may stay empty")
        yield _change(Aspect.REQUIRED, how, place, _less(component, "validate", "required"))
    for section, names in (("validate", _LIMITS), ("properties", _ROW_LIMITS)):
        for name in names:
            if name in component.get(section, {}):
                how = Text(zh=f"没有 {name}", en=f"without {name}")
                yield _change(Aspect.LIMITS, how, place, _less(component, section, name))
    if "check" in properties:
        how = Text(zh="不核对", en="not checked")
        yield _change(Aspect.CHECK, how, place, _less(component, "properties", *_CHECKS))


def _less(component: Component, section: str, *names: str) -> Component:
    left = {name: value for name, value in component[section].items() if name not in names}
    return {**component, section: left}


def _change(aspect: Aspect, how: Text, place: Place, component: Component | None) -> Change:
    return Change(
        aspect=aspect, how=how, apply=partial(_with_component, place=place, component=component)
    )


def _components(container: Component, above: Place) -> Iterator[tuple[Place, Component]]:
    for number, component in enumerate(container.get("components", ())):
        yield (*above, number), component
        yield from _components(component, (*above, number))


def _with_component(form: Form, place: Place, component: Component | None) -> Form:
    """With this component instead of the one there, or without it. Raises DeploymentRefused."""
    schema = _placed(form.schema, place, component)
    return read_form(orjson.dumps(schema, default=lambda number: orjson.Fragment(str(number))))


def _placed(container: Component, place: Place, component: Component | None) -> Component:
    number, *deeper = place
    components = list(container["components"])
    if deeper:
        components[number] = _placed(components[number], tuple(deeper), component)
    else:
        components[number : number + 1] = [] if component is None else [component]
    return {**container, "components": components}

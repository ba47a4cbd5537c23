"""A form: what people fill at a step, and the server's own judgement of what they sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.core.definition import Access
from engine.core.ids import Digest
from engine.core.values import Value
from engine.forms.checking import check_form
from engine.forms.components import Component, Group, Rows
from engine.forms.filling import keys_of
from engine.forms.present import present_schema
from engine.forms.rights import Rights
from engine.forms.rules import Outside
from engine.forms.unconditional import accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One deployed form. `schema` is the form-js JSON as stored: never change it in place."""

    id: str
    digest: Digest
    schema: Mapping[str, Any]
    components: tuple[Component, ...]
    reads: frozenset[str] = frozenset()
    """Top-level names that its expressions read: own fields, and variables of the case."""

    def keys(self) -> frozenset[str]:
        """The top-level variable names that it can write."""
        return keys_of(self.components)

    def paths(self) -> frozenset[str]:
        """Every path that a field right may name, such as `items` and `items.quantity`."""
        return frozenset(_paths(self.components, ""))

    def check(  # noqa: PLR0913 -- each is a separate input of one judgement
        self,
        data: Mapping[str, Value],
        *,
        access: Mapping[str, Access],
        default: Access,
        variables: Mapping[str, Value],
        now: datetime,
        lookups: Mapping[str, frozenset[str]],
    ) -> dict[str, Value]:
        """The accepted values, typed: numbers Decimal, dates and times of the core's domain.

        Every field that may be written here is in it, None when empty or hidden. `lookups` holds
        what exists outside the case at this moment: `people` (logins) and `files` (digests of
        uploads); one that is absent, as in re-execution, is not checked again. Raises InvalidForm
        naming every broken rule; nothing of the browser is trusted.
        """
        outside = Outside(now=now, variables=variables, lookups=lookups)
        rights = Rights(default=default, fields=access)
        if type(data) is dict:
            taken = accepted(self.components, data, rights, outside)
            if taken is not None:
                return taken
        return check_form(self.components, data, rights, outside)

    def present(self, rights: Rights) -> dict[str, Any]:
        """The schema for a person with these rights; hidden fields are not in it."""
        return present_schema(self.schema, rights)

    def readable(self, rights: Rights, data: Mapping[str, Value]) -> dict[str, Value]:
        """Of the data, what the presented form shows or reads: its fields that are not hidden,
        and the other variables that its expressions name."""
        own = _readable(self.components, rights, data, "")
        others = {name: data[name] for name in self.reads - self.keys() if name in data}
        return {**others, **own}


def _paths(components: tuple[Component, ...], prefix: str) -> Iterator[str]:
    for component in components:
        path = f"{prefix}{component.key}" if component.key else ""
        if path:
            yield path
        if isinstance(component, Group | Rows):
            yield from _paths(component.components, f"{path}." if path else prefix)


def _readable(
    components: tuple[Component, ...], rights: Rights, data: Mapping[str, Value], path: str
) -> dict[str, Value]:
    shown: dict[str, Value] = {}
    for component in components:
        if isinstance(component, Group) and component.key is None:
            shown |= _readable(component.components, rights, data, path)
        elif component.key and component.key in data:
            value = _visible(component, rights, data[component.key], f"{path}{component.key}")
            shown |= {} if value is _HIDDEN else {component.key: value}
    return shown


_HIDDEN = object()


def _visible(component: Component, rights: Rights, value: Value, path: str) -> Value:
    if isinstance(component, Group) and isinstance(value, Mapping):
        return _readable(component.components, rights, value, f"{path}.")
    if isinstance(component, Rows) and isinstance(value, list):
        rows = (row for row in value if isinstance(row, Mapping))
        return [_readable(component.components, rights, row, f"{path}.") for row in rows]
    return _HIDDEN if rights.of(path) is Access.HIDE else value

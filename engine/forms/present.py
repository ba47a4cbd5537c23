"""A form's schema as one person gets it: fields made read-only or removed by the rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.core.definition import Access
from engine.forms.rights import Rights

Json = dict[str, Any]


def present_schema(schema: Mapping[str, Any], rights: Rights) -> Json:
    """A new schema; the one given is left as it is."""
    return {**schema, "components": _present_all(schema.get("components", ()), rights, "")}


def _present_all(components: list[Json], rights: Rights, path: str) -> list[Json]:
    shown = (_present(component, rights, path) for component in components)
    return [component for component in shown if component is not None]


def _present(component: Json, rights: Rights, path: str) -> Json | None:
    key = component.get("key") or component.get("path")
    inner = f"{path}.{key}" if path and key else key or path
    if "components" in component:
        return _container(component, rights, inner, named=bool(key))
    if not component.get("key"):
        return component
    access = rights.of(inner)
    if access is Access.HIDE:
        return None
    return component if access is Access.EDIT else _read_only(component)


def _container(component: Json, rights: Rights, path: str, *, named: bool) -> Json | None:
    children = _present_all(component["components"], rights, path)
    if named and rights.of(path) is Access.HIDE and not any(map(_is_field, children)):
        return None
    shown = {**component, "components": children}
    if component.get("type") == "dynamiclist" and rights.of(path) is not Access.EDIT:
        shown["allowAddRemove"] = False
    return shown


def _is_field(component: Json) -> bool:
    return bool(component.get("key")) or "components" in component


def _read_only(component: Json) -> Json:
    """Without its rules and default: a person is not asked for what they cannot fill."""
    kept = {k: v for k, v in component.items() if k not in ("validate", "defaultValue")}
    return {**kept, "readonly": True}

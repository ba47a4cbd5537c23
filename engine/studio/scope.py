"""What the expressions of a draft may name, and the fields of its forms, for those who draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.bundles import names_of
from engine.core.definition import ProcessDefinition
from engine.dmn.model import DecisionTable
from engine.errors import DeploymentRefused, Text
from engine.forms.components import Component, Computed, Group, Input, Rows
from engine.handlers.deploy import file_kind
from engine.studio.model import StudioDraft, StudioFile
from engine.studio.tools import StudioTools

_WRITTEN: Final = frozenset({"form", "decision"})
_NOTHING: Final = Text(zh="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One path that a field right may name. `type` is the form-js type, `computed`, `group` or
    `rows`; `values` are those of a choice whose values the form lists."""

    path: str
    label: Text
    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeName:
    """A name that an expression may write, in the words of whoever gives it."""

    name: str
    said: Text
    type: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Names in the order of the alphabet, those of forms first; fields by form id."""

    names: tuple[ScopeName, ...]
    forms: Mapping[str, tuple[FormField, ...]]


def scope_of(tools: StudioTools, draft: StudioDraft) -> Scope:
    """Files that cannot be understood add nothing: the check says what is wrong with them."""
    processes = tools.definitions_in(draft)
    own = [one for one in draft.files if file_kind(one.name) in _WRITTEN]
    known = {name for file in own for name in tools.names_in(file.name, file.text)}
    others = [
        file
        for file in tools.used(processes)
        if known.isdisjoint(tools.names_in(file.name, file.text))
    ]
    parsed = [(file, _parsed(tools, file)) for file in (*own, *others)]
    forms = {
        one.id: tuple(_fields(one.components, ""))
        for file, one in parsed
        if one is not None and file_kind(file.name) == "form"
    }
    tables = [one for file, one in parsed if one and file_kind(file.name) == "decision"]
    return Scope(names=tuple(_names(processes, forms, tables)), forms=forms)


def _parsed(tools: StudioTools, file: StudioFile) -> Any:
    try:
        return tools.publisher().read(str(file_kind(file.name)), file.text.encode(), file.name)
    except DeploymentRefused:
        return None


def _fields(components: Iterable[Component], prefix: str) -> Iterator[FormField]:
    for one in components:
        path = f"{prefix}{one.key}" if one.key else ""
        if path:
            yield FormField(path=path, label=one.label, type=_type(one), values=_values(one))
        if isinstance(one, Group | Rows):
            yield from _fields(one.components, f"{path}." if path else prefix)


def _type(component: Component) -> str:
    if isinstance(component, Input):
        return component.type.value
    return {Computed: "computed", Group: "group", Rows: "rows"}[type(component)]


def _values(component: Component) -> tuple[str, ...]:
    options = component.options if isinstance(component, Input) else None
    listed = options.values if options is not None else ()
    return tuple(one for one in listed if isinstance(one, str))


def _names(
    processes: Iterable[ProcessDefinition],
    forms: Mapping[str, tuple[FormField, ...]],
    models: Iterable[Any],
) -> Iterator[ScopeName]:
    processes = tuple(processes)
    fields = {field.path: field for form in forms.values() for field in form}
    for path in sorted(one for one in fields if "." not in one):
        field = fields[path]
        yield ScopeName(name=path, said=field.label, type=field.type, values=field.values)
    for name in sorted(names_of(processes, ()) - set(fields)):
        yield ScopeName(name=name, said=_NOTHING)
    yield from _results(processes, list(models))


def _results(processes: Iterable[ProcessDefinition], models: list[Any]) -> Iterator[ScopeName]:
    """The columns of the tables whose result the diagram keeps."""
    asked = {
        (one.decision_id, one.result_variable)
        for process in processes
        for one in process.elements.values()
        if one.decision_id and one.result_variable
    }
    decisions = {one.id: one for model in models for one in model.decisions}
    for decision_id, variable in sorted(asked):
        table = getattr(decisions.get(decision_id), "expression", None)
        if isinstance(table, DecisionTable) and len(table.outputs) > 1:
            for column in table.outputs:
                if column.name:
                    said = Text(zh=column.label or column.name, en=column.name)
                    yield ScopeName(name=f"{variable}.{column.name}", said=said)

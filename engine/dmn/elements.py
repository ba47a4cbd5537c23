"""The elements of a model and of its imports: finding them, their names and their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.core.values import Value
from engine.dmn import model
from engine.dmn.items import Items
from engine.dmn.model import DecisionModel
from engine.errors import Finding, Text

Key = tuple[str, str]
"""Namespace and id of an element."""

Placed = tuple[Any, DecisionModel]
"""An element and the model that it is written in."""


class Elements:
    """All that a model can refer to; what is wrong is collected in `problems`."""

    def __init__(self, root: DecisionModel) -> None:
        self.root = root
        self.problems: list[Finding] = []
        self.models = _all_models(root)
        self._items = {space: _items_of(home, self.models) for space, home in self.models.items()}

    def items(self, home: DecisionModel) -> Items:
        """The types that are known in a model."""
        return self._items[home.namespace]

    def element(self, reference: str, home: DecisionModel) -> tuple[Any, DecisionModel] | None:
        """The element that a reference (`id` or `namespace#id`) means, and its model."""
        space, _, wanted = reference.rpartition("#")
        found = self.models.get(space) if space else home
        if found is None:
            return None
        for group in (found.decisions, found.inputs, found.knowledge, found.services):
            for element in group:
                if element.id == wanted:
                    return element, found
        return None

    def required(
        self, references: Iterable[str], home: DecisionModel, part: model.Part
    ) -> list[tuple[Any, DecisionModel]]:
        found = []
        for reference in references:
            element = self.element(reference, home)
            if element is None:
                zh = f"引用的元素 {reference} 不存在"
                self.report(
                    "dmn-reference", part, zh, f"Expected an element {reference}, found none"
                )
            else:
                found.append(element)
        return found

    def report(self, rule: str, part: model.Part, zh: str, en: str) -> None:
        self.problems.append(
            Finding(
                rule=rule,
                severity="error",
                text=Text(zh=zh, en=en),
                element_id=part.id,
                line=part.line,
            )
        )

    def check_types(self, home: DecisionModel) -> None:
        """Reports references to types that nobody defines."""
        items = self.items(home)
        referring: list[model.InputData | model.Decision | model.ItemDefinition] = []
        referring += [*home.inputs, *home.decisions, *_flat(home.items)]
        for part in referring:
            if not items.knows(part.type_ref):
                zh = f"未知的类型 {part.type_ref}"
                self.report("dmn-type", part, zh, f"Expected a known type, got {part.type_ref}")

    def members(self) -> frozenset[str]:
        """Spellings of component and element names, for paths."""
        names: set[str] = set()
        for home in self.models.values():
            names.update(model.member_names(home.items))
            names.update(variable_of(element) for element in _all_of(home))
        return frozenset(names)


def _flat(items: Iterable[model.ItemDefinition]) -> Iterable[model.ItemDefinition]:
    for item in items:
        yield item
        yield from _flat(item.components)


def variable_of(element: Any) -> str:
    return element.variable if isinstance(element, model.Decision) else str(element.name)


def _all_of(home: DecisionModel) -> Iterable[Any]:
    return (*home.decisions, *home.inputs, *home.knowledge, *home.services)


def import_name(found: DecisionModel, home: DecisionModel) -> str:
    names = {item.namespace: item.name for item in home.imports}
    return names.get(found.namespace, "")  # without a name the elements are known by their own


def spelling(element: Any, found: DecisionModel, home: DecisionModel) -> str:
    """The name at the start of how the home model writes the element."""
    return (found is not home and import_name(found, home)) or variable_of(element)


def given_value(
    given: Mapping[str, Value], name: str, found: DecisionModel, home: DecisionModel
) -> Value:
    """The caller's value of an input, which for an imported one may be written three ways."""
    prefix = "" if found is home else import_name(found, home)
    if not prefix:
        return given.get(name)
    nested = given.get(prefix)
    if type(nested) is dict and name in nested:
        return nested[name]
    return given.get(f"{prefix}.{name}", given.get(name))


def _all_models(root: DecisionModel) -> dict[str, DecisionModel]:
    models: dict[str, DecisionModel] = {}
    pending = [root]
    while pending:
        home = pending.pop()
        if home.namespace not in models:
            models[home.namespace] = home
            pending.extend(home.imported)
    return models


def _items_of(home: DecisionModel, models: Mapping[str, DecisionModel]) -> Items:
    known = [(item.name, item) for item in home.items]
    for imported in home.imports:
        other = models.get(imported.namespace)
        if other is not None:
            prefix = f"{imported.name}." if imported.name else ""
            known += [(prefix + item.name, item) for item in other.items]
    return Items(known)

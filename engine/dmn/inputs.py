"""Reads inputs from outside, where dates, times and durations arrive as text, by declared type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.core.values import Value
from engine.dmn.elements import Elements, variable_of
from engine.dmn.graph import Graph
from engine.dmn.items import Items
from engine.dmn.model import BusinessKnowledgeModel, Decision, DecisionModel, DecisionService

Element: TypeAlias = Decision | DecisionService | BusinessKnowledgeModel
"""What can be evaluated by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredInput:
    """An input with its declared type; `items` knows the types of its model."""

    name: str
    type_ref: str | None
    items: Items


def declared_inputs(home: DecisionModel, element: Element) -> tuple[DeclaredInput, ...]:
    """Every input of the element: parameters, or the input data behind a decision."""
    return tuple(_declared(home, element))


def read_inputs(declared: Iterable[DeclaredInput], given: Mapping[str, Value]) -> dict[str, Value]:
    """The inputs with text turned into the temporal value that the declared type asks for.

    Text that is no such value stays, for evaluation to refuse.
    """
    read = dict(given)
    for one in declared:
        if one.name in read:
            read[one.name] = one.items.read(read[one.name], one.type_ref)
    return read


def _declared(home: DecisionModel, element: Element) -> Iterator[DeclaredInput]:
    elements = Elements(home)
    if isinstance(element, BusinessKnowledgeModel):
        for parameter in element.function.parameters:
            yield DeclaredInput(
                name=parameter.name, type_ref=parameter.type_ref, items=elements.items(home)
            )
        return
    if isinstance(element, DecisionService):
        references = (*element.input_data, *element.input_decisions)
        yield from _referred(references, home, elements)
        return
    for unit in Graph(home, None, None).plan([(element, home)], frozenset()):
        yield from _referred(unit.decision.inputs, unit.home, elements)


def _referred(
    references: Iterable[str], home: DecisionModel, elements: Elements
) -> Iterator[DeclaredInput]:
    for reference in references:
        found = elements.element(reference, home)
        if found is not None:
            element, other = found
            yield DeclaredInput(
                name=variable_of(element), type_ref=element.type_ref, items=elements.items(other)
            )

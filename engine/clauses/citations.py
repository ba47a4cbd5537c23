"""Finds each place of a process that says which written clause it carries out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.core.definition import Element, ProcessDefinition
from engine.dmn.model import DecisionTable

_ID: Final = re.compile(r"\b[A-Z]{2,5}-\d{2,3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place of one process that says which clause it carries out."""

    clause: str
    process: str
    element: str  # id of the element that it belongs to; empty: the process as a whole
    place: str  # element id, or `decision/rule`, or `form.field`


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What processes refer to and what cites clauses too, by id: decision tables and forms."""

    tables: Mapping[str, tuple[DecisionTable, ...]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # schemas


def citations(process: ProcessDefinition, sources: Sources) -> Iterator[Citation]:
    """Every citation by a process, its elements, their decisions and their forms, in order."""
    for clause in process.clauses:
        yield Citation(clause=clause, process=process.key, element="", place=process.key)
    for element in process.elements.values():
        for clause, place in _of_element(element, sources):
            yield Citation(clause=clause, process=process.key, element=element.id, place=place)


def _of_element(element: Element, sources: Sources) -> Iterator[tuple[str, str]]:
    """Each clause with its place."""
    for clause in element.clauses:
        yield clause, element.id
    for table in sources.tables.get(element.decision_id or "", ()):
        for number, rule in enumerate(table.rules, start=1):
            for clause in _ID.findall(rule.description):
                yield clause, f"{element.decision_id}/{rule.id or number}"
    form = element.user_task.form_id if element.user_task else element.form_id
    for component in _components(sources.forms.get(form or "", {})):
        key = component.get("key") or component.get("path")
        for clause in str(component.get("properties", {}).get("clauses", "")).split():
            yield clause, f"{form}.{key}"


def _components(container: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    components: Iterable[Mapping[str, Any]] = container.get("components", ())
    for component in components:
        yield component
        yield from _components(component)

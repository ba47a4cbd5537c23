"""What a validation rule is: an id, a severity, two sentences, a fix, and a search for breaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Protocol, runtime_checkable

from engine.core.definition import (
    Bundle,
    Element,
    Kind,
    ProcessDefinition,
    SequenceFlow,
)
from engine.errors import Family, Finding, Text

GATEWAYS: Final = frozenset(
    {
        Kind.EXCLUSIVE_GATEWAY,
        Kind.INCLUSIVE_GATEWAY,
        Kind.PARALLEL_GATEWAY,
        Kind.EVENT_BASED_GATEWAY,
        Kind.COMPLEX_GATEWAY,
    }
)
Place = Element | SequenceFlow | None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One process with what is known around it; None where nothing is known, which skips the
    rules that would need it."""

    process: ProcessDefinition
    bundle: Bundle | None = None
    roles: frozenset[str] | None = None
    connectors: frozenset[str] | None = None
    clauses: frozenset[str] | None = None

    @property
    def elements(self) -> Iterable[Element]:
        return self.process.elements.values()

    @property
    def flows(self) -> Iterable[SequenceFlow]:
        return self.process.flows.values()

    def out_of(self, element: Element) -> list[SequenceFlow]:
        return [self.process.flows[flow] for flow in element.outgoing]

    def into(self, element: Element) -> list[SequenceFlow]:
        return [self.process.flows[flow] for flow in element.incoming]

    @cached_property
    def scopes(self) -> Mapping[str | None, list[Element]]:
        """The elements of the process (None) and of each sub-process that has any."""
        found: dict[str | None, list[Element]] = {None: []}
        for element in self.elements:
            found.setdefault(element.scope, []).append(element)
        return found

    @cached_property
    def boundary_events(self) -> Mapping[str, list[Element]]:
        """By host id."""
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            if element.attached_to is not None:
                found.setdefault(element.attached_to, []).append(element)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One place where a rule is broken, with what its sentences need."""

    at: Place = None
    line: int | None = None  # instead of the place's own
    path: tuple[str, ...] = ()  # a counter-example
    details: Mapping[str, Any] = field(default_factory=dict)


def breach(
    at: Place = None, line: int | None = None, path: tuple[str, ...] = (), **details: Any
) -> Breach:
    """A breach with these details for the rule's sentences."""
    return Breach(at=at, line=line, path=path, details=details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `zh`, `en` and the fixes are formatted with the breach's details."""

    id: str
    family: Family
    severity: str
    zh: str
    en: str
    fix_zh: str
    fix_en: str
    search: Callable[[Subject], Iterator[Breach]]

    def check(self, subject: Subject) -> Iterator[Finding]:
        for found in self.search(subject):
            yield self._finding(found, subject.process)

    def _finding(self, found: Breach, process: ProcessDefinition) -> Finding:
        at = found.at
        line = found.line or (process if at is None else at).line or None
        return Finding(
            rule=self.id,
            family=self.family,
            severity=self.severity,
            text=Text(zh=self.zh.format(**found.details), en=self.en.format(**found.details)),
            element_id=process.key if at is None else at.id,
            line=line,
            path=found.path,
            fix=Text(
                zh=self.fix_zh.format(**found.details), en=self.fix_en.format(**found.details)
            ),
        )


@runtime_checkable
class HasKeys(Protocol):
    """What the rules need of a form: its field names."""

    def keys(self) -> frozenset[str]: ...

"""The validation rules: one module each, collected here, applied to one process at a time."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from engine.bpmn.rules.rule import Rule, Subject
from engine.core.definition import Bundle, ProcessDefinition
from engine.errors import Finding

_NOT_RULES: Final = frozenset({"names", "rule", "slots", "ways"})


def check(
    definition: ProcessDefinition,
    bundle: Bundle | None = None,
    *,
    roles: frozenset[str] | None = None,
    connectors: frozenset[str] | None = None,
    clauses: frozenset[str] | None = None,
) -> tuple[Finding, ...]:
    """All breaches of all rules, by line. What is None is not known, and the rules that need it
    are left out. One finding of severity `error` means that the process must not be deployed."""
    subject = Subject(
        process=definition, bundle=bundle, roles=roles, connectors=connectors, clauses=clauses
    )
    found = [finding for rule in all_rules() for finding in rule.check(subject)]
    return tuple(sorted(found, key=lambda finding: (finding.line or 0, finding.rule)))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this package, by id."""
    names = sorted(module.name for module in iter_modules(__path__))
    rules = [import_module(f"{__name__}.{name}").RULE for name in names if name not in _NOT_RULES]
    return tuple(sorted(rules, key=lambda rule: str(rule.id)))

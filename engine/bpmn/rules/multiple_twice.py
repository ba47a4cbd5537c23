"""A multiple event names each message, signal, error and escalation once (BPMN 2.0.2, 10.5.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import EventDefinition
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        seen: set[tuple[str, str]] = set()
        for part in element.event.parts:
            named = _named(part)
            if named in seen:
                yield breach(element, trigger=part.trigger, name=named[1])
            if named is not None:
                seen.add(named)


def _named(part: EventDefinition) -> tuple[str, str] | None:
    """What it waits for or throws by name; None for what has none, or any (timers, conditions)."""
    name = part.message or part.signal or part.error_code or part.escalation_code
    return (str(part.trigger), name) if name else None


RULE = Rule(
    id="multiple-twice",
    family=Family.STRUCTURE,
    severity="error",
    zh="多重事件两次写了同一个 {trigger}“{name}”：来了一次时，分不清是其中哪一个",
    en="The multiple event names the same {trigger} '{name}' twice: when it comes, nothing tells "
    "which of the two it is",
    fix_zh="只写一次",
    fix_en="Name it once",
    search=_search,
)

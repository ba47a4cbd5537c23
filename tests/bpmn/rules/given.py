"""Processes for the rule tests: short notation for flows, and the rules that a diagram breaks."""

from __future__ import annotations

import itertools
from typing import Any

from engine.bpmn.reader import inspect_bpmn
from engine.bpmn.rules import check
from engine.core.definition import Bundle, ProcessDefinition
from engine.errors import Finding
from tests.bpmn.diagrams import diagram

ROOTS = (
    '<message id="m" name="returned"/><error id="err" errorCode="E1"/>'
    '<error id="e2" errorCode="E2"/><signal id="sig" name="opened"/>'
    '<escalation id="esc" escalationCode="X1"/>'
)


def flow(source: str, target: str, condition: str = "") -> str:
    """One sequence flow named by its ends."""
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    ids = f'id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    return f"<sequenceFlow {ids}>{inner}</sequenceFlow>"


def flows(*pairs: str) -> str:
    """Several sequence flows, each `a>b` or `a>b>c`."""
    found = []
    for chain in pairs:
        nodes = chain.split(">")
        found += [flow(a, b) for a, b in itertools.pairwise(nodes)]
    return "".join(found)


def nodes(**tags: str) -> str:
    """Elements by id: `t="userTask"`."""
    return "".join(f'<{tag} id="{own}"/>' for own, tag in tags.items())


def event(tag: str, own: str, trigger: str = "", **attributes: str) -> str:
    """An event with one trigger: `event("startEvent", "s", 'timer')` or a whole definition."""
    inner = trigger if trigger.startswith("<") or not trigger else TRIGGERS[trigger]
    extra = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<{tag} id="{own}" {extra}>{inner}</{tag}>'


TRIGGERS = {
    "timer": '<timerEventDefinition><timeDuration>"P1D"</timeDuration></timerEventDefinition>',
    "cycle": '<timerEventDefinition><timeCycle>"R/P1D"</timeCycle></timerEventDefinition>',
    "message": '<messageEventDefinition messageRef="m"/>',
    "signal": '<signalEventDefinition signalRef="sig"/>',
    "error": '<errorEventDefinition errorRef="err"/>',
    "escalation": '<escalationEventDefinition escalationRef="esc"/>',
    "link": '<linkEventDefinition name="l"/>',
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
}


def inside(tag: str, own: str, body: str, **attributes: str) -> str:
    """A sub-process of any kind around this."""
    extra = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<{tag} id="{own}" {extra}>{body}</{tag}>'


def process(body: str, **attributes: str) -> ProcessDefinition:
    """The process with this body."""
    extra = " ".join(f'guicheng:{name}="{value}"' for name, value in attributes.items())
    (found,) = inspect_bpmn(diagram(body, attributes=extra, roots=ROOTS)).definitions
    return found


def findings(definition: ProcessDefinition, **known: Any) -> dict[str, Finding]:
    """The first finding of each rule."""
    found: dict[str, Finding] = {}
    for finding in check(definition, **known):
        found.setdefault(finding.rule, finding)
    return found


def bundle(definition: ProcessDefinition, **parts: Any) -> Bundle:
    """A bundle around the process."""
    return Bundle(process=definition, **parts)


class FormOf:
    """Stands where a form stands; the rules ask it for its keys only."""

    def __init__(self, *keys: str) -> None:
        self._keys = frozenset(keys)

    def keys(self) -> frozenset[str]:
        return self._keys

"""Builds process definitions for tests in a few words.

    process("p", start(), user("a"), end(), flows="start a end")

A flow is written `a>b`, with a condition `a>b: amount > 5`, as default flow `a>b: else`. A chain
of ids, `start a end`, stands for the flows between neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from engine.core.advance import Moment
from engine.core.definition import (
    Assignment,
    AssignmentKind,
    Bundle,
    Element,
    EventDefinition,
    Expression,
    Kind,
    ProcessDefinition,
    SequenceFlow,
    TimerKind,
    Trigger,
    UserTask,
    VariableMapping,
)
from engine.core.ids import UserId
from engine.core.people import Person

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai, a Sunday."""

CLERK = Person(id=UserId("clerk"), name="小李", department="sales", roles=("staff",))


def moment(now: datetime = NOW, *, initiator: Person = CLERK, budget: int = 10_000) -> Moment:
    """The outside inputs of one advance of the case `c1`."""
    return Moment(instance_id="c1", now=now, initiator=initiator, step_budget=budget)


def feel(text: str) -> Expression:
    return Expression(text=text, line=1)


def mapped(mapping: Mapping[str, str] | None) -> tuple[VariableMapping, ...]:
    """`{"total": "price * count"}` as mappings."""
    return tuple(VariableMapping(name=n, source=feel(t)) for n, t in (mapping or {}).items())


def start(ref: str = "start", **more: Any) -> Element:
    return Element(id=ref, kind=Kind.START_EVENT, **more)


def end(ref: str = "end", **more: Any) -> Element:
    return Element(id=ref, kind=Kind.END_EVENT, **more)


def terminate(ref: str = "stop", **more: Any) -> Element:
    return Element(
        id=ref, kind=Kind.END_EVENT, event=EventDefinition(trigger=Trigger.TERMINATE), **more
    )


def error_end(ref: str = "fail", code: str | None = None, **more: Any) -> Element:
    event = EventDefinition(trigger=Trigger.ERROR, error_code=code)
    return Element(id=ref, kind=Kind.END_EVENT, event=event, **more)


def message_event(message: str, key: str | None = None) -> EventDefinition:
    return EventDefinition(
        trigger=Trigger.MESSAGE, message=message, correlation=feel(key) if key else None
    )


def message_end(ref: str, message: str, key: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.END_EVENT, event=message_event(message, key), **more)


def message_throw(ref: str, message: str, key: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.THROW_EVENT, event=message_event(message, key), **more)


def message_catch(ref: str, message: str, key: str | None = None, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.CATCH_EVENT, event=message_event(message, key), **more)


def none_throw(ref: str, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.THROW_EVENT, **more)


def timer_event(text: str, kind: TimerKind = TimerKind.DURATION) -> EventDefinition:
    return EventDefinition(trigger=Trigger.TIMER, timer_kind=kind, timer=feel(text))


def timer_catch(ref: str, text: str, kind: TimerKind = TimerKind.DURATION, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.CATCH_EVENT, event=timer_event(text, kind), **more)


def boundary(ref: str, on: str, event: EventDefinition, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.BOUNDARY_EVENT, attached_to=on, event=event, **more)


def boundary_error(ref: str, on: str, code: str | None = None, **more: Any) -> Element:
    return boundary(ref, on, EventDefinition(trigger=Trigger.ERROR, error_code=code), **more)


def user(
    ref: str, *, role: str = "staff", outputs: Mapping[str, str] | None = None, **more: Any
) -> Element:
    """A user task offered to a role; keywords of UserTask go to it, the others to the element."""
    mine: tuple[str, ...] = ("assignments", "due", "priority")
    own: dict[str, Any] = {name: more.pop(name) for name in mine if name in more}
    by_role = (Assignment(kind=AssignmentKind.ROLE, literal=role),)
    parts: dict[str, Any] = {"form_id": f"{ref}-form", "assignments": by_role, **own}
    task = UserTask(**parts)
    return Element(id=ref, kind=Kind.USER_TASK, user_task=task, outputs=mapped(outputs), **more)


def service(
    ref: str,
    connector: str = "notify",
    inputs: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    **more: Any,
) -> Element:
    return Element(
        id=ref,
        kind=Kind.SERVICE_TASK,
        connector=connector,
        inputs=mapped(inputs),
        outputs=mapped(outputs),
        **more,
    )


def rule(ref: str, decision: str, result: str | None = None, **more: Any) -> Element:
    return Element(
        id=ref, kind=Kind.BUSINESS_RULE_TASK, decision_id=decision, result_variable=result, **more
    )


def call(
    ref: str,
    called: str,
    inputs: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    **more: Any,
) -> Element:
    return Element(
        id=ref,
        kind=Kind.CALL_ACTIVITY,
        called_element=called,
        inputs=mapped(inputs),
        outputs=mapped(outputs),
        **more,
    )


def xor(ref: str, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.EXCLUSIVE_GATEWAY, **more)


def inclusive(ref: str, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.INCLUSIVE_GATEWAY, **more)


def parallel(ref: str, **more: Any) -> Element:
    return Element(id=ref, kind=Kind.PARALLEL_GATEWAY, **more)


def sub(ref: str, *inside: Element | tuple[Element, ...], **more: Any) -> tuple[Element, ...]:
    """A sub-process with what is in it; the flows inside are written with the others."""
    held = tuple(replace(e, scope=ref) if e.scope is None else e for e in _flat(inside))
    return (Element(id=ref, kind=Kind.SUB_PROCESS, **more), *held)


def _flat(parts: Iterable[Element | tuple[Element, ...]]) -> list[Element]:
    return [e for part in parts for e in (part if isinstance(part, tuple) else (part,))]


_FLOW = re.compile(r"(\S+?)>([^\s:]+)(?:\s*:\s*(.+))?")


def process(
    key: str, *elements: Element | tuple[Element, ...], flows: str = "", **more: Any
) -> ProcessDefinition:
    """A process; `flows` has one flow or chain a line (or between semicolons)."""
    found: dict[str, SequenceFlow] = {}
    defaults: dict[str, str] = {}
    for line in re.split(r"[\n;]", flows):
        for source, target, condition in _read(line.strip()):
            flow_id = _free(f"{source}-{target}", found)
            is_default = condition == "else"
            if is_default:
                defaults[source] = flow_id
            expression = feel(condition) if condition and not is_default else None
            found[flow_id] = SequenceFlow(
                id=flow_id, source=source, target=target, condition=expression
            )
    linked = {e.id: _linked(e, found, defaults) for e in _flat(elements)}
    return ProcessDefinition(key=key, name=key, elements=linked, flows=found, **more)


def _read(line: str) -> list[tuple[str, str, str | None]]:
    if not line:
        return []
    match = _FLOW.fullmatch(line)
    if match:
        return [(match[1], match[2], match[3])]
    ids = line.split()
    return [(one, other, None) for one, other in pairwise(ids)]


def _free(flow_id: str, taken: Mapping[str, SequenceFlow]) -> str:
    number = 1
    candidate = flow_id
    while candidate in taken:
        number += 1
        candidate = f"{flow_id}-{number}"
    return candidate


def _linked(
    element: Element, flows: Mapping[str, SequenceFlow], defaults: Mapping[str, str]
) -> Element:
    return replace(
        element,
        incoming=tuple(f.id for f in flows.values() if f.target == element.id),
        outgoing=tuple(f.id for f in flows.values() if f.source == element.id),
        default_flow=defaults.get(element.id),
    )


def bundle(
    main: ProcessDefinition, *called: ProcessDefinition, names: Iterable[str] = (), **more: Any
) -> Bundle:
    """The process with what it calls; `names` are the variables that expressions may read."""
    return Bundle(
        process=main, called={one.key: one for one in called}, names=frozenset(names), **more
    )

"""The conditions that begin a process: compiled alone, for what they see before there is a case.

BPMN 2.0.2, 10.5.2: such a condition does not refer to the data of the process, which does not exist
yet, but may refer to what is outside: here the company's figures (`parameters`), the data stores
that the process draws, with all their lines, and the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.core.calendar import OFFICE_ZONE
from engine.core.definition import (
    Bundle,
    DataKind,
    Element,
    EventDefinition,
    ProcessDefinition,
    Trigger,
)
from engine.core.values import Value
from engine.errors import GuichengError, Text
from engine.feel import Compiled, FeelTypeError, compile_expression
from engine.feel.working_time import working_time

PARAMETERS: Final = "parameters"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCondition:
    """One condition of a start event. `stores` are the data stores that it reads: name -> id."""

    part: str
    text: str
    stores: Mapping[str, str]
    compiled: Compiled
    parameters: Mapping[str, Any]

    def holds(self, stores: Mapping[str, Value], now: datetime) -> bool:
        """Whether it is true; what cannot be known yet (null) is not. Raises GuichengError."""
        value = self.compiled.evaluate(self._seen(stores), now=now.astimezone(OFFICE_ZONE))
        if value is None or type(value) is bool:
            return value is True
        zh = f"条件 {self.text} 应得到真或假，实际为 {value}"
        raise FeelTypeError(zh, f"Expected {self.text} to give true or false, got {value}")

    def reads(self, stores: Mapping[str, Value], now: datetime) -> dict[str, Value]:
        """The values that it was judged by: single ones, of a data store how many lines."""
        seen, at = self._seen(stores), now.astimezone(OFFICE_ZONE)
        explained = self.compiled.explain(seen, now=at)
        return {
            name: len(value) if isinstance(value, list) else value
            for name, value in explained.reads
            if not isinstance(value, Mapping)
        }

    def _seen(self, stores: Mapping[str, Value]) -> dict[str, Value]:
        return {PARAMETERS: dict(self.parameters), **stores}


def part_of(event: EventDefinition, number: int) -> str:
    """What one trigger of a start event is called among what occurred; `number` counts its
    timers. The same condition, message or signal has the same name in the next version."""
    if event.trigger is Trigger.CONDITIONAL:
        text = event.condition.text if event.condition is not None else ""
        return f"condition:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    names = {Trigger.MESSAGE: event.message, Trigger.SIGNAL: event.signal}
    return f"{event.trigger}:{names.get(event.trigger, number)}"


def stores_of(process: ProcessDefinition) -> Mapping[str, str]:
    """Name -> id of the data stores that the process draws."""
    return {one.name: one.id for one in process.data.values() if one.kind is DataKind.STORE}


def start_conditions(bundle: Bundle, element: Element) -> Iterator[StartCondition]:
    """The conditions of a start event of the bundle's process. Raises FeelError."""
    calendar: Any = bundle.calendar
    functions = working_time(calendar) if calendar is not None else {}
    stores = stores_of(bundle.process)
    names = {PARAMETERS, *stores}
    members = names | _keys(bundle.parameters) | bundle.names
    for event in element.event.parts or (element.event,):
        if event.condition is not None:
            text = event.condition.text
            compiled = compile_expression(text, names=names, functions=functions, members=members)
            yield StartCondition(
                part=part_of(event, 0),
                text=text,
                stores={name: one for name, one in stores.items() if name in compiled.reads},
                compiled=compiled,
                parameters=bundle.parameters,
            )


def unfit_condition(bundle: Bundle, element: Element, now: datetime) -> Text | None:
    """Why a condition of the start event cannot be judged; None when all can."""
    try:
        for condition in start_conditions(bundle, element):
            condition.holds({name: [] for name in condition.stores}, now)
    except GuichengError as error:
        return error.text
    return None


def _keys(value: object) -> frozenset[str]:
    """All keys at any depth of the company's figures."""
    found: set[str] = set()
    queue = [value]
    for item in queue:  # grows while it is walked
        if isinstance(item, Mapping):
            found.update(str(key) for key in item)
            queue.extend(item.values())
        elif isinstance(item, list | tuple):
            queue.extend(item)
    return frozenset(found)

"""How a process starts by itself: the triggers and timers of its start events, read at deployment.

A message or signal start, a receive task or event that instantiates, timers and conditions count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from engine import timing
from engine.core.calendar import OFFICE_ZONE
from engine.core.definition import (
    Bundle,
    Element,
    EventDefinition,
    Kind,
    ProcessDefinition,
    TimerKind,
    Trigger,
)
from engine.core.values import Value
from engine.errors import Finding, GuichengError, Text
from engine.feel import compile_expression
from engine.feel.working_time import working_time
from engine.start_conditions import part_of, unfit_condition
from engine.views import StartTimer, StartTrigger

_ABOVE: Final = frozenset({"parameters"})
"""What the timer of a start event may read: there is no case and no person yet."""


class _Unfit(Exception):
    """The timer of a start event cannot be calculated, or gives no time."""

    def __init__(self, element: Element, why: Text) -> None:
        super().__init__(why.en)
        self.element = element
        self.why = why


def starting_elements(definition: ProcessDefinition) -> Iterator[tuple[Element, EventDefinition]]:
    """Each element at which a trigger begins a case, with one of its triggers."""
    for element in _beginnings(definition):
        definitions = element.event.parts or (element.event,)
        for part in definitions:
            if part.trigger is not Trigger.NONE:
                yield element, part


def _beginnings(definition: ProcessDefinition) -> Iterator[Element]:
    for element in definition.elements.values():
        if element.scope is not None:
            continue
        if element.kind is Kind.START_EVENT or (
            element.kind is Kind.RECEIVE_TASK and element.instantiate
        ):
            yield element
        elif element.kind is Kind.EVENT_BASED_GATEWAY and element.instantiate:
            targets = (definition.flows[flow].target for flow in element.outgoing)
            yield from (definition.elements[target] for target in targets)


def groups_of(element: Element) -> tuple[tuple[str, ...], ...]:
    """What must have occurred for a case to begin at this element, where that is kept: all parts
    of a parallel multiple start event, each condition of any other."""
    events = element.event.parts or (element.event,)
    timers = [one for one in events if one.trigger is Trigger.TIMER]
    parts = tuple(part_of(one, _place(timers, one)) for one in events)
    if element.event.trigger is Trigger.PARALLEL_MULTIPLE:
        return (parts,)
    pairs = zip(parts, events, strict=True)
    return tuple((part,) for part, one in pairs if one.trigger is Trigger.CONDITIONAL)


def _place(events: list[EventDefinition], event: EventDefinition) -> int:
    """Counted from one; 0 when it is not there."""
    return next((number for number, one in enumerate(events, 1) if one is event), 0)


def start_triggers(definition: ProcessDefinition) -> tuple[StartTrigger, ...]:
    """The messages, signals and conditions that start a case of the process."""
    found: dict[StartTrigger, None] = {}
    for element, event in starting_elements(definition):
        names = {
            Trigger.MESSAGE: event.message,
            Trigger.SIGNAL: event.signal,
            Trigger.CONDITIONAL: "",
        }
        if event.trigger in names:
            trigger = StartTrigger(
                process=definition.key,
                element_id=element.id,
                kind=event.trigger.value,
                name=names[event.trigger] or "",
            )
            found[trigger] = None
    return tuple(found)


def starts_by_timer(definition: ProcessDefinition) -> bool:
    """Whether any timer starts cases of the process."""
    return any(event.trigger is Trigger.TIMER for _, event in starting_elements(definition))


def start_timers(bundle: Bundle, now: datetime) -> tuple[StartTimer, ...]:
    """The timers that start a case of the process, from its deployment on; the catalogue numbers
    the version. Raises _Unfit, which `refused_starts` tells as a finding."""
    key, found = bundle.process.key, list[StartTimer]()
    for element, event in starting_elements(bundle.process):
        if event.trigger is Trigger.TIMER:
            schedule = _schedule(bundle, element, event, now)
            found.append(
                StartTimer(
                    process=key,
                    version=0,
                    element_id=element.id,
                    number=sum(one.element_id == element.id for one in found) + 1,
                    occurrence=1,
                    due_at=schedule.due_at,
                    left=schedule.left,
                    rule=schedule.rule,
                )
            )
    return tuple(found)


def _schedule(
    bundle: Bundle, element: Element, event: EventDefinition, now: datetime
) -> timing.Schedule:
    kind = event.timer_kind or TimerKind.DATE
    text = event.timer.text if event.timer else ""
    try:
        value = _value(bundle, text, now)
        return timing.schedule(kind, value, now)
    except GuichengError as error:
        raise _Unfit(element, error.text) from error
    except timing.NotATime as error:
        why = Text(zh=f"{text} 不是时间、时长或循环", en=f"{text} gives no time")
        raise _Unfit(element, why) from error


def _value(bundle: Bundle, text: str, now: datetime) -> Value:
    calendar = bundle.calendar
    functions = working_time(calendar) if calendar is not None else {}  # type: ignore[arg-type]
    compiled = compile_expression(text, names=_ABOVE, functions=functions)
    return compiled.evaluate(
        {"parameters": dict(bundle.parameters)}, now=now.astimezone(OFFICE_ZONE), strict=True
    )


def following(timer: StartTimer) -> StartTimer | None:
    """The next occurrence; None when this was the last."""
    turn = timing.Schedule(due_at=timer.due_at, left=timer.left, rule=timer.rule).following()
    if turn is None:
        return None
    return StartTimer(
        process=timer.process,
        version=timer.version,
        element_id=timer.element_id,
        number=timer.number,
        occurrence=timer.occurrence + 1,
        due_at=turn.due_at,
        left=turn.left,
        rule=turn.rule,
    )


def refused_starts(bundle: Bundle, now: datetime) -> Iterator[Finding]:
    """The start timer that gives no time, and conditions that are neither true nor false."""
    try:
        start_timers(bundle, now)
    except _Unfit as unfit:
        zh = f"开始事件 {unfit.element.id} 的定时无法计算：{unfit.why.zh}"
        en = f"The timer of start event {unfit.element.id} is not usable: {unfit.why.en}"
        yield _finding("start-timer", Text(zh=zh, en=en), unfit.element)
    for element in {one.id: one for one, _ in starting_elements(bundle.process)}.values():
        why = unfit_condition(bundle, element, now)
        if why is not None:
            zh = f"开始事件 {element.id} 的条件无法判断：{why.zh}"
            en = f"The condition of start event {element.id} is not usable: {why.en}"
            yield _finding("start-condition", Text(zh=zh, en=en), element)


def doubled_starts(
    triggers: Iterable[StartTrigger], others: Iterable[StartTrigger]
) -> Iterator[tuple[str, Finding]]:
    """Messages that start more than one thing (whose case would it be?), with the process."""
    messages = [one for one in triggers if one.kind == Trigger.MESSAGE]
    known = {(one.process, one.element_id, one.name) for one in (*messages, *others)}
    for trigger in messages:
        twins = sorted(
            f"{process}.{element}"
            for process, element, name in known
            if name == trigger.name and (process, element) != (trigger.process, trigger.element_id)
        )
        if twins:
            finding = Finding(
                rule="message-start-once",
                severity="error",
                text=Text(
                    zh=f"消息 {trigger.name} 也会在 {'、'.join(twins)} 发起案件，不知该由谁接收",
                    en=f"Message {trigger.name} also starts a case at {', '.join(twins)}: "
                    "nobody knows who should get it",
                ),
                element_id=trigger.element_id,
                fix=Text(zh="给其中一个消息另取名称", en="Give one of the messages another name"),
            )
            yield trigger.process, finding


def _finding(rule: str, text: Text, element: Element) -> Finding:
    return Finding(
        rule=rule, severity="error", text=text, element_id=element.id, line=element.line or None
    )

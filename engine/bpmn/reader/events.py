"""Event elements -> their trigger with timer, message and error, each checked for its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import BPMN as BPMN_NAMESPACE
from engine.bpmn.reader.names import Node, elements_of, local_of, reference, tag_of
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.refusals import REFUSALS
from engine.core.definition import EventDefinition, Expression, Kind, TimerKind, Trigger
from engine.errors import Text

_TRIGGERS: Final = {
    "timerEventDefinition": Trigger.TIMER,
    "messageEventDefinition": Trigger.MESSAGE,
    "errorEventDefinition": Trigger.ERROR,
    "terminateEventDefinition": Trigger.TERMINATE,
}
_TIMERS: Final = {
    "timeDate": TimerKind.DATE,
    "timeDuration": TimerKind.DURATION,
    "timeCycle": TimerKind.CYCLE,
}
EVENT_KINDS: Final = frozenset(
    {
        Kind.START_EVENT,
        Kind.END_EVENT,
        Kind.CATCH_EVENT,
        Kind.THROW_EVENT,
        Kind.BOUNDARY_EVENT,
    }
)


@dataclass(slots=True, kw_only=True)
class Roots:
    """The messages (id -> name) and errors (id -> code) that events refer to."""

    messages: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def read_event(node: Node, kind: Kind, roots: Roots, problems: Problems) -> EventDefinition:
    """The event's trigger; a plain one when there is none or when it was refused."""
    if kind not in EVENT_KINDS:
        return EventDefinition()
    definitions = [
        child
        for child in elements_of(node)
        if tag_of(child)[0] == BPMN_NAMESPACE and local_of(child) in _TRIGGERS
    ]
    if len(definitions) > 1:
        _refuse_several(node, problems)
        return EventDefinition()
    if not definitions:
        return _plain(node, kind, problems)
    return _read_one(node, definitions[0], roots, problems)


def _read_one(node: Node, definition: Node, roots: Roots, problems: Problems) -> EventDefinition:
    trigger = _TRIGGERS[local_of(definition)]
    if trigger is Trigger.TIMER:
        return _timer(definition, problems)
    if trigger is Trigger.MESSAGE:
        return _message(node, definition, roots, problems)
    if trigger is Trigger.ERROR:
        return _error(node, definition, roots, problems)
    return EventDefinition(trigger=trigger)


def _plain(node: Node, kind: Kind, problems: Problems) -> EventDefinition:
    has_refused = any(local_of(child) in REFUSALS for child in elements_of(node))
    if kind in (Kind.CATCH_EVENT, Kind.BOUNDARY_EVENT) and not has_refused:
        problems.error(
            "event-trigger",
            node,
            Text(
                zh="捕获事件和边界事件必须有定时、消息或错误定义",
                en="A catch or boundary event needs a timer, message or error",
            ),
            Text(zh="给事件选择类型", en="Choose the type of the event"),
        )
    return EventDefinition()


def _timer(definition: Node, problems: Problems) -> EventDefinition:
    kinds = [child for child in elements_of(definition) if local_of(child) in _TIMERS]
    if len(kinds) != 1:
        problems.error(
            "timer-kind",
            definition,
            Text(
                zh=f"定时器只能有 timeDate、timeDuration、timeCycle 之一,实际有 {len(kinds)} 个",
                en=f"A timer has one of timeDate, timeDuration, timeCycle; here are {len(kinds)}",
            ),
            Text(zh="只保留一个", en="Keep exactly one"),
        )
        return EventDefinition(trigger=Trigger.TIMER)
    return EventDefinition(
        trigger=Trigger.TIMER,
        timer_kind=_TIMERS[local_of(kinds[0])],
        timer=expressions.time(kinds[0], problems),
    )


def _message(node: Node, definition: Node, roots: Roots, problems: Problems) -> EventDefinition:
    ref = definition.get("messageRef")
    name = None if ref is None else roots.messages.get(reference(definition, ref))
    if ref is not None and name is None:
        _dangling(definition, "messageRef", ref, problems)
    return EventDefinition(
        trigger=Trigger.MESSAGE, message=name or None, correlation=_correlation(node, problems)
    )


def _correlation(node: Node, problems: Problems) -> Expression | None:
    key = expressions.ours(node, "correlationKey")
    return None if key is None else expressions.value(node, key, problems)


def _error(node: Node, definition: Node, roots: Roots, problems: Problems) -> EventDefinition:
    ref = definition.get("errorRef")
    if ref is None:
        return EventDefinition(trigger=Trigger.ERROR)
    code = roots.errors.get(reference(definition, ref))
    if code is None:
        _dangling(definition, "errorRef", ref, problems)
    elif not code:
        problems.error(
            "error-code",
            node,
            Text(zh=f"错误 {ref} 没有 errorCode", en=f"The error {ref} has no errorCode"),
            Text(zh="给错误写上 errorCode", en="Give the error an errorCode"),
        )
    return EventDefinition(trigger=Trigger.ERROR, error_code=code or None)


def _dangling(node: Node, attribute: str, ref: str, problems: Problems) -> None:
    problems.error(
        "dangling-reference",
        node,
        Text(
            zh=f'{attribute}="{ref}" 指向的元素不存在',
            en=f'{attribute}="{ref}" names nothing in this file',
        ),
        Text(zh="改为已有的 id", en="Name an existing id"),
    )


def _refuse_several(node: Node, problems: Problems) -> None:
    problems.error(
        "event-trigger",
        node,
        Text(zh="不执行有多个触发条件的事件", en="An event with several triggers is not run"),
        Text(zh="拆分为多个事件", en="Split it into several events"),
    )


def read_roots(root: Node) -> Roots:
    """The messages and errors declared beside the processes."""
    return Roots(
        messages={
            node.get("id") or "": (node.get("name") or "").strip()
            for node in root.iterchildren(f"{{{BPMN_NAMESPACE}}}message")
        },
        errors={
            node.get("id") or "": (node.get("errorCode") or "").strip()
            for node in root.iterchildren(f"{{{BPMN_NAMESPACE}}}error")
        },
    )

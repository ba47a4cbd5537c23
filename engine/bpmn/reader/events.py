"""Event elements -> what they catch or throw, each checked for its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.correlation import Correlations
from engine.bpmn.reader.names import BPMN as BPMN_NAMESPACE
from engine.bpmn.reader.names import (
    Node,
    children,
    elements_of,
    local_of,
    reference,
    tag_of,
    text_of,
    truth,
)
from engine.bpmn.reader.positions import (
    ALLOWED,
    NEVER_A_PART,
    ZH,
    Position,
    position_of,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.roots import Roots, message_of
from engine.bpmn.reader.shape import ROOT_DEFINITIONS
from engine.core.definition import EventDefinition, Kind, TimerKind, Trigger
from engine.errors import Text

_TIMERS: Final = {
    "timeDate": TimerKind.DATE,
    "timeDuration": TimerKind.DURATION,
    "timeCycle": TimerKind.CYCLE,
}
_INLINE: Final = frozenset(ROOT_DEFINITIONS.split())
EVENT_KINDS: Final = frozenset(
    {
        Kind.START_EVENT,
        Kind.END_EVENT,
        Kind.CATCH_EVENT,
        Kind.THROW_EVENT,
        Kind.BOUNDARY_EVENT,
    }
)
_MESSAGE_TASKS: Final = frozenset({Kind.SEND_TASK, Kind.RECEIVE_TASK})


class Events:
    """Reads the triggers of one file's events and of its send and receive tasks."""

    def __init__(self, roots: Roots, correlations: Correlations, problems: Problems) -> None:
        self.roots = roots
        self.correlations = correlations
        self.problems = problems
        self._readers: Final[dict[str, Callable[[Node, Node], EventDefinition]]] = {
            "timerEventDefinition": self._timer,
            "messageEventDefinition": self._message,
            "signalEventDefinition": self._signal,
            "errorEventDefinition": self._error,
            "escalationEventDefinition": self._escalation,
            "conditionalEventDefinition": self._conditional,
            "linkEventDefinition": self._link,
            "compensateEventDefinition": self._compensation,
            "cancelEventDefinition": self._cancel,
            "terminateEventDefinition": self._terminate,
        }

    def read(self, node: Node, kind: Kind) -> EventDefinition:
        """The element's trigger; a plain one when it has none or is no event."""
        if kind in _MESSAGE_TASKS:
            return self._message(node, node)
        if kind not in EVENT_KINDS:
            return EventDefinition()
        position = position_of(node, kind)
        found = self.triggers(node)
        if len(found) == 1 and truth(node.get("parallelMultiple") or "false") is True:
            self._say_alone(node)
        event = found[0] if len(found) == 1 else self._several(node, found)
        self._check_place(node, position, event)
        return event

    def triggers(self, node: Node) -> tuple[EventDefinition, ...]:
        """The event definitions of an event, its own and those by reference, in file order."""
        return tuple(
            self._readers[local_of(found)](node, found) for found in self._definitions(node)
        )

    def by_reference(self, node: Node, attribute: str) -> EventDefinition | None:
        """The root event definition that an attribute names."""
        ref = node.get(attribute)
        found = None if ref is None else self.roots.definitions.get(reference(node, ref))
        if ref is not None and found is None:
            self.problems.dangling(node, attribute, ref)
        return None if found is None else self._readers[local_of(found)](node, found)

    def _definitions(self, node: Node) -> list[Node]:
        found: list[Node] = []
        for child in elements_of(node):
            namespace, local = tag_of(child)
            if namespace != BPMN_NAMESPACE:
                continue
            if local in _INLINE:
                found.append(child)
            elif local == "eventDefinitionRef":
                ref = self.roots.definitions.get(reference(child, text_of(child)))
                if ref is None:
                    self.problems.dangling(child, "eventDefinitionRef", text_of(child))
                else:
                    found.append(ref)
        return found

    def _several(self, node: Node, parts: tuple[EventDefinition, ...]) -> EventDefinition:
        if not parts:
            return EventDefinition()
        together = truth(node.get("parallelMultiple") or "false") is True
        trigger = Trigger.PARALLEL_MULTIPLE if together else Trigger.MULTIPLE
        return EventDefinition(trigger=trigger, parts=parts)

    def _check_place(self, node: Node, position: Position, event: EventDefinition) -> None:
        allowed = ALLOWED[position]
        if event.trigger is Trigger.NONE and event.trigger not in allowed:
            self._refuse_plain(node)
        for one in (event, *event.parts):
            is_part = one is not event and one.trigger in NEVER_A_PART
            if one.trigger is not Trigger.NONE and (one.trigger not in allowed or is_part):
                self._refuse_place(node, position, one.trigger)
            elif one.trigger is Trigger.CANCEL and not _is_in_transaction(node, position):
                self._refuse_cancel(node)
        if node.get("isInterrupting") is not None and position in _PLAIN_STARTS:
            self._check_interrupting(node)

    def _say_alone(self, node: Node) -> None:
        """parallelMultiple counts only with several event definitions (10.5.1): run as plain."""
        self.problems.warning(
            "parallel-multiple-one",
            node,
            Text(
                zh="parallelMultiple 只对几个触发有意义，这里只有一个，按单一触发执行",
                en="parallelMultiple means something for several triggers only; with this one the "
                "event is run as a plain one",
            ),
            Text(
                zh="删除 parallelMultiple，或补上其他触发",
                en="Remove it or add the other triggers",
            ),
        )

    def _refuse_plain(self, node: Node) -> None:
        self.problems.error(
            "event-trigger",
            node,
            Text(
                zh="捕获事件、边界事件和事件子流程的开始事件必须有触发条件",
                en="A catch or boundary event and the start of an event sub-process have a trigger",
            ),
            Text(zh="给事件选择类型", en="Choose the type of the event"),
        )

    def _refuse_place(self, node: Node, position: Position, trigger: Trigger) -> None:
        self.problems.error(
            "event-position",
            node,
            Text(
                zh=f"{ZH[position]}不能是 {trigger}",
                en=f"A {trigger} trigger cannot stand at an {position}"
                if position[0] in "ei"
                else f"A {trigger} trigger cannot stand at a {position}",
            ),
            Text(zh="改用该位置允许的事件类型", en="Use a type that is allowed at this place"),
        )

    def _refuse_cancel(self, node: Node) -> None:
        self.problems.error(
            "event-position",
            node,
            Text(
                zh="取消事件只能在事务之内结束，或附着在事务上",
                en="A cancel event ends inside a transaction or sits on one",
            ),
            Text(zh="把子流程改为事务", en="Make the sub-process a transaction"),
        )

    def _check_interrupting(self, node: Node) -> None:
        if truth(node.get("isInterrupting") or "") is False:
            self.problems.error(
                "event-position",
                node,
                Text(
                    zh="只有事件子流程的开始事件可以不中断（isInterrupting）",
                    en="Only the start of an event sub-process may be non-interrupting",
                ),
                Text(zh="删除 isInterrupting", en="Remove isInterrupting"),
            )

    def _timer(self, node: Node, definition: Node) -> EventDefinition:
        kinds = [child for child in elements_of(definition) if local_of(child) in _TIMERS]
        if len(kinds) != 1:
            count = len(kinds)
            self.problems.error(
                "timer-kind",
                definition,
                Text(
                    zh=f"定时器只能有 timeDate、timeDuration、timeCycle 之一，实际有 {count} 个",
                    en=f"A timer has one of timeDate, timeDuration, timeCycle; here are {count}",
                ),
                Text(zh="只保留一个", en="Keep exactly one"),
            )
            return EventDefinition(trigger=Trigger.TIMER)
        return EventDefinition(
            trigger=Trigger.TIMER,
            timer_kind=_TIMERS[local_of(kinds[0])],
            timer=expressions.time(kinds[0], self.problems),
        )

    def _message(self, node: Node, definition: Node) -> EventDefinition:
        message, name = message_of(definition, self.roots, self.problems)
        key = expressions.ours(node, "correlationKey")
        event = EventDefinition(trigger=Trigger.MESSAGE, message=name)
        if key is not None:
            return replace(event, correlation=expressions.value(node, key, self.problems))
        return self.correlations.correlated(event, node, message)

    def _signal(self, node: Node, definition: Node) -> EventDefinition:
        name = self._found(definition, "signalRef", self.roots.signals)
        return EventDefinition(trigger=Trigger.SIGNAL, signal=name or None)

    def _error(self, node: Node, definition: Node) -> EventDefinition:
        code = self._code(node, definition, "errorRef", self.roots.errors)
        return EventDefinition(trigger=Trigger.ERROR, error_code=code)

    def _escalation(self, node: Node, definition: Node) -> EventDefinition:
        code = self._code(node, definition, "escalationRef", self.roots.escalations)
        return EventDefinition(trigger=Trigger.ESCALATION, escalation_code=code)

    def _conditional(self, node: Node, definition: Node) -> EventDefinition:
        conditions = children(definition, "condition")
        if not conditions:
            self.problems.error(
                "condition-missing",
                definition,
                Text(zh="条件事件没有条件", en="The conditional event has no condition"),
                Text(zh="写上 condition", en="Write a condition"),
            )
        condition = expressions.body(conditions[0], self.problems) if conditions else None
        return EventDefinition(trigger=Trigger.CONDITIONAL, condition=condition)

    def _link(self, node: Node, definition: Node) -> EventDefinition:
        name = (definition.get("name") or "").strip()
        if not name:
            self.problems.error(
                "link-name",
                definition,
                Text(zh="链接事件没有名称", en="The link event has no name"),
                Text(
                    zh="给配对的两端写上同一个 name", en="Give both ends of the link the same name"
                ),
            )
        return EventDefinition(trigger=Trigger.LINK, link=name or None)

    def _compensation(self, node: Node, definition: Node) -> EventDefinition:
        ref = definition.get("activityRef")
        wait = truth(definition.get("waitForCompletion") or "true") is not False
        return EventDefinition(
            trigger=Trigger.COMPENSATION,
            compensated=None if ref is None else reference(definition, ref),
            wait_for_completion=wait,
        )

    def _cancel(self, node: Node, definition: Node) -> EventDefinition:
        return EventDefinition(trigger=Trigger.CANCEL)

    def _terminate(self, node: Node, definition: Node) -> EventDefinition:
        return EventDefinition(trigger=Trigger.TERMINATE)

    def _found(self, definition: Node, attribute: str, known: dict[str, str]) -> str | None:
        ref = definition.get(attribute)
        if ref is None:
            return None
        found = known.get(reference(definition, ref))
        if found is None:
            self.problems.dangling(definition, attribute, ref)
        return found

    def _code(
        self, node: Node, definition: Node, attribute: str, known: dict[str, str]
    ) -> str | None:
        code = self._found(definition, attribute, known)
        if code == "":
            ref = definition.get(attribute)
            name = attribute.removesuffix("Ref") + "Code"
            self.problems.error(
                f"{attribute.removesuffix('Ref')}-code",
                node,
                Text(zh=f"{ref} 没有 {name}", en=f"{ref} has no {name}"),
                Text(zh=f"写上 {name}", en=f"Give it an {name}"),
            )
        return code or None


_PLAIN_STARTS: Final = frozenset({Position.START, Position.INNER_START})


def _is_in_transaction(node: Node, position: Position) -> bool:
    if position is Position.END:
        return any(local_of(one) == Kind.TRANSACTION for one in node.iterancestors())
    host = node.get("attachedToRef")
    parent = node.getparent()
    if host is None or parent is None:
        return False
    wanted = reference(node, host)
    return any(one.get("id") == wanted for one in children(parent, Kind.TRANSACTION))

"""Loop and multi-instance markers -> how often an activity runs and with which items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.data import Data
from engine.bpmn.reader.events import Events
from engine.bpmn.reader.names import Node, children, reference, text_of, truth
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.superiors import refuse_alone, with_superiors
from engine.core.definition import (
    DataAssociation,
    EventBehavior,
    EventDefinition,
    Expression,
    MultiInstance,
    StandardLoop,
    Trigger,
)
from engine.errors import Text

_BEHAVIORS: Final = {one.value.capitalize(): one for one in EventBehavior}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopReader:
    """What reading a marker needs of the rest of the file."""

    data: Data
    events: Events
    problems: Problems

    def read(self, node: Node) -> StandardLoop | MultiInstance | None:
        """The activity's marker, or None."""
        for marker in children(node, "standardLoopCharacteristics"):
            refuse_alone(node, self.problems)
            return self._standard(marker)
        for marker in children(node, "multiInstanceLoopCharacteristics"):
            loop = with_superiors(node, marker, self._multi(node, marker), self.problems)
            self._check(marker, loop)
            return loop
        refuse_alone(node, self.problems)
        return None

    def _standard(self, marker: Node) -> StandardLoop:
        maximum = marker.get("loopMaximum")
        return StandardLoop(
            condition=self._expression(marker, "loopCondition"),
            test_before=truth(marker.get("testBefore") or "false") is True,
            maximum=_whole(maximum),
        )

    def _multi(self, node: Node, marker: Node) -> MultiInstance:
        behavior = _BEHAVIORS.get((marker.get("behavior") or "All").strip(), EventBehavior.ALL)
        return MultiInstance(
            sequential=truth(marker.get("isSequential") or "false") is True,
            cardinality=self._expression(marker, "loopCardinality"),
            collection=self._collection(node, marker),
            input_item=self._item(marker, "inputDataItem", "inputItem"),
            output_collection=self._output_collection(node, marker),
            output_item=self._item(marker, "outputDataItem", "outputItem"),
            completion_condition=self._expression(marker, "completionCondition"),
            behavior=behavior,
            none_event=self._thrown(marker, "noneBehaviorEventRef"),
            one_event=self._thrown(marker, "oneBehaviorEventRef"),
            complex_events=self._complex_events(marker),
        )

    def _expression(self, marker: Node, local: str) -> Expression | None:
        for one in children(marker, local):
            return expressions.body(one, self.problems)
        return None

    def _collection(self, node: Node, marker: Node) -> Expression | None:
        ours = expressions.ours(marker, "collection")
        if ours is not None:
            return expressions.feel(marker, ours, self.problems)
        for ref in children(marker, "loopDataInputRef"):
            name = self.data.name_of(ref, text_of(ref))
            if name is None:
                return None
            for arrow in self.data.inputs_of(node):
                if arrow.target == name:
                    return arrow.source
            return Expression(text=name)
        return None

    def _output_collection(self, node: Node, marker: Node) -> str | None:
        for ref in children(marker, "loopDataOutputRef"):
            name = self.data.name_of(ref, text_of(ref))
            onward = [one for one in self.data.outputs_of(node) if one.source.text == name]
            return onward[0].target if onward else name
        return expressions.variable(marker, "outputCollection", self.problems)

    def _item(self, marker: Node, local: str, ours: str) -> str | None:
        for one in children(marker, local):
            return " ".join((one.get("name") or one.get("id") or "").split()) or None
        return expressions.variable(marker, ours, self.problems)

    def _thrown(self, marker: Node, attribute: str) -> EventDefinition | None:
        event = self.events.by_reference(marker, attribute)
        if event is not None:
            self._check_thrown(marker, event)
        return event

    def _complex_events(self, marker: Node) -> tuple[tuple[Expression, EventDefinition], ...]:
        found: list[tuple[Expression, EventDefinition]] = []
        for one in children(marker, "complexBehaviorDefinition"):
            condition = self._expression(one, "condition")
            thrown = [e for holder in children(one, "event") for e in self.events.triggers(holder)]
            if condition is None or len(thrown) != 1:
                self._wrong(
                    one,
                    "complexBehaviorDefinition 须有 condition 和有一个触发的 event",
                    "A complexBehaviorDefinition has a condition and an event with one trigger",
                )
                continue
            self._check_thrown(one, thrown[0])
            found.append((condition, thrown[0]))
        return tuple(found)

    def _check_thrown(self, node: Node, event: EventDefinition) -> None:
        if event.trigger not in _THROWN:
            self._wrong(
                node,
                f"多实例活动不能抛出 {event.trigger}",
                f"A multi-instance activity cannot throw a {event.trigger} event",
            )

    def _check(self, marker: Node, loop: MultiInstance) -> None:
        if (loop.cardinality is None) == (loop.collection is None):
            self._wrong(
                marker,
                "多实例须有 loopCardinality 或集合（loopDataInputRef）之一",
                "A multi-instance marker has either loopCardinality or a collection "
                "(loopDataInputRef)",
            )
        if loop.input_item is not None and loop.collection is None:
            self._wrong(
                marker, "没有集合就没有 inputDataItem", "An inputDataItem needs a collection"
            )
        if (loop.output_item is None) != (loop.output_collection is None):
            self._wrong(
                marker,
                "outputDataItem 与 loopDataOutputRef 须同时写出",
                "outputDataItem and loopDataOutputRef are written together",
            )
        self._check_behavior(marker, loop)

    def _check_behavior(self, marker: Node, loop: MultiInstance) -> None:
        needed = {
            EventBehavior.NONE: loop.none_event is not None,
            EventBehavior.ONE: loop.one_event is not None,
            EventBehavior.COMPLEX: bool(loop.complex_events),
        }
        if not needed.get(loop.behavior, True):
            self._wrong(
                marker,
                f"behavior={loop.behavior.capitalize()} 没有写出要抛出的事件",
                f"behavior={loop.behavior.capitalize()} does not say which event is thrown",
            )

    def _wrong(self, node: Node, zh: str, en: str) -> None:
        self.problems.error(
            "multi-instance",
            node,
            Text(zh=zh, en=en),
            Text(zh="参见 BPMN 2.0.2 第 10.3.8 节", en="See BPMN 2.0.2, 10.3.8"),
        )


def without_collection(
    outputs: tuple[DataAssociation, ...], loop: StandardLoop | MultiInstance | None, node: Node
) -> tuple[DataAssociation, ...]:
    """The data outputs of each instance: the marker itself hands the whole list on."""
    if not isinstance(loop, MultiInstance):
        return outputs
    refs = {
        reference(ref, text_of(ref))
        for marker in children(node, "multiInstanceLoopCharacteristics")
        for ref in children(marker, "loopDataOutputRef")
    }
    return tuple(one for one in outputs if one.target != loop.output_collection or not refs)


_THROWN: Final = frozenset(
    {
        Trigger.MESSAGE,
        Trigger.SIGNAL,
        Trigger.ESCALATION,
        Trigger.ERROR,
        Trigger.CANCEL,
        Trigger.COMPENSATION,
        Trigger.TERMINATE,
    }
)
"""What an implicit throw event may throw: whatever an end event may."""


def _whole(text: str | None) -> int | None:
    """An invalid value was reported by the grammar."""
    digits = (text or "").strip().removeprefix("+")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None

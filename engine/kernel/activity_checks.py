"""What repeated activities, their token counts and complex gateways need to be run faithfully."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.core.definition import (
    Element,
    EventBehavior,
    Kind,
    MultiInstance,
    StandardLoop,
    Trigger,
)

Found = tuple[str, str, str]
"""Rule, zh and en."""

_THROWN: Final = frozenset({Trigger.MESSAGE, Trigger.SIGNAL, Trigger.ESCALATION, Trigger.ERROR})


def check(element: Element) -> Iterator[Found]:
    """What is wrong at this element."""
    if min(element.start_quantity, element.completion_quantity) < 1:
        zh, en = "startQuantity 和 completionQuantity 至少为 1", "Token quantities are at least 1"
        yield "token-quantity", zh, en
    if element.kind is Kind.COMPLEX_GATEWAY:
        yield from _complex(element)
    if element.loop is not None and (element.triggered_by_event or element.instantiate):
        zh = "事件子流程和发起案件的接收任务不能循环或多实例"
        en = "An event sub-process or an instantiating receive task is not repeated"
        yield "loop-place", zh, en
    if isinstance(element.loop, StandardLoop):
        yield from _standard(element.loop)
    elif element.loop is not None:
        yield from _multiple(element.loop)


def _complex(element: Element) -> Iterator[Found]:
    if len(element.incoming) > 1 and element.activation is None:
        zh = "汇合的复杂网关需要启动条件（activationCondition）"
        yield "complex-activation", zh, "A joining complex gateway needs an activationCondition"


def _standard(loop: StandardLoop) -> Iterator[Found]:
    if loop.maximum is not None and loop.maximum < 0:
        yield "loop-maximum", "循环次数上限不能为负", "A loop maximum is not negative"


def _multiple(loop: MultiInstance) -> Iterator[Found]:
    if (loop.cardinality is None) == (loop.collection is None):
        zh = "多实例须有实例数或集合之一"
        yield "multi-instance", zh, "Multi-instance needs a cardinality or a collection, not both"
    if (loop.output_item is None) != (loop.output_collection is None):
        zh, en = "输出项与输出集合须同时写出", "Output item and output collection go together"
        yield "multi-instance", zh, en
    needed = {
        EventBehavior.NONE: loop.none_event is not None,
        EventBehavior.ONE: loop.one_event is not None,
        EventBehavior.COMPLEX: bool(loop.complex_events),
    }
    if not needed.get(loop.behavior, True):
        zh, en = (
            f"behavior {loop.behavior} 没有写出事件",
            f"Behavior {loop.behavior} needs an event",
        )
        yield "multi-instance-event", zh, f"Behavior {loop.behavior} needs an event"
    events = (loop.none_event, loop.one_event, *(event for _, event in loop.complex_events))
    for event in events:
        if event is not None and event.trigger not in _THROWN:
            zh = f"多实例活动不能抛出 {event.trigger}"
            yield "multi-instance-event", zh, f"A multi-instance activity throws no {event.trigger}"

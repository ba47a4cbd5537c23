"""A multi-instance marker says how many instances there are and what they throw (10.3.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import EventBehavior, MultiInstance
from engine.errors import Family

_NUMBER: Final = re.compile(r"-? *\d+(\.\d+)?")


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if isinstance(element.loop, MultiInstance):
            for zh, en in (*_of_number(element.loop), *_of_events(element.loop)):
                yield breach(element, zh=zh, en=en)


def _of_number(many: MultiInstance) -> Iterator[tuple[str, str]]:
    if many.cardinality is None and many.collection is None:
        yield (
            "没有写明次数（loopCardinality 或集合）",
            "names neither loopCardinality nor a collection",
        )
    if many.cardinality is not None and many.collection is not None:
        yield "不能同时有 loopCardinality 和集合", "has both a loopCardinality and a collection"
    if many.cardinality is not None and _is_impossible(many.cardinality.text):
        yield "的 loopCardinality 应为不小于 0 的整数", "needs a whole loopCardinality, 0 or more"
    if many.input_item is not None and many.collection is None:
        yield "有 inputDataItem 但没有集合", "has an inputDataItem but no collection"
    if (many.output_item is None) is not (many.output_collection is None):
        yield (
            "的输出集合与 outputDataItem 须同时写明",
            "names an output collection and an outputDataItem, or neither",
        )


def _is_impossible(text: str) -> bool:
    """Whether the text is a number that counts nothing."""
    if not _NUMBER.fullmatch(text):
        return False
    number = Decimal(text.replace(" ", ""))
    return number < 0 or number != number.to_integral_value()


def _of_events(many: MultiInstance) -> Iterator[tuple[str, str]]:
    if many.behavior is EventBehavior.ONE and many.one_event is None:
        yield "behavior=One 时须有 oneBehaviorEventRef", "needs oneBehaviorEventRef for One"
    if many.behavior is EventBehavior.NONE and many.none_event is None:
        yield "behavior=None 时须有 noneBehaviorEventRef", "needs noneBehaviorEventRef for None"
    if many.behavior is EventBehavior.COMPLEX and not many.complex_events:
        yield (
            "behavior=Complex 时须有 complexBehaviorDefinition",
            "needs complexBehaviorDefinition for Complex",
        )


RULE = Rule(
    id="multi-instance",
    family=Family.STRUCTURE,
    severity="error",
    zh="多实例标记{zh}",
    en="The multi-instance marker {en}",
    fix_zh="改正多实例标记",
    fix_en="Correct the multi-instance marker",
    search=_search,
)

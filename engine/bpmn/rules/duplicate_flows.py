"""At most one flow leads from one element straight to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind, SequenceFlow
from engine.errors import Family, Text

_ONE_WAY: Final = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY})


def _search(subject: Subject) -> Iterator[Breach]:
    seen: dict[tuple[str, str], SequenceFlow] = {}
    for flow in subject.flows:
        first = seen.setdefault((flow.source, flow.target), flow)
        if first is not flow:
            why = _why(subject, first, flow)
            yield breach(flow, source=flow.source, target=flow.target, zh=why.zh, en=why.en)


def _why(subject: Subject, first: SequenceFlow, second: SequenceFlow) -> Text:
    source = subject.process.elements.get(first.source)
    if source is not None and source.kind in _ONE_WAY:
        return Text(zh="走哪一条都一样", en="it makes no difference which of them is taken")
    texts = [one.condition.text if one.condition else None for one in (first, second)]
    if texts[0] == texts[1]:
        return Text(zh="每次都走两遍", en="the way is always walked twice")
    return Text(zh="条件都成立时会走两遍", en="the way is walked twice when both hold")


RULE = Rule(
    id="duplicate-flows",
    family=Family.STYLE,
    severity="warning",
    zh="从 {source} 到 {target} 有两条顺序流：{zh}",
    en="Two flows lead from {source} to {target}: {en}",
    fix_zh="只留一条；条件不同的，用 or 合成一个条件",
    fix_en="Keep one; where their conditions differ, join these by or",
    search=_search,
)

"""A default flow leaves its element, beside others, and has no condition."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.default_flow is None:
            continue
        flow = subject.process.flows.get(element.default_flow)
        if flow is None or flow.source != element.id:
            yield breach(element, zh="不从该元素流出", en="does not leave the element")
        elif flow.condition is not None:
            yield breach(flow, zh="不能有条件", en="has a condition")


RULE = Rule(
    id="default-flow",
    family=Family.STRUCTURE,
    severity="error",
    zh="默认路径有误：它{zh}",
    en="The default flow is wrong: it {en}",
    fix_zh="改正或删除 default",
    fix_en="Correct or remove the default",
    search=_search,
)

"""A business rule task names a decision that exists and the variable for its result."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.BUSINESS_RULE_TASK:
            continue
        decision = element.decision_id
        if not decision:
            yield breach(element, zh="没有写明决策", en="names no decision")
        elif subject.bundle is not None and decision not in subject.bundle.decisions:
            yield breach(
                element, zh=f"的决策 {decision} 不存在", en=f"names {decision}, which is none"
            )
        if not element.result_variable and not element.outputs:
            yield breach(element, zh="没有写明结果变量", en="names no result variable")


RULE = Rule(
    id="decision-exists",
    family=Family.HOUSE,
    severity="error",
    zh="业务规则任务{zh}",
    en="The business rule task {en}",
    fix_zh="写上 guicheng:decisionId 和 guicheng:resultVariable",
    fix_en="Write guicheng:decisionId and guicheng:resultVariable",
    search=_search,
)

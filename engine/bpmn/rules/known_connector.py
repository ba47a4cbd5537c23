"""A service task names an installed connector."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Kind
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        if element.kind is not Kind.SERVICE_TASK:
            continue
        if not element.connector:
            yield breach(element, zh="服务任务没有连接器", en="The service task has no connector")
        elif subject.connectors is not None and element.connector not in subject.connectors:
            yield breach(
                element,
                zh=f"连接器 {element.connector} 没有安装",
                en=f"The connector {element.connector} is not installed",
            )


RULE = Rule(
    id="known-connector",
    family=Family.HOUSE,
    severity="error",
    zh="{zh}",
    en="{en}",
    fix_zh="写上已安装的 guicheng:connector",
    fix_en="Name an installed one in guicheng:connector",
    search=_search,
)

"""Every expression is FEEL and reads only names that exist."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.names import scope_of
from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.slots import slots_of
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    if subject.bundle is None:
        return
    scope = scope_of(subject.bundle)
    for slot in slots_of(subject.process):
        error = scope.error_in(slot.expression.text)
        if error is not None:
            yield breach(
                slot.at,
                line=slot.expression.line + error.line_offset,
                use=slot.use,
                text=slot.expression.text,
                zh=error.text.zh,
                en=error.text.en,
            )


RULE = Rule(
    id="feel-compiles",
    family=Family.STRUCTURE,
    severity="error",
    zh="{use} 不是可用的 FEEL 表达式 {text}：{zh}",
    en="{use} is not usable FEEL {text}: {en}",
    fix_zh="改正表达式；未知的名称须先声明：表单的字段（.form 的 key）、guicheng:input 或 "
    "guicheng:output 的 name、数据对象或属性、resultVariable，或流程的 guicheng:variables；"
    "公司的数字写作 parameters.名称（parameters.yaml）",
    fix_en="Correct it; declare an unknown name first: as a form field (key in the .form), the "
    "name of a guicheng:input or guicheng:output, a data object or property, a resultVariable, or "
    "in guicheng:variables of the process; a figure of the company is parameters.<name> "
    "(parameters.yaml)",
    search=_search,
)

"""A call that is bound to a version or a tag names it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Binding
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        binding, version = element.called_binding, element.called_version
        if binding is Binding.LATEST:
            continue
        if not version:
            yield breach(element, binding=binding, zh="没有写明是哪一个", en="does not say which")
        elif binding is Binding.VERSION and not _is_number(version):
            yield breach(
                element, binding=binding, zh="版本不是正整数", en="that is no positive whole number"
            )


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdigit() and int(version) > 0


RULE = Rule(
    id="called-version",
    family=Family.STRUCTURE,
    severity="error",
    zh="调用绑定为 {binding}，但{zh}",
    en="The call is bound to a {binding} and {en}",
    fix_zh="写上 guicheng:version 或 guicheng:versionTag",
    fix_en="Write guicheng:version or guicheng:versionTag",
    search=_search,
)

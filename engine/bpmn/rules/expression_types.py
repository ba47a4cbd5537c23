"""An expression gives the kind of value that its place needs, as far as its text tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.names import scope_of
from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.bpmn.rules.slots import Slot, slots_of
from engine.errors import Family, Text
from engine.feel import FeelError
from engine.feel.static_types import Kinds, kinds_of
from engine.feel.syntax import parse


def _search(subject: Subject) -> Iterator[Breach]:
    for slot in slots_of(subject.process):
        found = _kinds(subject, slot)
        if found is None or slot.wanted is None or found & slot.wanted:
            continue
        wanted, got = _named(slot.wanted), _named(found)
        yield breach(
            slot.at,
            line=slot.expression.line or None,
            use=slot.use,
            text=slot.expression.text,
            zh=(wanted.zh, got.zh),
            en=(wanted.en, got.en),
        )


def _kinds(subject: Subject, slot: Slot) -> Kinds | None:
    """None also when it is no FEEL, which feel-compiles says."""
    if slot.wanted is None:
        return None
    scope = None if subject.bundle is None else scope_of(subject.bundle)
    try:
        if scope is None:
            return kinds_of(parse(slot.expression.text))
        names, members, functions = scope.names, scope.members, scope.functions
        return kinds_of(
            parse(slot.expression.text, names=names, members=members, functions=functions)
        )
    except FeelError:
        return None


def _named(kinds: Kinds) -> Text:
    ordered = sorted(kinds)
    return Text(zh="或".join(_WORDS[kind] for kind in ordered), en=" or ".join(ordered))


_WORDS: Final = {
    "boolean": "真假值",
    "number": "数字",
    "string": "文本",
    "temporal": "日期时间",
    "duration": "时长",
    "list": "列表",
    "context": "对象",
    "function": "函数",
    "range": "区间",
    "null": "空值",
}

RULE = Rule(
    id="expression-types",
    family=Family.STRUCTURE,
    severity="error",
    zh="{use} 应得到{zh[0]}，但 {text} 得到{zh[1]}",
    en="{use} needs a {en[0]}, but {text} gives a {en[1]}",
    fix_zh="改正表达式",
    fix_en="Correct the expression",
    search=_search,
)

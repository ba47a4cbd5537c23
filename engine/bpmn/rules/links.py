"""A link has one catching event and at least one throwing event on the same level (10.5.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element, Kind, Trigger
from engine.errors import Family


def _search(subject: Subject) -> Iterator[Breach]:
    for elements in subject.scopes.values():
        links = [one for one in elements if one.event.trigger is Trigger.LINK]
        catches = [one for one in links if one.kind is Kind.CATCH_EVENT]
        throws = [one for one in links if one.kind is Kind.THROW_EVENT]
        yield from _unpaired(catches, throws)
        yield from _with_flows(catches, throws)


def _unpaired(catches: list[Element], throws: list[Element]) -> Iterator[Breach]:
    caught = Counter(one.event.link for one in catches)
    thrown = {one.event.link for one in throws}
    for one in throws:
        if not caught[one.event.link]:
            yield _about(one, "没有捕获端", "has no catching end")
    for one in catches:
        if one.event.link not in thrown:
            yield _about(one, "没有抛出端", "has no throwing end")
        if caught[one.event.link] > 1:
            yield _about(one, "有多个捕获端", "has several catching ends")


def _with_flows(catches: list[Element], throws: list[Element]) -> Iterator[Breach]:
    for one in throws:
        if one.outgoing:
            yield _about(one, "的抛出端不能有流出路径", "has a flow out of its throwing end")
        if not one.incoming:
            yield _about(one, "的抛出端没有流入路径", "has no flow into its throwing end")
    for one in catches:
        if one.incoming:
            yield _about(one, "的捕获端不能有流入路径", "has a flow into its catching end")
        if not one.outgoing:
            yield _about(one, "的捕获端没有流出路径", "has no flow out of its catching end")


def _about(element: Element, zh: str, en: str) -> Breach:
    return breach(element, link=element.event.link or "", zh=zh, en=en)


RULE = Rule(
    id="links",
    family=Family.STRUCTURE,
    severity="error",
    zh="链接“{link}”{zh}",
    en="The link {link!r} {en}",
    fix_zh="让同一层中一个捕获端与它的抛出端同名",
    fix_en="Give one catching end and its throwing ends the same name",
    search=_search,
)

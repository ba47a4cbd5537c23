"""No two data objects or properties of one scope have the same name, which expressions read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import DataKind
from engine.errors import Family

_VARIABLES: Final = frozenset({DataKind.OBJECT, DataKind.PROPERTY})


def _search(subject: Subject) -> Iterator[Breach]:
    seen: set[tuple[str | None, str]] = set()
    for item in subject.process.data.values():
        place = (item.scope, item.name)
        if item.kind in _VARIABLES and place in seen:
            owner = subject.process.elements.get(item.scope or "")
            yield breach(owner, name=item.name)
        seen.add(place)


RULE = Rule(
    id="data-named",
    family=Family.STRUCTURE,
    severity="error",
    zh="同一层中有两个名为“{name}”的数据",
    en="Two pieces of data on one level are called {name!r}",
    fix_zh="改用另一个名称",
    fix_en="Use another name",
    search=_search,
)

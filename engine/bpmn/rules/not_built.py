"""Parts of the model that no interpreter carries out yet: refused, so that none is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from engine.bpmn.rules.rule import Breach, Rule, Subject, breach
from engine.core.definition import Element
from engine.errors import Family

_PARTS: Final[dict[str, Callable[[Element], bool]]] = {
    "data association": lambda one: bool(one.data_inputs or one.data_outputs),
}
"""Whoever makes the kernel carry a part out takes its line away."""


def _search(subject: Subject) -> Iterator[Breach]:
    for element in subject.elements:
        for name, is_used in _PARTS.items():
            if is_used(element):
                yield breach(element, what=name)


RULE = Rule(
    id="not-executed",
    family=Family.STRUCTURE,
    severity="error",
    zh="本引擎不执行:{what}",
    en="Not executed: {what}",
    fix_zh="改用别的画法",
    fix_en="Draw it another way",
    search=_search,
)

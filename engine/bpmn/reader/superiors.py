"""Approval level after level (连续多级主管): the chain of superiors as a sequential repetition."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from engine.bpmn.reader.approvals import extensions_of
from engine.bpmn.reader.names import Node, line_of
from engine.bpmn.reader.problems import Problems
from engine.core.definition import AssignmentKind, Expression, MultiInstance
from engine.errors import Text

ITEM: Final = "superior"
"""The variable in which each level reads its superior's login."""

_CHAIN: Final = "initiator.superiors"
_UP_TO: Final = re.compile(r"([1-9][0-9]?)|role:([a-z][a-z0-9_-]*)")


def with_superiors(
    node: Node, marker: Node, loop: MultiInstance, problems: Problems
) -> MultiInstance:
    """The loop with the chain as its collection, if the task is assigned to `superiors`.

    Where there is no superior at all, one instance asks for nobody, so that the task's policy for
    that applies instead of the task being passed over unseen.
    """
    chains = [one for one in extensions_of(node, "assignment") if is_chain(one)]
    if not chains:
        return loop
    text = (chains[0].get("value") or "").strip()
    match = _UP_TO.fullmatch(text) if text else None
    own = loop.collection or loop.cardinality or loop.input_item
    if len(chains) > 1 or own or not loop.sequential or bool(text) is not bool(match):
        _refuse(chains[0], problems)
        return loop
    expression = Expression(text=_collection(match), line=line_of(marker))
    return replace(loop, collection=expression, input_item=ITEM)


def is_chain(assignment: Node) -> bool:
    """Whether a `guicheng:assignment` asks for the chain of superiors."""
    return (assignment.get("kind") or "").strip() == AssignmentKind.SUPERIORS


def refuse_alone(node: Node, problems: Problems) -> None:
    """Without the marker there is nothing that repeats the task."""
    for one in extensions_of(node, "assignment"):
        if is_chain(one):
            _refuse(one, problems)


def _collection(up_to: re.Match[str] | None) -> str:
    found = f"{_CHAIN}.id"
    if up_to is not None and up_to[1]:
        found = f"{_CHAIN}[level <= {up_to[1]}].id"
    elif up_to is not None:
        holders = f'{_CHAIN}[list contains(roles, "{up_to[2]}")]'
        found = (
            f"if count({holders}) = 0 then {_CHAIN}.id else "
            f"{_CHAIN}[level <= {holders}[1].level].id"
        )
    return f"if count({_CHAIN}) = 0 then [null] else ({found})"


def _refuse(node: Node, problems: Problems) -> None:
    problems.error(
        "vocabulary-value",
        node,
        Text(
            zh="kind=superiors 须配顺序多实例标记（不写集合与次数）；"
            "value 为级数、role:<角色> 或省略",
            en="kind=superiors goes with a sequential multi-instance marker without a collection "
            "of its own; its value is a number of levels, role:<role id>, or absent",
        ),
        Text(
            zh="参见 docs/reference/extension-vocabulary.md",
            en="See docs/reference/extension-vocabulary.md",
        ),
    )

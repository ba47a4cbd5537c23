"""What static analysis finds in the decision tables of a model, for lint and deployment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from engine.dmn.analysis import Analysis, Example, analyse_table
from engine.dmn.model import DecisionModel, DecisionTable, Expression, HitPolicy, Part
from engine.errors import Family, Finding, Text
from engine.feel.explanation import shown

_SINGLE: Final = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
_SHOWN: Final = 3


def table_findings(model: DecisionModel) -> tuple[Finding, ...]:
    """Overlaps under UNIQUE as errors; gaps, other overlaps and unreachable rules as warnings.

    Each with an example input. The model must have been checked: its cells are FEEL.
    """
    parts = (
        *((one.name, one.expression) for one in model.decisions),
        *((one.name, one.function.body) for one in model.knowledge),
    )
    return tuple(
        finding
        for name, expression in parts
        for table in _tables(expression)
        for finding in _of_table(name, table)
    )


def _tables(node: Any) -> Iterator[DecisionTable]:
    """The tables in an expression of any boxed form."""
    if isinstance(node, DecisionTable):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _tables(item)
    elif isinstance(node, Expression | Part):
        for one in fields(node):
            yield from _tables(getattr(node, one.name))


def _of_table(name: str, table: DecisionTable) -> Iterator[Finding]:
    found = analyse_table(table)
    yield from _overlaps(name, table, found)
    if table.hit_policy in _SINGLE and all(clause.default is None for clause in table.outputs):
        for example in found.gaps[:_SHOWN]:
            zh, en = _example(example)
            yield _finding(
                "dmn-gap",
                table,
                Text(
                    zh=f"决策“{name}”没有规则符合：{zh}",
                    en=f"No rule of decision {name!r} matches {en}",
                ),
            )
    for rule_id in found.unreachable:
        yield _finding(
            "dmn-unreachable",
            table,
            Text(
                zh=f"决策“{name}”的规则 {rule_id} 永远不会起作用",
                en=f"Rule {rule_id} of decision {name!r} can never apply",
            ),
        )
    if found.open_columns and table.hit_policy in _SINGLE:
        names = ", ".join(found.open_columns)
        zh = f"决策“{name}”的列 {names} 中有取决于其他值的条件，其重叠与空缺不能证明"
        en = f"Decision {name!r} has conditions on other values in {names}: nothing is proved there"
        yield _finding("dmn-not-analysed", table, Text(zh=zh, en=en))
    if not found.complete:
        zh = f"决策“{name}”的表太大，只分析了一部分"
        en = f"The table of decision {name!r} is too large to be analysed whole"
        yield _finding("dmn-not-analysed", table, Text(zh=zh, en=en))


def _overlaps(name: str, table: DecisionTable, found: Analysis) -> Iterator[Finding]:
    outputs = {
        rule.id or str(number): tuple(" ".join(cell.text.split()) for cell in rule.outputs)
        for number, rule in enumerate(table.rules, 1)
    }
    unique = table.hit_policy is HitPolicy.UNIQUE
    for overlap in found.overlaps:
        if not unique and len({outputs[rule_id] for rule_id in overlap.rule_ids}) == 1:
            continue
        names, (zh, en) = ", ".join(overlap.rule_ids), _example(overlap.example)
        text = Text(
            zh=f"决策“{name}”的规则 {names} 同时符合：{zh}",
            en=f"Rules {names} of decision {name!r} both match {en}",
        )
        yield _finding("dmn-overlap", table, text, severity="error" if unique else "warning")


def _example(example: Example) -> tuple[str, str]:
    pairs = [f"{title} = {shown(value)}" for title, value in example if value is not None]
    return "，".join(pairs) or "任何输入", ", ".join(pairs) or "any input"


def _finding(rule: str, table: DecisionTable, text: Text, severity: Any = "warning") -> Finding:
    return Finding(
        rule=rule,
        family=Family.SOUNDNESS,
        severity=severity,
        text=text,
        element_id=table.id,
        line=table.line,
    )

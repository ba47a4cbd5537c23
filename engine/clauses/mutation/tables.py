"""The changes of one rule of a decision table: it is missing, gives something else, begins or
ends elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

from engine.clauses.mutation.figures import step_of
from engine.clauses.mutation.model import Aspect, Change
from engine.dmn.model import Cell, DecisionModel, DecisionTable, Rule
from engine.errors import Text

_PIECES: Final = re.compile(r'"[^"]*"|[^"]+')
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])|(?<![\w.])\d+(?=\.\.)|(?<=\.\.)\d+")
_NOTHING: Final = "null"


def rule_changes(model: DecisionModel, decision: str, name: str) -> Iterator[Change]:
    """Every change of a rule by its id, or its number from one."""
    found = model.decision(decision)
    table = found.expression if found else None
    if not isinstance(table, DecisionTable):
        return
    for number, rule in enumerate(table.rules):
        if (rule.id or str(number + 1)) == name:
            for aspect, how, changed in _altered(table, number):
                apply = partial(_with_table, decision=decision, table=changed)
                yield Change(aspect=aspect, how=how, apply=apply)


def _altered(table: DecisionTable, number: int) -> Iterator[tuple[Aspect, Text, DecisionTable]]:
    rules = table.rules
    missing = replace(table, rules=rules[:number] + rules[number + 1 :])
    yield Aspect.PRESENCE, Text(zh="拿掉这一行", en="the rule dropped"), missing
    for column, cell in enumerate(rules[number].outputs):
        for other in _other_outputs(table, column, cell.text):
            how = Text(zh=f"结果 {cell.text} 改为 {other}", en=f"{cell.text} becomes {other}")
            yield Aspect.OUTCOME, how, _with_output(table, number, column, other)
    for column, cell in enumerate(rules[number].inputs):
        for figure in dict.fromkeys(_numbers(cell.text)):
            for aspect, other in _beside(figure):
                label = table.inputs[column].label or table.inputs[column].text
                how = Text(
                    zh=f"{label} 的 {figure} 改为 {other}", en=f"{label}: {figure} becomes {other}"
                )
                yield aspect, how, _with_limit(table, column, figure, other)


def _other_outputs(table: DecisionTable, column: int, text: str) -> Iterator[str]:
    """Numbers a little more and a little less; else what another rule gives, else nothing."""
    if _NUMBER.fullmatch(text.strip()):
        yield from (other for _, other in _beside(text.strip()))
        return
    others = (rule.outputs[column].text for rule in table.rules)
    yield next((one for one in others if one.strip() not in (text.strip(), "")), _NOTHING)


def _beside(figure: str) -> Iterator[tuple[Aspect, str]]:
    number = Decimal(figure)
    yield Aspect.MORE, str(number + step_of(number))
    yield Aspect.LESS, str(number - step_of(number))


def _numbers(test: str) -> Iterator[str]:
    for piece in _PIECES.findall(test):
        if not piece.startswith('"'):
            yield from _NUMBER.findall(piece)


def _with_output(table: DecisionTable, number: int, column: int, text: str) -> DecisionTable:
    rule = table.rules[number]
    changed = replace(rule, outputs=_with_cell(rule.outputs, column, text))
    return replace(table, rules=(*table.rules[:number], changed, *table.rules[number + 1 :]))


def _with_limit(table: DecisionTable, column: int, figure: str, other: str) -> DecisionTable:
    """The limit moves for all rules that meet at it, so that no gap or overlap arises."""

    def moved(rule: Rule) -> Rule:
        text = "".join(
            piece
            if piece.startswith('"')
            else _NUMBER.sub(lambda found: other if found[0] == figure else found[0], piece)
            for piece in _PIECES.findall(rule.inputs[column].text)
        )
        return replace(rule, inputs=_with_cell(rule.inputs, column, text))

    return replace(table, rules=tuple(map(moved, table.rules)))


def _with_cell(cells: tuple[Cell, ...], column: int, text: str) -> tuple[Cell, ...]:
    return (*cells[:column], replace(cells[column], text=text), *cells[column + 1 :])


def _with_table(model: DecisionModel, decision: str, table: DecisionTable) -> DecisionModel:
    found = model.decision(decision)
    changed = tuple(
        replace(one, expression=table) if one is found else one for one in model.decisions
    )
    return replace(model, decisions=changed)

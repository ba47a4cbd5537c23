"""Finds gaps, overlaps and unreachable rules of a decision table, each with an example input."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.core.values import Value
from engine.dmn.classes import Column, column_of
from engine.dmn.model import DecisionTable, HitPolicy

Example = tuple[tuple[str, Value], ...]
"""A value for each input column; None in a column that any value fits."""

_MAX_VISITS: Final = 50_000
_MAX_EXAMPLES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    rule_ids: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What static analysis can say about a table.

    `open_columns` hold cells that depend on more than their input; their rules are taken to match
    when gaps are looked for, and not to match when overlaps are. `complete` is False when the
    table is too large to visit whole. At most twenty gaps and overlaps are listed.
    """

    gaps: tuple[Example, ...]
    overlaps: tuple[Overlap, ...]
    unreachable: tuple[str, ...]
    open_columns: tuple[str, ...]
    complete: bool


@dataclass(slots=True, kw_only=True)
class _Findings:
    gaps: list[Example] = field(default_factory=list)
    overlaps: dict[int, Example] = field(default_factory=dict)
    reached: int = 0
    visits: int = 0


def analyse_table(table: DecisionTable) -> Analysis:
    """The analysis over the declared domains: allowed values where given, else all values."""
    columns = [column_of(table, index) for index in range(len(table.inputs))]
    rule_ids = tuple(rule.id or str(number) for number, rule in enumerate(table.rules, 1))
    everything = (1 << len(rule_ids)) - 1
    certain = everything
    for column in columns:
        certain &= ~column.open_rules
    found = _Findings()
    for mask, example in _visit(columns, everything, certain, found):
        _record(mask, certain, example, table.hit_policy, found)
    unreachable = [name for place, name in enumerate(rule_ids) if not found.reached >> place & 1]
    complete = found.visits <= _MAX_VISITS
    return Analysis(
        gaps=tuple(found.gaps),
        overlaps=tuple(
            Overlap(rule_ids=_named(mask, rule_ids), example=example)
            for mask, example in found.overlaps.items()
        ),
        unreachable=tuple(unreachable) if complete else (),
        open_columns=tuple(column.title for column in columns if column.open_rules),
        complete=complete,
    )


def _named(mask: int, rule_ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(rule_ids) if mask >> place & 1)


def _visit(
    columns: list[Column], everything: int, certain: int, found: _Findings
) -> Iterator[tuple[int, Example]]:
    """Every combination of classes with the rules that can match it, as a bit mask.

    A part of the space that no rule can match any more is visited once, as a whole.
    """
    pending: list[tuple[int, int, Example]] = [(0, everything, ())]
    while pending:
        found.visits += 1
        if found.visits > _MAX_VISITS:
            return
        depth, mask, chosen = pending.pop()
        if depth == len(columns) or not mask & everything:
            rest = tuple((column.title, None) for column in columns[depth:])
            yield mask, chosen + rest
            continue
        column = columns[depth]
        for value, matching in reversed(column.classes):
            step = (*chosen, (column.title, value))
            pending.append((depth + 1, mask & (matching | column.open_rules), step))


def _record(mask: int, certain: int, example: Example, policy: HitPolicy, found: _Findings) -> None:
    sure = mask & certain
    if policy is HitPolicy.FIRST:
        # Behind a rule that surely matches, no later rule is ever asked.
        lowest = sure & -sure
        found.reached |= mask & ((lowest << 1) - 1) if lowest else mask
    else:
        found.reached |= mask
    if not mask and len(found.gaps) < _MAX_EXAMPLES:
        found.gaps.append(example)
    several = sure & (sure - 1)
    matters = several and policy in (HitPolicy.UNIQUE, HitPolicy.ANY)
    if matters and len(found.overlaps) < _MAX_EXAMPLES:
        found.overlaps.setdefault(sure, example)

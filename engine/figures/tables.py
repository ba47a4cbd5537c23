"""Figures of decision tables: the limits of each column of conditions, the numbers of results.

A limit stands in several rows: the 300 of `<= 300` is that of `(300..3000]` too. It is one figure,
and changing it changes every cell of its column, so that no gap and no overlap comes of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from engine.dmn.model import Decision, DecisionModel, DecisionTable, Rule
from engine.errors import InvalidCommand, InvalidState, Text
from engine.feel.errors import FeelError
from engine.feel.tokens import Kind, Token, tokenize
from engine.figures.model import Figure, FigureKind, Shape
from engine.figures.parameters import check_value, plain_number

_CLAUSE: Final = re.compile(r"\b[A-Z]{2,5}-\d{2,3}\b")
_OUR_CHOICE: Final = "默认"
_WORDS: Final = (Kind.NAME, Kind.NUMBER)

WithCells = Callable[[bytes, str, Mapping[tuple[int, int], str]], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """One number in one cell: where it stands in the text, its sign included."""

    row: int
    column: int
    start: int
    end: int
    value: Decimal


def table_figures(model: DecisionModel, users: Mapping[str, Sequence[str]]) -> Iterator[Figure]:
    """Every limit and result of the tables of a file; `users` are processes by decision."""
    for decision in model.decisions:
        table = decision.expression
        if isinstance(table, DecisionTable):
            used = tuple(users.get(decision.id or "", ()))
            yield from _limits(decision, table, used)
            yield from _results(decision, table, used)


def _limits(decision: Decision, table: DecisionTable, users: tuple[str, ...]) -> Iterator[Figure]:
    for column, clause in enumerate(table.inputs):
        for number, (value, spots) in enumerate(_grouped(_in_column(table, column)), start=1):
            rules = [table.rules[spot.row] for spot in spots]
            label = clause.label or clause.text
            parted = " / ".join(dict.fromkeys(filter(None, map(_said, rules))))
            yield Figure(
                id=f"{decision.id}/{column}/{number}",
                kind=FigureKind.LIMIT,
                source=decision.id or "",
                source_name=_name(decision),
                name=Text(zh=f"{label}的界限：{parted}", en=f"{label}, limit: {parted}"),
                shape=Shape.NUMBER,
                value=f"{value:f}",
                clauses=_clauses(rules),
                company=_is_company(rules),
                users=users,
                rows=tuple(dict.fromkeys(rule.id or "" for rule in rules)),
            )


def _results(decision: Decision, table: DecisionTable, users: tuple[str, ...]) -> Iterator[Figure]:
    for row, rule in enumerate(table.rules):
        for place, cell in enumerate(rule.outputs):
            if plain_number(cell.text.strip()) is None:
                continue
            clause = table.outputs[place]
            label = clause.label or clause.name or ""
            said = _said(rule) or str(row + 1)
            yield Figure(
                id=f"{decision.id}/{len(table.inputs) + place}/{rule.id or row}",
                kind=FigureKind.RESULT,
                source=decision.id or "",
                source_name=_name(decision),
                name=Text(zh=f"{label}：{said}", en=f"{label}: {said}"),
                shape=Shape.NUMBER,
                value=cell.text.strip(),
                clauses=_clauses([rule]),
                company=_is_company([rule]),
                users=users,
                rows=(rule.id or str(row),),
            )


def changed_table(
    content: bytes, model: DecisionModel, changes: Mapping[str, str], write: WithCells
) -> bytes:
    """The file with other numbers, by the ids of the figures. Raises InvalidCommand for a value
    that is no number or that lies beyond the next limit, InvalidState for a figure that is gone."""
    known = {figure.id: figure for figure in table_figures(model, {})}
    for name, value in changes.items():
        if name not in known:
            raise InvalidState(f"没有数字 {name}", f"Expected a figure of this table, got {name}")
        check_value(known[name], value)
    for decision in model.decisions:
        table = decision.expression
        own = {name: value for name, value in changes.items() if name.split("/")[0] == decision.id}
        if own and isinstance(table, DecisionTable):
            content = write(content, decision.id or "", _cells(decision, table, own))
    return content


def _cells(
    decision: Decision, table: DecisionTable, changes: Mapping[str, str]
) -> Mapping[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for column in range(len(table.inputs)):
        prefix = f"{decision.id}/{column}/"
        new = {
            int(name.removeprefix(prefix)): value
            for name, value in changes.items()
            if name.startswith(prefix)
        }
        found |= _column_texts(table, column, new) if new else {}
    for row, rule in enumerate(table.rules):
        for place in range(len(rule.outputs)):
            column = len(table.inputs) + place
            value = changes.get(f"{decision.id}/{column}/{rule.id or row}")
            if value is not None:
                found[row, column] = value
    return found


def _column_texts(
    table: DecisionTable, column: int, new: Mapping[int, str]
) -> Mapping[tuple[int, int], str]:
    groups = _grouped(_in_column(table, column))
    values = [Decimal(new.get(number, value)) for number, (value, _) in enumerate(groups, start=1)]
    if any(one >= other for one, other in pairwise(values)):
        label = table.inputs[column].label or table.inputs[column].text
        raise InvalidCommand(
            f"{label}：界限须从小到大，不能越过相邻的界限 {'、'.join(f'{v:f}' for v in values)}",
            f"{label}: expected limits in rising order, got {', '.join(f'{v:f}' for v in values)}",
        )
    edits: dict[int, list[tuple[_Spot, str]]] = {}
    for number, (_, spots) in enumerate(groups, start=1):
        for spot in spots if number in new else ():
            edits.setdefault(spot.row, []).append((spot, new[number]))
    return {
        (row, column): _edited(table.rules[row].inputs[column].text, found)
        for row, found in edits.items()
    }


def _edited(text: str, edits: Iterable[tuple[_Spot, str]]) -> str:
    for spot, value in sorted(edits, key=lambda one: -one[0].start):
        text = text[: spot.start] + value + text[spot.end :]
    return text


def _grouped(spots: Iterable[_Spot]) -> list[tuple[Decimal, list[_Spot]]]:
    """By value, rising."""
    found: dict[Decimal, list[_Spot]] = {}
    for spot in spots:
        found.setdefault(spot.value, []).append(spot)
    return sorted(found.items())


def _in_column(table: DecisionTable, column: int) -> Iterator[_Spot]:
    for row, rule in enumerate(table.rules):
        text = rule.inputs[column].text
        try:
            tokens = tokenize(text)
        except FeelError:
            continue  # never published: the deployment refuses what is not FEEL
        for place, token in enumerate(tokens):
            if token.kind is Kind.NUMBER:
                signed = _is_signed(tokens, place)
                start = tokens[place - 1].start if signed else token.start
                value = Decimal(token.value)
                yield _Spot(
                    row=row,
                    column=column,
                    start=start,
                    end=token.end,
                    value=-value if signed else value,
                )


def _is_signed(tokens: Sequence[Token], place: int) -> bool:
    """Whether the minus before a number is its sign, not a subtraction."""
    if place == 0 or tokens[place - 1].value != "-":
        return False
    before = tokens[place - 2] if place > 1 else None
    return before is None or not (before.kind in _WORDS or before.value in (")", "]"))


def _name(decision: Decision) -> Text:
    name = decision.name or decision.id or ""
    return Text(zh=name, en=name)


def _said(rule: Rule) -> str:
    """What a rule is about, without the ids of its clauses."""
    return _CLAUSE.sub("", rule.description).strip()


def _clauses(rules: Iterable[Rule]) -> tuple[str, ...]:
    found = (one for rule in rules for one in _CLAUSE.findall(rule.description))
    return tuple(dict.fromkeys(found))


def _is_company(rules: Iterable[Rule]) -> bool:
    return not any(_OUR_CHOICE in rule.description for rule in rules)

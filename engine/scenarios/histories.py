"""Invents cases of the demo from recipes: the same ones each time, none like another.

tables: {seller: [{who: salesperson}, ...]}        # rows; a history takes one of each in turn
phrases: {agreed: [同意, 已核对，同意, ...]}            # one by chance, each time it is named
parts: {ask: [{start: seal-use, by: $who, data: {...}}], ...}    # steps, as in scenarios
routine: [{process: client-callback, element: prepare-callback, data: {...}}]
histories:
  - {id: contract, zh: 用印：${title}, en: "${title}", cases: 9, of: [seller], steps: [ask, file]}

`begins` and `pace` are as DemoCase says; `within` is the number of days that the cases of a
history lie back at most. `$name` alone is the value itself; `${name}` is put into the text;
`${n}` is the case's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from random import Random
from typing import Any, Final

from engine.core.values import Value
from engine.paths import processes_dir
from engine.scenarios.plain_yaml import read_yaml
from engine.scenarios.script import BadScenario, Step, read_steps

FILE: Final = "demo-history.yaml"
SPAN: Final = 182
"""Days that the invented cases lie back at most: half a year."""
AT_ONCE: Final = 30
"""A pace, in percent, at which people stay with the case: no step waits for another day."""
_SPEEDS: Final = (60, 80, 100, 100, 100, 130, 130, 200, 420, 700)  # percent of the history's pace
_NAMED: Final = re.compile(r"\$\{(\w+)\}|\$(\w+)")
_WORDS: Final = frozenset({"id", "zh", "en", "cases", "of", "begins", "pace", "within", "steps"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """One case of the demo, begun so many days ago.

    `begins` is a time of day, empty for any in office hours, or `D20T09:10` for the 20th of a
    month, the last but `turn`. `pace` is the time that people take, in percent; without one, each
    step follows the other at once, and all are played.
    """

    id: str
    zh: str
    en: str
    days_ago: int
    begins: str
    steps: tuple[Step, ...]
    turn: int = 0
    pace: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """What is answered, in cases that no recipe begins, where this element is open."""

    process: str
    element: str
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """What is read from the file: cases in an order of which each beginning is a fair sample."""

    cases: tuple[DemoCase, ...]
    routine: tuple[Routine, ...]


def read_histories(most: int | None = None, file: Path | None = None) -> Histories:
    """At most so many invented cases; all of them when absent. Raises BadScenario."""
    plain: Any = read_yaml((file or processes_dir() / FILE).read_bytes())
    turns = sorted(_turns(plain["histories"]), key=lambda one: one[0])[:most]
    cases = tuple(_invented(plain, history, turn) for _, history, turn in turns)
    routine = tuple(
        Routine(process=one["process"], element=one["element"], data=one.get("data", {}))
        for one in plain["routine"]
    )
    return Histories(cases=cases, routine=routine)


def _turns(histories: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any], int]]:
    """Each case of each history, where it stands in the order of all."""
    for history in histories:
        unknown = history.keys() - _WORDS
        if unknown:
            raise BadScenario(f"Expected only known words in {history.get('id')}, got {unknown}")
        count = int(history["cases"])
        for turn in range(count):
            yield (2 * turn + 1) * 10_000 // count, history, turn


def _days_ago(history: Mapping[str, Any], turn: int, chance: Random) -> int:
    """Each history spreads over the half year, with more of late: a company that takes to it."""
    count = int(history["cases"])
    back = 1000 - (1000 * turn + chance.randrange(1000)) // count
    days = SPAN * back * (2 * back + 3000) // 5_000_000
    return 1 + days % int(history.get("within", SPAN))


def _invented(plain: Mapping[str, Any], history: Mapping[str, Any], turn: int) -> DemoCase:
    name = f"{history['id']}-{turn + 1}"
    chance = Random(name)  # noqa: S311 (the same each time)
    row: dict[str, Value] = {"n": f"{chance.randrange(1000, 9999)}"}
    for table in history.get("of", ()):
        rows = plain["tables"][table]
        first = Random(f"{history['id']} {table}").randrange(len(rows))  # noqa: S311
        row |= rows[(first + turn) % len(rows)]
    filling = _Filling(row=row, phrases=plain["phrases"], chance=chance)
    begins, pace = filling.text(str(history.get("begins", ""))), int(history.get("pace", 100))
    return DemoCase(
        id=name,
        zh=filling.text(history["zh"]),
        en=filling.text(history["en"]),
        days_ago=_days_ago(history, turn, chance),
        begins=begins.removeprefix("T"),
        steps=read_steps([filling.value(one) for one in _steps(plain, history)], name),
        turn=turn,
        pace=pace if pace <= AT_ONCE else pace * chance.choice(_SPEEDS) // 100,
    )


def _steps(plain: Mapping[str, Any], history: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in history["steps"]:
        if isinstance(one, str):
            if one not in plain["parts"]:
                raise BadScenario(f"Expected a part {one!r} for {history['id']}")
            yield from plain["parts"][one]
        else:
            yield one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filling:
    row: Mapping[str, Value]
    phrases: Mapping[str, Sequence[str]]
    chance: Random

    def value(self, plain: Any) -> Any:
        if isinstance(plain, Mapping):
            return {key: self.value(one) for key, one in plain.items()}
        if isinstance(plain, list):
            return [self.value(one) for one in plain]
        if not isinstance(plain, str):
            return plain
        whole = _NAMED.fullmatch(plain)
        return self._named(whole) if whole and whole[2] else self.text(plain)

    def text(self, plain: str) -> str:
        return _NAMED.sub(lambda found: str(self._named(found)) if found[1] else found[0], plain)

    def _named(self, found: re.Match[str]) -> Any:
        name = found[1] or found[2]
        if name in self.row:
            return self.value(self.row[name])
        if name not in self.phrases:
            raise BadScenario(f"Expected a column or phrase {name!r}")
        return self.value(self.chance.choice(self.phrases[name]))


def time_of(begins: str) -> time | None:
    """The time of day at which a case begins, if it has one."""
    return time.fromisoformat(begins.rpartition("T")[2]) if begins else None

"""Holds what survived against the survivors that are explained, and judges each clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import yaml

from engine.clauses.mutation.model import Aspect
from engine.clauses.mutation.trial import ClauseResult, Fate, Point
from engine.errors import InvalidCommand, Text
from engine.paths import processes_dir

FILE: Final = "survivors.yaml"


class Standing(StrEnum):
    """How a clause stands after its mutations."""

    PROVEN = "proven"  # no mutation point survived
    EXPLAINED = "explained"  # those that did are explained
    UNPROVEN = "unproven"


Explained = Mapping[tuple[str, str, str], Text]
"""(clause, place, aspect) -> why nothing proves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A point none of whose mutations was killed."""

    point: Point
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One clause with what it comes to. `stale` are explanations of what is proved by now."""

    result: ClauseResult
    standing: Standing
    survivors: tuple[Survivor, ...]
    stale: tuple[tuple[str, str], ...]


def read_survivors(content: bytes | None = None) -> Explained:
    """The explained survivors of survivors.yaml. Raises InvalidCommand."""
    file = processes_dir() / FILE
    if content is None:
        content = file.read_bytes() if file.is_file() else b"survivors: []"
    listed = yaml.safe_load(content)
    return dict(_entry(one) for one in listed["survivors"])


def _entry(one: Mapping[str, Any]) -> tuple[tuple[str, str, str], Text]:
    missing = {"clause", "place", "aspect", "reason_zh", "reason_en"} - one.keys()
    if missing or one["aspect"] not in set(Aspect):
        raise InvalidCommand(
            f"{FILE} 中的一项不完整：{dict(one)}",
            f"Expected clause, place, a known aspect and both reasons in {FILE}: {dict(one)}",
        )
    reason = Text(zh=one["reason_zh"], en=one["reason_en"])
    return (one["clause"], one["place"], one["aspect"]), reason


def judged(tested: Iterable[ClauseResult], explained: Explained) -> Iterator[Judged]:
    """Each clause against the explanations. One without any point is not proved: nothing that
    could be altered carries it out."""
    for one in tested:
        survivors = tuple(
            Survivor(point=point, reason=explained.get((one.clause, point.place, point.aspect)))
            for point in one.points
            if point.fate is Fate.SURVIVED
        )
        open_points = {(each.point.place, str(each.point.aspect)) for each in survivors}
        yield Judged(
            result=one,
            standing=_standing(one, survivors),
            survivors=survivors,
            stale=tuple(
                (place, aspect)
                for clause, place, aspect in explained
                if clause == one.clause and (place, aspect) not in open_points
            ),
        )


def _standing(tested: ClauseResult, survivors: tuple[Survivor, ...]) -> Standing:
    if not tested.points or any(one.reason is None for one in survivors):
        return Standing.UNPROVEN
    return Standing.EXPLAINED if survivors else Standing.PROVEN

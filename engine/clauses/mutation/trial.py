"""Tries the mutations of clauses, and says of each what killed it or that it survived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.clauses.mutation.applied import Applied
from engine.clauses.mutation.found import Shelf
from engine.clauses.mutation.model import Aspect, Mutant
from engine.clauses.mutation.stage import Played, Scene, Stage
from engine.core.clause import Clause
from engine.errors import DeploymentRefused, InvalidState, Text
from engine.scenarios import Scenario


class Fate(StrEnum):
    """What became of a mutation."""

    KILLED = "killed"  # a scenario fails
    REFUSED = "refused"  # no scenario fails, but a rule keeps it from being published
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One mutation and its fate: by which scenario, or by which rules, and how."""

    how: Text
    fate: Fate
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One aspect of one place that carries out a clause: proved when a mutation of it did not
    survive."""

    place: str
    aspect: Aspect
    tried: tuple[Tried, ...]
    reached: bool  # whether any scenario that names the clause comes to the place

    @property
    def fate(self) -> Fate:
        """The best of what was tried."""
        fates = {one.fate for one in self.tried}
        return next(fate for fate in Fate if fate in fates)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseResult:
    """One clause with every point of it; `bare` are the places where nothing can be altered."""

    clause: str
    procedure: str
    text: str
    scenarios: tuple[str, ...]
    points: tuple[Point, ...]
    bare: tuple[str, ...]


class Trial:
    """Tries clauses on one stage; what one clause has shown is not played again for another."""

    def __init__(self, stage: Stage, shelf: Shelf, scenarios: Sequence[Scenario]) -> None:
        self._stage = stage
        self._shelf = shelf
        self._scenarios = scenarios
        self._unaltered: dict[str, Played] = {}
        self._altered: dict[tuple[str, str], Played] = {}
        self._refused: dict[str, tuple[str, ...]] = {}

    def run(self, clause: Clause) -> ClauseResult:
        """Every point of a clause. Raises InvalidState when a scenario fails on what ships."""
        naming = [one for one in self._scenarios if clause.id in one.proves]
        reached = [self._reached(one) for one in naming]
        by_point: dict[tuple[str, Aspect], list[Mutant]] = {}
        for mutant in self._shelf.mutants(clause):
            by_point.setdefault((mutant.place, mutant.change.aspect), []).append(mutant)
        points = [
            Point(
                place=place,
                aspect=aspect,
                tried=tuple(self._first_kill(mutants, naming)),
                reached=any(place in places for places in reached),
            )
            for (place, aspect), mutants in by_point.items()
        ]
        return ClauseResult(
            clause=clause.id,
            procedure=clause.procedure,
            text=clause.text,
            scenarios=tuple(one.id for one in naming),
            points=tuple(points),
            bare=tuple(
                one for one in self._shelf.places(clause.id) if one not in {p.place for p in points}
            ),
        )

    def _first_kill(self, mutants: Sequence[Mutant], naming: Sequence[Scenario]) -> Iterator[Tried]:
        """The mutations of one point up to the first that a scenario kills."""
        for mutant in mutants:
            tried = self._try(mutant, naming)
            yield tried
            if tried.fate is Fate.KILLED:
                return

    def _try(self, mutant: Mutant, naming: Sequence[Scenario]) -> Tried:
        applied = Applied(stage=self._stage, mutant=mutant)
        try:
            for scenario in naming:
                played = self._played(applied.scene, mutant, scenario)
                if played.rules:
                    return _refused(mutant, played.rules, played.failed)
                if played.failed:
                    how, by = mutant.change.how, scenario.id
                    return Tried(how=how, fate=Fate.KILLED, by=by, why=played.failed)
            rules = self._rules(applied)
        except DeploymentRefused as refused:
            return _refused(mutant, tuple(one.rule for one in refused.findings), str(refused))
        if rules:
            return _refused(mutant, rules, "")
        return Tried(how=mutant.change.how, fate=Fate.SURVIVED)

    def _played(self, scene: Scene, mutant: Mutant, scenario: Scenario) -> Played:
        key = (mutant.key, scenario.id)
        if key not in self._altered:
            self._altered[key] = self._stage.play(scene, scenario)
        return self._altered[key]

    def _rules(self, applied: Applied) -> tuple[str, ...]:
        key = applied.mutant.key
        if key not in self._refused:
            self._refused[key] = applied.refusals()
        return self._refused[key]

    def _reached(self, scenario: Scenario) -> frozenset[str]:
        """The places that the scenario comes to, on what ships."""
        if scenario.id not in self._unaltered:
            self._unaltered[scenario.id] = self._stage.play(self._stage.unaltered, scenario)
        played = self._unaltered[scenario.id]
        if played.failed:
            raise InvalidState(
                f"场景 {scenario.id} 本身就失败：{played.failed}",
                f"Expected scenario {scenario.id} to run as written: {played.failed}",
            )
        return frozenset(f"{process}:{element}" for process, element in played.reached)


def _refused(mutant: Mutant, rules: tuple[str, ...], why: str) -> Tried:
    by = ", ".join(dict.fromkeys(rules))
    return Tried(how=mutant.change.how, fate=Fate.REFUSED, by=by, why=why)

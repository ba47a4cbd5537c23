"""Plays the demo's cases side by side in recorded time, so that they look as days of work do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from engine.clock import FixedClock
from engine.embedding import Engine
from engine.feel.temporal import read_temporal
from engine.paths import processes_dir
from engine.scenarios.plain_yaml import read_yaml
from engine.scenarios.player import ZONE, Player, run_until
from engine.scenarios.script import BadScenario, Step, read_steps

PAUSE: Final = timedelta(minutes=35)
"""Time between two steps of a case, besides its own `clock` steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """One case of the demo: begun so many days ago at this time of day."""

    id: str
    zh: str
    en: str
    days_ago: int
    begins: time
    steps: tuple[Step, ...]


def read_demo(file: Path | None = None) -> tuple[DemoCase, ...]:
    """The cases of demo.yaml. Raises BadScenario."""
    plain = read_yaml((file or processes_dir() / "demo.yaml").read_bytes())
    return tuple(_case(one) for one in plain["cases"])


def _case(plain: dict[str, Any]) -> DemoCase:
    return DemoCase(
        id=plain["id"],
        zh=plain["zh"],
        en=plain["en"],
        days_ago=int(plain["days_ago"]),
        begins=time.fromisoformat(plain["begins"]),
        steps=read_steps(plain["steps"], plain["id"]),
    )


def play_demo(
    engine: Engine,
    clock: FixedClock,
    now: datetime,
    progress: Callable[[DemoCase], None] = lambda case: None,
) -> tuple[str, ...]:
    """Play every case up to `now`; returns their ids in the order of the file.

    The engine must run on `clock`. Steps of different cases interleave by their recorded times,
    and timers fire when they fall due in between. Raises ScenarioFailed.
    """
    cases = read_demo()
    players = {case.id: Player(engine, clock) for case in cases}
    for moment, case, step in _timetable(cases, now):
        run_until(engine, clock, moment)
        players[case.id].play(step)
        if step is case.steps[-1]:
            progress(case)
    run_until(engine, clock, now)
    return tuple(players[case.id].case for case in cases)


def _timetable(cases: tuple[DemoCase, ...], now: datetime) -> list[tuple[datetime, DemoCase, Step]]:
    planned = [entry for case in cases for entry in _timed(case, now)]
    return sorted(planned, key=lambda entry: entry[0])


def _timed(case: DemoCase, now: datetime) -> list[tuple[datetime, DemoCase, Step]]:
    day = now.astimezone(ZONE).date() - timedelta(days=case.days_ago)
    moment = datetime.combine(day, case.begins, ZONE)
    planned = []
    for step in case.steps:
        if step.verb == "clock":
            span = read_temporal(str(step.about))
            if not isinstance(span, timedelta):
                raise BadScenario(f"Expected a duration in {case.id}, got {step.about}")
            moment += span
            continue
        planned.append((min(moment, now), case, step))
        moment += PAUSE
    return planned


def begins_at(cases: tuple[DemoCase, ...], now: datetime) -> datetime:
    """The earliest moment of the demo: where its clock starts."""
    return min(entry[0] for case in cases for entry in _timed(case, now))

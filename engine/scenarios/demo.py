"""Plays the demo's cases side by side in recorded time, so that they look as months of work do."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from engine.bootstrap import readers
from engine.clock import FixedClock
from engine.core.calendar import OFFICE_ZONE, WorkingCalendar
from engine.embedding import Engine, OpenItem
from engine.paths import processes_dir
from engine.scenarios.histories import DemoCase, Histories, Routine, read_histories
from engine.scenarios.office_days import OfficeDays
from engine.scenarios.operations import ON_OPEN_WORK
from engine.scenarios.plain_yaml import read_yaml
from engine.scenarios.player import Player, ScenarioFailed, run_until
from engine.scenarios.script import Step, read_steps
from engine.shipped import shipped_files
from engine.views import InstanceQuery

TRIES: Final = 300
"""How often somebody looks whether a step can be done: every working hour of seven weeks."""
ROUNDS: Final = (time(10, 20), time(15, 40))
"""When people look after what no recipe leads, on working days."""
_ON_OPEN_WORK: Final = frozenset({"complete", "claim", *ON_OPEN_WORK})
RIPE: Final = timedelta(hours=20)
"""How long such work lies before somebody does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What is played: cases told one by one, and invented ones around them."""

    told: tuple[DemoCase, ...]
    invented: tuple[DemoCase, ...]
    routine: tuple[Routine, ...]
    calendar: WorkingCalendar
    later: frozenset[str]  # files that are published so many days before the end
    later_days: int

    @property
    def cases(self) -> tuple[DemoCase, ...]:
        """All that the recipes begin."""
        return (*self.told, *self.invented)

    def begins_at(self, now: datetime) -> datetime:
        """The earliest moment of the demo: where its clock starts."""
        first = min(OfficeDays(self.calendar, case).begin(now) for case in self.cases)
        return first - timedelta(hours=1)

    def rolled_out_at(self, now: datetime) -> datetime:
        """When the last files are published."""
        return max(now - timedelta(days=self.later_days), self.begins_at(now))


def deploy_demo(engine: Engine, demo: Demo, *, by: str) -> int:
    """Publish what ships but for what comes later; returns how many processes."""
    files = [one for one in shipped_files() if one[0] not in demo.later]
    return len(engine.runtime.deploy(files, engine.runtime.person(by)).definitions)


def read_demo(cases: int | None = None, file: Path | None = None) -> Demo:
    """So many cases; all when absent. The told ones come first. Raises BadScenario."""
    plain: Any = read_yaml((file or processes_dir() / "demo.yaml").read_bytes())
    told = tuple(_told(one) for one in plain["cases"])[:cases]
    most = None if cases is None else max(cases - len(told), 0)
    histories = Histories(cases=(), routine=()) if most == 0 else read_histories(most)
    return Demo(
        told=told,
        invented=histories.cases,
        routine=histories.routine,
        calendar=readers().calendar((processes_dir() / "calendar.yaml").read_bytes()),
        later=frozenset(plain["later"]["files"]),
        later_days=int(plain["later"]["days_ago"]),
    )


def _told(plain: dict[str, Any]) -> DemoCase:
    return DemoCase(
        id=plain["id"],
        zh=plain["zh"],
        en=plain["en"],
        days_ago=int(plain["days_ago"]),
        begins=plain["begins"],
        steps=read_steps(plain["steps"], plain["id"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The ids of the cases that the recipes began, and which of them left their recipe, and why:
    the calendar of another year leads some another way, and they stay as they are then."""

    cases: tuple[str, ...]
    strayed: tuple[str, ...]


def play_demo(
    engine: Engine,
    clock: FixedClock,
    now: datetime,
    demo: Demo | None = None,
    progress: Callable[[DemoCase], None] = lambda case: None,
) -> Played:
    """Play every case up to `now`.

    The engine must run on `clock`. Steps of different cases interleave by their recorded times,
    and timers fire when they fall due in between. Raises ScenarioFailed of a case that is told.
    """
    demo = demo or read_demo()
    lines = [_Line(case, demo.calendar, Player(engine, clock), now) for case in demo.cases]
    agenda = [(line.moment, number) for number, line in enumerate(lines)]
    heapq.heapify(agenda)
    beside = _Beside(engine, clock, demo, lines, now)
    while agenda and agenda[0][0] <= now:
        moment, number = heapq.heappop(agenda)
        beside.until(moment)
        _pass_to(engine, clock, moment)
        if lines[number].go_on():
            heapq.heappush(agenda, (lines[number].moment, number))
        else:
            progress(demo.cases[number])
    beside.until(now)
    run_until(engine, clock, now)
    return Played(
        cases=tuple(line.player.cases[""] for line in lines if line.player.cases),
        strayed=tuple(line.strayed for line in lines if line.strayed),
    )


def _pass_to(engine: Engine, clock: FixedClock, moment: datetime) -> None:
    """As run_until, after a step that left nothing to be done now: mostly only the clock moves."""
    due = engine.runtime.store.next_due()
    if due is None or due > moment:
        clock.set(max(moment, clock.now()))
    else:
        run_until(engine, clock, moment)


@dataclass(slots=True)
class _Line:
    """One case on its way: what is done next, and when."""

    case: DemoCase
    calendar: WorkingCalendar
    player: Player
    now: datetime
    moment: datetime = field(init=False)
    days: OfficeDays = field(init=False)
    place: int = 0
    tries: int = 0
    strayed: str = ""

    def __post_init__(self) -> None:
        self.days = OfficeDays(self.calendar, self.case)
        self.moment = self._no_later(self.days.begin(self.now))
        self._pass_clocks()

    def go_on(self) -> bool:
        """Do the step at hand, or look again later; whether there is more to come."""
        try:
            if not self._done(self.case.steps[self.place]):
                return self._wait()
        except ScenarioFailed as failed:
            if self.case.pace is None:
                raise
            return self._stray(str(failed))
        self.place, self.tries = self.place + 1, 0
        if self.place == len(self.case.steps):
            return False
        if self.case.pace is None or self.case.steps[self.place].verb != "clock":
            self.moment = self._no_later(self.days.next(self.moment))
        self._pass_clocks()
        return self.place < len(self.case.steps)

    def _done(self, step: Step) -> bool:
        if self.case.pace is not None and step.verb in _ON_OPEN_WORK:
            found = self._items(step)
            if len(found) < step.nth:
                return False
            item = found[step.nth - 1]
            step = step.done_by(step.by or item.assignee or item.candidates[0])
        self.player.play(step)
        return True

    def _items(self, step: Step) -> list[OpenItem]:
        items = self.player.engine.worklist(instance=self.player.cases[step.case])
        return [item for item in items if item.element_id == step.about]

    def _wait(self) -> bool:
        step = self.case.steps[self.place]
        ended = str(self.player.engine.case(self.player.cases[step.case]).status) != "active"
        self.tries += 1
        if ended or self.tries > TRIES:
            items = self.player.engine.worklist(instance=self.player.cases[step.case])
            found = ", ".join(item.element_id for item in items) or "nothing"
            return self._stray(f"Expected {step.about} to be open, but {found} is")
        self.moment = self.days.soon(self.moment)
        return True

    def _stray(self, why: str) -> bool:
        self.strayed = f"{self.case.id}: {why}"
        return False

    def _pass_clocks(self) -> None:
        while self.place < len(self.case.steps) and self.case.steps[self.place].verb == "clock":
            about = str(self.case.steps[self.place].about)
            self.moment = self._no_later(self.days.after(self.moment, about))
            self.place += 1

    def _no_later(self, moment: datetime) -> datetime:
        """A case that is told is told to its end."""
        return min(moment, self.now) if self.case.pace is None else moment


class _Beside:
    """What happens beside the recipes: the later files, and work that no recipe leads."""

    def __init__(
        self, engine: Engine, clock: FixedClock, demo: Demo, lines: list[_Line], now: datetime
    ) -> None:
        self._engine, self._clock = engine, clock
        self._demo, self._lines = demo, lines
        rounds = ((at, self._look_after) for at in _rounds(demo, now) if demo.routine)
        rollout = (demo.rolled_out_at(now), self._publish)
        self._due = deque(sorted([rollout, *rounds], key=lambda one: one[0]))

    def until(self, moment: datetime) -> None:
        """Let it happen, each at its time."""
        while self._due and self._due[0][0] <= moment:
            at, happen = self._due.popleft()
            _pass_to(self._engine, self._clock, at)
            happen()

    def _publish(self) -> None:
        store = self._engine.runtime.store
        files = [one for one in shipped_files() if one[0] in self._demo.later]
        if any(store.definition(name.removesuffix(".bpmn")) is None for name, _ in files):
            self._engine.runtime.deploy(files, self._engine.runtime.person("admin"))

    def _look_after(self) -> None:
        """Answer what the routine knows, in cases that timers, messages and other cases began."""
        led = {case for line in self._lines for case in line.player.cases.values()}
        for process in dict.fromkeys(one.process for one in self._demo.routine):
            query = InstanceQuery(process=process, status="active", limit=100)
            for view in self._engine.runtime.store.instances(query).items:
                if view.id not in led:
                    self._answer(process, view.id)

    def _answer(self, process: str, case: str) -> None:
        known = {one.element: one for one in self._demo.routine if one.process == process}
        for item in self._engine.worklist(instance=case):
            ripe = item.view.created_at + RIPE <= self._clock.now()
            if ripe and item.element_id in known and item.candidates:
                player = Player(self._engine, self._clock, by=item.candidates[0])
                player.adopt(case)
                data = known[item.element_id].data
                player.play(Step(verb="complete", about=item.element_id, data=data))
                return


def _rounds(demo: Demo, now: datetime) -> Iterator[datetime]:
    day = demo.begins_at(now).astimezone(OFFICE_ZONE).date()
    while day <= now.astimezone(OFFICE_ZONE).date():
        for at in ROUNDS if demo.calendar.is_workday(day) else ():
            yield datetime.combine(day, at, OFFICE_ZONE).astimezone(UTC)
        day += timedelta(days=1)

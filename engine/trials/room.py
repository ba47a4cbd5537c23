"""Keeps everybody's trials apart, few, and not for long; they are gone with the process."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from engine.bootstrap import Runtime
from engine.core.people import Person
from engine.errors import LimitExceeded
from engine.kept import Kept
from engine.trials.apart import open_apart
from engine.trials.model import Script, Trial, Tried

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=4)
PER_PERSON: Final = 3
AT_ONCE: Final = 40


class Trials:
    """The trials of one server. Safe between threads."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._trials: dict[Tried, Trial] = {}
        self._kept = Kept()
        self._lock = Lock()

    def find(self, person: Person, process: str) -> Trial | None:
        """The person's trial of the process, as long as it lives."""
        now = self._runtime.clock.now()
        with self._lock:
            self._forget_old(now)
            found = self._trials.get(Tried(person.id, process))
            if found is not None:
                found.used_at = now
            return found

    def begin(self, person: Person, script: Script, at: datetime) -> Trial:
        """A new one in the place of an earlier one of the same process; of the person's others the
        one that lay longest gives way. Raises LimitExceeded when the server has no room, and
        DeploymentRefused."""
        of, now = Tried(person.id, script.key), self._runtime.clock.now()
        with self._lock:
            self._forget_old(now)
            self._make_room(of)
        engine, clock, lenient = open_apart(self._runtime, script, person, at, self._kept)
        trial = Trial(
            of=of,
            script=script,
            lenient=lenient,
            engine=engine,
            clock=clock,
            begun_at=now,
            used_at=now,
        )
        with self._lock:
            self._make_room(of)
            self._trials[of] = trial
        return trial

    def end(self, person: Person, process: str) -> None:
        """Forget the trial, if there is one."""
        with self._lock:
            self._drop(Tried(person.id, process))

    def lives_until(self, trial: Trial) -> datetime:
        """When it is forgotten if nobody goes on with it."""
        return min(trial.used_at + IDLE, trial.begun_at + LONGEST)

    def _make_room(self, of: Tried) -> None:
        self._drop(of)
        own = sorted(
            (one for one in self._trials.values() if one.of.person == of.person),
            key=lambda one: one.used_at,
        )
        for one in own[: len(own) - PER_PERSON + 1]:
            self._drop(one.of)
        if len(self._trials) >= AT_ONCE:
            raise LimitExceeded(
                "现在试跑的人太多，请稍后再试", f"Expected fewer than {AT_ONCE} trials at once"
            )

    def _forget_old(self, now: datetime) -> None:
        for one in [one for one in self._trials.values() if self.lives_until(one) <= now]:
            self._drop(one.of)

    def _drop(self, of: Tried) -> None:
        found = self._trials.pop(of, None)
        if found is not None:
            found.engine.close()

"""Lets time pass on a clock that is moved by hand: what falls due happens at its own time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.clock import FixedClock
from engine.errors import LimitExceeded
from engine.ports import Store
from engine.worker import Worker

MOST: Final = 100_000
"""Commands of one passage of time: a cycle of a second over a year is nobody's intention."""


def pass_time(
    store: Store, worker: Worker, clock: FixedClock, until: datetime, most: int = MOST
) -> int:
    """Move the clock, which is the worker's; returns how many commands that led to.

    Timers fire in the order of their times, each when the clock stands at it, and so does what
    becomes due by them. Raises LimitExceeded after too many; the clock then stands where it got.
    """
    done = worker.run_due()
    due = store.next_due()
    while due is not None and due <= until:
        clock.set(max(due, clock.now()))
        ran = worker.run_due()
        if not ran:  # it is due and cannot happen: time goes on without it
            break
        done += ran
        if done > most:
            raise _too_many(clock.now(), most)
        due = store.next_due()
    clock.set(max(until, clock.now()))
    return done + worker.run_due()


def _too_many(now: datetime, most: int) -> LimitExceeded:
    at = now.isoformat()
    return LimitExceeded(
        f"推进时间引发了超过 {most} 个命令，停在 {at}",
        f"Expected at most {most} commands while time passes; it stopped at {at}",
    )

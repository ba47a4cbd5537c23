"""One trial: its engine, its clock, the case that is played, and what it may not grow beyond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Final, NamedTuple

from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.embedding import Engine
from engine.errors import InvalidState, LimitExceeded
from engine.passing import pass_time

MOST_ROWS: Final = 4_000
"""Rows of the log of one trial: thirty cases' worth."""
MOST_COMMANDS: Final = 500
"""What one move of the clock may lead to."""
FARTHEST: Final = timedelta(days=366)
MOST_BYTES: Final = 5_000_000
"""Of uploads in one trial."""


class Script(NamedTuple):
    """What is tried: the files, whether as a draft, and which version they are of."""

    key: str
    files: Sequence[tuple[str, bytes]]
    draft: bool
    version: int | None


class Tried(NamedTuple):
    """Whose trial it is, and of which process: each person has one of each."""

    person: UserId
    process: str


@dataclass(slots=True, kw_only=True)
class Trial:
    """Used by one request at a time, under its lock."""

    of: Tried
    script: Script
    lenient: bool  # not yet fit to be published: only owners may begin it
    engine: Engine
    clock: FixedClock
    begun_at: datetime  # by the real clock
    used_at: datetime
    case: str | None = None
    bytes: int = 0
    lock: RLock = field(default_factory=RLock)

    @property
    def process(self) -> str:
        """What the process is called in its engine."""
        return f"draft:{self.script.key}" if self.lenient else self.script.key

    def began(self, case: str) -> None:
        """The case that is played. Raises InvalidState when there is one."""
        if self.case is not None:
            raise InvalidState(
                "这次试跑已经发起，请重新开始", "Expected a trial that has not begun"
            )
        self.case = case
        self.settle()

    def open_case(self) -> str:
        """Its id. Raises InvalidState before it has begun."""
        if self.case is None:
            raise InvalidState("这次试跑还没有发起", "Expected a trial that has begun")
        return self.case

    def settle(self) -> None:
        """Do what is due by now. Raises LimitExceeded."""
        self.engine.run_due()
        self.refuse_too_long()

    def refuse_too_long(self) -> None:
        """Raises LimitExceeded when it has done more than anybody can want to see."""
        rows = self.engine.runtime.store.all_rows(limit=MOST_ROWS + 1)
        if len(rows) > MOST_ROWS:
            raise LimitExceeded(
                "这次试跑太长了，请重新开始", "Expected a shorter trial: start anew"
            )

    def upload_allowed(self, size: int) -> None:
        """Count what is uploaded. Raises LimitExceeded."""
        if self.bytes + size > MOST_BYTES:
            raise LimitExceeded(
                "一次试跑最多上传 5 MB", f"Expected at most {MOST_BYTES} bytes in one trial"
            )
        self.bytes += size

    def next_due(self) -> datetime | None:
        """When something happens by itself."""
        return self.engine.runtime.store.next_due()

    def pass_to(self, until: datetime) -> None:
        """Let time pass. Raises LimitExceeded: too far, or too much happens on the way."""
        if not timedelta() <= until - self.clock.now() <= FARTHEST:
            raise LimitExceeded(
                f"一次最多推进 {FARTHEST.days} 天，且不能倒退",
                f"Expected to move on by at most {FARTHEST.days} days",
            )
        runtime = self.engine.runtime
        pass_time(runtime.store, runtime.worker, self.clock, until, MOST_COMMANDS)
        self.refuse_too_long()

"""A server for tests: its clock stands still until it is moved, and what is due happens at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, cast

from api.auth import Visit
from api.schemas.testing import ClockMove, ClockState
from api.settings import Settings
from engine.bootstrap import Options, Runtime
from engine.clock import FixedClock
from engine.core.people import SYSTEM
from engine.errors import InvalidCommand, InvalidState
from engine.passing import pass_time
from engine.timing import NotATime, as_moment, later
from engine.views import Artifact, Deployment

MARK: Final = "test-clock"
"""Kind and name of what says that a database belongs to a server for tests."""
_DIGEST: Final = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def for_tests(settings: Settings, options: Options) -> Options:
    """The options with the test clock of the settings, if they have one. Raises InvalidCommand
    where the settings are those of a server that people use."""
    if not settings.test_clock:
        return options
    if settings.secure_cookies:
        raise InvalidCommand(
            "GUICHENG_TEST_CLOCK 不能用于正式服务（GUICHENG_SECURE_COOKIES 已开）",
            "Expected no GUICHENG_TEST_CLOCK on a server with GUICHENG_SECURE_COOKIES",
        )
    return replace(options, clock=FixedClock(_begins(settings.test_clock)), settles=True)


def _begins(text: str) -> datetime:
    if text.lower() in ("1", "true", "yes", "on"):
        return datetime.now(UTC).replace(microsecond=0)
    return _moment(text)


def _moment(text: str) -> datetime:
    try:
        return as_moment(text)
    except NotATime as error:
        raise InvalidCommand(
            f"{text} 不是时刻", f"Expected a moment such as 2026-11-23T01:00:00Z, got {text!r}"
        ) from error


def refuse_real_cases(runtime: Runtime) -> None:
    """Marks an empty database as one for tests. Raises InvalidState for one with other cases."""
    store = runtime.store
    if store.latest(MARK, MARK) is not None:
        return
    if next(iter(store.instance_ids()), None) is not None:
        raise InvalidState(
            "数据库中已有真实案件，不能使用 GUICHENG_TEST_CLOCK",
            "Expected a new database for GUICHENG_TEST_CLOCK, this one has cases",
        )
    mark = Artifact(digest=_DIGEST, kind=MARK, name=MARK, content=b"")
    now = runtime.clock.now()
    store.save(Deployment(id=runtime.ids.new(), at=now, by=SYSTEM.id, artifacts=(mark,)))


def now(visit: Visit) -> ClockState:
    """Where the clock stands, and when the next timer or job is due."""
    runtime = visit.house.runtime
    return ClockState(now=runtime.clock.now(), next_due=runtime.store.next_due(), done=0)


def move(visit: Visit, asked: ClockMove) -> ClockState:
    """Let time pass. Raises InvalidCommand for a time that is none, or that is past."""
    runtime = visit.house.runtime
    clock = cast("FixedClock", runtime.clock)
    until = _wanted(asked, clock.now())
    if until < clock.now():
        raise InvalidCommand(
            "时钟不能倒拨", f"Expected a time from {clock.now().isoformat()} on, got {until}"
        )
    done = pass_time(runtime.store, runtime.worker, clock, until)
    return ClockState(now=clock.now(), next_due=runtime.store.next_due(), done=done)


def _wanted(asked: ClockMove, now: datetime) -> datetime:
    if (asked.at is None) == (asked.advance is None):
        raise InvalidCommand("给出 at 或 advance 之一", "Expected either at or advance")
    if asked.at is not None:
        return _moment(asked.at)
    try:
        return later(now, asked.advance)
    except NotATime as error:
        raise InvalidCommand(
            f"{asked.advance} 不是时长", f"Expected a duration such as PT1H, got {asked.advance!r}"
        ) from error

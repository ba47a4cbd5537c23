"""Makes SpiffWorkflow a function of its inputs: its clock and its ids come from the advance.

Three module attributes of SpiffWorkflow 3.2 (`task.uuid4`, `task.time`, `timer.datetime`) are
replaced once, by seams that read ContextVars, so that threads do not disturb each other. Outside
of `inputs` they behave as the originals. A test watches that the attributes still exist.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from typing import Final, Self
from uuid import UUID, uuid4

from SpiffWorkflow import task as spiff_task
from SpiffWorkflow.bpmn.specs.event_definitions import timer as spiff_timer

SEAMS: Final = ((spiff_task, "uuid4"), (spiff_task, "time"), (spiff_timer, "datetime"))
"""Module and attribute of each place where SpiffWorkflow asks the outside."""


class CountedIds:
    """Ids 1, 2, 3, ... as UUIDs: SpiffWorkflow's tasks in the order of their making."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last = 0

    def __call__(self) -> UUID:
        self.last += 1
        return UUID(int=self.last)


_IDS: ContextVar[CountedIds | None] = ContextVar("guicheng_spiff_ids", default=None)
_NOW: ContextVar[datetime | None] = ContextVar("guicheng_spiff_now", default=None)


def _new_id() -> UUID:
    ids = _IDS.get()
    return uuid4() if ids is None else ids()


class _Time:
    """Stands for the module `time` in SpiffWorkflow's tasks."""

    @staticmethod
    def time() -> float:
        now = _NOW.get()
        return time.time() if now is None else now.timestamp()


class _Datetime(datetime):
    """Stands for `datetime` in SpiffWorkflow's timers."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        known = _NOW.get() or datetime.now(UTC)
        return cls.fromtimestamp(known.timestamp(), tz)


def install() -> None:
    """Put the seams in place; doing it again changes nothing."""
    for (module, name), seam in zip(SEAMS, (_new_id, _Time, _Datetime), strict=True):
        setattr(module, name, seam)


@contextmanager
def inputs(now: datetime, ids: CountedIds) -> Iterator[None]:
    """What SpiffWorkflow sees as clock and ids inside the block."""
    ids_before, now_before = _IDS.set(ids), _NOW.set(now)
    try:
        yield
    finally:
        _IDS.reset(ids_before)
        _NOW.reset(now_before)


install()

"""What the worker asks of time: that a deadline has come, that an absence counts."""

from __future__ import annotations

from datetime import datetime

from engine.core.commands import Command
from engine.core.fact import fact
from engine.core.ids import UserId


@fact
class PassDeadline(Command):
    """Do what is declared for the earliest deadline of the work item."""

    work_item_id: str


@fact
class CountAbsence(Command):
    """Have an open work item due by when those who may do it are there as of now, because that of
    `person` has changed. Its due time counts already with `away`, from each moment until the one
    of the same place, and with the days of `department`."""

    work_item_id: str
    person: UserId
    away_from: tuple[datetime, ...] = ()
    away_until: tuple[datetime, ...] = ()
    department: str = ""

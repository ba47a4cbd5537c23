"""What was asked about how an office deals with its work: put it off, say how pressing it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.commands import Command
from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.values import Value


@fact
class RecordAbsence(Command):
    """A person does not work from a moment until another; `instance_id` is a stream of its own."""

    person: UserId
    begins_at: datetime
    ends_at: datetime
    reason: str = ""


@fact
class EndAbsence(Command):
    """The person of this stream is back before that time, or never went."""

    reason: str = ""


@fact
class SetFollowUp(Command):
    """I look at my work item again at `until` (跟进日期); None: now, as usual."""

    work_item_id: str
    until: datetime | None = None


@fact
class ChangePriority(Command):
    """A work item, with its whole round, is as pressing as this from now on (0 to 100)."""

    work_item_id: str
    priority: int
    reason: str


@fact
class TakeBackVote(Command):
    """I take my opinion in a round back that is not decided yet. `data` and `chosen` are what the
    others have filled in, from the log."""

    voted_item: str
    data: Mapping[str, Value] = field(default_factory=dict)
    chosen: tuple[tuple[str, Value], ...] = ()
    reason: str = ""

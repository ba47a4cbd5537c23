"""What is true of a case that people have moved or let rest, beside what its diagram says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Final

from engine.core.fact import fact
from engine.core.ids import UserId
from engine.core.values import Value


class Withdrawal(StrEnum):
    """When the initiator may give a case up."""

    UNTIL_FIRST_DECISION = "until-first-decision"  # of anybody else
    ALWAYS = "always"
    NEVER = "never"


class ExtraKind(StrEnum):
    """Why a work item stands beside the flow."""

    ANSWER = "answer"
    LATE = "late"


@fact
class Returned:
    """A work item that waits for the answer to its return."""

    to: str  # the work item of the answer
    by: UserId
    at: datetime
    due_at: datetime | None = None


@fact
class Extra:
    """A work item that stands beside the flow; `of` waits for its answer."""

    kind: ExtraKind
    of: str = ""


@fact
class Held:
    """A message or signal that reached the case while it was suspended, for what waits at a token
    of an element."""

    subscription_id: str
    element_id: str
    token: int
    kind: str
    name: str
    data: Mapping[str, Value]
    correlation_key: str = ""


@fact
class Moves:
    """All of it. `arriving` says who did the task last that control was returned to; `anew` are
    the tasks that were returned from, which no policy leaves out afterwards."""

    suspended: bool = False
    suspended_at: datetime | None = None
    held: tuple[Held, ...] = ()
    withdrawn: bool = False
    rejected: bool = False
    returned: Mapping[str, Returned] = field(default_factory=dict)
    extra: Mapping[str, Extra] = field(default_factory=dict)
    arriving: Mapping[str, UserId] = field(default_factory=dict)
    anew: tuple[str, ...] = ()
    approvers: Mapping[str, tuple[UserId, ...]] = field(default_factory=dict)
    serial: int = 0  # of the extra work items


NO_MOVES: Final = Moves()

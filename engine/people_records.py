"""What the log says of people beside the cases: substitutions, absences, who has read a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.access import ReadingRow
from engine.core.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionRow:
    """One substitution (代理): no `processes` means all; `ended_at` when it ended before time."""

    id: str
    person: UserId
    substitute: UserId
    begins_at: datetime
    ends_at: datetime
    processes: tuple[str, ...]
    made_by: UserId
    made_at: datetime
    ended_by: UserId | None = None
    ended_at: datetime | None = None

    def is_on(self, moment: datetime) -> bool:
        """Whether it is in effect then: it ends by itself at its time."""
        return self.ended_at is None and self.begins_at <= moment < self.ends_at

    def is_over(self, moment: datetime) -> bool:
        """Whether it has ended, by itself or before its time."""
        return self.ended_at is not None or moment >= self.ends_at

    def covers(self, process: str) -> bool:
        """Whether work of the process is meant."""
        return not self.processes or process in self.processes


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """When somebody is away (不在岗); `ended_at` when they are back before that."""

    id: str
    person: UserId
    begins_at: datetime
    ends_at: datetime
    reason: str
    made_by: UserId
    made_at: datetime
    ended_by: UserId | None = None
    ended_at: datetime | None = None

    def is_on(self, moment: datetime) -> bool:
        """Whether the person is away then."""
        return self.ended_at is None and self.begins_at <= moment < self.ends_at

    def is_over(self, moment: datetime) -> bool:
        """Whether it has ended, by itself or before its time."""
        return self.ended_at is not None or moment >= self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for; it begins now without `begins_at`, at the earliest."""

    person: str
    substitute: str
    ends_at: datetime
    begins_at: datetime | None = None
    processes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """An absence to be recorded; it begins now without `begins_at`, at the earliest."""

    person: str
    ends_at: datetime
    begins_at: datetime | None = None
    reason: str = ""


class PeopleRecords(Protocol):
    """The projections of those streams of the log, for reading."""

    def substitution(self, stream: str) -> SubstitutionRow | None: ...

    def substitutions(
        self,
        *,
        person: UserId | None = None,
        substitute: UserId | None = None,
        ending_after: datetime | None = None,
    ) -> Sequence[SubstitutionRow]:
        """Of a person, by a substitute; those of both when both are None. In the order in which
        they begin. With `ending_after`: only what was not ended and ends later than that."""
        ...

    def absence(self, stream: str) -> AbsenceRow | None: ...

    def absences(
        self, *, person: UserId | None = None, ending_after: datetime | None = None
    ) -> Sequence[AbsenceRow]:
        """Of a person, or of everybody, as `substitutions`."""
        ...

    def readings(self, instance_id: str) -> Sequence[ReadingRow]:
        """Of one case, oldest first."""
        ...

    def was_read(self, row: ReadingRow, since: datetime) -> bool:
        """Whether the same reading was recorded after `since`."""
        ...

"""The outside answers that deciding needs, and who an assignment turned out to mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.core.absence import Whereabouts
from engine.core.advance import AssignmentRequest
from engine.core.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Who an assignment means: principals to offer to, and the logins they stand for now."""

    principals: tuple[str, ...]
    people: tuple[str, ...]
    zh: str
    en: str


class Answers(Protocol):
    """A live one asks the organisation and records; a replayed one reads back what was recorded
    and raises IntegrityViolation when the question differs."""

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """Who the request means, without the excluded logins."""
        ...

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts:
        """Of those to whom work of the process is offered, from now on; their department where it
        is one of these."""
        ...

    def next_in(self, counter: str) -> int:
        """The number that follows the last one given in this counter; 1 is the first."""
        ...

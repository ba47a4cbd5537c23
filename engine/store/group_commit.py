"""Opportunistic group commit: who comes alone commits at once, what queues up commits together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Final, Generic, TypeVar

Unit = TypeVar("Unit")
Outcome = BaseException | None
"""What became of a unit: None when it is durable, else the error its caller must see."""

MAX_BATCH: Final = 64


class _Ticket(Generic[Unit]):
    """One who waits to write; `gate` opens when the outcome is known or it is the holder's turn.

    Without a unit it stands for somebody who writes by other means and must be alone.
    """

    __slots__ = ("done", "gate", "outcome", "unit")

    def __init__(self, unit: Unit | None) -> None:
        self.unit = unit
        self.outcome: Outcome = None
        self.done = False
        self.gate: Lock | None = None


class GroupCommit(Generic[Unit]):
    """Runs `commit` for one batch at a time, in the thread of one of the callers.

    `commit` gets 1 to 64 units and returns one outcome for each; when it raises, every unit of
    the batch gets that error. No thread of its own, no hop when nobody else writes.
    """

    def __init__(self, commit: Callable[[Sequence[Unit]], Sequence[Outcome]]) -> None:
        self._commit = commit
        self._mutex = Lock()
        self._waiting: deque[_Ticket[Unit]] = deque()
        self._busy = False

    def submit(self, unit: Unit) -> None:
        """Durable when it returns; raises the unit's own error."""
        with self._mutex:
            free = not self._busy
            self._busy = True
        if free:
            self._commit_alone(unit)
            return
        ticket = _Ticket(unit)
        self._take_turn(ticket)
        if not ticket.done:
            self._lead()
        if ticket.outcome is not None:
            raise ticket.outcome

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the turn for a write by other means, so that nobody has to poll for the lock."""
        self._take_turn(_Ticket(None))
        with self._mutex:
            self._waiting.popleft()
        try:
            yield
        finally:
            self._hand_over()

    def _take_turn(self, ticket: _Ticket[Unit]) -> None:
        """Returns when the ticket is first in the queue, or its unit was committed by another."""
        with self._mutex:
            first = not self._busy
            self._busy = True
            self._waiting.append(ticket)
            if not first:
                ticket.gate = Lock()
                ticket.gate.acquire()
        if ticket.gate is not None:
            ticket.gate.acquire()

    def _commit_alone(self, unit: Unit) -> None:
        """The turn was free: nobody to wait for, nobody to answer."""
        try:
            (outcome,) = self._commit((unit,))
        finally:
            self._hand_over()
        if outcome is not None:
            raise outcome

    def _lead(self) -> None:
        """Commit one batch (this caller's unit is its first), then hand over to who waits."""
        batch: list[_Ticket[Unit]] = []
        with self._mutex:
            while self._waiting and self._waiting[0].unit is not None and len(batch) < MAX_BATCH:
                batch.append(self._waiting.popleft())
        try:
            self._settle(batch)
        finally:
            self._hand_over()

    def _hand_over(self) -> None:
        with self._mutex:
            heir = self._waiting[0] if self._waiting else None
            self._busy = heir is not None
        if heir is not None and heir.gate is not None:
            heir.gate.release()

    def _settle(self, batch: Sequence[_Ticket[Unit]]) -> None:
        outcomes: Sequence[Outcome]
        try:
            outcomes = self._commit([one.unit for one in batch if one.unit is not None])
        except BaseException as error:
            outcomes = [error] * len(batch)
            if not isinstance(error, Exception):
                raise
        finally:
            for ticket, outcome in zip(batch, outcomes, strict=True):
                ticket.outcome, ticket.done = outcome, True
                if ticket.gate is not None:
                    ticket.gate.release()

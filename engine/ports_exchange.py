"""The port of the exchange: messages, signals, and processes that begin by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from engine.views import KeptMessage, StartTimer, StartTrigger, Subscription


class Exchange(Protocol):
    """Who waits for messages and signals, what is kept, starts by itself, or changes who works."""

    def signal_subscriptions(self, signal: str) -> list[Subscription]:
        """Cases that wait for this signal, by id."""
        ...

    def case_awaiting(self, message: str) -> str | None:
        """One of the cases that wait for a message of this name, by whatever key."""
        ...

    def start_triggers(self, kind: str, name: str) -> list[StartTrigger]:
        """What a message or signal of this name starts, by process and element."""
        ...

    def is_idle(self, now: datetime) -> bool:
        """Whether no start is due and nothing is kept: then the next five find nothing."""
        ...

    def due_starts(self, now: datetime, limit: int) -> list[StartTimer]: ...

    def move_start(self, timer: StartTimer, following: StartTimer | None) -> None:
        """Go on to the next occurrence, or end; nothing if the timer is no longer as it was."""
        ...

    def message(self, message_id: str) -> KeptMessage | None: ...

    def awaited_messages(self, now: datetime, limit: int) -> list[KeptMessage]:
        """Kept messages in time that some case or start waits for, the oldest first."""
        ...

    def expired_messages(self, now: datetime, limit: int) -> list[KeptMessage]: ...

    def open_signals(self, limit: int) -> list[KeptMessage]: ...

    def organisation_changes(self, after_id: str = "") -> list[KeptMessage]: ...

    def quarantines(self, instance_id: str = "") -> list[KeptMessage]:
        """Cases that the worker leaves alone, the longest first; only this one, if one is named."""
        ...

    def clause_marks(self) -> list[KeptMessage]:
        """Elements that cite an edited clause, reviewed or not, the oldest mark first."""
        ...

    def start_conditions(self) -> list[StartTrigger]:
        """The start events that a condition triggers, by process and element."""
        ...

    def occurred(
        self, names: Sequence[str] | None = None, key: str | None = None
    ) -> list[KeptMessage]:
        """What occurred for starts and no case has taken, in order: under these names, with this
        correlation key or none."""
        ...

    def last_of_condition(self, name: str) -> KeptMessage | None:
        """What was last noted of a start condition: that it became true, or that it lapsed."""
        ...

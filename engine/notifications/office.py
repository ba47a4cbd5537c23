"""All that is asked about notifications: what I was told, what I want, the worker's turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.core.ids import UserId
from engine.errors import InvalidCommand
from engine.notifications.collector import Collector, CollectorTools
from engine.notifications.model import DeliveryState, Notification, NotificationStore
from engine.notifications.preferences import Preferences, as_body, checked, of_body
from engine.notifications.sending import Sender, SenderTools
from engine.notifications.settings import NotificationSettings
from engine.notifications.telling import Cases, People
from engine.people_records import PeopleRecords
from engine.ports import Clock, IdGenerator

MOST: Final = 100


class Notifications:
    """Over one store. Safe between threads."""

    def __init__(  # noqa: PLR0913 -- what it is wired with
        self,
        kept: NotificationStore,
        cases: Cases,
        people: People,
        records: PeopleRecords,
        *,
        times: tuple[Clock, IdGenerator],
        settings: NotificationSettings,
    ) -> None:
        self.kept = kept
        self._clock, ids = times
        self.channels = settings.channels()
        self._sender = Sender(
            SenderTools(
                kept=kept,
                cases=cases,
                people=people,
                clock=self._clock,
                ids=ids,
                channels=self.channels,
                settings=settings,
            )
        )
        self._collector = Collector(
            CollectorTools(
                kept=kept,
                cases=cases,
                people=people,
                records=records,
                clock=self._clock,
                routes=self._sender,
            )
        )

    def run(self) -> int:
        """The worker's turn: tell what is new, send what is due. Returns how many of both."""
        return self._collector.collect() + self._sender.send_due()

    # -- what a person asks ----------------------------------------------------------------------

    def of(
        self, user: UserId, *, before: int | None = None, unread: bool = False, limit: int = 20
    ) -> Sequence[Notification]:
        """Theirs, newest first; `before` is the number of the last one seen."""
        return self.kept.notifications(user, before=before, unread=unread, limit=limit)

    def unread(self, user: UserId) -> int:
        """How many they have not read."""
        return self.kept.unread(user)

    def read(self, user: UserId, ids: Sequence[str] | None = None) -> int:
        """Mark theirs as read, all of them without ids; what is not theirs stays as it is."""
        if ids is not None and len(ids) > MOST:
            raise InvalidCommand(f"一次最多 {MOST} 条", f"Expected at most {MOST} notifications")
        return self.kept.mark_read(user, ids, self._clock.now())

    def preferences(self, user: UserId) -> Preferences:
        """How they want to be told outside."""
        body = self.kept.preferences([user]).get(user)
        return Preferences() if body is None else of_body(body)

    def prefer(self, user: UserId, wanted: Preferences) -> Preferences:
        """Keep it. Raises InvalidCommand naming what is wrong."""
        self.kept.keep_preferences(user, as_body(checked(wanted, self.channels)))
        return wanted

    def deliveries(self, state: str, limit: int = 50) -> Sequence[DeliveryState]:
        """The latest messages of one state, for administrators."""
        return self.kept.deliveries(state, limit)

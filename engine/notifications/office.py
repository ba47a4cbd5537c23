"""All that is asked about notifications: what I was told, what I want, the worker's turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from engine.core.ids import UserId
from engine.core.people import Person
from engine.errors import InvalidCommand, InvalidState, NotFound
from engine.notifications.channels.channel import ChannelFault, Outgoing, Part
from engine.notifications.collector import Collector, CollectorTools
from engine.notifications.confirming import confirmed, message_of, with_pending
from engine.notifications.model import (
    FAILED,
    WAITING,
    DeliveryState,
    Notification,
    NotificationStore,
    Telling,
)
from engine.notifications.preferences import Preferences, as_body, checked, of_body
from engine.notifications.sending import Sender, SenderTools
from engine.notifications.settings import NotificationSettings
from engine.notifications.telling import Cases, People, Tale
from engine.people_records import PeopleRecords
from engine.ports import Clock, IdGenerator

MOST: Final = 100
MOST_FAILED: Final = 1_000


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
        self._clock, self._ids = times
        self._public_url = settings.public_url
        self.channels = settings.channels()
        self._sender = Sender(
            SenderTools(
                kept=kept,
                cases=cases,
                people=people,
                clock=self._clock,
                ids=self._ids,
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
        """Tell what is new, send what is due. Returns how many of both."""
        return self.say() + self.send()

    def say(self) -> int:
        """The worker's turn: say in the application what is new. Returns how much."""
        return self._collector.collect()

    def send(self) -> int:
        """Send what is due to the receivers outside, which may take their time."""
        return self._sender.send_due()

    def telling(self, name: str, tales: Iterable[Tale]) -> Telling:
        """What is to be told of what is no event of the log, to be kept in one transaction with
        what it tells of; what goes out of it waits for the worker."""
        return self._collector.telling(name, tales)

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
        """Keep it as it is, by whoever is trusted. Raises InvalidCommand naming what is wrong."""
        self.kept.keep_preferences(user, as_body(checked(wanted, self.channels)))
        return wanted

    def choose(self, person: Person, wanted: Preferences) -> Preferences:
        """Keep what the person asks for themselves: an e-mail address of theirs counts once it is
        confirmed, and a link for that is sent there now. Raises InvalidCommand, and InvalidState
        when that cannot be sent; then nothing is kept."""
        now, mail = self._clock.now(), [n for n, c in self.channels.items() if c.kind == "mail"]
        before = self.preferences(person.id)
        kept, questions = with_pending(before, checked(wanted, self.channels), mail, now)
        for one in questions:
            message = message_of(one, (person.id, person.name), self._public_url, now)
            try:
                self.channels[one.channel].send(message)
            except ChannelFault as fault:
                raise InvalidState(
                    f"确认邮件没有发出：{fault}", f"Expected the link to go out: {fault}"
                ) from fault
        self.kept.keep_preferences(person.id, as_body(kept))
        return kept

    def confirm(self, user: UserId, token: str) -> Preferences:
        """Use the address that this token was sent to. Raises InvalidCommand."""
        kept = confirmed(self.preferences(user), token, self._clock.now())
        self.kept.keep_preferences(user, as_body(kept))
        return kept

    def send_again(self, delivery_id: str) -> None:
        """Let a message that failed be tried once more. Raises NotFound."""
        failed = self.kept.deliveries(FAILED, MOST_FAILED)
        if all(one.id != delivery_id for one in failed):
            raise NotFound(f"没有失败的消息 {delivery_id}", "Expected a message that failed")
        now = self._clock.now()
        self.kept.settle([delivery_id], WAITING, now, "", now)

    def test(self, name: str, person: Person, address: str = "") -> None:
        """Send a test message now, to this person's own address if none is given. Raises
        InvalidCommand, InvalidState with the channel's own words."""
        channel = self.channels.get(name)
        if channel is None:
            raise InvalidCommand(f"没有通知渠道 {name}", f"Expected a channel, got {name!r}")
        to = address or self.preferences(person.id).addresses.get(name, "")
        if channel.needs_address and not to:
            raise InvalidCommand("请填写收件地址", "Expected an address to send to")
        try:
            channel.send(self._trial(person, to))
        except ChannelFault as fault:
            raise InvalidState(f"没有发出：{fault}", f"Expected it to go out: {fault}") from fault

    def _trial(self, person: Person, address: str) -> Outgoing:
        now, key = self._clock.now(), self._ids.new()
        said = "规程测试消息 / Test message of Guicheng"
        part = Part(
            id=key,
            kind="test",
            subject=said,
            detail="收到说明渠道可用。 / Who reads this knows that the channel works.",
            link=self._public_url,
            at=now,
            instance_id="",
            work_item_id="",
        )
        return Outgoing(
            key=key,
            login=person.id,
            name=person.name,
            address=address,
            subject=said,
            parts=(part,),
            sent_at=now,
        )

    def deliveries(self, state: str, limit: int = 50) -> Sequence[DeliveryState]:
        """The latest messages of one state, for administrators."""
        return self.kept.deliveries(state, limit)

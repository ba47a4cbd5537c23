"""Sends what is due through the channels: each message under one key, tried again with patience."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from engine.core.ids import UserId
from engine.errors import Text
from engine.notifications import wording
from engine.notifications.channels.channel import Channel, ChannelFault, Outgoing, Part
from engine.notifications.model import (
    ABOUT_WORK,
    FAILED,
    MOOT,
    SENT,
    WAITING,
    Delivery,
    Notification,
    NotificationKind,
    NotificationStore,
)
from engine.notifications.preferences import ZH, Preferences, of_body
from engine.notifications.settings import NotificationSettings
from engine.notifications.telling import Cases, People
from engine.ports import Clock, IdGenerator

AT_ONCE: Final = 16
MAX_ATTEMPTS: Final = 8
FIRST_RETRY: Final = timedelta(seconds=30)
MAX_ERROR: Final = 500
MAX_PARTS: Final = 100
_DIGEST: Final = Text(zh="规程：{n} 条通知", en="Guicheng: {n} notifications")

_log = logging.getLogger("guicheng.notifications")


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderTools:
    """What the sender is wired with."""

    kept: NotificationStore
    cases: Cases
    people: People
    clock: Clock
    ids: IdGenerator
    channels: Mapping[str, Channel]
    settings: NotificationSettings


class Sender:
    """At least once, under a key that never changes. Several may run: who takes a batch has it
    alone until its lease ends."""

    def __init__(self, tools: SenderTools) -> None:
        self._tools = tools

    def channels_for(self, wanted: Preferences, kind: NotificationKind) -> Sequence[str]:
        """Through which channels a message of this kind reaches a person who wants it so."""
        return [
            name
            for name, channel in self._tools.channels.items()
            if wanted.wants(name, kind)
            and (not channel.needs_address or wanted.addresses.get(name))
        ]

    def send_due(self) -> int:
        """Send whatever is due. Returns how many messages went out. What a receiver has let hang
        is not tried on that channel again in the same round: it would keep the others waiting."""
        tools, sent = self._tools, 0
        silent: dict[str, ChannelFault] = {}
        while tools.channels:
            now = tools.clock.now()
            until = now + tools.settings.lease
            taken = tools.kept.take(now, until, tools.ids.new(), AT_ONCE)
            if not taken:
                break
            for _, batch in groupby(taken, key=lambda one: one.batch):
                if tools.clock.now() < until:  # else it is somebody else's by now
                    sent += self._send(list(batch), silent)
        return sent

    def _send(self, batch: list[Delivery], silent: dict[str, ChannelFault]) -> int:
        """1 when it went out."""
        kept = {one.id: one for one in self._tools.kept.named([b.notification_id for b in batch])}
        alive = [one for one in batch if self._matters(kept.get(one.notification_id))]
        gone = [one.id for one in batch if one not in alive]
        if gone:
            self._settle(gone, MOOT)
        if not alive:
            return 0
        ids, first = [one.id for one in alive], alive[0]
        try:
            if first.channel in silent:
                raise silent[first.channel]
            self._pass_on(first, [kept[one.notification_id] for one in alive])
        except ChannelFault as fault:
            if fault.hangs:
                silent[first.channel] = fault
            self._failed(ids, fault, max(one.attempts for one in alive))
            return 0
        except Exception as crash:  # noqa: BLE001 (one message must not keep back the others)
            _log.exception("message %s crashed", first.batch)
            self._failed(ids, ChannelFault(type(crash).__name__), max(o.attempts for o in alive))
            return 0
        self._settle(ids, SENT)
        return 1

    def _matters(self, one: Notification | None) -> bool:
        """What was read meanwhile, and work that is done, needs no message any more."""
        if one is None or one.read_at is not None:
            return False
        if one.kind not in ABOUT_WORK or not one.work_item_id:
            return True
        item = self._tools.cases.work_item(one.work_item_id)
        return item is not None and item.ended_at is None

    def _pass_on(self, first: Delivery, notifications: list[Notification]) -> None:
        channel = self._tools.channels.get(first.channel)
        wanted = self._wanted(first.user)
        address = wanted.addresses.get(first.channel, "")
        if channel is None or (channel.needs_address and not address):
            raise ChannelFault(f"{first.channel}: gone, or no address", may_pass=False)
        parts = [self._part(one, wanted.language) for one in notifications[:MAX_PARTS]]
        person = self._tools.people.person(first.user)
        subject = parts[0].subject
        if len(notifications) > 1:
            said = _DIGEST.zh if wanted.language == ZH else _DIGEST.en
            subject = said.format(n=len(notifications))
        channel.send(
            Outgoing(
                key=first.batch,
                login=first.user,
                name=person.name if person else first.user,
                address=address,
                subject=subject,
                parts=parts,
                sent_at=self._tools.clock.now(),
            )
        )

    def _wanted(self, user: UserId) -> Preferences:
        body = self._tools.kept.preferences([user]).get(user)
        return Preferences() if body is None else of_body(body)

    def _part(self, one: Notification, language: str) -> Part:
        subject, detail = wording.subject(one), wording.detail(one)
        return Part(
            id=one.id,
            kind=one.kind.value,
            subject=subject.zh if language == ZH else subject.en,
            detail=detail.zh if language == ZH else detail.en,
            link=self._tools.settings.public_url.rstrip("/") + wording.path(one),
            at=one.at,
            instance_id=one.instance_id,
            work_item_id=one.work_item_id,
        )

    def _failed(self, ids: Sequence[str], fault: ChannelFault, attempts: int) -> None:
        again = fault.may_pass and attempts < MAX_ATTEMPTS
        _log.warning("message not sent (attempt %s): %s", attempts, fault)
        now = self._tools.clock.now()
        retry_at = now + FIRST_RETRY * 2 ** (attempts - 1) if again else None
        state = WAITING if again else FAILED
        self._tools.kept.settle(ids, state, now, str(fault)[:MAX_ERROR], retry_at)

    def _settle(self, ids: Sequence[str], state: str) -> None:
        self._tools.kept.settle(ids, state, self._tools.clock.now(), "", None)

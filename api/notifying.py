"""Notifications over HTTP: only one's own, but for what was sent, which administrators see."""

from __future__ import annotations

from api.auth import Visit
from api.schemas.notifications import (
    ChannelGiven,
    DeliveryGiven,
    DeliveryList,
    NotificationGiven,
    NotificationList,
    PreferencesGiven,
    PreferencesRequest,
    ReadRequest,
    Unread,
)
from engine.notifications import wording
from engine.notifications.model import Notification, NotificationKind
from engine.notifications.preferences import Preferences


def listed(visit: Visit, before: int | None, unread: bool, limit: int) -> NotificationList:
    """What I was told, newest first."""
    told, user = visit.house.runtime.notifications, visit.person.id
    found = told.of(user, before=before, unread=unread, limit=limit + 1)
    following = found[limit - 1].number if len(found) > limit else None
    shown = [_shown(one) for one in found[:limit]]
    return NotificationList(items=shown, unread=told.unread(user), next=following)


def read(visit: Visit, body: ReadRequest) -> Unread:
    """I have read these."""
    told, user = visit.house.runtime.notifications, visit.person.id
    told.read(user, body.ids)
    return Unread(unread=told.unread(user))


def preferences(visit: Visit) -> PreferencesGiven:
    """How I want to be told."""
    return _preferences(visit, visit.house.runtime.notifications.preferences(visit.person.id))


def prefer(visit: Visit, body: PreferencesRequest) -> PreferencesGiven:
    """I want to be told so from now on."""
    wanted = Preferences(
        language=body.language,
        addresses={name: text for name, text in body.addresses.items() if text},
        off=tuple(dict.fromkeys(body.off)),
        muted=tuple(dict.fromkeys(body.muted)),
        quiet_from=body.quiet_from,
        quiet_until=body.quiet_until,
        digest=body.digest,
    )
    told = visit.house.runtime.notifications
    return _preferences(visit, told.choose(visit.person, wanted))


def confirm(visit: Visit, token: str) -> PreferencesGiven:
    """The address that this was sent to is mine."""
    told = visit.house.runtime.notifications
    return _preferences(visit, told.confirm(visit.person.id, token))


def deliveries(visit: Visit, state: str, limit: int) -> DeliveryList:
    """The latest messages of one state."""
    found = visit.house.runtime.notifications.deliveries(state, limit)
    items = [
        DeliveryGiven(
            id=one.id,
            user=one.user,
            channel=one.channel,
            state=one.state,
            attempts=one.attempts,
            due_at=one.due_at,
            done_at=one.done_at,
            error=one.error,
        )
        for one in found
    ]
    return DeliveryList(items=items)


def _shown(one: Notification) -> NotificationGiven:
    subject, detail = wording.subject(one), wording.detail(one)
    return NotificationGiven(
        id=one.id,
        number=one.number,
        kind=one.kind.value,
        subject=subject.zh,
        subject_en=subject.en,
        detail=detail.zh,
        detail_en=detail.en,
        instance_id=one.instance_id,
        work_item_id=one.work_item_id or None,
        path=wording.path(one),
        at=one.at,
        read_at=one.read_at,
    )


def _preferences(visit: Visit, wanted: Preferences) -> PreferencesGiven:
    channels = visit.house.runtime.notifications.channels
    return PreferencesGiven(
        language=wanted.language,
        addresses=dict(wanted.addresses),
        unconfirmed={name: one["address"] for name, one in wanted.pending.items()},
        off=list(wanted.off),
        muted=list(wanted.muted),
        quiet_from=wanted.quiet_from,
        quiet_until=wanted.quiet_until,
        digest=wanted.digest,
        channels=[
            ChannelGiven(name=name, kind=one.kind, needs_address=one.needs_address)
            for name, one in sorted(channels.items())
        ],
        kinds=[kind.value for kind in NotificationKind],
    )

"""How a person wants to be told outside of the application, and when a message may go out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

import orjson

from engine.core.calendar import OFFICE_ZONE
from engine.errors import InvalidCommand
from engine.notifications.model import NotificationKind

ZH: Final = "zh"
EN: Final = "en"
MAX_ADDRESS: Final = 200
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ADDRESS: Final = re.compile(r"[^\s\x00-\x1f<>\",;]{1,200}")
_AT_ONCE: Final = frozenset({NotificationKind.URGED, NotificationKind.ESCALATED})
"""What does not wait for a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Of one person. In the application everything is told, whatever stands here.

    `addresses`: where a channel reaches them, by channel: an e-mail address, a number or user id
    of the chat. `off`: channels that they do not want. `muted`: kinds that do not go out. The
    times are those of the office's zone; quiet hours may go over midnight.
    """

    language: str = ZH
    addresses: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    quiet_from: str = ""
    quiet_until: str = ""
    digest: str = ""  # once a day at this time, instead of at once
    pending: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Addresses not confirmed yet, by channel: see engine.notifications.confirming."""

    def wants(self, channel: str, kind: NotificationKind) -> bool:
        """Whether this kind may go out through the channel."""
        return channel not in self.off and kind.value not in self.muted

    def goes_at(self, kind: NotificationKind, now: datetime) -> tuple[datetime, bool]:
        """When a message of this kind may go out, and whether in a digest."""
        if self.digest and kind not in _AT_ONCE:
            return _next(now, self.digest), True
        return self.after_quiet(now), False

    def after_quiet(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into."""
        if not self.quiet_from:
            return moment
        clock = moment.astimezone(OFFICE_ZONE).time()
        begins, ends = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        quiet = begins <= clock < ends if begins < ends else clock >= begins or clock < ends
        return _next(moment, self.quiet_until) if quiet else moment


def _next(moment: datetime, clock: str) -> datetime:
    """The next time that the clock of the office shows this, after the moment."""
    local = moment.astimezone(OFFICE_ZONE)
    found = datetime.combine(local.date(), time.fromisoformat(clock), OFFICE_ZONE)
    if found <= local:
        found = datetime.combine(
            local.date() + timedelta(days=1), time.fromisoformat(clock), OFFICE_ZONE
        )
    return found.astimezone(moment.tzinfo)


def checked(wanted: Preferences, channels: Mapping[str, Any]) -> Preferences:
    """The same. Raises InvalidCommand naming what is wrong."""
    if wanted.language not in (ZH, EN):
        raise _wrong("language", f"{ZH} / {EN}")
    for name in (*wanted.addresses, *wanted.off):
        if name not in channels:
            raise _wrong("channel", " / ".join(sorted(channels)) or "-")
    if any(not _ADDRESS.fullmatch(address) for address in wanted.addresses.values()):
        raise _wrong("addresses", "1-200, no spaces")
    kinds = {kind.value for kind in NotificationKind}
    if not set(wanted.muted) <= kinds:
        raise _wrong("muted", " / ".join(sorted(kinds)))
    _refuse_times(wanted)
    return wanted


def _refuse_times(wanted: Preferences) -> None:
    begins, ends = wanted.quiet_from, wanted.quiet_until
    for clock in (begins, ends, wanted.digest):
        if clock and not _CLOCK.fullmatch(clock):
            raise _wrong("time", "HH:MM")
    if bool(begins) != bool(ends) or (begins and begins == ends):
        raise _wrong("quiet_from, quiet_until", "22:00 - 08:00")


def _wrong(field_name: str, expected: str) -> InvalidCommand:
    return InvalidCommand(
        f"通知设置 {field_name} 无效，应为 {expected}", f"Expected {field_name} to be {expected}"
    )


def as_body(wanted: Preferences) -> str:
    """As it is kept."""
    plain = {name: getattr(wanted, name) for name in Preferences.__slots__}
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()


def of_body(body: str) -> Preferences:
    """As it was kept."""
    plain = orjson.loads(body)
    lists = {name: tuple(plain[name]) for name in ("off", "muted")}
    return Preferences(**{**plain, **lists})

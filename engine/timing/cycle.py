"""ISO 8601 cycles: `R/P1D`, `R3/start/P1M`, `R5/PT1H/end`, turn by turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from engine.feel.errors import Undefined
from engine.feel.temporal import read_datetime, write_datetime
from engine.timing.local import moment_of, zone_of
from engine.timing.span import NotATime, Span, read_span

ENDLESS: Final = -1
SHORTEST: Final = timedelta(seconds=1)
"""What repeats more often than this would keep an engine from all else."""
_CYCLE: Final = re.compile(r"R(-1|[0-9]{0,9})/(.+)")
_FARTHEST: Final = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Turn 0 is at `anchor`, turn n so many spans later; clock times are those of `zone`."""

    anchor: datetime
    zone: tzinfo
    every: Span

    def turn(self, number: int) -> datetime:
        """The moment of a turn, UTC; counted from the anchor, so that the 31st stays the 31st
        where there is one. Raises NotATime outside the calendar."""
        return self.every.times(number).after(self.anchor, self.zone)

    def after(self, moment: datetime, *, inclusive: bool = False) -> datetime:
        """The first turn from 1 on that is later than the moment. Raises NotATime when there
        is none within the calendar."""
        low, high = 0, 1
        while not self._is_past(high, moment, inclusive=inclusive):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if self._is_past(middle, moment, inclusive=inclusive):
                high = middle
            else:
                low = middle
        return self.turn(high)

    def _is_past(self, number: int, moment: datetime, *, inclusive: bool) -> bool:
        if number > _FARTHEST:
            raise NotATime
        try:
            turn = self.turn(number)
        except NotATime:
            return True
        return turn >= moment if inclusive else turn > moment

    def __str__(self) -> str:
        return f"{write_datetime(self.anchor.astimezone(self.zone))} {self.every}"


def recalled(text: str) -> Cycle:
    """The cycle that wrote itself as this text."""
    start, _, every = text.rpartition(" ")
    anchor = read_datetime(start)
    return Cycle(anchor=anchor, zone=zone_of(anchor), every=read_span(every))


def read_cycle(text: str, now: datetime, zone: tzinfo) -> tuple[Cycle, int, datetime]:
    """The cycle, its number of turns (ENDLESS: without end) and the first of them.

    Without a start the first turn is one duration from now. A counted cycle makes up for turns
    that are past, an endless one begins with the first that is not. Raises NotATime.
    """
    match = _CYCLE.fullmatch(text)
    if match is None:
        raise NotATime
    count = int(match[1]) if match[1] not in ("", "-1") else ENDLESS
    first, slash, second = _parts(match[2])
    if count == 0:
        raise NotATime
    if not slash:
        cycle = forward(now, zone, read_span(first))
        return cycle, count, cycle.turn(1)
    if first.startswith("P"):
        return _until(read_span(first), second, (now, zone, count))
    return _from(first, second, (now, zone, count))


def _parts(text: str) -> tuple[str, str, str]:
    """At the slash between the two parts; the name of a zone may have slashes too."""
    if text.startswith("P"):
        return text.partition("/")
    return text.rpartition("/")


_Asked = tuple[datetime, tzinfo, int]


def _from(start: str, length: str, asked: _Asked) -> tuple[Cycle, int, datetime]:
    now, zone, count = asked
    begins = read_moment(start)
    if not length.startswith("P"):
        raise NotATime
    cycle = forward(moment_of(begins, zone), zone_of(begins, zone), read_span(length))
    if count != ENDLESS or cycle.anchor >= now:
        return cycle, count, cycle.anchor
    return cycle, count, cycle.after(now, inclusive=True)


def _until(every: Span, end: str, asked: _Asked) -> tuple[Cycle, int, datetime]:
    """The last turn is at the end; an endless cycle counts those that are left from now on."""
    now, zone, count = asked
    ends = read_moment(end)
    last, zone = moment_of(ends, zone), zone_of(ends, zone)
    forward(last, zone, every)
    if count == ENDLESS:
        count = _left(every, last, (now, zone))
    first = every.times(1 - count).after(last, zone)
    return Cycle(anchor=first, zone=zone, every=every), count, first


_MOST_COUNTED: Final = 1_000_000


def _left(every: Span, last: datetime, seen: tuple[datetime, tzinfo]) -> int:
    """How many turns there are from now to the end."""
    now, zone = seen
    if last < now:
        raise NotATime
    back = every.times(-1)
    low, high = 1, 2
    while high < _MOST_COUNTED and back.times(high - 1).after(last, zone) >= now:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if back.times(middle - 1).after(last, zone) >= now:
            low = middle
        else:
            high = middle
    return low


def forward(anchor: datetime, zone: tzinfo, every: Span) -> Cycle:
    """The cycle, if it leads on. Raises NotATime."""
    cycle = Cycle(anchor=anchor, zone=zone, every=every)
    forward = min(every.months, every.days) >= 0 and every.rest >= timedelta()
    if not forward or cycle.turn(1) - anchor < SHORTEST:
        raise NotATime
    return cycle


def read_moment(text: str) -> datetime:
    """A date and time as ISO 8601 or FEEL writes it; seconds may be left out, and a date stands
    for its first instant. Raises NotATime."""
    day, separator, clock = text.partition("T")
    match = re.match(r"[0-9]{2}:[0-9]{2}(?![:0-9])", clock)
    if match:
        clock = f"{match[0]}:00{clock[5:]}"
    try:
        return read_datetime(day + separator + clock)
    except Undefined as error:
        raise NotATime from error

"""A figure's neighbours: a little more, a little less, or another value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from engine.clauses.mutation.model import Aspect
from engine.core.values import Value

_DURATION: Final = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
_TIME: Final = re.compile(r"\d\d:\d\d(:\d\d)?")
_CYCLE: Final = re.compile(r"(?P<before>(\d+ )?[\d,/*-]+ )(?P<hour>\d+)(?P<after>( [\d,/*?-]+){3})")
_COUNTED: Final = re.compile(r"(?P<before>.*?)(?P<count>\d+)(?P<after>[年月周天日].*)")
_LAST: Final = re.compile(r"(\d+)(\D+)$")
_HALVED: Final = {"Y": "6M", "D": "T12H", "H": "30M"}
"""What is less than one of a unit: half of it. A duration of nothing would never end."""
Neighbour = tuple[Aspect, Value]


def neighbours(value: Value) -> Iterator[Neighbour]:
    """What is next to a value: of numbers by a unit of their last digit, of durations by their
    last unit, of times by a minute; of anything else something different."""
    if isinstance(value, bool):
        yield Aspect.VALUE, not value
    elif isinstance(value, Decimal):
        yield from _of_number(value)
    elif isinstance(value, str):
        yield from _of_text(value)
    elif isinstance(value, list):
        yield from _of_list(value)


def step_of(number: Decimal) -> Decimal:
    """One unit of the last digit: 1 for 300, 0.1 for 2.5."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _of_number(value: Decimal) -> Iterator[Neighbour]:
    step = step_of(value)
    yield Aspect.MORE, value + step
    yield Aspect.LESS, value - step


def _of_list(value: list[Value]) -> Iterator[Neighbour]:
    for number, item in enumerate(value):
        yield Aspect.VALUE, value[:number] + value[number + 1 :]
        for aspect, other in neighbours(item) if not isinstance(item, str) else ():
            yield aspect, [*value[:number], other, *value[number + 1 :]]


def _of_text(value: str) -> Iterator[Neighbour]:
    if _DURATION.fullmatch(value):
        yield from _of_duration(value)
    elif _TIME.fullmatch(value):
        moment = datetime.fromisoformat(f"2000-01-02T{value}")
        yield Aspect.MORE, (moment + timedelta(minutes=1)).time().isoformat()
        yield Aspect.LESS, (moment - timedelta(minutes=1)).time().isoformat()
    elif cycle := _CYCLE.fullmatch(value):
        hour = int(cycle["hour"])
        yield Aspect.MORE, f"{cycle['before']}{(hour + 1) % 24}{cycle['after']}"
        yield Aspect.LESS, f"{cycle['before']}{(hour - 1) % 24}{cycle['after']}"
    elif counted := _COUNTED.fullmatch(value):
        count = int(counted["count"])
        yield Aspect.MORE, f"{counted['before']}{count + 1}{counted['after']}"
        yield Aspect.LESS, f"{counted['before']}{count - 1}{counted['after']}"
    else:
        yield Aspect.VALUE, f"{value}-"


def _of_duration(value: str) -> Iterator[Neighbour]:
    last = _LAST.search(value)
    if last is None:
        return
    count, unit, before = int(last[1]), last[2], value[: last.start()]
    yield Aspect.MORE, f"{before}{count + 1}{unit}"
    if count > 1:
        yield Aspect.LESS, f"{before}{count - 1}{unit}"
    elif unit == "M":
        yield Aspect.LESS, f"{before}30S" if "T" in before else f"{before}15D"
    elif unit in _HALVED:
        yield Aspect.LESS, f"{before}{_HALVED[unit]}"

"""The values that variables may hold, and their plain (JSON) form.

Domain: None, bool, Decimal, str, date, time, datetime, timedelta, YearMonthDuration, lists of
these and dicts from text to these.
Plain form: JSON without floats. Whole numbers below 2**53 are JSON integers; every other one is
`{"$number": "12.50"}`; temporal values are `{"$date": "2026-11-22"}` and the like. Keys that begin
with `$` are therefore reserved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from operator import is_
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from engine.errors import InvalidCommand

Value: TypeAlias = Any
"""A value of the domain above (recursive; checked by `to_plain`, not by the type checker)."""

Variables: TypeAlias = Mapping[str, Value]

_SAFE: Final = 2**53
MAX_DEPTH: Final = 64
MAX_MAGNITUDE: Final = 6_200
"""What decimal128, FEEL's numbers, reaches either way; one more digit would only fill memory."""


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """FEEL's years and months duration, as a signed number of months."""

    months: int

    def __str__(self) -> str:
        sign, rest = ("-", -self.months) if self.months < 0 else ("", self.months)
        years, months = divmod(rest, 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{sign}P{text or '0M'}"


def _refuse(zh: str, en: str) -> InvalidCommand:
    return InvalidCommand(zh, en)


def _number(value: Decimal) -> Any:
    if value.as_tuple().exponent == 0 and -_SAFE < value < _SAFE:
        return int(value)
    return {"$number": str(_bounded(value))}


def _bounded(value: Decimal) -> Decimal:
    """The number, if it is one that FEEL can work with: never NaN, infinite or without end."""
    if not value.is_finite():
        raise _refuse("数字必须有限", "Expected a finite number")
    if abs(value.adjusted()) > MAX_MAGNITUDE:
        raise _refuse(
            f"数字超出范围（10 的 ±{MAX_MAGNITUDE} 次方）",
            f"Expected a number within ten to the power of ±{MAX_MAGNITUDE}",
        )
    return value


def finite(value: Value, depth: int = 0) -> Value:
    """The value with null for each number that is not finite; the very same one when all are.

    For where a value has passed no edge yet: nothing that was stored holds such a number.
    """
    kind = type(value)
    if kind is Decimal:
        return value if value.is_finite() else None
    if depth > MAX_DEPTH or not isinstance(value, list | tuple | Mapping):
        return value
    if isinstance(value, Mapping):
        cleaned = {key: finite(item, depth + 1) for key, item in value.items()}
        return value if all(cleaned[key] is item for key, item in value.items()) else cleaned
    items = [finite(item, depth + 1) for item in value]
    return value if all(map(is_, items, value)) else items


def _zoned(value: datetime) -> str:
    zone = getattr(value.tzinfo, "key", None)
    return value.isoformat() + (f"@{zone}" if zone else "")


def in_order(value: Value) -> Value:
    """The value with the entries of its contexts by name: as they come back from the log."""
    if isinstance(value, Mapping):
        return {name: in_order(value[name]) for name in sorted(value)}
    return [in_order(item) for item in value] if isinstance(value, list) else value


def to_plain(value: Value, depth: int = 0) -> Any:
    """The plain form of a value. Raises InvalidCommand for anything outside the domain."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        return value if -_SAFE < value < _SAFE else {"$number": str(value)}
    if kind is Decimal:
        return _number(value)
    if depth > MAX_DEPTH:
        raise _refuse("数据嵌套过深", f"Expected data nested at most {MAX_DEPTH} deep")
    if kind is list or kind is tuple:
        return [to_plain(item, depth + 1) for item in value]
    if kind is dict or isinstance(value, Mapping):
        return _mapping(value, depth)
    return _temporal(value)


def _mapping(value: Mapping[Any, Value], depth: int) -> dict[str, Any]:
    plain = {}
    for key, item in value.items():
        if type(key) is not str or key.startswith("$"):
            raise _refuse(
                f"字段名 {key!r} 无效：不能以 $ 开头",
                f"Expected field names as text not starting with $, got {key!r}",
            )
        plain[key] = to_plain(item, depth + 1)
    return plain


def _temporal(value: Value) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"$datetime": _zoned(value)}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        zone = getattr(value.tzinfo, "key", None)
        return {"$time": value.isoformat() + (f"@{zone}" if zone else "")}
    if isinstance(value, YearMonthDuration):
        return {"$months": str(value.months)}
    if isinstance(value, timedelta):
        return {"$microseconds": str(value // timedelta(microseconds=1))}
    raise _refuse(
        f"不能保存类型为 {type(value).__name__} 的值",
        f"Expected a storable value, got {type(value).__name__}",
    )


def _with_zone(text: str) -> tuple[str, ZoneInfo | None]:
    body, _, zone = text.partition("@")
    return body, ZoneInfo(zone) if zone else None


def _read_datetime(text: str) -> datetime:
    body, zone = _with_zone(text)
    value = datetime.fromisoformat(body)
    return value.astimezone(zone) if zone else value


def _read_time(text: str) -> time:
    body, zone = _with_zone(text)
    value = time.fromisoformat(body)
    return value.replace(tzinfo=zone) if zone else value


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "$number": lambda text: _bounded(Decimal(text)),
    "$date": date.fromisoformat,
    "$datetime": _read_datetime,
    "$time": _read_time,
    "$months": lambda text: YearMonthDuration(int(text)),
    "$microseconds": lambda text: timedelta(microseconds=int(text)),
}


def from_plain(plain: Any, depth: int = 0) -> Value:
    """The value of a plain form; JSON integers become Decimal. Raises InvalidCommand on floats."""
    kind = type(plain)
    if kind is str or kind is bool or plain is None:
        return plain
    if kind is int:
        return Decimal(plain)
    if depth > MAX_DEPTH:
        raise _refuse("数据嵌套过深", f"Expected data nested at most {MAX_DEPTH} deep")
    if kind is list:
        return [from_plain(item, depth + 1) for item in plain]
    if kind is dict:
        return _read_mapping(plain, depth)
    raise _refuse(
        "数字必须写成整数或十进制文本", f"Expected plain JSON without floats, got {kind.__name__}"
    )


def _read_mapping(plain: dict[str, Any], depth: int) -> Value:
    if len(plain) == 1:
        key, text = next(iter(plain.items()))
        if key.startswith("$"):
            return _read_tagged(key, text)
    for key in plain:
        if key.startswith("$"):
            raise _refuse(
                f"字段名 {key!r} 无效", f"Expected no field name starting with $: {key!r}"
            )
    return {key: from_plain(item, depth + 1) for key, item in plain.items()}


def _read_tagged(key: str, text: Any) -> Value:
    reader = _READERS.get(key)
    if reader is None or type(text) is not str:
        raise _refuse(f"未知的值类型 {key!r}", f"Expected a known value tag, got {key!r}")
    try:
        return reader(text)
    except (ValueError, InvalidOperation, KeyError, OSError) as error:
        raise _refuse(
            f"{key} 的值 {text!r} 无法读取", f"Expected a {key[1:]} value, got {text!r}"
        ) from error

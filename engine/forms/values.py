"""Reads what a client sent for one input into a typed value of the core's domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from engine.core.values import Value
from engine.forms import breaches
from engine.forms.components import MANY, Input, Moment, Type

OFFICE_ZONE: Final = ZoneInfo("Asia/Shanghai")
"""The zone of a time that a person wrote without one."""

MAX_TEXT: Final = 20_000
MAX_ITEMS: Final = 500
MAX_DIGITS: Final = 34
MAX_FILE_NAME: Final = 200
"""As engine.uploads keeps a name."""
_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
_FILE_KEYS: Final = frozenset({"digest", "name", "size", "type"})


def is_empty(value: Value) -> bool:
    """Whether a person would say that nothing was filled in."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple) and not value)


def read_value(field: Input, raw: Value) -> Value:
    """The typed value; None when nothing was filled in, but a box that is not checked is false.
    Raises Breach of the rule `type`."""
    if is_empty(raw):
        return False if field.type is Type.CHECKBOX else None
    if field.type in MANY:
        return _read_list(field, raw)
    if field.type is Type.DATE_TIME:
        return _MOMENTS[field.moment](raw)
    return _SINGLE[field.type](field, raw)


def read_number(raw: Value) -> Decimal:
    """A finite number of at most 34 digits, without an exponent."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise breaches.wrong_type("number")
    number = Decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) >= MAX_DIGITS:
        raise breaches.wrong_type("number")
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise breaches.wrong_type("number")
    return Decimal(f"{number:f}")


def _number(field: Input, raw: Value) -> Decimal:
    if not (field.text_number and isinstance(raw, str)):
        return read_number(raw)
    try:
        return read_number(Decimal(raw.strip()))
    except InvalidOperation:
        raise breaches.wrong_type("number") from None


def read_text(raw: Value) -> str:
    """Text that every database can keep: no NUL, no half of a surrogate pair."""
    if not isinstance(raw, str) or "\0" in raw or _is_torn(raw):
        raise breaches.wrong_type("text")
    if len(raw) > MAX_TEXT:
        raise breaches.too_long(MAX_TEXT)
    return raw


def _is_torn(raw: str) -> bool:
    """Whether half of a surrogate pair is in it: no encoding has that."""
    if raw.isascii():
        return False
    try:
        raw.encode()
    except UnicodeEncodeError:
        return True
    return False


def _text(field: Input, raw: Value) -> str:
    return read_text(raw)


def _line(field: Input, raw: Value) -> str:
    """One line, as a browser's own single-line field sends it."""
    text = read_text(raw)
    if not _BREAKS.isdisjoint(text):
        raise breaches.several_lines()
    return text


def _boolean(field: Input, raw: Value) -> bool:
    if not isinstance(raw, bool):
        raise breaches.wrong_type("boolean")
    return raw


def read_option(raw: Value) -> Value:
    """One chosen value: text, number or boolean."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return read_text(raw)
    if isinstance(raw, int | Decimal):
        return read_number(raw)
    raise breaches.wrong_type("option")


def _option(field: Input, raw: Value) -> Value:
    return read_option(raw)


def _read_list(field: Input, raw: Value) -> list[Value]:
    if not isinstance(raw, list | tuple):
        raise breaches.wrong_type("list")
    if len(raw) > MAX_ITEMS:
        raise breaches.too_many(MAX_ITEMS)
    if field.type is Type.FILE_PICKER:
        return [_file(item) for item in raw]
    chosen = [read_option(item) for item in raw]
    for index, item in enumerate(chosen):
        if item in chosen[:index]:
            raise breaches.repeated(item)
    return chosen


def _file(raw: Value) -> dict[str, Value]:
    if not isinstance(raw, Mapping) or raw.keys() != _FILE_KEYS:
        raise breaches.wrong_type("files")
    try:
        size = read_number(raw["size"])
        texts = {name: read_text(raw[name]) for name in ("digest", "name", "type")}
    except breaches.Breach:
        raise breaches.wrong_type("files") from None
    if not _is_plain(texts["name"], MAX_FILE_NAME) or not _is_plain(texts["type"], MAX_FILE_NAME):
        raise breaches.wrong_type("files")
    if size < 0 or size != size.to_integral_value():
        raise breaches.wrong_type("files")
    return {**texts, "size": size}


def _is_plain(text: str, longest: int) -> bool:
    """Whether it is one visible line: nothing that breaks it or turns its direction around."""
    return 0 < len(text) <= longest and text.isprintable()


def read_date(raw: Value) -> date:
    """A calendar date, from ISO text or as it is."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        if isinstance(raw, str) and len(raw) == len("2026-11-22"):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise breaches.wrong_type("date")


def read_time(raw: Value) -> time:
    """A time of day, from ISO text or as it is."""
    if isinstance(raw, time):
        return raw
    try:
        if isinstance(raw, str) and ":" in raw:
            return time.fromisoformat(raw)
    except ValueError:
        pass
    raise breaches.wrong_type("time")


def read_datetime(raw: Value) -> datetime:
    """An aware moment; a text without a zone is office time."""
    if isinstance(raw, str) and "T" in raw:
        try:
            raw = datetime.fromisoformat(raw)
        except ValueError:
            raise breaches.wrong_type("datetime") from None
    if not isinstance(raw, datetime):
        raise breaches.wrong_type("datetime")
    return raw if raw.tzinfo else raw.replace(tzinfo=OFFICE_ZONE)


_MOMENTS: Final[Mapping[Moment, Callable[[Value], Value]]] = {
    Moment.DATE: read_date,
    Moment.TIME: read_time,
    Moment.DATE_TIME: read_datetime,
}
_SINGLE: Final[Mapping[Type, Callable[[Input, Value], Value]]] = {
    Type.TEXT_FIELD: _line,
    Type.TEXT_AREA: _text,
    Type.NUMBER: _number,
    Type.CHECKBOX: _boolean,
    Type.RADIO: _option,
    Type.SELECT: _option,
}

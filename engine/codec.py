"""Events and commands as canonical JSON bytes, and back: the only writer and reader of log bodies.

Canonical: UTF-8, keys sorted, no spaces, no floats, `"v"` is the version of the type, values in
their plain form (core.values), datetimes ISO 8601 in UTC. Fields at their default are written
too, so the bytes of a fact never depend on what the defaults were when it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from engine.core.command_types import COMMAND_TYPES
from engine.core.commands import Envelope, RegisterWrite
from engine.core.events import EVENT_TYPES, Event, Reason
from engine.core.kept_round import KeptRound
from engine.core.kept_seats import OpinionKept, SeatKept
from engine.core.kept_turns import KeptTurn, KeptTurns
from engine.core.people import Person
from engine.core.values import from_plain, to_plain
from engine.errors import CommandRejected, IntegrityViolation, InvalidCommand

Plain = dict[str, Any]
Upcaster = Callable[[Plain], Plain]

UPCASTERS: Final[dict[tuple[str, int], Upcaster]] = {}
"""(type, version written) -> the same fact one version later, in plain form without `v`."""

COMMAND_PREFIX: Final = "Command:"

_OPTIONS: Final = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
)
_SCALARS: Final = frozenset({str, int, bool, NoneType})
_NESTED: Final = (
    *(Person, Reason, RegisterWrite, SeatKept, OpinionKept, KeptRound),
    *(KeptTurn, KeptTurns),
)
_EXACT_PLAIN: Final = {(Envelope, "answers")}
"""Plain JSON already, made by engine.handlers.answers: written and read as it is."""

T = TypeVar("T")


class _Converter(NamedTuple):
    """How one field is written and read; `write` None means that JSON has the type itself.

    Where `empty` holds, None and an empty value of the right kind are JSON as they are.
    """

    write: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None
    empty: bool = False


def _unwritable(value: Any) -> InvalidCommand:
    name = type(value).__name__
    return InvalidCommand(f"不能保存类型为 {name} 的值", f"Expected a storable value, got {name}")


def _write_datetime(value: datetime) -> str:
    if value.tzinfo is UTC:
        return _iso(value)
    if value.tzinfo is None:
        raise InvalidCommand("时间缺少时区", "Expected a datetime with a time zone")
    return value.astimezone(UTC).isoformat()


_LAST: list[tuple[datetime, str]] = [(datetime.min.replace(tzinfo=UTC), "")]


def _iso(value: datetime) -> str:
    """One command writes the same moment several times: the last one is kept."""
    last, text = _LAST[0]
    if value is not last:
        text = value.isoformat()
        _LAST[0] = (value, text)
    return text


def _write_texts(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not isinstance(value, str):
            raise _unwritable(value)
    return tuple(values)


def _write_text_mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    _write_texts((*mapping.keys(), *mapping.values()))
    return dict(mapping)


def _write_mapping(mapping: Mapping[str, Any]) -> Any:
    if type(mapping) is not dict and not isinstance(mapping, Mapping):
        raise _no_fields(mapping)  # never written: it could not be read again
    return to_plain(mapping) if mapping else {}


def _read_mapping(plain: Any) -> Any:
    value = from_plain(plain)
    if type(value) is not dict:
        raise _no_fields(value)
    return value


def _no_fields(value: Any) -> InvalidCommand:
    return InvalidCommand("应为字段的集合", f"Expected fields, got {type(value).__name__}")


def _write_pairs(pairs: tuple[tuple[str, Any], ...]) -> list[list[Any]]:
    return [[name, to_plain(value)] for name, value in pairs]


def _read_pairs(plain: list[list[Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, from_plain(value)) for name, value in plain)


def _checked_plain(value: Any) -> Any:
    """Plain JSON as it is, with tuples as lists. Raises InvalidCommand on floats and objects."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is list or kind is tuple:
        return [_checked_plain(item) for item in value]
    if isinstance(value, Mapping):
        _write_texts(tuple(value))
        return {key: _checked_plain(item) for key, item in value.items()}
    raise _unwritable(value)


def _same_plain(values: Sequence[Any]) -> Sequence[Any]:
    """The answers as they are. Raises InvalidCommand on floats; orjson refuses other objects."""
    queue: list[Any] = list(values)
    for value in queue:  # grows while it is walked
        kind = type(value)
        if kind is dict:
            queue.extend(value.values())
        elif kind is list or kind is tuple:
            queue.extend(value)
        elif kind not in _SCALARS:
            raise _unwritable(value)
    return values


_DATETIME: Final = _Converter(_write_datetime, datetime.fromisoformat)
_VALUE: Final = _Converter(to_plain, from_plain)
_TEXTS: Final = _Converter(_write_texts, tuple, empty=True)
_TEXT_MAPPING: Final = _Converter(_write_text_mapping, None)
_MAPPING: Final = _Converter(_write_mapping, _read_mapping)
_PAIRS: Final = _Converter(_write_pairs, _read_pairs, empty=True)
_PLAIN: Final = _Converter(_same_plain, tuple)
_SCALAR: Final = _Converter(None, None)


def _is_text(hint: Any) -> bool:
    return getattr(hint, "__supertype__", hint) is str


def _optional(converter: _Converter) -> _Converter:
    write, read, _ = converter
    return _Converter(
        write and (lambda value: None if value is None else write(value)),
        read and (lambda plain: None if plain is None else read(plain)),
        empty=True,
    )


def _several(converter: _Converter) -> _Converter:
    write, read, _ = converter
    if write is None or read is None:
        raise TypeError("Expected a converter for the items of a tuple")
    return _Converter(
        lambda values: [write(value) for value in values],
        lambda plain: tuple(read(item) for item in plain),
        empty=True,
    )


def _converter(hint: Any) -> _Converter:
    """The converter of one field type. Raises TypeError for a type that events may not use."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (inner,) = (part for part in arguments if part is not NoneType)
        return _optional(_converter(inner))
    if origin is tuple:
        return _tuple_converter(arguments[0])
    if origin is not None and issubclass(origin, Mapping):
        return _MAPPING if arguments[1] is Any else _TEXT_MAPPING
    if hint is Any:
        return _VALUE
    if hint is datetime:
        return _DATETIME
    if hint in (int, bool) or _is_text(hint):
        return _SCALAR
    if hint in _NESTED:
        write = _write_person if hint is Person else _SHAPES[hint].plain
        return _Converter(write, _SHAPES[hint].read)
    raise TypeError(f"Expected a storable field type, got {hint!r}")


def _tuple_converter(item: Any) -> _Converter:
    if _is_text(item):
        return _TEXTS
    if get_origin(item) is tuple:
        return _PAIRS
    return _several(_converter(item))


class _Shape:
    """The precomputed writer and reader of one class."""

    __slots__ = ("_get", "_kind", "_names", "_reads", "_writes", "version")

    def __init__(self, kind: type[Any]) -> None:
        hints = get_type_hints(kind)
        own = fields(kind)
        found = {
            field.name: _PLAIN
            if (kind, field.name) in _EXACT_PLAIN
            else _SCALAR
            if (kind, field.name) == (Envelope, "command")
            else _converter(hints[field.name])
            for field in own
        }
        self._kind = kind
        self._names = (*found, "v") if hasattr(kind, "v") else tuple(found)
        self._get = _getter(self._names)
        self._writes = tuple(
            (place, one.write, one.empty) for place, one in enumerate(found.values()) if one.write
        )
        self._reads = tuple((n, c.read) for n, c in found.items() if c.read)
        self.version: int = getattr(kind, "v", 1)

    def plain(self, thing: Any) -> Plain:
        """The fields in plain form. Raises InvalidCommand for what JSON without floats lacks."""
        values = list(self._get(thing))
        if float in map(type, values):
            raise _unwritable(next(value for value in values if type(value) is float))
        for place, write, empty in self._writes:
            value = values[place]
            if not empty or (value is not None and value != ()):
                values[place] = write(value)
        return dict(zip(self._names, values, strict=True))

    def read(self, plain: Plain) -> Any:
        """The object of its plain form; absent fields get their default (additive change)."""
        for name, read in self._reads:
            if name in plain:
                plain[name] = read(plain[name])
        return self._kind(**plain)


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda thing: (get(thing),)


_SHAPES: Final[dict[type[Any], _Shape]] = {}
_PEOPLE: Final[dict[int, tuple[Person, orjson.Fragment]]] = {}
_MAX_PEOPLE: Final = 4096


def _write_person(person: Person) -> orjson.Fragment:
    """A person's bytes, kept: the same few objects act in every command."""
    known = _PEOPLE.get(id(person))
    if known is None or known[0] is not person:
        if len(_PEOPLE) >= _MAX_PEOPLE:
            _PEOPLE.clear()
        plain = _SHAPES[Person].plain(person)
        if not person.offices:  # so that nothing written before there were any reads otherwise
            del plain["offices"]
        known = (person, orjson.Fragment(_dumps(plain)))
        _PEOPLE[id(person)] = known
    return known[1]


for _kind in (*_NESTED, *EVENT_TYPES.values(), *COMMAND_TYPES.values(), Envelope):
    _SHAPES[_kind] = _Shape(_kind)


def _dumps(plain: Any) -> bytes:
    try:
        return orjson.dumps(plain, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise _unfit(error) from error


def _unfit(error: Exception) -> InvalidCommand:
    return InvalidCommand(
        "数据无法保存为规范的 JSON", f"Expected data that canonical JSON can hold: {error}"
    )


def encode_plain(plain: Any) -> bytes:
    """Canonical JSON of a plain tree. Raises InvalidCommand on floats and foreign types."""
    return _dumps(_checked_plain(plain))


def encode_event(event: Event) -> bytes:
    """The log body of an event."""
    try:
        return orjson.dumps(_SHAPES[type(event)].plain(event), option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise _unfit(error) from error


def encode_envelope(envelope: Envelope) -> bytes:
    """The log body of a command, whole."""
    plain = _SHAPES[Envelope].plain(envelope)
    shape = _SHAPES[type(envelope.command)]
    command = shape.plain(envelope.command)
    command["type"] = type(envelope.command).__name__
    command["v"] = shape.version
    plain["command"] = command
    plain["v"] = 1
    return _dumps(plain)


def command_type(envelope: Envelope) -> str:
    """The row type of a command: `Command:<Type>`."""
    return COMMAND_PREFIX + type(envelope.command).__name__


def is_command(row_type: str) -> bool:
    """Whether a row of this type holds a command."""
    return row_type.startswith(COMMAND_PREFIX)


def decode_event(type_name: str, body: bytes) -> Event:
    """The event of a log body, upcast to today's version. Raises IntegrityViolation."""
    return _decode(EVENT_TYPES, type_name, _loads(body))


def decode_envelope(body: bytes) -> Envelope:
    """The command of a log body. Raises IntegrityViolation."""
    plain = _loads(body)
    try:
        inner = plain.pop("command")
        command = _decode(COMMAND_TYPES, inner.pop("type"), inner)
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable("Envelope", error) from error
    plain["command"] = command
    return _decode({"Envelope": Envelope}, "Envelope", plain)


def _loads(body: bytes) -> Plain:
    try:
        plain = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _unreadable("JSON", error) from error
    if type(plain) is not dict:
        raise _unreadable("JSON", TypeError(type(plain).__name__))
    return plain


def _decode(types: Mapping[str, type[T]], name: str, plain: Plain) -> T:
    kind = types.get(name)
    if kind is None:
        raise _unreadable(name, KeyError(name))
    shape = _SHAPES[kind]
    try:
        plain = _upcast(name, plain.pop("v"), plain, shape.version)
        thing: T = shape.read(plain)
    except (KeyError, TypeError, ValueError, CommandRejected) as error:
        raise _unreadable(name, error) from error
    return thing


def _upcast(name: str, written: int, plain: Plain, wanted: int) -> Plain:
    while written < wanted:
        plain = UPCASTERS[name, written](plain)
        written += 1
    if written != wanted:
        raise ValueError(f"version {written} is newer than {wanted}")
    return plain


def _unreadable(name: str, error: Exception) -> IntegrityViolation:
    return IntegrityViolation(
        f"日志中的 {name} 无法读取", f"Expected a readable {name} in the log, got {error!r}"
    )

"""JSON at the edge: numbers read as decimals, values written as browsers read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute

from engine.core.values import Value, YearMonthDuration, from_plain
from engine.errors import InvalidCommand

_LONG: Final = 400


class DecimalRequest(Request):
    """A request whose JSON has decimals instead of binary floats."""

    async def json(self) -> Any:
        """The body, parsed once."""
        if not hasattr(self, "_json"):
            self._json = parse_json(await self.body())
        return self._json


def parse_json(body: bytes) -> Any:
    """Parsed JSON without floats. Raises json.JSONDecodeError for what is none."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse)
    except (RecursionError, UnicodeDecodeError, InvalidOperation) as error:
        raise json.JSONDecodeError(str(error), "", 0) from error
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError):
            raise
        raise json.JSONDecodeError(str(error), "", 0) from error


def _refuse(text: str) -> Any:
    raise json.JSONDecodeError(f"{text} is no JSON number", text, 0)


class DecimalRoute(APIRoute):
    """A route that reads its JSON body with decimals."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, over our request."""
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await handle(DecimalRequest(request.scope, request.receive))

        return read


def utc(at: datetime) -> str:
    """ISO 8601 in UTC, with Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def to_json(value: Value) -> Any:
    """A value as a browser reads it: numbers as JSON numbers, dates and durations as text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, YearMonthDuration):
        return {item.name: to_json(getattr(value, item.name)) for item in fields(value)}
    return _text(value)


def _number(value: int | Decimal) -> int | float | str:
    """A float only where it is written with exactly the digits of the decimal."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > _LONG:
        return str(value)  # written out, it could fill the memory
    if isinstance(value, int) or value == value.to_integral_value():
        whole = int(value)
        return whole if abs(whole) < 2**53 else str(whole)
    binary = float(value)
    return binary if Decimal(repr(binary)) == value else str(value)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return utc(value) if value.tzinfo is UTC else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return str(value)


def _duration(value: timedelta) -> str:
    """ISO 8601, as FEEL writes it."""
    sign, left = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(left.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{left.microseconds:06d}".rstrip("0") if left.microseconds else ""
    parts = [(hours, "H"), (minutes, "M")]
    clock = "".join(f"{number}{unit}" for number, unit in parts if number)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{left.days}D" if left.days else ""
    return f"{sign}P{days}" + (f"T{clock}" if clock else "") if days or clock else "PT0S"


def to_value(sent: Any) -> Value:
    """A value that a program sent: as JSON, or tagged as in the log (`{"$date": ...}`).

    Raises InvalidCommand.
    """
    return from_plain(_tagged(sent))


def to_variables(sent: Mapping[str, Any]) -> dict[str, Value]:
    """The variables that a program sent, each as `to_value` reads it. Raises InvalidCommand where
    the whole is one tagged value instead."""
    variables = to_value(dict(sent))
    if not isinstance(variables, dict):
        raise InvalidCommand("数据应为字段的集合", "Expected fields by their names, not one value")
    return variables


def _tagged(sent: Any, depth: int = 0) -> Any:
    if depth > 64:
        raise InvalidCommand("数据嵌套过深", "Expected data nested at most 64 deep")
    if isinstance(sent, Decimal):
        return {"$number": str(sent)}
    if isinstance(sent, dict):
        return {key: _tagged(item, depth + 1) for key, item in sent.items()}
    if isinstance(sent, list):
        return [_tagged(item, depth + 1) for item in sent]
    return sent

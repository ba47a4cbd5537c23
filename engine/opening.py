"""Opening entries of the registers: shipped YAML lines become cases of `register-opening`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from engine.core.values import Value
from engine.errors import InvalidCommand
from engine.parameters import DecimalLoader

PROCESS: Final = "register-opening"


def read_opening(content: bytes, file: str) -> Mapping[str, Value]:
    """The start variables of a register's opening case. Raises InvalidCommand naming the file."""
    plain = yaml.load(content, Loader=DecimalLoader)  # noqa: S506 (a SafeLoader)
    try:
        register, name, key = plain["register"], plain["zh"], plain["key"]
        lines = [_line(line, key) for line in plain["lines"]]
    except (KeyError, TypeError) as error:
        raise InvalidCommand(
            f"登记簿文件 {file} 缺少 {error}", f"Expected register, zh, key and lines in {file}"
        ) from error
    return {"register": register, "register_name": name, "lines": lines}


def _line(line: Mapping[str, Any], key: str) -> dict[str, Value]:
    values = {name: _value(value) for name, value in line.items()}
    return {**values, "key": str(line[key])}


def _value(value: Any) -> Value:
    if isinstance(value, bool | str | None | datetime | date | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    return {name: _value(item) for name, item in value.items()}


def opening_cases(folder: Path) -> list[Mapping[str, Value]]:
    """The start variables of every register below the folder, by file name."""
    files = sorted(folder.rglob("registers/*.yaml"))
    return [read_opening(file.read_bytes(), file.name) for file in files]

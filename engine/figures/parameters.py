"""Figures of parameters.yaml: listed, checked by their unit, and changed in place in its text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import yaml

from engine.errors import InvalidCommand, Text
from engine.feel.errors import FeelError, Undefined
from engine.feel.temporal import read_duration, read_time
from engine.figures.model import SEPARATOR, Figure, FigureKind, Shape
from engine.parameters import read_parameter_entries
from engine.timing.cron import read_cron
from engine.timing.span import NotATime

SOURCE: Final = "parameters"
NAME: Final = Text(zh="公司参数", en="Parameters")
MAX_VALUE: Final = 400
_BROKEN: Final = frozenset({"days", "CNY", "percent", "points", "hours"})
"""Units of which a part makes sense; the others are counted."""


def parameter_figures(
    content: bytes, users: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Figure]:
    """Every parameter in the order of the file; `users` are processes by parameter."""
    for name, entry in read_parameter_entries(content).items():
        yield Figure(
            id=f"{SOURCE}.{name}",
            kind=FigureKind.PARAMETER,
            source=SOURCE,
            source_name=NAME,
            name=Text(zh=str(entry.get("zh", name)), en=str(entry.get("en", name))),
            shape=shape_of(entry["value"]),
            value=as_text(entry["value"]),
            unit=str(entry.get("unit", "")),
            clauses=tuple(str(one) for one in entry.get("clauses") or ()),
            company=entry.get("origin") == "company",
            users=tuple((users or {}).get(name, ())),
            options=_options(entry.get("options")),
        )


def _options(found: Any) -> Mapping[str, Text] | None:
    if not isinstance(found, Mapping):
        return None
    return {
        str(value): Text(zh=str(texts.get("zh", value)), en=str(texts.get("en", value)))
        for value, texts in found.items()
    }


def shape_of(value: Any) -> Shape:
    """The shape of a value as YAML has it."""
    if isinstance(value, bool):
        return Shape.BOOLEAN
    if isinstance(value, int | Decimal):
        return Shape.NUMBER
    return Shape.LIST if isinstance(value, list) else Shape.TEXT


def as_text(value: Any) -> str:
    """A value as people read and write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return SEPARATOR.join(as_text(one) for one in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def with_values(content: bytes, changes: Mapping[str, tuple[Figure, str]]) -> bytes:
    """The file with other values; every other character, comments too, stays as it is.

    Raises InvalidCommand for a value that its unit does not allow.
    """
    text = content.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    places = {name: node for name, node in _value_nodes(text) if name in changes}
    for name, node in sorted(places.items(), key=lambda one: -one[1].start_mark.line):
        first, last = node.start_mark, node.end_mark
        if first.line != last.line:
            raise InvalidCommand(
                f"参数 {name} 的值写在几行上，请改文件", f"Expected {name} on one line of the file"
            )
        line = lines[first.line]
        new = _written(*changes[name])
        lines[first.line] = line[: first.column] + new + line[last.column :]
    return "".join(lines).encode()


def _value_nodes(text: str) -> Iterator[tuple[str, yaml.Node]]:
    """The node of each parameter's value."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = next(value for key, value in root.value if key.value == SOURCE)
    for key, entry in entries.value:
        yield key.value, next(value for name, value in entry.value if name.value == "value")


def _written(figure: Figure, value: str) -> str:
    value = value.strip()
    check_value(figure, value)
    if figure.shape is Shape.LIST:
        items = [item.strip() for item in value.replace("，", ",").split(",")]
        return json.dumps([item for item in items if item], ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if figure.shape is Shape.TEXT else value


def check_value(figure: Figure, value: str) -> None:
    """Raises InvalidCommand for a value that is none of its shape and unit."""
    if not value or len(value) > MAX_VALUE or not value.isprintable():
        raise _refused(figure, "应有值", "a value")
    if figure.options is not None and value not in figure.options:
        known = "、".join(figure.options)
        raise _refused(figure, f"应为 {known} 之一", f"one of {', '.join(figure.options)}")
    if figure.shape is Shape.BOOLEAN and value not in ("true", "false"):
        raise _refused(figure, "应为是或否", "true or false")
    if figure.shape is Shape.NUMBER:
        _check_number(figure, value)
    if figure.shape is Shape.TEXT:
        _check_text(figure, value)


def _check_number(figure: Figure, value: str) -> None:
    number = plain_number(value)
    if number is None:
        raise _refused(figure, f"应为数字，不是“{value}”", f"a number, got {value!r}")
    if number < 0:
        raise _refused(figure, "不能小于 0", "no number below 0")
    whole = figure.unit and figure.unit not in _BROKEN
    if whole and number != number.to_integral_value():
        raise _refused(figure, "应为整数", "a whole number")
    if figure.unit == "percent" and number > 100:
        raise _refused(figure, "不能大于 100", "at most 100 percent")


def plain_number(value: str) -> Decimal | None:
    """The number, when the text is one in plain digits."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    plain = number.is_finite() and len(value) <= 30 and not set(value) - set("+-.0123456789")
    return number if plain else None


def _check_text(figure: Figure, value: str) -> None:
    readers: Mapping[str, tuple[Callable[[str], object], str, str]] = {
        "duration": (read_duration, "时长，如 P3D、PT4H、P1M", "a duration such as P3D or PT4H"),
        "time": (read_time, "时刻，如 18:00:00", "a time such as 18:00:00"),
        "cron": (read_cron, "定时表达式，如 0 9 20 * *", "a cron expression such as 0 9 20 * *"),
    }
    if figure.unit not in readers:
        return
    read, zh, en = readers[figure.unit]
    try:
        read(value)
    except (FeelError, Undefined, NotATime, ValueError) as error:
        raise _refused(figure, f"应为{zh}，不是“{value}”", f"{en}, got {value!r}") from error


def _refused(figure: Figure, zh: str, en: str) -> InvalidCommand:
    return InvalidCommand(f"{figure.name.zh}：{zh}", f"{figure.name.en}: expected {en}")

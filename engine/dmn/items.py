"""Item definitions as types: checks values and coerces them (DMN 1.5, 7.3.3 and 10.3.2.9.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from engine.core.values import Value
from engine.dmn.model import ItemDefinition
from engine.feel import Compiled, FeelError, compile_unary_tests
from engine.feel.errors import Undefined
from engine.feel.runtime import Runtime
from engine.feel.temporal import read_date, read_datetime, read_duration, read_time
from engine.feel.types import ALIASES, SIMPLE, NamedType, Type

Check = Callable[[Value], bool]
"""Whether a value that is not null belongs to the type."""

_MAX_DEPTH: Final = 32
_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_datetime,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
}


class Items:
    """The types that a model knows, by name, also those of imported models as `import.name`."""

    def __init__(self, definitions: Iterable[tuple[str, ItemDefinition]] = ()) -> None:
        self._definitions = dict(definitions)
        self._checks: dict[str, Check] = {}
        self._types: dict[str, NamedType] | None = None

    def knows(self, type_ref: str | None) -> bool:
        return type_ref is None or _simple(type_ref) is not None or type_ref in self._definitions

    def types(self) -> Mapping[str, NamedType]:
        """The types for use within FEEL, as after `instance of`."""
        if self._types is None:
            self._types = {name: NamedType(name, self.check(name)) for name in self._definitions}
        return self._types

    def is_list(self, type_ref: str | None, depth: int = 0) -> bool:
        """Whether values of the type are lists, so that single values need no unwrapping."""
        if type_ref is None or depth > _MAX_DEPTH:
            return True
        definition = self._definitions.get(type_ref)
        if definition is None:
            return _simple(type_ref) in (None, "Any", "list")
        if definition.is_list:
            return True
        return definition.type_ref is not None and self.is_list(definition.type_ref, depth + 1)

    def listed_values(self, type_ref: str | None) -> str | None:
        """The allowed values of a named type, as unary tests, where it has some."""
        definition = self._definitions.get(type_ref or "")
        return definition.allowed if definition else None

    def is_function(self, type_ref: str) -> bool:
        definition = self._definitions.get(type_ref)
        if definition is not None and definition.function_result is not None:
            return True
        return _simple(type_ref) == "function"

    def check(self, type_ref: str | None) -> Check:
        if type_ref is None:
            return _anything
        found = self._checks.get(type_ref)
        if found is None:
            found = self._checks[type_ref] = self._of_name(type_ref, 0)
        return found

    def _of_name(self, type_ref: str, depth: int) -> Check:
        definition = self._definitions.get(type_ref)
        if definition is not None and depth < _MAX_DEPTH:
            return self._of_definition(definition, depth + 1)
        simple = _simple(type_ref)
        if simple is None or simple == "Any":
            return _anything
        return Type(simple).holds

    def _of_definition(self, definition: ItemDefinition, depth: int) -> Check:
        base: Check
        if definition.components:
            fields = [
                (component.name, self._of_definition(component, depth + 1))
                for component in definition.components
            ]
            base = _fields(fields) if depth < _MAX_DEPTH else _anything
        elif definition.function_result is not None:
            base = Type("function").holds
        elif definition.type_ref is not None:
            base = self._of_name(definition.type_ref, depth)
        else:
            base = _anything
        if definition.allowed:
            base = _both(base, _allowed(definition.allowed))
        if definition.is_list:
            base = _listed(base)
        return _both(base, _allowed(definition.constraint)) if definition.constraint else base

    def coerce(self, value: Value, type_ref: str | None) -> tuple[Value, bool]:
        """The value as the type wants it, and whether it fits; what does not fit becomes null."""
        if value is None or type_ref is None:
            return value, True
        check = self.check(type_ref)
        if check(value):
            return value, True
        if type(value) is list and len(value) == 1 and not self.is_list(type_ref):
            if value[0] is None or check(value[0]):
                return value[0], True
        elif type(value) is not list and self.is_list(type_ref) and check([value]):
            return [value], True
        if type(value) is date and _simple(type_ref) == "date and time":
            return datetime.combine(value, time(tzinfo=UTC)), True  # midnight in UTC
        return None, False

    def read(self, value: Value, type_ref: str | None, depth: int = 0) -> Value:
        """The value with text turned into dates, times and durations where the type has them.

        Text that is no such value stays as it is.
        """
        if type_ref is None or depth > _MAX_DEPTH:
            return value
        if type(value) is list:
            return [self.read(item, type_ref, depth + 1) for item in value]
        definition = self._definitions.get(type_ref)
        if definition is None:
            return _read_text(value, _simple(type_ref))
        if type(value) is dict:
            return self._read_fields(value, definition, depth)
        return self.read(value, definition.type_ref, depth + 1)

    def _read_fields(
        self, value: dict[str, Value], definition: ItemDefinition, depth: int
    ) -> dict[str, Value]:
        inner = dict(value)
        for component in definition.components:
            field = inner.get(component.name)
            if type(field) is dict and component.components:
                inner[component.name] = self._read_fields(field, component, depth + 1)
            elif field is not None:
                inner[component.name] = self.read(field, component.type_ref, depth + 1)
        if not definition.components and definition.type_ref in self._definitions:
            return self._read_fields(inner, self._definitions[definition.type_ref], depth + 1)
        return inner


def _read_text(value: Value, simple: str | None) -> Value:
    reader = _READERS.get(simple or "")
    if reader is None or type(value) is not str:
        return value
    try:
        return reader(value)
    except Undefined:
        return value


def _simple(type_ref: str) -> str | None:
    """The FEEL type that a reference such as `feel:number` or `number` names, or None."""
    bare = type_ref.removeprefix("feel:")
    bare = ALIASES.get(bare, bare)
    return bare if bare in SIMPLE else None


def _anything(_value: Value) -> bool:
    return True


def _both(first: Check, second: Check) -> Check:
    return lambda value: first(value) and second(value)


def _listed(check: Check) -> Check:
    return lambda value: type(value) is list and all(item is None or check(item) for item in value)


def _fields(fields: list[tuple[str, Check]]) -> Check:
    def holds(value: Value) -> bool:
        if type(value) is not dict:
            return False
        return all(
            value[name] is None or check(value[name]) for name, check in fields if name in value
        )

    return holds


def _allowed(text: str) -> Check:
    try:
        tests: Compiled = compile_unary_tests(text)
    except FeelError:
        return lambda _value: False

    def holds(value: Value) -> bool:
        return tests.run({"?": value}, Runtime(now=None, strict=False)) is True

    return holds

"""What one person may do with registers: look, export, dispose; the rights are policy's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.core import policy
from engine.core.coded import coded
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import InvalidCommand, NotFound, NotPermitted
from engine.ports import Store
from engine.registers.declared import Column, ColumnKind, Declared, declared, declared_register
from engine.registers.finding import Entry, Search, entries
from engine.words import word_for

DISPOSAL: Final = "register-disposal"
"""The process whose cases dispose of lines."""

MOST_DISPOSED: Final = 1_000
"""Lines of one disposal: they are one command of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A register as a table: headings in zh and en, and the rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_OWN: Final = (
    Column(name="key", zh="编号", en="Key"),
    Column(name="case", zh="案件", en="Case"),
    Column(name="element_id", zh="步骤", en="Step"),
    Column(name="written_at", zh="登记时间", en="Written at"),
    Column(name="by", zh="登记人", en="By"),
    Column(name="keep_until", zh="保存至", en="Kept until"),
)


def readable(person: Person) -> tuple[Declared, ...]:
    """The declared registers that the person may read."""
    every = declared().values()
    return tuple(one for one in every if policy.may_read_register(person, one.readers))


def opened(store: Store, person: Person, name: str) -> Declared:
    """The register. Raises NotFound for one that there is not and, alike, for one that the person
    may not read."""
    register = declared_register(name)
    exists = name in declared() or store.register_size(name) > 0
    if not exists or not policy.may_read_register(person, register.readers):
        raise NotFound(f"没有登记簿 {name}", f"Expected an existing register, got {name!r}")
    return register


def sheet(store: Store, register: Declared, search: Search, called: Callable[[str], str]) -> Sheet:
    """The found lines with the declared columns, or every field where none is declared; beside
    them the case and the step that wrote each. `called` gives the name of a login."""
    found = list(entries(store, register, search))
    columns = register.columns or _columns_of(found)
    rows = tuple(
        (*(_shown(column, one, called) for column in columns), *_own(one)) for one in found
    )
    return Sheet(columns=(*columns, *_OWN), rows=rows)


def _columns_of(found: Sequence[Entry]) -> tuple[Column, ...]:
    names = dict.fromkeys(name for one in found for name in one.data)
    return tuple(Column(name=name, zh=name, en=name) for name in names)


def _shown(column: Column, entry: Entry, called: Callable[[str], str]) -> Value:
    return _in_words(column, entry.data.get(column.name), called)


def _in_words(column: Column, value: Value, called: Callable[[str], str]) -> Value:
    """Codes and people as they are called, inside of lists too; sub-tables with their headings."""
    if isinstance(value, list | tuple):
        return [_in_words(column, one, called) for one in value]
    if isinstance(value, Mapping):
        return {_heading(name): _in_words(_field(name), one, called) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    if value in column.values:
        return column.values[value].zh
    return called(value) if column.kind is ColumnKind.PERSON else value


def _heading(name: str) -> str:
    word = word_for(name)
    return word.text.zh if word is not None else name


def _field(name: str) -> Column:
    """A field of a sub-table, as a column of its own."""
    word = word_for(name)
    values = word.values if word is not None else {}
    return Column(name=name, zh=name, en=name, kind=ColumnKind.PERSON, values=values)


def people_of(register: Declared, found: Iterable[Entry]) -> frozenset[str]:
    """The logins in the fields of these lines that hold people, and whatever may be one in
    sub-tables."""
    people = {one.name for one in register.columns if one.kind is ColumnKind.PERSON}
    held = (
        text
        for entry in found
        for name, value in entry.data.items()
        for text in (coded(value) if name in people else inner(value))
    )
    return frozenset(held)


def inner(value: Value) -> Iterator[str]:
    """What may be codes or logins in sub-tables alone."""
    if isinstance(value, Mapping):
        yield from coded(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from inner(one)


def inner_names(entries: Iterable[Entry]) -> frozenset[str]:
    """The names of the fields of sub-tables."""
    return frozenset(
        name for entry in entries for one in entry.data.values() for name in _names(one)
    )


def _names(value: Value) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from value
    inside = value.values() if isinstance(value, Mapping) else value
    if isinstance(inside, str) or not isinstance(inside, Iterable):
        return
    for one in inside:
        yield from _names(one)


def _own(entry: Entry) -> tuple[Value, ...]:
    return tuple(getattr(entry, column.name) for column in _OWN)


def disposal(
    store: Store, person: Person, name: str, keys: Sequence[str], today: date
) -> dict[str, Value]:
    """The variables of the case that disposes of these lines, of all that are due without keys.
    Raises NotPermitted; InvalidCommand for a line that must still be kept."""
    if not policy.may_dispose(person):
        raise NotPermitted("只有管理员可以处置登记", "Expected an administrator")
    register = opened(store, person, name)
    due = [one.key for one in entries(store, register, Search(due=today))]
    kept = sorted(set(keys) - set(due))
    if kept:
        raise InvalidCommand(
            f"登记簿 {name} 的 {kept[0]} 没有到期，或不存在",
            f"Expected lines of {name} that are due for disposal, got {kept[0]!r}",
        )
    chosen = list(keys) or due[:MOST_DISPOSED]
    if not chosen or len(chosen) > MOST_DISPOSED:
        raise InvalidCommand(
            f"没有到期的登记，或一次超过 {MOST_DISPOSED} 行",
            f"Expected 1 to {MOST_DISPOSED} lines that are due, got {len(chosen)}",
        )
    return {"register": name, "register_name": register.zh, "keys": chosen}

"""Finds the lines of a register, each with the case and the step that wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from engine.codec import decode_envelope, decode_event, is_command
from engine.core.coded import coded
from engine.core.events import RegisterEntryWritten
from engine.core.values import Value
from engine.errors import Text
from engine.ports import Store
from engine.registers.declared import Declared
from engine.registers.retention import DISPOSED, keep_until
from engine.registers.sheets import as_text
from engine.views import RegisterLine

_WRITTEN: Final = RegisterEntryWritten.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which lines: `text` is part of any field, or of the words of its code; `fields` are compared
    as they are kept, `due` those that are no longer to be kept on this day. `after` is the key
    where the page begins."""

    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    due: date | None = None
    disposed: bool = False  # also those whose content is gone
    after: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line as it is now; `case` and `element_id` wrote it so, `by` whoever acted."""

    key: str
    version: int
    data: Mapping[str, Value]
    case: str
    element_id: str | None
    written_at: datetime
    by: str
    keep_until: date | None


def entries(store: Store, register: Declared, search: Search) -> Iterator[Entry]:
    """The lines in the order of their keys. Of each case the log is read once."""
    origins = _Origins(store, register.name)
    given = 0
    words = {column.name: column.values for column in register.columns}
    for line in store.register_lines(register.name):
        if line.key <= search.after or not _matches(line, search, words):
            continue
        entry = _entry(register, line, origins)
        if search.due is not None and not _is_due(entry, search.due):
            continue
        yield entry
        given += 1
        if search.limit is not None and given >= search.limit:
            return


_Words = Mapping[str, Mapping[str, Text]]


def _matches(line: RegisterLine, search: Search, words: _Words) -> bool:
    if DISPOSED in line.data and not search.disposed:
        return False
    told = {name: as_text(value) for name, value in line.data.items()}
    if any(told.get(name, "") != wanted for name, wanted in search.fields.items()):
        return False
    wanted = search.text.casefold()
    if not wanted:
        return True
    said = (
        str(words[name][code])
        for name, value in line.data.items()
        if name in words
        for code in coded(value)
        if code in words[name]
    )
    return any(wanted in one.casefold() for one in (line.key, *told.values(), *said))


def _is_due(entry: Entry, today: date) -> bool:
    return entry.keep_until is not None and entry.keep_until <= today


def _entry(register: Declared, line: RegisterLine, origins: _Origins) -> Entry:
    element, at, by = origins.of(line)
    data = {name: value for name, value in line.data.items() if name != "key"}
    return Entry(
        key=line.key,
        version=line.version,
        data=data,
        case=line.instance_id,
        element_id=element,
        written_at=at,
        by=by,
        keep_until=None if DISPOSED in data else keep_until(register, data, at),
    )


_Origin = tuple[str | None, datetime, str]


class _Origins:
    """Which step of which case wrote a version of a line, when and by whom, from the log."""

    def __init__(self, store: Store, register: str) -> None:
        self._store = store
        self._register = register
        self._of_case: dict[str, dict[tuple[str, int], _Origin]] = {}

    def of(self, line: RegisterLine) -> _Origin:
        case = line.instance_id
        if case not in self._of_case:
            self._of_case[case] = dict(self._read(case))
        return self._of_case[case][line.key, line.version]

    def _read(self, case: str) -> Iterator[tuple[tuple[str, int], _Origin]]:
        command: bytes = b""
        for row in self._store.rows(case):
            if is_command(row.type):
                command = row.body
            elif row.type == _WRITTEN:
                written = decode_event(row.type, row.body)
                assert isinstance(written, RegisterEntryWritten)  # noqa: S101 -- by its type
                if written.register == self._register:
                    told = decode_envelope(command)
                    key = (written.key, written.version)
                    yield key, (written.element_id, told.at, told.actor.id)

"""The organisation as plain entries by section and id: out of it, put together, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.core.ids import UserId
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import Text
from engine.identity.organisation import Organisation

SECTIONS: Final = ("roles", "departments", "groups", "people", "rights")
Entries = dict[str, dict[str, Any]]
"""Section -> id -> entry as in an organisation file; None: it is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that is to be otherwise: `before` and `after` hold only what differs; None where
    the whole entry is not there."""

    section: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def line(self) -> str:
        """The difference in one line: + new, - no more, ~ otherwise."""
        name = f"{self.section}.{self.id}"
        if self.before is None:
            return f"+ {name}: {_listed(self.after or {})}"
        if self.after is None:
            return f"- {name}"
        keys = dict.fromkeys((*self.before, *self.after))
        changes = (f"{k}: {_shown(self.before.get(k))} → {_shown(self.after.get(k))}" for k in keys)
        return f"~ {name}: {'; '.join(changes)}"


def entries_of(organisation: Organisation) -> Entries:
    """Everything as in a file: `organisation_of` reads it back to the same."""
    people = {str(login): _person(organisation, login) for login in organisation.members}
    departments = {
        key: _without_none({**_named(d.name), "head": d.head, "parent": d.parent})
        for key, d in organisation.departments.items()
    }
    groups = {
        key: {**_named(group.name), "members": [str(login) for login in group.members]}
        for key, group in organisation.groups.items()
    }
    roles = {key: _named(name) for key, name in organisation.roles.items()}
    rights = {
        process: {right: list(map(str, who)) for right, who in given.items()}
        for process, given in organisation.rights.items()
    }
    return {
        "roles": roles,
        "departments": departments,
        "groups": groups,
        "people": people,
        "rights": rights,
    }


def merged(content: Entries, changes: Mapping[str, Any]) -> Entries:
    """The content with each of the entries set, or taken out where it is None."""
    found = {section: dict(content.get(section) or {}) for section in SECTIONS}
    for section, entries in changes.items():
        for key, entry in entries.items():
            if entry is None:
                found[section].pop(key, None)
            else:
                found[section][key] = entry
    return found


def differences(before: Entries, after: Entries) -> list[Difference]:
    """What is to be otherwise, by section and id."""
    found: list[Difference] = []
    for section in SECTIONS:
        old, new = before.get(section) or {}, after.get(section) or {}
        for key in sorted(old.keys() | new.keys()):
            found.extend(_difference(section, key, old.get(key), new.get(key)))
    return found


def changed_entries(found: list[Difference], after: Entries) -> Entries:
    """The whole entries that the differences are about."""
    changes: Entries = {}
    for one in found:
        entry = None if one.after is None else after[one.section][one.id]
        changes.setdefault(one.section, {})[one.id] = entry
    return changes


def to_values(entries: Mapping[str, Any]) -> dict[str, Value]:
    """The entries as values of the log: whole numbers are Decimal there."""
    return {key: _to_value(entry) for key, entry in entries.items()}


def from_values(values: Mapping[str, Value]) -> Entries:
    """The entries of `to_values`."""
    return {key: _from_value(value) for key, value in values.items()}


def _difference(section: str, key: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if old is None or new is None:
        yield Difference(section=section, id=key, before=old, after=new)
        return
    names = [n for n in dict.fromkeys((*old, *new)) if old.get(n) != new.get(n)]
    yield Difference(
        section=section,
        id=key,
        before={name: old.get(name) for name in names},
        after={name: new.get(name) for name in names},
    )


def _person(organisation: Organisation, login: UserId) -> dict[str, Any]:
    person: Person = organisation.members[login]
    further = organisation.positions.get(login, ())
    entry = {
        "name": person.name,
        "name_en": person.name_en,
        "department": person.department,
        "position": person.position,
        "rank": person.rank,
        "reports_to": person.reports_to,
        "roles": list(person.roles),
        "positions": [{"department": d, "position": p} for d, p in further] or None,
        "active": False if login in organisation.left else None,
        "successor": organisation.successors.get(login),
    }
    return _without_none(entry)


def _named(name: Text) -> dict[str, Any]:
    return {"name": name.zh, "name_en": name.en}


def _without_none(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


def _to_value(plain: Any) -> Value:
    if isinstance(plain, Mapping):
        return {str(key): _to_value(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_to_value(item) for item in plain]
    if isinstance(plain, int) and not isinstance(plain, bool):
        return Decimal(plain)
    return plain


def _from_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _from_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_from_value(item) for item in value]
    return int(value) if isinstance(value, Decimal) else value


def _listed(entry: Mapping[str, Any]) -> str:
    return "; ".join(f"{key}: {_shown(value)}" for key, value in entry.items())


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + _listed(value) + "}"
    return "-" if value is None else str(value)

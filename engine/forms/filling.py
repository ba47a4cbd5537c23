"""Lays what a client sent over what the case has: one slot per component occurrence, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.core.definition import Access
from engine.core.fact import fact
from engine.core.values import Value
from engine.errors import FieldError
from engine.forms import breaches
from engine.forms.breaches import Breach
from engine.forms.components import Component, Computed, Group, Input, Rows, Type
from engine.forms.expressions import Place
from engine.forms.rights import Rights
from engine.forms.values import is_empty, read_value


@dataclass(slots=True, kw_only=True)
class Slot:
    """One occurrence of a component: where its value lies and what a visible one has."""

    component: Component
    path: str
    access: Access
    holder: dict[str, Value]
    place: Place
    parent: Slot | None
    value: Value = None
    before: Value = None
    failed: bool = False
    hidden: bool = False


@fact
class Level:
    """One level of the data: what was sent, what the case has, and where the new values go."""

    given: Mapping[str, Value]
    current: Mapping[str, Value]
    holder: dict[str, Value]
    place: Place
    path: str = ""  # with row numbers, for messages
    rights_path: str = ""  # without
    parent: Slot | None = None

    def path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def rights_path_of(self, key: str) -> str:
        return f"{self.rights_path}.{key}" if self.rights_path else key


class Filling:
    """One reading of sent data; `slots`, `values` and `errors` are its result."""

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self.slots: list[Slot] = []
        self.errors: list[FieldError] = []
        self.values: dict[str, Value] = {}

    def read(
        self, components: tuple[Component, ...], data: Any, variables: Mapping[str, Value]
    ) -> None:
        """Fill `slots` from the data; values of what may not be edited come from the variables."""
        if not isinstance(data, Mapping):
            text = breaches.wrong_type("context").text
            self.errors.append(breaches.field_error("", "type", text))
            return
        place = Place(form=self.values, variables=variables, this=self.values)
        level = Level(given=data, current=variables, holder=self.values, place=place)
        self._level(components, level)

    def _level(self, components: tuple[Component, ...], level: Level) -> None:
        known = _known_keys(components)
        for key in level.given:
            if key not in known:
                self.errors.append(breaches.unknown_field(level.path_of(str(key))))
        self._components(components, level)

    def _components(self, components: tuple[Component, ...], level: Level) -> None:
        for component in components:
            if isinstance(component, Input):
                self._input(component, level)
            elif isinstance(component, Computed):
                self._computed(component, level)
            elif isinstance(component, Rows):
                self._rows(component, level)
            elif component.key is None:
                self._plain_group(component, level)
            else:
                self._keyed_group(component, component.key, level)

    def _slot(self, component: Component, level: Level) -> Slot:
        key = component.key or ""
        before = level.current.get(key)
        slot = Slot(
            component=component,
            path=level.path_of(key) if key else level.path,
            access=self._access(component, level, key),
            holder=level.holder,
            place=level.place,
            parent=level.parent,
            value=before,
            before=before,
        )
        if key:
            level.holder[key] = before
        self.slots.append(slot)
        return slot

    def _access(self, component: Component, level: Level, key: str) -> Access:
        access = self.rights.of(level.rights_path_of(key)) if key else Access.EDIT
        locked = isinstance(component, Input) and component.locked is True
        return Access.READ if locked and access is Access.EDIT else access

    def _refuse(self, slot: Slot, breach: Breach) -> None:
        slot.failed = True
        self.errors.append(breach.at(slot.path, slot.component.label))

    def _computed(self, computed: Computed, level: Level) -> None:
        """Computed where it may be written; elsewhere it is what it was."""
        if self.rights.of(level.rights_path_of(computed.key)) is Access.EDIT:
            self._slot(computed, level)
        else:
            level.holder[computed.key] = level.current.get(computed.key)

    def _input(self, field: Input, level: Level) -> None:
        sent = field.key in level.given
        access = self._access(field, level, field.key)
        if not sent and access is not Access.EDIT:
            level.holder[field.key] = level.current.get(field.key)
            return
        slot = self._slot(field, level)
        raw = level.given.get(field.key)
        if access is not Access.EDIT:
            if not is_resent(field, slot, raw):
                self._refuse(slot, breaches.not_writable())
            return
        try:
            slot.value = read_value(field, raw)
        except Breach as breach:
            slot.value = None
            self._refuse(slot, breach)
        slot.holder[field.key] = slot.value

    def _plain_group(self, group: Group, level: Level) -> None:
        slot = self._slot(group, level)
        self._components(group.components, replace(level, parent=slot))

    def _keyed_group(self, group: Group, key: str, level: Level) -> None:
        slot = self._slot(group, level)
        given = level.given.get(key)
        if given is not None and not isinstance(given, Mapping):
            self._refuse(slot, breaches.wrong_type("context"))
        slot.value = {}
        slot.holder[key] = slot.value
        inner = replace(
            level,
            given=_context(given),
            current=_context(slot.before),
            holder=slot.value,
            path=slot.path,
            rights_path=level.rights_path_of(key),
            parent=slot,
        )
        self._level(group.components, inner)

    def _rows(self, rows: Rows, level: Level) -> None:
        path = level.rights_path_of(rows.key)
        if rows.key not in level.given and not self.rights.may_edit_in(path):
            level.holder[rows.key] = level.current.get(rows.key)
            return
        slot = self._slot(rows, level)
        before = slot.before if isinstance(slot.before, list) else []
        given = self._given_rows(rows, slot, level.given, before)
        slot.value = [{} for _ in given]
        slot.holder[rows.key] = slot.value
        for index, row in enumerate(given):
            holder = slot.value[index]
            inner = Level(
                given=row,
                current=_context(before[index] if index < len(before) else None),
                holder=holder,
                place=level.place.row(holder, index + 1),
                path=f"{slot.path}[{index}]",
                rights_path=level.rights_path_of(rows.key),
                parent=slot,
            )
            self._level(rows.components, inner)

    def _given_rows(
        self, rows: Rows, slot: Slot, sent: Mapping[str, Value], before: list[Value]
    ) -> list[Mapping[str, Value]]:
        unchanged: list[Mapping[str, Value]] = [{} for _ in before]
        given = sent.get(rows.key)
        if given is None:
            return unchanged if slot.access is not Access.EDIT else []
        if not _is_list_of_rows(given):
            self._refuse(slot, breaches.wrong_type("rows"))
            return []
        if slot.access is Access.HIDE or (slot.access is Access.READ and len(given) != len(before)):
            self._refuse(slot, breaches.fixed_rows(len(before)))
            return unchanged
        if len(given) > rows.max_rows:
            self._refuse(slot, breaches.too_many_rows(rows.max_rows))
            return []
        return list(given)


def is_resent(field: Input, slot: Slot, raw: Value) -> bool:
    """Whether a field that may only be read was sent back as it is, which changes nothing."""
    if slot.access is Access.HIDE:
        return False
    if raw == slot.before or (_is_blank(field, raw) and _is_blank(field, slot.before)):
        return True
    try:
        return bool(read_value(field, raw) == read_value(field, slot.before))
    except Breach:
        return False


def _is_blank(field: Input, value: Value) -> bool:
    """Empty, or an unchecked box: browsers send false where nothing was ever stored."""
    return is_empty(value) or (field.type is Type.CHECKBOX and value is False)


def keys_of(components: Iterable[Component]) -> frozenset[str]:
    """The keys of one level of data, through groups without a key."""
    keys: set[str] = set()
    for component in components:
        if isinstance(component, Group) and component.key is None:
            keys |= keys_of(component.components)
        elif component.key is not None:
            keys.add(component.key)
    return frozenset(keys)


_KNOWN: Final[dict[int, tuple[tuple[Component, ...], frozenset[str]]]] = {}
_MAX_KNOWN: Final = 4096


def _known_keys(components: tuple[Component, ...]) -> frozenset[str]:
    """`keys_of`, kept: a form's components never change, and every command asks."""
    found = _KNOWN.get(id(components))
    if found is None or found[0] is not components:
        if len(_KNOWN) >= _MAX_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[id(components)] = (components, keys_of(components))
    return found[1]


def _context(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _is_list_of_rows(value: Value) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(row, Mapping) for row in value)

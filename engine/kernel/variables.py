"""Writes variables where they belong, and records what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from engine.core.events import VariablesChanged
from engine.core.values import Value
from engine.kernel.model import Mappings
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Inside, Scope

RESERVED: Final = frozenset({"initiator", "parameters"})
"""Names that the engine supplies; nothing can overwrite them."""


def assign(run: Run, scope: int, values: Mapping[str, Value], by: str, element: str | None) -> None:
    """Set variables as seen from a scope: each where it exists already, nearest outward, else in
    the process scope or the instance around. One event for each scope in which something
    changed."""
    _assign(run, _home, scope, values, (by, element))


def accept(run: Run, scope: int, values: Mapping[str, Value], by: str, element: str | None) -> None:
    """As `assign`, for what a person filled in: in an instance of a multi-instance activity that
    is the instance's own, so that instances never overwrite each other's answers (13.3.7)."""
    _assign(run, _home_of_answers, scope, values, (by, element))


def _assign(
    run: Run,
    home_of: Callable[[Run, Scope, str], int],
    scope: int,
    values: Mapping[str, Value],
    source: tuple[str, str | None],
) -> None:
    place = run.scopes[scope]
    if place.wall:
        _write(run, place, values, *source)
        return
    homes: dict[int, dict[str, Value]] = {}
    for name, value in values.items():
        homes.setdefault(home_of(run, place, name), {})[name] = value
    for home, part in homes.items():
        _write(run, run.scopes[home], part, *source)


def _home(run: Run, place: Scope, name: str) -> int:
    instance: int | None = None
    while not place.wall and name not in place.variables:
        if instance is None and place.inside is Inside.INSTANCE:
            instance = place.id
        place = run.scopes[place.parent or ROOT]
    return place.id if instance is None or name in place.variables else instance


def _home_of_answers(run: Run, place: Scope, name: str) -> int:
    while not (place.wall or place.inside is Inside.INSTANCE or name in place.variables):
        place = run.scopes[place.parent or ROOT]
    return place.id


def _write(
    run: Run, scope: Scope, values: Mapping[str, Value], by: str, element: str | None
) -> None:
    known = scope.variables
    new: dict[str, Value] = {}
    old: dict[str, Value] = {}
    for name, value in values.items():
        if name in RESERVED:
            continue
        if name in known:
            if same(known[name], value):
                continue
            old[name] = known[name]
        new[name] = value
    if not new:
        return
    run.set_variables(scope, {**known, **new})
    run.emit(VariablesChanged(scope=scope.id, new=new, old=old, by=by, element_id=element))


def same(one: Value, other: Value) -> bool:
    """Equal to the last digit: unlike `==`, true is not 1 and 1.0 is not 1."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Decimal):
        return str(one) == str(other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def evaluate(run: Run, mappings: Mappings, variables: Mapping[str, Value]) -> dict[str, Value]:
    """The values of mappings. Raises Stuck."""
    return {name: formula.storable(variables, run.now) for name, formula in mappings}

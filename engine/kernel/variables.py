"""Writes variables where they belong, and records what changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from engine.core.events import VariablesChanged
from engine.core.values import Value
from engine.kernel.model import Mappings
from engine.kernel.run import Run
from engine.kernel.state import ROOT, Scope

RESERVED: Final = frozenset({"initiator", "parameters"})
"""Names that the engine supplies; nothing can overwrite them."""


def assign(run: Run, scope: int, values: Mapping[str, Value], by: str, element: str | None) -> None:
    """Set variables as seen from a scope: each where it exists already, nearest outward, else in
    the process scope. One event for each scope in which something changed."""
    place = run.scopes[scope]
    if place.wall:
        _write(run, place, values, by, element)
        return
    homes: dict[int, dict[str, Value]] = {}
    for name, value in values.items():
        homes.setdefault(_home(run, place, name), {})[name] = value
    for home, part in homes.items():
        _write(run, run.scopes[home], part, by, element)


def _home(run: Run, place: Scope, name: str) -> int:
    while not place.wall and name not in place.variables:
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

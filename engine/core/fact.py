"""`@fact`: a frozen, slotted, keyword-only dataclass at the cost of a plain one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")

FACTS: Final[list[type[Any]]] = []
"""Every class made by `fact`, so that the tests can have each of them watched."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def fact(kind: type[T]) -> type[T]:
    """What `dataclass(frozen=True, slots=True, kw_only=True)` means, at 40 % of its cost.

    Type checking refuses every assignment, and the whole test suite runs with `refuse_changes`
    on each of these classes. At run time nothing stands in the way: the guard of a frozen
    dataclass is also in the way of its own constructor, and a command makes a hundred of these
    objects (docs/adr/0008).
    """
    made: type[T] = dataclass(slots=True, kw_only=True, unsafe_hash=True)(kind)
    FACTS.append(made)
    return made


def refuse_changes(kind: type[Any]) -> None:
    """Have every later assignment to an attribute of these objects raise AttributeError."""

    def refuse(self: Any, name: str, value: Any) -> None:
        if hasattr(self, name):
            raise AttributeError(f"Expected {kind.__name__}.{name} to stay as it was made")
        object.__setattr__(self, name, value)

    kind.__setattr__ = refuse  # type: ignore[assignment]

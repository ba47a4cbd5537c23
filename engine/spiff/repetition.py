"""How far a multi-instance activity has come, and how it stood before its last instances ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.core.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """Before one instance ended: the variables of the others that were open, by place, and how
    many had been completed. What each had given is in `collected`."""

    place: int
    others: Mapping[int, Mapping[str, Value]]
    completed: int
    collected: Mapping[int, Value]


@dataclass(slots=True, kw_only=True)
class Repetition:
    """`ahead`: how many SpiffWorkflow is to begin of itself; those in `again` come first, at their
    places and with their variables."""

    items: tuple[Value, ...]
    since: int  # the advance in which it began
    ahead: int
    completed: int = 0
    is_enough: bool = False
    begun: int = 0
    open: dict[int, int] = field(default_factory=dict)  # those not over -> their place
    collected: dict[int, Value] = field(default_factory=dict)  # place -> output item
    again: deque[tuple[int, dict[str, Value]]] = field(default_factory=deque)
    done: dict[int, dict[str, Value]] = field(default_factory=dict)  # place -> variables at the end
    last: Stood | None = None
    before: dict[str, Value] = field(default_factory=dict)  # the collection, until it was set

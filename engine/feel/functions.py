"""What can be called in FEEL: the descriptions shared by built-ins, extensions and literals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.core.values import Value


@dataclass(frozen=True, slots=True)
class Extension:
    """A pure function that the host supplies, called with positional FEEL values.

    It must return a FEEL value, must not keep or change its arguments, and must not block.
    """

    parameters: tuple[str, ...]
    call: Callable[..., Value]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value: made by a function literal, or a built-in used as a value.

    `call` takes the positional arguments; `parameters` are their names, in order.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[[list[Value]], Value]

"""What can be called in FEEL: the descriptions shared by built-ins, extensions and literals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.core.values import Value
from engine.feel.errors import Undefined


@dataclass(frozen=True, slots=True)
class Extension:
    """A pure function that the host supplies, called with positional FEEL values.

    It must return a FEEL value, must not keep or change its arguments, and must not block.
    """

    parameters: tuple[str, ...]
    call: Callable[..., Value]

    def invoke(self, name: str, values: list[Value]) -> Value:
        """The result; arguments left out at the end are null. Raises Undefined for too many."""
        count = len(self.parameters)
        if len(values) > count:
            raise wrong_count(name, count, len(values))
        return self.call(*values, *[None] * (count - len(values)))


def wrong_count(name: str, wanted: int, got: int) -> Undefined:
    return Undefined(
        f"函数“{name}”需要 {wanted} 个参数，但给了 {got} 个",
        f"Function {name!r} expects {wanted} arguments, got {got}",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value: made by a function literal, or a built-in used as a value.

    `call` takes the positional arguments; `parameters` are their names, in order.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[[list[Value]], Value]

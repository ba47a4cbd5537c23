"""The built-in function library of DMN 1.5 (10.3.4), by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.feel.builtins import (  # noqa: F401  (importing registers the functions)
    aggregates,
    clock,
    contexts,
    conversion,
    intervals,
    lists,
    numeric,
    patterns,
    text,
)
from engine.feel.builtins.registry import BUILTINS, Builtin
from engine.feel.functions import Extension, Function
from engine.feel.runtime import Runtime

__all__ = ["BUILTINS", "Builtin", "function_value"]


def function_value(name: str, extensions: Mapping[str, Extension]) -> Callable[[Runtime], Function]:
    """Makes the value of a function name that is used without calling it."""
    extension = extensions.get(name)
    if extension is None:
        return BUILTINS[name].value
    value = Function(name, extension.parameters, lambda values: extension.invoke(name, values))
    return lambda _runtime: value

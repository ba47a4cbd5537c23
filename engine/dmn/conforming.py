"""Coerces values to the types that a model declares for them (DMN 1.5, 10.3.2.9.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.core.values import Value
from engine.dmn.errors import DmnError
from engine.dmn.scope import Evaluate, Scope
from engine.feel.explanation import shown
from engine.feel.runtime import Runtime


def typed(evaluate: Evaluate, type_ref: str | None, scope: Scope, name: str = "") -> Evaluate:
    """Coerces the value to a type; what does not fit becomes null, or an error if strict."""
    if type_ref is None:
        return evaluate
    items = scope.items

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        return conform(evaluate(variables, runtime), type_ref, runtime, items.coerce, name)

    return run


def conform(
    value: Value,
    type_ref: str | None,
    runtime: Runtime,
    coerce: Callable[[Value, str | None], tuple[Value, bool]],
    name: str,
) -> Value:
    """The value coerced to the type. Strict evaluation raises DmnError if it does not fit."""
    result, fits = coerce(value, type_ref)
    if not fits and runtime.strict:
        zh, en = (f"“{name}”的值", f"Value of {name!r}") if name else ("值", "Value")
        raise DmnError(
            f"{zh} {shown(value)} 不属于类型 {type_ref}",
            f"{en}: expected {type_ref}, got {shown(value)}",
        )
    return result

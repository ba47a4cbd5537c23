"""Compiles boxed expressions into functions over variables (DMN 1.5, 7.3 and 10.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from engine.core.values import Value
from engine.dmn import model
from engine.dmn.conforming import conform, typed
from engine.dmn.errors import DmnError
from engine.dmn.model import Expression
from engine.dmn.scope import Evaluate, Scope
from engine.dmn.tables import Table
from engine.errors import Text
from engine.feel.compiler.control import items_of_range
from engine.feel.errors import Undefined
from engine.feel.explanation import shown
from engine.feel.functions import Function
from engine.feel.ranges import Range
from engine.feel.runtime import Runtime

_CALL_HEIGHT: Final = 12
"""Stack levels that one call of a boxed function may take, in the unit of MAX_CALL_HEIGHT."""

_MAX_DEPTH: Final = 24


def boxed(expression: Expression | None, scope: Scope, depth: int = 0) -> Evaluate:
    """The compiled expression; a missing one evaluates to null."""
    if expression is None:
        return _null
    if depth > _MAX_DEPTH:
        zh, en = f"嵌套超过 {_MAX_DEPTH} 层", f"Expected at most {_MAX_DEPTH} nested expressions"
        scope.report("dmn-depth", expression, Text(zh=zh, en=en))
        return _null
    evaluate = _FORMS[type(expression)](expression, scope, depth + 1)
    return typed(evaluate, expression.type_ref, scope)


def _null(_variables: Mapping[str, Value], _runtime: Runtime) -> Value:
    return None


def _literal(expression: model.LiteralExpression, scope: Scope, _depth: int) -> Evaluate:
    return scope.expression(expression.text, expression).run


def _table(expression: model.DecisionTable, scope: Scope, _depth: int) -> Evaluate:
    table = Table(expression, scope)
    return lambda variables, runtime: table.decide(variables, runtime).output


def _context(expression: model.BoxedContext, scope: Scope, depth: int) -> Evaluate:
    entries: list[tuple[str, Evaluate]] = []
    result: Evaluate | None = None
    inner = scope
    for entry in expression.entries:
        known = inner
        if entry.name is not None and isinstance(entry.value, model.FunctionDefinition):
            known = inner.with_names([entry.name])  # a function may call itself
        value = typed(boxed(entry.value, known, depth), entry.type_ref, scope, entry.name or "")
        if entry.name is None:
            result = value
        else:
            entries.append((entry.name, value))
            inner = inner.with_names([entry.name])

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        local = dict(variables)
        context: dict[str, Value] = {}
        for name, evaluate in entries:
            local[name] = context[name] = evaluate(local, runtime)
        return context if result is None else result(local, runtime)

    return run


def _relation(expression: model.Relation, scope: Scope, depth: int) -> Evaluate:
    rows = [[boxed(cell, scope, depth) for cell in row] for row in expression.rows]
    columns = expression.columns
    if any(len(row) != len(columns) for row in rows):
        zh, en = "关系表的行与列数不一致", "Expected as many cells as columns in each row"
        scope.report("dmn-arity", expression, Text(zh=zh, en=en))

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        return [
            {name: cell(variables, runtime) for name, cell in zip(columns, row, strict=False)}
            for row in rows
        ]

    return run


def _list(expression: model.BoxedList, scope: Scope, depth: int) -> Evaluate:
    items = [boxed(item, scope, depth) for item in expression.items]
    return lambda variables, runtime: [item(variables, runtime) for item in items]


def _invocation(expression: model.Invocation, scope: Scope, depth: int) -> Evaluate:
    function = boxed(expression.function, scope, depth)
    bindings = [
        (
            parameter.name,
            typed(boxed(value, scope, depth), parameter.type_ref, scope, parameter.name),
        )
        for parameter, value in expression.bindings
    ]

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        target = function(variables, runtime)
        values = {name: value(variables, runtime) for name, value in bindings}
        if not isinstance(target, Function):
            return _fail(runtime, "调用的不是函数", "Expected a function to invoke")
        unknown = set(values) - set(target.parameters)
        if unknown:
            names = ", ".join(sorted(unknown))
            return _fail(runtime, f"函数没有参数 {names}", f"Expected no parameters {names}")
        try:
            return target.call([values.get(name) for name in target.parameters])
        except Undefined as error:
            return _fail(runtime, error.zh, error.en)

    return run


def _fail(runtime: Runtime, zh: str, en: str) -> Value:
    if runtime.strict:
        raise DmnError(zh, en)
    return None


def _function(expression: model.FunctionDefinition, scope: Scope, depth: int) -> Evaluate:
    make = function_maker(expression, scope, depth)
    return lambda variables, runtime: make("", variables, runtime)


def function_maker(
    expression: model.FunctionDefinition, scope: Scope, depth: int = 0
) -> Callable[[str, Mapping[str, Value], Runtime], Function]:
    """Compiles a function definition; the result makes its value over given variables."""
    if expression.kind != "FEEL":
        zh = f"不运行 {expression.kind} 函数，只运行 FEEL"
        en = f"Expected a FEEL function, got {expression.kind}"
        scope.report("dmn-function-kind", expression, Text(zh=zh, en=en))
    names = tuple(parameter.name for parameter in expression.parameters)
    kinds = tuple(parameter.type_ref for parameter in expression.parameters)
    body = boxed(expression.body, scope.with_names(names), depth + 1)

    def make(name: str, variables: Mapping[str, Value], runtime: Runtime) -> Function:
        def call(values: list[Value]) -> Value:
            if len(values) != len(names):
                raise Undefined(
                    f"函数“{name}”需要 {len(names)} 个参数，但给了 {len(values)} 个",
                    f"Function {name!r} expects {len(names)} arguments, got {len(values)}",
                )
            local = dict(variables)
            for known, kind, value in zip(names, kinds, values, strict=True):
                local[known] = conform(value, kind, runtime, scope.items.coerce, known)
            return within_call(runtime, lambda: body(local, runtime))

        return Function(name, names, call)

    return make


def within_call(runtime: Runtime, run: Callable[[], Value]) -> Value:
    """Runs a function body: bounded in depth, and without recording what it reads."""
    trace, runtime.trace = runtime.trace, None
    runtime.enter_call(_CALL_HEIGHT)
    try:
        return run()
    finally:
        runtime.leave_call(_CALL_HEIGHT)
        runtime.trace = trace


def _conditional(expression: model.Conditional, scope: Scope, depth: int) -> Evaluate:
    condition = boxed(expression.condition, scope, depth)
    then, otherwise = (
        boxed(expression.then, scope, depth),
        boxed(expression.otherwise, scope, depth),
    )

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        verdict = condition(variables, runtime)
        if type(verdict) is not bool:
            _fail(
                runtime, f"条件的值为 {shown(verdict)}", f"Expected a boolean, got {shown(verdict)}"
            )
        return (then if verdict is True else otherwise)(variables, runtime)

    return run


def _filter(expression: model.BoxedFilter, scope: Scope, depth: int) -> Evaluate:
    source = boxed(expression.source, scope, depth)
    # The fields of the items are known only when it runs.
    match = boxed(expression.match, _opened(scope.with_names(["item"])), depth)

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        value = source(variables, runtime)
        items = value if type(value) is list else [] if value is None else [value]
        chosen = []
        for item in items:
            runtime.spend(1)
            fields = item if type(item) is dict else {}
            if match({**variables, "item": item, **fields}, runtime) is True:
                chosen.append(item)
        return chosen

    return run


def _opened(scope: Scope) -> Scope:
    return replace(scope, names=None, members=scope.members | (scope.names or frozenset()))


def _iteration(expression: model.BoxedIteration, scope: Scope, depth: int) -> Evaluate:
    source = boxed(expression.source, scope, depth)
    inner = scope.with_names([expression.variable, "partial"])
    body = boxed(expression.body, inner, depth)
    finish = _FINISH[expression.kind]

    def run(variables: Mapping[str, Value], runtime: Runtime) -> Value:
        items = source(variables, runtime)
        if items is None:
            return _fail(runtime, "不能遍历空值", "Expected a list to iterate over, got null")
        results: list[Value] = []
        for item in _iterated(items, runtime):
            runtime.spend(1 + (len(results) >> 5))
            local = {**variables, expression.variable: item, "partial": list(results)}
            results.append(body(local, runtime))
        return finish(results)

    return run


def _iterated(value: Value, runtime: Runtime) -> Iterable[Value]:
    """The items of a list or a range; any other value is a list of one."""
    if type(value) is list:
        return value
    if type(value) is Range:
        return items_of_range(value, runtime) or ()
    return [value]


def _some(results: list[Value]) -> Value:
    return True if True in results else None if None in results else False


def _every(results: list[Value]) -> Value:
    return False if False in results else None if None in results else True


_FINISH: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "for": lambda results: results,
    "some": _some,
    "every": _every,
}
_FORMS: Final[dict[type, Callable[[Any, Scope, int], Evaluate]]] = {
    model.LiteralExpression: _literal,
    model.DecisionTable: _table,
    model.BoxedContext: _context,
    model.Relation: _relation,
    model.BoxedList: _list,
    model.Invocation: _invocation,
    model.FunctionDefinition: _function,
    model.Conditional: _conditional,
    model.BoxedFilter: _filter,
    model.BoxedIteration: _iteration,
}

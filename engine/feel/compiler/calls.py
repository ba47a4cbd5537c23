"""Closures for function literals and invocations, positional and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.builtins import BUILTINS, Builtin
from engine.feel.compiler.paths import find
from engine.feel.errors import Undefined
from engine.feel.functions import Extension, Function, wrong_count
from engine.feel.nodes import Reference
from engine.feel.runtime import MISSING, Evaluate, Frame, Site
from engine.feel.types import Type, accepts, kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation

Arguments = list[Evaluate]


def function_literal(node: nodes.FunctionLiteral, compilation: Compilation) -> Evaluate:
    body, site = compilation.build(node.body), compilation.site(node)
    names = tuple(name for name, _ in node.parameters)
    kinds = tuple(kind for _, kind in node.parameters)
    height = nodes.height(node.body) + 2

    def run(frame: Frame) -> Value:
        def call(arguments: list[Value]) -> Value:
            if len(arguments) != len(names):
                raise wrong_count("", len(names), len(arguments))
            values = _conform(frame, names, kinds, arguments, site)
            if values is None:
                return None
            frame.runtime.enter_call(height)
            try:
                return body(frame.inner(values))
            finally:
                frame.runtime.leave_call(height)

        return Function("", names, call)

    return run


def _conform(
    frame: Frame, names: tuple[str, ...], kinds: tuple[Type, ...], values: list[Value], site: Site
) -> dict[str, Value] | None:
    """The arguments by name, lists of one unwrapped where that fits; None if one does not fit."""
    bound: dict[str, Value] = {}
    for name, kind, value in zip(names, kinds, values, strict=True):
        if accepts(kind, value):
            bound[name] = value
        elif type(value) is list and len(value) == 1 and accepts(kind, value[0]):
            bound[name] = value[0]
        else:
            zh, en = kind_text(value)
            site.null(
                frame,
                f"参数“{name}”应为 {kind.name}，但得到{zh}",
                f"Expected {kind.name} for parameter {name!r}, got {en}",
            )
            return None
    return bound


def call(node: nodes.Call, compilation: Compilation) -> Evaluate:
    arguments = [compilation.build(argument) for argument in node.arguments]
    target = node.function
    if isinstance(target, nodes.Name) and target.reference in (
        Reference.FUNCTION,
        Reference.EITHER,
    ):
        run = _named_function(target, node, arguments, compilation)
        if target.reference is Reference.FUNCTION:
            return run
        return _variable_first(target.name, _any_function(node, arguments, compilation), run)
    return _any_function(node, arguments, compilation)


def _variable_first(name: str, variable: Evaluate, function: Evaluate) -> Evaluate:
    def run(frame: Frame) -> Value:
        return variable(frame) if isinstance(find(frame, name), Function) else function(frame)

    return run


def _named_function(
    target: nodes.Name, node: nodes.Call, arguments: Arguments, compilation: Compilation
) -> Evaluate:
    extension = compilation.extensions.get(target.name)
    if extension is not None:
        return _extension(target, extension, node, arguments, compilation)
    if target.name == "is defined" and len(arguments) == 1:
        return _is_defined(node.arguments[0], arguments[0], compilation)
    return _builtin(BUILTINS[target.name], node, arguments, compilation)


def _builtin(
    builtin: Builtin, node: nodes.Call, arguments: Arguments, compilation: Compilation
) -> Evaluate:
    site = compilation.site(node.function)
    try:
        bind = builtin.bind(len(arguments), node.names)
    except Undefined as error:
        return _wrong_call(error, compilation, site, node)

    def run(frame: Frame) -> Value:
        values = [argument(frame) for argument in arguments]
        frame.runtime.charge(values)
        try:
            return frame.runtime.check_size(bind(frame.runtime, values))
        except Undefined as error:
            return site.undefined(frame, error)

    return run


def _wrong_call(
    error: Undefined, compilation: Compilation, site: Site, node: nodes.Call
) -> Evaluate:
    """A wrong number or name of arguments: refused in a closed scope, null in an open one."""
    if compilation.closed:
        compilation.refuse(error, node)
    return lambda frame: site.undefined(frame, error)


def _extension(
    target: nodes.Name,
    extension: Extension,
    node: nodes.Call,
    arguments: Arguments,
    compilation: Compilation,
) -> Evaluate:
    site, name = compilation.site(target), target.name
    order = arrange(node.names, extension.parameters)
    if order is None or len(arguments) > len(extension.parameters):
        usage = f"{name}({', '.join(extension.parameters)})"
        error = Undefined(f"函数“{name}”的参数不对，写法：{usage}", f"Expected {usage}")
        return _wrong_call(error, compilation, site, node)

    def run(frame: Frame) -> Value:
        values = [argument(frame) for argument in arguments]
        frame.runtime.charge(values)
        if node.names is not None:
            values = [None if place is None else values[place] for place in order]
        try:
            return frame.runtime.check_size(extension.invoke(name, values))
        except Undefined as error:
            return site.undefined(frame, error)

    return run


def arrange(names: tuple[str, ...] | None, parameters: tuple[str, ...]) -> list[int | None] | None:
    """For each parameter the place of its argument; None if a name is not a parameter."""
    if names is None:
        return []
    if len(set(names)) < len(names) or set(names) - set(parameters):
        return None
    return [names.index(item) if item in names else None for item in parameters]


def _any_function(node: nodes.Call, arguments: Arguments, compilation: Compilation) -> Evaluate:
    target, site, names = compilation.build(node.function), compilation.site(node), node.names

    def run(frame: Frame) -> Value:
        function = target(frame)
        values = [argument(frame) for argument in arguments]
        if not isinstance(function, Function):
            zh, en = kind_text(function)
            return site.null(frame, f"{zh}不能调用", f"Expected a function to call, got {en}")
        try:
            return _invoke(function, names, values)
        except Undefined as error:
            return site.undefined(frame, error)

    return run


def _invoke(function: Function, names: tuple[str, ...] | None, values: list[Value]) -> Value:
    if names is None:
        return function.call(values)
    order = arrange(names, function.parameters)
    if order is None:
        raise Undefined("参数名不对", f"Expected the parameters {', '.join(function.parameters)}")
    return function.call([None if place is None else values[place] for place in order])


def _is_defined(argument: nodes.Node, value: Evaluate, compilation: Compilation) -> Evaluate:
    """`is defined(x)`: a name or field that exists, even if it is null."""
    if isinstance(argument, nodes.Name):
        known = argument.name
        return lambda frame: find(frame, known) is not MISSING
    if isinstance(argument, nodes.Path):
        return _field_is_defined(compilation.build(argument.base), argument.member)
    return lambda frame: _leniently(frame, value) is not None


def _field_is_defined(base: Evaluate, member: str) -> Evaluate:
    def run(frame: Frame) -> Value:
        context = _leniently(frame, base)
        return type(context) is dict and member in context

    return run


def _leniently(frame: Frame, evaluate: Callable[[Frame], Value]) -> Value:
    strict = frame.runtime.strict
    frame.runtime.strict = False
    try:
        return evaluate(frame)
    finally:
        frame.runtime.strict = strict

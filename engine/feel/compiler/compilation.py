"""One compilation: dispatches nodes to the module that knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from engine.feel import nodes
from engine.feel.compiler import calls, control, literals, logic, operators, paths
from engine.feel.errors import FeelSyntaxError, Undefined
from engine.feel.functions import Extension
from engine.feel.runtime import Evaluate, Site

_HANDLERS: Final[Mapping[type, Callable[[Any, Any], Evaluate]]] = {
    nodes.Literal: literals.literal,
    nodes.ListLiteral: literals.list_literal,
    nodes.ContextLiteral: literals.context_literal,
    nodes.RangeLiteral: literals.range_literal,
    nodes.Name: paths.name,
    nodes.Path: paths.path,
    nodes.Filter: paths.filtered,
    nodes.Negate: operators.negation,
    nodes.Binary: operators.binary,
    nodes.Between: logic.between,
    nodes.Junction: logic.junction,
    nodes.In: logic.inside,
    nodes.UnaryTests: logic.unary_tests,
    nodes.InstanceOf: logic.instance_of,
    nodes.If: control.conditional,
    nodes.For: control.loop,
    nodes.Quantified: control.quantified,
    nodes.FunctionLiteral: calls.function_literal,
    nodes.Call: calls.call,
}


class Compilation:
    """The settings of one compilation; `tracked` makes every read of a variable recorded."""

    __slots__ = ("closed", "extensions", "text", "tracked")

    def __init__(
        self, text: str, *, closed: bool, extensions: Mapping[str, Extension], tracked: bool
    ) -> None:
        self.text = text
        self.closed = closed
        self.extensions = extensions
        self.tracked = tracked

    def build(self, node: nodes.Node) -> Evaluate:
        return _HANDLERS[type(node)](node, self)

    def site(self, node: nodes.Node) -> Site:
        return Site(self.text, node.offset)

    def refuse(self, error: Undefined, node: nodes.Node) -> NoReturn:
        raise FeelSyntaxError(error.zh, error.en, source=self.text, offset=node.offset)

"""Closures for literals: constants, lists, contexts and ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.compare import order
from engine.feel.ranges import Range
from engine.feel.runtime import Evaluate, Frame
from engine.feel.types import kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation


def literal(node: nodes.Literal, compilation: Compilation) -> Evaluate:
    value = node.value
    return lambda _frame: value


def list_literal(node: nodes.ListLiteral, compilation: Compilation) -> Evaluate:
    items = [compilation.build(item) for item in node.items]

    def run(frame: Frame) -> Value:
        frame.runtime.spend(len(items))
        return [item(frame) for item in items]

    return run


def context_literal(node: nodes.ContextLiteral, compilation: Compilation) -> Evaluate:
    entries = [(key, compilation.build(value)) for key, value in node.entries]
    site = compilation.site(node)
    repeated = len({key for key, _ in entries}) < len(entries)

    def run(frame: Frame) -> Value:
        if repeated:
            return site.null(frame, "对象中有重复的字段名", "Expected distinct keys in the context")
        frame.runtime.spend(len(entries))
        context: dict[str, Value] = {}
        inner = frame.inner(context)
        for key, value in entries:
            context[key] = value(inner)
        return context

    return run


def range_literal(node: nodes.RangeLiteral, compilation: Compilation) -> Evaluate:
    start = compilation.build(node.start) if node.start else None
    end = compilation.build(node.end) if node.end else None
    site = compilation.site(node)

    def run(frame: Frame) -> Value:
        low = start(frame) if start else None
        high = end(frame) if end else None
        if (start and low is None) or (end and high is None):
            return site.null(frame, "区间的端点为空", "Expected range ends, got null")
        if low is not None and high is not None:
            sign = order(low, high)
            if sign is None:
                low_text, high_text = kind_text(low), kind_text(high)
                return site.null(
                    frame,
                    f"区间两端不能比较：{low_text[0]}与{high_text[0]}",
                    f"Expected range ends of one ordered kind, got {low_text[1]}, {high_text[1]}",
                )
            if sign > 0:
                return site.null(frame, "区间的起点大于终点", "Expected range start before its end")
        return Range(low, high, node.start_included, node.end_included)

    return run

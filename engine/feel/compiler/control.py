"""Closures for if, for, some and every."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.numbers import whole
from engine.feel.ranges import Range
from engine.feel.runtime import Evaluate, Frame, Runtime, Site
from engine.feel.types import kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation


def conditional(node: nodes.If, compilation: Compilation) -> Evaluate:
    condition = compilation.build(node.condition)
    then, otherwise = compilation.build(node.then), compilation.build(node.otherwise)
    site = compilation.site(node)

    def run(frame: Frame) -> Value:
        verdict = condition(frame)
        if verdict is True:
            return then(frame)
        if verdict is not False:
            zh, en = kind_text(verdict)
            site.null(
                frame,
                f"if 的条件应为布尔值，但得到{zh}",
                f"Expected a boolean after 'if', got {en}",
            )
        return otherwise(frame)

    return run


@dataclass(frozen=True, slots=True)
class _Loop:
    """One compiled iteration: its variable and how to get its items in a frame."""

    name: str
    items: Callable[[Frame], Iterable[Value] | None]


def _loop(node: nodes.Iteration, compilation: Compilation) -> _Loop:
    domain, site = compilation.build(node.domain), compilation.site(node)
    end = compilation.build(node.end) if node.end else None

    def items(frame: Frame) -> Iterable[Value] | None:
        value = domain(frame)
        if end is not None:
            return _steps(frame, value, end(frame), site)
        if type(value) is list:
            return value
        if type(value) is Range:
            return _steps_of_range(frame, value, site)
        if value is None:
            site.null(frame, "不能遍历空值", "Expected a list to iterate over, got null")
            return None
        return [value]

    return _Loop(node.name, items)


def _steps_of_range(frame: Frame, value: Range, site: Site) -> Iterable[Value] | None:
    items = _steps(frame, value.start, value.end, site)
    if items is None:
        return None
    skipped = {
        end
        for end, included in (
            (value.start, value.start_included),
            (value.end, value.end_included),
        )
        if not included
    }
    return (item for item in items if item not in skipped)


def items_of_range(value: Range, runtime: Runtime) -> Iterable[Value] | None:
    """The items of a range in a boxed iteration; None where it has no steps."""
    return _steps_of_range(Frame({}, None, {}, runtime), value, Site("", 0))


def _steps(frame: Frame, start: Value, end: Value, site: Site) -> Iterable[Value] | None:
    """The numbers or days from start to end, upwards or downwards, both included."""
    if type(start) is Decimal and type(end) is Decimal:
        first, last = whole(start), whole(end)
        if first is not None and last is not None:
            step = 1 if first <= last else -1
            return map(Decimal, range(first, last + step, step))
    if type(start) is date and type(end) is date:
        return _days(start, end)
    start_text, end_text = kind_text(start), kind_text(end)
    site.null(
        frame,
        f"循环范围的两端应为整数或日期，但得到{start_text[0]}与{end_text[0]}",
        f"Expected whole numbers or dates around '..', got {start_text[1]} and {end_text[1]}",
    )
    return None


def _days(start: date, end: date) -> Iterator[Value]:
    count = abs((end - start).days)
    step = 1 if start <= end else -1
    return (start + timedelta(days=step * index) for index in range(count + 1))


def _frames(frame: Frame, loops: list[_Loop]) -> Iterator[Frame | None]:
    """One frame for each combination, the last variable fastest; None if a domain is null."""
    loop, rest = loops[0], loops[1:]
    items = loop.items(frame)
    if items is None:
        yield None
        return
    for item in items:
        frame.runtime.spend(1)
        inner = frame.inner({loop.name: Decimal(item) if type(item) is int else item})
        if rest:
            yield from _frames(inner, rest)
        else:
            yield inner


def loop(node: nodes.For, compilation: Compilation) -> Evaluate:
    loops = [_loop(item, compilation) for item in node.iterations]
    body = compilation.build(node.body)
    partial = any(
        isinstance(item, nodes.Name) and item.name == "partial" for item in nodes.walk(node.body)
    )

    def run(frame: Frame) -> Value:
        results: list[Value] = []
        for scope in _frames(frame, loops):
            if scope is None:
                return None
            if partial:
                frame.runtime.spend(len(results) >> 5)
                # a copy, so that a result that holds `partial` does not hold itself
                results.append(body(scope.inner({"partial": list(results)})))
            else:
                results.append(body(scope))
        return results

    return run


def quantified(node: nodes.Quantified, compilation: Compilation) -> Evaluate:
    loops = [_loop(item, compilation) for item in node.iterations]
    condition = compilation.build(node.condition)
    deciding, site = not node.every, compilation.site(node)

    def run(frame: Frame) -> Value:
        known = True
        for scope in _frames(frame, loops):
            verdict = None if scope is None else condition(scope)
            if verdict is deciding:
                return deciding
            if verdict is not (not deciding):
                known = False
                zh, en = kind_text(verdict)
                site.null(
                    frame, f"satisfies 之后应为布尔值，但得到{zh}", f"Expected a boolean, got {en}"
                )
        return (not deciding) if known else None

    return run

"""Closures for names, paths and filters: everything that reads values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.core.values import Value
from engine.feel import nodes
from engine.feel.builtins import function_value
from engine.feel.nodes import Reference
from engine.feel.numbers import whole
from engine.feel.properties import PROPERTIES
from engine.feel.runtime import MISSING, Evaluate, Frame, Site
from engine.feel.types import kind_text

if TYPE_CHECKING:
    from engine.feel.compiler.compilation import Compilation


def name(node: nodes.Name, compilation: Compilation) -> Evaluate:
    if node.reference is Reference.FUNCTION:
        value = function_value(node.name, compilation.extensions)
        return lambda frame: value(frame.runtime)
    read = (
        _global(node, compilation)
        if node.reference is Reference.GLOBAL
        else _lookup(node, compilation)
    )
    return _tracked(node.name, read) if compilation.tracked else read


def _tracked(known: str, read: Evaluate) -> Evaluate:
    """Records the value if it is that of the caller's variable."""

    def run(frame: Frame) -> Value:
        value = read(frame)
        trace = frame.runtime.trace
        if trace is not None and known not in trace and not _is_bound(frame, known):
            trace[known] = value
        return value

    return run


def _is_bound(frame: Frame, known: str) -> bool:
    scope: Frame | None = frame
    while scope is not None and scope.parent is not None:
        if known in scope.values:
            return True
        scope = scope.parent
    return False


def _unknown(frame: Frame, known: str, site: Site) -> None:
    if known in frame.runtime.unset:
        return
    site.null(frame, f"没有名为“{known}”的值", f"Expected a value named {known!r}, found none")


def _global(node: nodes.Name, compilation: Compilation) -> Evaluate:
    known, site = node.name, compilation.site(node)

    def run(frame: Frame) -> Value:
        try:
            value = frame.variables[known]
        except KeyError:
            return _unknown(frame, known, site)
        return Decimal(value) if type(value) is int else value

    return run


def find(frame: Frame, known: str) -> Value:
    """The value of the nearest scope that has the name, else MISSING."""
    scope: Frame | None = frame
    while scope is not None:
        value = scope.values.get(known, MISSING)
        if value is not MISSING:
            return Decimal(value) if type(value) is int else value
        scope = scope.parent
    return MISSING


def _lookup(node: nodes.Name, compilation: Compilation) -> Evaluate:
    known, site = node.name, compilation.site(node)
    function = (
        function_value(known, compilation.extensions)
        if node.reference is Reference.EITHER
        else None
    )

    def run(frame: Frame) -> Value:
        value = find(frame, known)
        if value is not MISSING:
            return value
        return function(frame.runtime) if function else _unknown(frame, known, site)

    return run


def path(node: nodes.Path, compilation: Compilation) -> Evaluate:
    route = _route(node) if compilation.tracked else None
    if route is None:
        return _step(node, compilation)
    return _tracked_path(node, compilation, route)


def _route(node: nodes.Path) -> str | None:
    """`a.b.c` if the path starts at a variable of the caller, else None."""
    members: list[str] = []
    base: nodes.Node = node
    while isinstance(base, nodes.Path):
        members.append(base.member)
        base = base.base
    if not isinstance(base, nodes.Name) or base.reference is not Reference.GLOBAL:
        return None
    return ".".join([base.name, *reversed(members)])


def _tracked_path(node: nodes.Path, compilation: Compilation, route: str) -> Evaluate:
    members: list[nodes.Path] = []
    base: nodes.Node = node
    while isinstance(base, nodes.Path):
        members.append(base)
        base = base.base
    if not isinstance(base, nodes.Name):
        return _step(node, compilation)
    read = _global(base, compilation)
    steps = [(item.member, compilation.site(item)) for item in reversed(members)]

    def run(frame: Frame) -> Value:
        value = read(frame)
        for member_name, site in steps:
            value = member(frame, value, member_name, site)
        if frame.runtime.trace is not None:
            frame.runtime.trace.setdefault(route, value)
        return value

    return run


def _step(node: nodes.Path, compilation: Compilation) -> Evaluate:
    base, known, site = compilation.build(node.base), node.member, compilation.site(node)

    def run(frame: Frame) -> Value:
        value = base(frame)
        if type(value) is dict:
            found = value.get(known, MISSING)
            if found is not MISSING:
                return Decimal(found) if type(found) is int else found
        return member(frame, value, known, site)

    return run


def member(frame: Frame, value: Value, known: str, site: Site) -> Value:
    """A field of a context, a property of a temporal value, or the list of them for a list."""
    kind = type(value)
    if kind is dict:
        found = value.get(known, MISSING)
        if found is MISSING:
            return site.null(
                frame, f"对象没有字段“{known}”", f"Expected a field named {known!r}, found none"
            )
        return Decimal(found) if type(found) is int else found
    if kind is list:
        frame.runtime.spend(len(value))
        return [_member_of_item(frame, item, known, site) for item in value]
    reader = PROPERTIES.get(kind, {}).get(known)
    if reader is not None:
        return reader(value)
    zh, en = kind_text(value)
    return site.null(frame, f"{zh}没有字段“{known}”", f"Expected a field {known!r}, got {en}")


def _member_of_item(frame: Frame, item: Value, known: str, site: Site) -> Value:
    """Lists of lists are not entered: their items have no fields."""
    if type(item) is list:
        return site.null(frame, f"列表没有字段“{known}”", f"Expected a field {known!r}, got a list")
    return member(frame, item, known, site)


def filtered(node: nodes.Filter, compilation: Compilation) -> Evaluate:
    base, site = compilation.build(node.base), compilation.site(node)
    index = _constant_index(node.condition)
    if index is not None:
        return lambda frame: _pick(frame, base(frame), index, site)
    condition = compilation.build(node.condition)

    def run(frame: Frame) -> Value:
        value = base(frame)
        items = value if type(value) is list else [] if value is None else [value]
        if not items:
            return _none_of(frame, condition, site)
        return _select(frame, items, condition, site)

    return run


def _constant_index(node: nodes.Node) -> Decimal | None:
    if isinstance(node, nodes.Negate):
        inner = _constant_index(node.operand)
        return None if inner is None else -inner
    if isinstance(node, nodes.Literal) and type(node.value) is Decimal:
        return node.value
    return None


def _pick(frame: Frame, value: Value, index: Decimal, site: Site) -> Value:
    """The item at a 1-based index, from the end if negative; null outside the list."""
    items = value if type(value) is list else [] if value is None else [value]
    place = whole(index)
    if place is None or place == 0 or abs(place) > len(items):
        return site.null(
            frame,
            f"列表有 {len(items)} 项，没有第 {index} 项",
            f"Expected an index within a list of {len(items)}, got {index}",
        )
    item = items[place - 1 if place > 0 else place]
    return Decimal(item) if type(item) is int else item


def _none_of(frame: Frame, condition: Evaluate, site: Site) -> Value:
    """What a filter of nothing answers: an index is outside the list, a condition keeps nothing."""
    strict, frame.runtime.strict = frame.runtime.strict, False
    try:
        index = condition(frame.inner({"item": None}))
    finally:
        frame.runtime.strict = strict
    return _pick(frame, [], index, site) if type(index) is Decimal else []


def _select(frame: Frame, items: list[Value], condition: Evaluate, site: Site) -> Value:
    chosen: list[Value] = []
    for item in items:
        frame.runtime.spend(1)
        scope = frame.inner({"item": item})
        if type(item) is dict:
            scope = scope.inner(item)
        verdict = condition(scope)
        if verdict is True:
            chosen.append(item)
        elif type(verdict) is Decimal:
            return _pick(frame, items, verdict, site)
        elif verdict is not False:
            zh, en = kind_text(verdict)
            site.null(
                frame,
                f"筛选条件应为布尔值或序号，但得到{zh}",
                f"Expected a boolean filter, got {en}",
            )
    return chosen

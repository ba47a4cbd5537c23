"""Context functions, and `is defined` (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from engine.core.values import Value
from engine.feel.builtins.registry import builtin, way
from engine.feel.errors import Undefined
from engine.feel.runtime import Runtime

CLAUSE = "10.3.4.10"

GET_VALUE = builtin(
    "get value",
    clause=CLAUSE,
    zh="对象中某个字段的值，没有则为空；也可给出一串字段名",
    en="The value of a context entry, or null; also along a list of names",
    examples=(
        ('get value({key1: "value1"}, "key1")', '"value1"'),
        ('get value({key1: "value1"}, "other")', "null"),
        ('get value({a: {b: 1}}, ["a", "b"])', "1"),
    ),
)


@way(GET_VALUE, "m: context, key: string")
def _get_value(context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@way(GET_VALUE, "context: context, keys: list")
def _get_along(context: dict[str, Value], keys: list[Value]) -> Value:
    value: Value = context
    for key in keys:
        if type(value) is not dict or type(key) is not str:
            return None
        value = value.get(key)
    return value if keys else None


GET_ENTRIES = builtin(
    "get entries",
    clause=CLAUSE,
    zh="对象的全部字段，写成 key、value 的列表",
    en="The entries of a context as a list of contexts with key and value",
    examples=(("get entries({a: 1})", '[{key: "a", value: 1}]'),),
)


@way(GET_ENTRIES, "m: context")
def _get_entries(context: dict[str, Value]) -> Value:
    return [{"key": key, "value": value} for key, value in context.items()]


CONTEXT = builtin(
    "context",
    clause=CLAUSE,
    zh="由 key、value 的列表组成对象",
    en="Makes a context from a list of entries with key and value",
    examples=(
        ('context([{key: "a", value: 1}, {key: "b", value: 2}])', "{a: 1, b: 2}"),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
    ),
)


@way(CONTEXT, "entries: list")
def _context(entries: list[Value]) -> Value:
    made: dict[str, Value] = {}
    for entry in entries:
        if type(entry) is not dict or type(entry.get("key")) is not str or "value" not in entry:
            raise Undefined("每一项应有 key 和 value", "Expected entries with key and value")
        if entry["key"] in made:
            raise Undefined("字段名重复", f"Expected distinct keys, got {entry['key']!r} twice")
        made[entry["key"]] = entry["value"]
    return made


PUT = builtin(
    "context put",
    clause=CLAUSE,
    zh="加上或替换对象的字段；可给出一串字段名进入内层",
    en="Adds or replaces an entry, also deep inside along a list of names",
    examples=(
        ('context put({x: 1}, "y", 2)', "{x: 1, y: 2}"),
        ('context put({x: 1, y: {a: 0}}, ["y", "a"], 2)', "{x: 1, y: {a: 2}}"),
        ("context put({x: 1}, [], 2)", "null"),
    ),
)


@way(PUT, "context: context, key: string, value: any")
def _put(context: dict[str, Value], key: str, value: Value) -> Value:
    return {**context, key: value}


@way(PUT, "context: context, keys: list, value: any", clocked=True)
def _put_along(
    runtime: Runtime, context: dict[str, Value], keys: list[Value], value: Value
) -> Value:
    if not keys or any(type(key) is not str for key in keys):
        raise Undefined("字段名应为文本", "Expected a list of names")
    runtime.spend(len(context))
    if len(keys) > 64:
        raise Undefined("字段名太多", "Expected at most 64 names")
    head, *rest = keys
    if not rest:
        return {**context, head: value}
    inner = context.get(head, {})
    if type(inner) is not dict:
        raise Undefined(f"字段“{head}”不是对象", f"Expected a context in {head!r}")
    return {**context, head: _put_along(runtime, inner, rest, value)}


MERGE = builtin(
    "context merge",
    clause=CLAUSE,
    zh="合并几个对象，后面的覆盖前面的",
    en="Merges contexts; later entries win",
    examples=(("context merge([{x: 1}, {x: 2, y: 3}])", "{x: 2, y: 3}"),),
)


@way(MERGE, "contexts: list", clocked=True)
def _merge(runtime: Runtime, contexts: list[Value]) -> Value:
    merged: dict[str, Value] = {}
    for context in contexts:
        if type(context) is not dict:
            raise Undefined("列表应只含对象", "Expected a list of contexts")
        runtime.spend(len(context))
        merged.update(context)
    return merged


IS_DEFINED = builtin(
    "is defined",
    clause="extension",
    zh="某个名称或字段是否存在（值可以为空）",
    en="Whether a name or field exists, even if it is null (not in the standard)",
    examples=(
        ("is defined({a: null}.a)", "true"),
        ("is defined({a: 1}.b)", "false"),
    ),
)
way(IS_DEFINED, "value: any")(lambda value: value is not None)

"""Whether an expression that counts working time says itself for which department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from engine.feel.nodes import Call, Name
from engine.feel.syntax import parse
from engine.feel.working_time import working_time


@lru_cache(maxsize=1_000)
def names_department(text: str) -> bool:
    """Whether one of the functions of working time is called with a department. Raises
    FeelSyntaxError."""
    functions = working_time(None)
    for node in _nodes(parse(text, functions=functions)):
        if isinstance(node, Call) and isinstance(node.function, Name):
            extension = functions.get(node.function.name)
            given = node.names or (extension.parameters if extension else ())
            if extension and "department" in given[: len(node.arguments)]:
                return True
    return False


def _nodes(part: Any) -> Iterator[Any]:
    """The part and everything inside of it."""
    if is_dataclass(part):
        yield part
        for one in fields(part):
            yield from _nodes(getattr(part, one.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from _nodes(one)

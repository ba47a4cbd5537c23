"""What is known while compiling a decision: names, functions, types, and where problems go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.core.values import Value
from engine.dmn.items import Items
from engine.dmn.model import Part
from engine.errors import Finding, Text
from engine.feel import Compiled, Extension, FeelError, compile_expression, compile_unary_tests
from engine.feel.runtime import Runtime

Evaluate = Callable[[Mapping[str, Value], Runtime], Value]
"""Evaluates a compiled part over the variables in scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`names` None means an open scope: any single word may be a variable."""

    names: frozenset[str] | None
    items: Items
    problems: list[Finding]
    functions: Mapping[str, Extension] = field(default_factory=dict)
    members: frozenset[str] = frozenset()

    def with_names(self, extra: Iterable[str]) -> Scope:
        """This scope with more names; an open scope stays open and learns how they are spelt."""
        added = frozenset(extra)
        if self.names is None:
            return replace(self, members=self.members | added)
        return replace(self, names=self.names | added)

    def report(self, rule: str, part: Part, text: Text) -> None:
        self.problems.append(
            Finding(rule=rule, severity="error", text=text, element_id=part.id, line=part.line)
        )

    def expression(self, text: str, part: Part, place: Text | None = None) -> Compiled:
        """The compiled FEEL text; what is wrong with it is reported, and it evaluates to null."""
        return self._compile(compile_expression, text, part, place)

    def tests(self, text: str, part: Part, place: Text | None = None) -> Compiled:
        """The compiled unary tests of a cell, over `?`."""
        return self._compile(compile_unary_tests, text, part, place)

    def _compile(
        self,
        compile_: Callable[..., Compiled],
        text: str,
        part: Part,
        place: Text | None,
    ) -> Compiled:
        try:
            return compile_(
                text,
                names=self.names,
                functions=self.functions,
                members=self.members,
                types=self.items.types(),
            )
        except FeelError as error:
            zh, en = (place.zh + "：", place.en + ": ") if place else ("", "")
            self.report(
                "feel-syntax",
                part,
                Text(
                    zh=f"{zh}表达式 {text[:60]!r} 无效：{error.text.zh}",
                    en=f"{en}Invalid expression {text[:60]!r}: {error.text.en}",
                ),
            )
            return compile_expression("null")

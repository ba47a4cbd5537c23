"""A compiled expression: evaluation, and evaluation with an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from engine.core.fact import fact
from engine.core.values import Value, finite
from engine.errors import Text
from engine.feel.builtins import BUILTINS
from engine.feel.compiler import Compilation
from engine.feel.errors import FeelTypeError
from engine.feel.explanation import describe
from engine.feel.functions import Extension
from engine.feel.limits import too_deep
from engine.feel.names import NameTable, table_of
from engine.feel.nodes import Node
from engine.feel.parser import Parser
from engine.feel.runtime import NO_NAMES, Evaluate, Frame, Runtime, leave
from engine.feel.types import Type

HOST_ERRORS: Final = (ArithmeticError, TypeError, ValueError)
"""What Python raises over a NaN or an infinity; of finite values it raises none of them."""


@fact
class Explained:
    """A result with what it came from: each value that was read, by its full path."""

    expression: str
    reads: tuple[tuple[str, Value], ...]
    result: Value
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Compiled:
    """An expression ready to evaluate. `reads` are the top-level names that it may read; of them,
    `unset` are null as long as nobody has set them, also in strict evaluation.

    With strict=True, FeelTypeError is raised where FEEL would answer null because of a type
    error, an unknown name or a failed conversion; bounds raise FeelLimitError in either mode.
    """

    text: str
    reads: frozenset[str]
    _run: Evaluate
    _run_tracked: Evaluate
    unset: frozenset[str] = NO_NAMES

    def evaluate(
        self, variables: Mapping[str, Value], *, now: datetime | None = None, strict: bool = False
    ) -> Value:
        """The result, without ranges and functions: these exist only inside an evaluation."""
        try:  # `run` for the plain case, without its call: conditions are asked all the time
            runtime = Runtime(now, strict, None, self.unset)
            value = self._run(Frame(variables, None, variables, runtime))
        except RecursionError:
            raise too_deep() from None
        except HOST_ERRORS as error:
            runtime = Runtime(now, strict, None, self.unset)
            value = self._run(Frame(*_finite(variables, strict, error), runtime))
        kind = type(value)
        return value if kind is bool or kind is Decimal else leave(value, strict)

    def run(self, variables: Mapping[str, Value], runtime: Runtime) -> Value:
        """The result within a larger evaluation that shares the budget of the runtime."""
        run = self._run if runtime.trace is None else self._run_tracked
        try:
            return run(Frame(variables, None, variables, runtime))
        except RecursionError:
            raise too_deep() from None
        except HOST_ERRORS as error:
            return run(Frame(*_finite(variables, runtime.strict, error), runtime))

    def explain(
        self, variables: Mapping[str, Value], *, now: datetime | None = None, strict: bool = False
    ) -> Explained:
        """The result with the values read, as one zh and one en sentence."""
        reads, result = self.trace(variables, now=now, strict=strict)
        text = describe(self.text, reads, result)
        return Explained(expression=self.text, reads=reads, result=result, text=text)

    def trace(
        self, variables: Mapping[str, Value], *, now: datetime | None = None, strict: bool = False
    ) -> tuple[tuple[tuple[str, Value], ...], Value]:
        """The values read, by their full paths, and the result."""
        trace: dict[str, Value] = {}
        value = self.run(variables, Runtime(now, strict, trace, self.unset))
        return tuple(trace.items()), leave(value, strict)

    def __repr__(self) -> str:
        return f"Compiled({self.text!r})"


Scopes = tuple[Mapping[str, Value], None, Mapping[str, Value]]


def _finite(variables: Mapping[str, Value], strict: bool, error: Exception) -> Scopes:
    """The scopes of a second run, in which numbers that are not finite (FEEL has none) are null.

    Raises FeelTypeError in strict evaluation, and the error itself when no number is to blame.
    """
    cleaned = finite(variables)
    if cleaned is variables:
        raise error
    if strict:
        raise FeelTypeError("数字必须有限", "Expected finite numbers") from error
    return cleaned, None, cleaned


_BUILTIN_NAMES = NameTable(BUILTINS)


def _compile(
    text: str,
    parser: Parser,
    root: Node,
    extensions: Mapping[str, Extension],
) -> Compiled:
    def build(tracked: bool) -> Evaluate:
        compilation = Compilation(
            text, closed=parser.closed, extensions=extensions, tracked=tracked
        )
        return compilation.build(root)

    tracked: list[Evaluate] = []

    def run_tracked(frame: Frame) -> Value:
        if not tracked:  # built when first asked for: most are never explained
            tracked.append(build(True))
        return tracked[0](frame)

    reads = frozenset(parser.reads)
    return Compiled(text=text, reads=reads, _run=build(False), _run_tracked=run_tracked)


def _function_names(extensions: Mapping[str, Extension]) -> NameTable:
    return table_of((*BUILTINS, *extensions)) if extensions else _BUILTIN_NAMES


def compile_expression(
    text: str,
    *,
    names: Iterable[str] | None = None,
    functions: Mapping[str, Extension] | None = None,
    members: Iterable[str] = (),
    types: Mapping[str, Type] | None = None,
) -> Compiled:
    """Compiles an expression.

    names=None accepts any single word as a name; otherwise the scope is exactly these names,
    which may hold spaces and symbols. `members` are further spellings with spaces or symbols:
    of fields, and with names=None also of variables. `types` are further types by name.
    Raises FeelSyntaxError, or FeelLimitError for text beyond the bounds.
    """
    extensions = dict(functions or {})
    try:
        parser = Parser(text, names, _function_names(extensions), members)
        parser.types = types or {}
        return _compile(text, parser, parser.parse_expression(), extensions)
    except RecursionError:
        raise too_deep() from None


def compile_unary_tests(
    text: str,
    *,
    names: Iterable[str] | None = None,
    functions: Mapping[str, Extension] | None = None,
    members: Iterable[str] = (),
    types: Mapping[str, Type] | None = None,
) -> Compiled:
    """Compiles the unary tests of a table cell, to be evaluated with the input as `?`."""
    extensions = dict(functions or {})
    scope = None if names is None else ["?", *names]
    try:
        parser = Parser(text, scope, _function_names(extensions), members)
        parser.types = types or {}
        return _compile(text, parser, parser.parse_unary_tests(), extensions)
    except RecursionError:
        raise too_deep() from None

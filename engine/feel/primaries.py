"""Parses what operators combine: literals, ranges, contexts, control expressions, functions."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from engine.feel import nodes
from engine.feel.cursor import Scope
from engine.feel.errors import Undefined
from engine.feel.names import KEYWORDS, NameTable
from engine.feel.nodes import Node
from engine.feel.numbers import read_number
from engine.feel.parse_types import parse_key, parse_type
from engine.feel.resolver import Resolver
from engine.feel.temporal import read_temporal
from engine.feel.tokens import Kind
from engine.feel.types import ANY, Type

ADDITIVE: Final = 4
"""How tightly + and - bind; the ends of ranges and of comparisons bind at least so."""

COMPARISONS: Final = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}


class Primaries(Resolver):
    """Parses one primary expression at a time."""

    @abstractmethod
    def expression(self, minimum: int = 0) -> Node:
        """An expression whose operators all bind at least as tightly as `minimum`."""

    def primary(self) -> Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            known = self._longest_known()  # a declared name may begin with digits
            return self._name(known) if known and known[1] > 1 else self._number()
        if token.kind is Kind.STRING:
            self.advance()
            return nodes.Literal(offset=token.start, value=token.value)
        if token.kind is Kind.SYMBOL:
            parse = self._SYMBOLS.get(token.value)
            if parse is not None:
                return parse(self)
        return self._word()

    def _number(self) -> Node:
        token = self.advance()
        try:
            return nodes.Literal(offset=token.start, value=read_number(token.value))
        except Undefined:
            self.refuse(
                "数字超出范围", "Expected a number within 34 digits and 10**6144", token.start
            )

    def _temporal(self) -> Node:
        start = self.advance().start
        if self.token.kind is not Kind.STRING:
            self.fail('“@”后面的文本，例如 @"2026-11-22"', 'a string after "@"')
        text = self.advance().value
        try:
            return nodes.Literal(offset=start, value=read_temporal(text))
        except Undefined as error:
            self.refuse(error.zh, error.en, start)

    def _parenthesis(self) -> Node:
        offset = self.advance().start
        if self.at(*COMPARISONS):
            return self._half_range(offset)
        inner = self.expression()
        if self.at(".."):
            return self.range_after(inner, offset, False)
        self.expect(")")
        return inner

    def _half_range(self, offset: int) -> Node:
        operator = self.advance().value
        if operator == "!=":
            self.refuse(
                "区间不能用 !=", "Expected a range, which cannot be written with !=", offset
            )
        end = self.expression(ADDITIVE)
        self.expect(")")
        inclusive = "=" in operator
        return nodes.RangeLiteral(
            offset=offset,
            start=end if ">" in operator or operator == "=" else None,
            end=end if "<" in operator or operator == "=" else None,
            start_included=inclusive and "<" not in operator,
            end_included=inclusive and ">" not in operator,
        )

    def _bracket(self) -> Node:
        offset = self.advance().start
        if self.take("]"):
            return nodes.ListLiteral(offset=offset, items=())
        items = [self.expression()]
        if self.at(".."):
            return self.range_after(items[0], offset, True)
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return nodes.ListLiteral(offset=offset, items=tuple(items))

    def _open_range(self) -> Node:
        offset = self.advance().start
        start = self.expression(ADDITIVE)
        if not self.at(".."):
            self.fail("区间的“..”", "'..' of a range")
        return self.range_after(start, offset, False)

    def range_after(self, start: Node, offset: int, start_included: bool) -> Node:
        self.expect("..")
        end = self.expression(ADDITIVE)
        if not self.at("]", ")", "["):
            self.fail("区间结尾 ]、) 或 [", "the end of the range: ], ) or [")
        closing = self.advance().value
        low, high = _bound(start), _bound(end)
        return nodes.RangeLiteral(
            offset=offset,
            start=low,
            end=high,
            start_included=start_included and low is not None,
            end_included=closing == "]" and high is not None,
        )

    def _context(self) -> Node:
        offset = self.advance().start
        scope = Scope(table=NameTable())
        self.scopes.append(scope)
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            entries.append(self._entry(scope))
            if not self.take(","):
                break
        self.scopes.pop()
        self.expect("}")
        return nodes.ContextLiteral(offset=offset, entries=tuple(entries))

    def _entry(self, scope: Scope) -> tuple[str, Node]:
        key = parse_key(self)
        self.expect(":")
        if self.at_word("function"):
            scope.table.add(key)  # a function may call itself
        value = self.expression()
        scope.table.add(key)
        self.members.add(key)
        return key, value

    # -- words -------------------------------------------------------------------------------

    def _word(self) -> Node:
        token = self.token
        known = self._longest_known()
        if token.kind is Kind.NAME and token.value in KEYWORDS and (not known or known[1] < 2):
            return self._keyword()
        if known is None and token.kind is not Kind.NAME and token.value != "?":
            self.fail("表达式", "an expression")
        return self._name(known)

    def _keyword(self) -> Node:
        token = self.token
        if token.value in _CONSTANTS:
            self.advance()
            return nodes.Literal(offset=token.start, value=_CONSTANTS[token.value])
        parse = self._WORDS.get(token.value)
        if parse is None:
            self.fail("表达式", "an expression")
        return parse(self)

    # -- control -----------------------------------------------------------------------------

    def _if(self) -> Node:
        offset = self.advance().start
        condition = self.expression()
        self.expect_word("then")
        then = self.expression()
        self.expect_word("else")
        otherwise = self.expression()
        return nodes.If(offset=offset, condition=condition, then=then, otherwise=otherwise)

    def _iterations(self, extra: tuple[str, ...]) -> tuple[nodes.Iteration, ...]:
        """The iterations; their names stay in scope until the caller pops the scope."""
        scope = Scope(table=NameTable())
        self.scopes.append(scope)
        iterations: list[nodes.Iteration] = []
        while True:
            iterations.append(self._iteration(scope))
            if not self.take(","):
                break
        for name in extra:
            scope.table.add(name)
        return tuple(iterations)

    def _iteration(self, scope: Scope) -> nodes.Iteration:
        offset = self.token.start
        start = self.index
        while not self.at_word("in") and self.token.kind in (Kind.NAME, Kind.NUMBER):
            self.advance()
        if start == self.index:
            self.fail("循环变量名", "the name of an iteration variable")
        name = " ".join(token.value for token in self.tokens[start : self.index])
        self.expect_word("in")
        domain = self.expression()
        end = self.expression() if self.take("..") else None
        scope.table.add(name)
        return nodes.Iteration(offset=offset, name=name, domain=domain, end=end)

    def _for(self) -> Node:
        offset = self.advance().start
        iterations = self._iterations(("partial",))
        self.expect_word("return")
        body = self.expression()
        self.scopes.pop()
        return nodes.For(offset=offset, iterations=iterations, body=body)

    def _quantified(self) -> Node:
        word = self.advance()
        iterations = self._iterations(())
        self.expect_word("satisfies")
        condition = self.expression()
        self.scopes.pop()
        return nodes.Quantified(
            offset=word.start,
            every=word.value == "every",
            iterations=iterations,
            condition=condition,
        )

    def _function(self) -> Node:
        offset = self.advance().start
        self.expect("(")
        parameters: list[tuple[str, Type]] = []
        while not self.at(")"):
            name = parse_key(self)
            parameters.append((name, parse_type(self) if self.take(":") else ANY))
            if not self.take(","):
                break
        self.expect(")")
        if self.at_word("external"):
            self.refuse(
                "不运行外部函数",
                "Expected a FEEL function body; external functions are not run",
                self.token.start,
            )
        self.scopes.append(Scope(table=NameTable(name for name, _ in parameters)))
        body = self.expression()
        self.scopes.pop()
        return nodes.FunctionLiteral(offset=offset, parameters=tuple(parameters), body=body)

    _SYMBOLS: Final = {
        "(": _parenthesis,
        "[": _bracket,
        "]": _open_range,
        "{": _context,
        "@": _temporal,
    }
    _WORDS: Final = {
        "if": _if,
        "for": _for,
        "some": _quantified,
        "every": _quantified,
        "function": _function,
    }


def _bound(node: Node) -> Node | None:
    """A literal null as the end of a range leaves that end unbounded."""
    return None if isinstance(node, nodes.Literal) and node.value is None else node

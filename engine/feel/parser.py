"""Parses FEEL expressions into the syntax tree (DMN 1.5, 10.3.1.2): operators, paths and calls."""

from __future__ import annotations

from typing import Final

from engine.feel import nodes
from engine.feel.cursor import Scope
from engine.feel.limits import MAX_NESTING, too_deep
from engine.feel.names import NameTable
from engine.feel.nodes import Node
from engine.feel.parse_types import key_length, parse_key, parse_type
from engine.feel.primaries import ADDITIVE, COMPARISONS, Primaries
from engine.feel.tokens import Kind

_BINDING: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "between": 3,
    "in": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "**": 6,
    "instance": 7,
}


class Parser(Primaries):
    """One parse of one text; use `parse_expression` or `parse_unary_tests`."""

    def parse_expression(self) -> Node:
        root = self.expression()
        self._finish(root)
        return root

    def parse_unary_tests(self) -> Node:
        offset = self.token.start
        if self.at("-") and self.peek().kind is Kind.END:
            self.advance()
            return nodes.UnaryTests(offset=offset, tests=(), negated=False)
        negated = self.at_word("not") and self.peek().value == "(" and self._closes_at_end()
        if negated:
            self.advance(2)
        tests = self._tests()
        if negated:
            self.expect(")")
        root = nodes.UnaryTests(offset=offset, tests=tests, negated=negated)
        self._finish(root)
        return root

    def _finish(self, root: Node) -> None:
        if self.token.kind is not Kind.END:
            self.fail("运算符或表达式结尾", "an operator or the end of the expression")
        if _nesting(root) > MAX_NESTING:
            raise too_deep()

    def _closes_at_end(self) -> bool:
        """Whether the parenthesis after `not` is closed by the last token."""
        level = 0
        for index in range(self.index + 1, len(self.tokens) - 1):
            token = self.tokens[index]
            if token.kind is not Kind.SYMBOL:
                continue
            level += {"(": 1, ")": -1}.get(token.value, 0)
            if level == 0:
                return index == len(self.tokens) - 2
        return True

    def _tests(self) -> tuple[nodes.Test, ...]:
        tests = [self._test(0)]
        while self.take(","):
            tests.append(self._test(0))
        return tuple(tests)

    def _test(self, minimum: int) -> nodes.Test:
        offset = self.token.start
        operator = self.advance().value if self.at(*COMPARISONS) else None
        operand = self.expression(ADDITIVE if operator else minimum)
        uses_input = operator is None and any(
            isinstance(node, nodes.Name) and node.name == "?" for node in nodes.walk(operand)
        )
        return nodes.Test(offset=offset, operator=operator, operand=operand, uses_input=uses_input)

    # -- operators ---------------------------------------------------------------------------

    def expression(self, minimum: int = 0) -> Node:
        """An expression whose operators all bind at least as tightly as `minimum`."""
        self.enter()
        left = self._unary()
        while True:
            token = self.token
            binding = _BINDING.get(token.value, -1) if token.kind is not Kind.STRING else -1
            if binding < 0 or binding < minimum:
                break
            left = self._infix(left, token.value, binding)
        self.leave()
        return left

    def _infix(self, left: Node, operator: str, binding: int) -> Node:
        offset = self.advance().start
        if operator == "between":
            return self._between(left, offset)
        if operator == "in":
            return nodes.In(offset=offset, value=left, tests=self._in_tests())
        if operator == "instance":
            self.expect_word("of")
            return nodes.InstanceOf(offset=offset, value=left, type=parse_type(self))
        right = self.expression(binding + 1)
        if operator in ("and", "or"):
            return _junction(left, operator, right, offset)
        return nodes.Binary(offset=offset, operator=operator, left=left, right=right)

    def _between(self, value: Node, offset: int) -> Node:
        low = self.expression(ADDITIVE)
        self.expect_word("and")
        high = self.expression(ADDITIVE)
        return nodes.Between(offset=offset, value=value, low=low, high=high)

    def _in_tests(self) -> tuple[nodes.Test, ...]:
        if not self.at("("):
            return (self._test(ADDITIVE),)
        opening = self.advance()
        first = self._test(0)
        if first.operator is None and self.at(".."):
            interval = self.range_after(first.operand, opening.start, False)
            return (
                nodes.Test(offset=opening.start, operator=None, operand=interval, uses_input=False),
            )
        tests = [first]
        while self.take(","):
            tests.append(self._test(0))
        self.expect(")")
        return tuple(tests)

    def _unary(self) -> Node:
        if not self.at("-"):
            return self._postfix(self.primary())
        self.enter()
        offset = self.advance().start
        operand = self._unary()
        self.leave()
        return nodes.Negate(offset=offset, operand=operand)

    # -- paths, filters, calls ---------------------------------------------------------------

    def _postfix(self, base: Node) -> Node:
        while self.token.kind is Kind.SYMBOL:
            if self.at("."):
                base = self._path(base)
            elif self.at("[") and self.can_start_expression(1):
                base = self._filter(base)
            elif self.at("("):
                base = self._call(base)
            else:
                break
        return base

    def _path(self, base: Node) -> Node:
        offset = self.advance().start
        found = self.members.longest(self.tokens, self.index)
        words = self.plain_names()
        if found is not None and found[1] >= words:
            self.advance(found[1])
            return nodes.Path(offset=offset, base=base, member=found[0])
        if words == 0 and self.token.kind is not Kind.NAME:
            self.fail("“.”后面的字段名", "a field name after '.'")
        start = self.index
        self.advance(max(words, 1))
        member = " ".join(token.value for token in self.tokens[start : self.index])
        return nodes.Path(offset=offset, base=base, member=member)

    def _filter(self, base: Node) -> Node:
        offset = self.advance().start
        self.scopes.append(Scope(table=NameTable(["item"]), open=True))
        condition = self.expression()
        self.scopes.pop()
        self.expect("]")
        return nodes.Filter(offset=offset, base=base, condition=condition)

    def _call(self, function: Node) -> Node:
        offset = self.advance().start
        names: list[str] = []
        arguments: list[Node] = []
        named = self._starts_named_argument()
        while not self.at(")"):
            if named:
                names.append(parse_key(self))
                self.expect(":")
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        return nodes.Call(
            offset=offset,
            function=function,
            arguments=tuple(arguments),
            names=tuple(names) if named else None,
        )

    def _starts_named_argument(self) -> bool:
        length = 1 if self.token.kind is Kind.STRING else key_length(self, 0)
        after = self.peek(length)
        return length > 0 and after.kind is Kind.SYMBOL and after.value == ":"


def _junction(left: Node, operator: str, right: Node, offset: int) -> Node:
    if isinstance(left, nodes.Junction) and left.operator == operator:
        operands = (*left.operands, right)
        return nodes.Junction(offset=offset, operator=operator, operands=operands)
    return nodes.Junction(offset=offset, operator=operator, operands=(left, right))


def _nesting(root: Node) -> int:
    """Levels of the tree, where a chain such as 1 + 2 + 3 counts as one level."""
    deepest = 0
    pending: list[tuple[Node, int]] = [(root, 1)]
    while pending:
        node, level = pending.pop()
        deepest = max(deepest, level)
        if isinstance(node, nodes.For | nodes.Quantified):
            level += len(node.iterations)  # each nests the next
        chained = node.left if isinstance(node, nodes.Binary) else None
        for child in nodes.children(node):
            same = child is chained and isinstance(child, nodes.Binary)
            pending.append((child, level if same else level + 1))
    return deepest

"""Parses FEEL expressions into the syntax tree (DMN 1.5, 10.3.1.2), resolving names by scope."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engine.feel import nodes
from engine.feel.cursor import Cursor, Scope
from engine.feel.errors import Undefined
from engine.feel.limits import MAX_NESTING, too_deep
from engine.feel.names import KEYWORDS, NameTable
from engine.feel.nodes import Node, Reference
from engine.feel.numbers import read_number
from engine.feel.parse_types import key_length, parse_key, parse_type
from engine.feel.temporal import read_temporal
from engine.feel.tokens import Kind
from engine.feel.types import ANY, Type

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
_ADDITIVE: Final = 4
_COMPARISONS: Final = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_MEMBERS: Final = ("time offset", "start included", "end included")


class Parser(Cursor):
    """One parse of one text; use `parse_expression` or `parse_unary_tests`."""

    def __init__(
        self,
        text: str,
        names: Iterable[str] | None,
        functions: NameTable,
        members: Iterable[str] = (),
    ) -> None:
        super().__init__(text)
        known = list(names or ())
        self.closed = names is not None
        self.scopes = [Scope(table=NameTable(known), open=names is None)]
        self.functions = functions
        self.members = NameTable([*_MEMBERS, *known, *members])
        self.reads: set[str] = set()

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
        operator = self.advance().value if self.at(*_COMPARISONS) else None
        operand = self.expression(_ADDITIVE if operator else minimum)
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
        low = self.expression(_ADDITIVE)
        self.expect_word("and")
        high = self.expression(_ADDITIVE)
        return nodes.Between(offset=offset, value=value, low=low, high=high)

    def _in_tests(self) -> tuple[nodes.Test, ...]:
        if not self.at("("):
            return (self._test(_ADDITIVE),)
        opening = self.advance()
        first = self._test(0)
        if first.operator is None and self.at(".."):
            interval = self._range_after(first.operand, opening.start, False)
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
            return self._postfix(self._primary())
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

    # -- primary expressions -----------------------------------------------------------------

    def _primary(self) -> Node:
        token = self.token
        if token.kind is Kind.NUMBER:
            return self._number()
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
            self.fail('“@”后面的文本,例如 @"2026-11-22"', 'a string after "@"')
        text = self.advance().value
        try:
            return nodes.Literal(offset=start, value=read_temporal(text))
        except Undefined as error:
            self.refuse(error.zh, error.en, start)

    def _parenthesis(self) -> Node:
        offset = self.advance().start
        if self.at(*_COMPARISONS):
            return self._half_range(offset)
        inner = self.expression()
        if self.at(".."):
            return self._range_after(inner, offset, False)
        self.expect(")")
        return inner

    def _half_range(self, offset: int) -> Node:
        operator = self.advance().value
        if operator == "!=":
            self.refuse(
                "区间不能用 !=", "Expected a range, which cannot be written with !=", offset
            )
        end = self.expression(_ADDITIVE)
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
            return self._range_after(items[0], offset, True)
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return nodes.ListLiteral(offset=offset, items=tuple(items))

    def _open_range(self) -> Node:
        offset = self.advance().start
        start = self.expression(_ADDITIVE)
        if not self.at(".."):
            self.fail("区间的“..”", "'..' of a range")
        return self._range_after(start, offset, False)

    def _range_after(self, start: Node, offset: int, start_included: bool) -> Node:
        self.expect("..")
        end = self.expression(_ADDITIVE)
        if not self.at("]", ")", "["):
            self.fail("区间结尾 ]、) 或 [", "the end of the range: ], ) or [")
        closing = self.advance().value
        return nodes.RangeLiteral(
            offset=offset,
            start=_bound(start),
            end=_bound(end),
            start_included=start_included,
            end_included=closing == "]",
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

    def _longest_known(self) -> tuple[str, int, int] | None:
        """The longest declared name here, its length, and the level that declares it."""
        best: tuple[str, int, int] | None = None
        for level in range(len(self.scopes) - 1, -1, -1):
            found = self.scopes[level].table.longest(self.tokens, self.index)
            if found is not None and (best is None or found[1] > best[1]):
                best = (*found, level)
        return best

    def _name(self, known: tuple[str, int, int] | None) -> Node:
        function = self.functions.longest(self.tokens, self.index)
        if function is not None and self._prefers_function(function[1], known):
            return self._function_name(function, known)
        words = self.plain_names() if any(scope.open for scope in self.scopes[1:]) else 0
        if known is None or words > known[1]:
            return self._undeclared(words)
        name, length, level = known
        offset = self.token.start
        self.advance(length)
        if level == 0:
            self.reads.add(name)
        hidden = any(scope.open for scope in self.scopes[1:])
        reference = Reference.LOCAL if level > 0 or hidden else Reference.GLOBAL
        return nodes.Name(offset=offset, name=name, reference=reference)

    def _prefers_function(self, length: int, known: tuple[str, int, int] | None) -> bool:
        called = self.peek(length).value == "(" and self.peek(length).kind is Kind.SYMBOL
        if known is None:
            return called or self.closed or length > 1
        return called and (length > known[1] or (length == known[1] and known[2] == 0))

    def _function_name(self, function: tuple[str, int], known: tuple[str, int, int] | None) -> Node:
        offset = self.token.start
        self.advance(function[1])
        hidden = any(scope.open for scope in self.scopes[1:])
        shadowed = known is not None or (hidden and not self.at("("))
        if known is not None:
            self.reads.add(known[0])
        reference = Reference.EITHER if shadowed else Reference.FUNCTION
        return nodes.Name(offset=offset, name=function[0], reference=reference)

    def _undeclared(self, words: int) -> Node:
        token = self.token
        inside_filter = any(scope.open for scope in self.scopes[1:])
        if self.closed and not inside_filter:
            self.refuse(
                f"未知的名称“{token.value}”{self._suggestion(token.value)[0]}",
                f"Expected a known name, got {token.value!r}{self._suggestion(token.value)[1]}",
                token.start,
            )
        start = self.index
        self.advance(max(words, 1))
        name = " ".join(item.value for item in self.tokens[start : self.index])
        if not self.closed:
            self.reads.add(name)
        reference = Reference.LOCAL if inside_filter else Reference.GLOBAL
        if self.functions.names and name in self.functions.names:
            reference = Reference.EITHER
        return nodes.Name(offset=token.start, name=name, reference=reference)

    def _suggestion(self, name: str) -> tuple[str, str]:
        known = sorted(set().union(*(scope.table.names for scope in self.scopes)))
        if not known:
            return "", ""
        shown = ", ".join(known[:12])
        return f";可用的名称:{shown}", f"; known names: {shown}"

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
        chained = node.left if isinstance(node, nodes.Binary) else None
        for child in nodes.children(node):
            same = child is chained and isinstance(child, nodes.Binary)
            pending.append((child, level if same else level + 1))
    return deepest

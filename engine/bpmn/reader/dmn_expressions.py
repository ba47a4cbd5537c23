"""Reads boxed expressions of a DMN file, decision tables among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from engine.bpmn.reader.dmn_names import (
    LANGUAGES,
    content,
    kind_of,
    nearest_id,
    part,
    parts,
    spelt,
    type_of,
)
from engine.bpmn.reader.names import Node, elements_of, line_of
from engine.bpmn.reader.problems import Problems
from engine.dmn import model
from engine.dmn.model import Expression
from engine.errors import Text


class ExpressionReader:
    """Reads expressions; what is wrong goes to `problems`."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def only(self, parent: Node) -> Expression | None:
        """The expression among the children of an element, or None."""
        found = [node for node in elements_of(parent) if kind_of(node) in EXPRESSIONS]
        if len(found) > 1:
            text = Text(zh="只能有一个表达式", en="Expected one expression, got several")
            self._problems.error("dmn-expression", found[1], text)
        return self.read(found[0]) if found else None

    def read(self, node: Node) -> Expression:
        return EXPRESSIONS[kind_of(node) or ""](self, node)

    def _within(self, parent: Node, local: str) -> Expression:
        """The expression inside a child element such as `if` or `match`, which must be there."""
        holder = part(parent, local)
        found = None if holder is None else self.only(holder)
        if found is None:
            text = Text(zh=f"{local} 中缺少表达式", en=f"Expected an expression in {local}")
            self._problems.error("dmn-expression", parent, text)
            return model.LiteralExpression(text="null")
        return found

    def _base(self, node: Node) -> dict[str, Any]:
        return {"id": nearest_id(node), "line": line_of(node), "type_ref": type_of(node)}

    def _literal(self, node: Node) -> Expression:
        language = node.get("expressionLanguage")
        if language is not None and language not in LANGUAGES:
            text = Text(zh=f"只接受 FEEL，不接受 {language}", en=f"Expected FEEL, got {language}")
            self._problems.error("dmn-language", node, text)
        if part(node, "importedValues") is not None:
            text = Text(zh="不支持 importedValues", en="importedValues is not supported")
            self._problems.error("dmn-imported-values", node, text)
        return model.LiteralExpression(text=content(node), **self._base(node))

    def _table(self, node: Node) -> Expression:
        orientation = node.get("preferredOrientation", "Rule-as-Row")
        if orientation == "CrossTable":
            text = Text(zh="不支持交叉表", en="Cross tables are not supported")
            self._problems.error("dmn-orientation", node, text)
        return model.DecisionTable(
            hit_policy=self._policy(node),
            aggregator=self._aggregator(node),
            inputs=tuple(self._input(inner) for inner in parts(node, "input")),
            outputs=tuple(self._output(inner) for inner in parts(node, "output")),
            rules=tuple(self._rule(inner) for inner in parts(node, "rule")),
            **self._base(node),
        )

    def _policy(self, node: Node) -> model.HitPolicy:
        written = node.get("hitPolicy", "UNIQUE")
        try:
            return model.HitPolicy(written)
        except ValueError:
            text = Text(zh=f"未知的命中策略 {written}", en=f"Expected a hit policy, got {written}")
            self._problems.error("dmn-hit-policy", node, text)
            return model.HitPolicy.UNIQUE

    def _aggregator(self, node: Node) -> model.Aggregator | None:
        written = node.get("aggregation")
        if written is None:
            return None
        try:
            return model.Aggregator(written)
        except ValueError:
            text = Text(zh=f"未知的汇总 {written}", en=f"Expected an aggregation, got {written}")
            self._problems.error("dmn-aggregation", node, text)
            return None

    def _input(self, node: Node) -> model.InputClause:
        inner = part(node, "inputExpression")
        return model.InputClause(
            id=nearest_id(node),
            line=line_of(node),
            text=content(inner),
            label=node.get("label") or "",
            type_ref=type_of(inner),
            allowed=content(part(node, "inputValues")) or None,
        )

    def _output(self, node: Node) -> model.OutputClause:
        return model.OutputClause(
            id=node.get("id"),
            line=line_of(node),
            name=spelt(node.get("name")) or None,
            label=node.get("label") or "",
            type_ref=type_of(node),
            allowed=content(part(node, "outputValues")) or None,
            default=content(part(node, "defaultOutputEntry")) or None,
        )

    def _rule(self, node: Node) -> model.Rule:
        description = part(node, "description")
        return model.Rule(
            id=node.get("id"),
            line=line_of(node),
            inputs=tuple(_cell(inner) for inner in parts(node, "inputEntry")),
            outputs=tuple(_cell(inner) for inner in parts(node, "outputEntry")),
            description="" if description is None else (description.text or "").strip(),
        )

    def _context(self, node: Node) -> Expression:
        entries = tuple(self._entry(inner) for inner in parts(node, "contextEntry"))
        return model.BoxedContext(entries=entries, **self._base(node))

    def _entry(self, node: Node) -> model.ContextEntry:
        variable = part(node, "variable")
        value = self.only(node)
        return model.ContextEntry(
            id=node.get("id"),
            line=line_of(node),
            name=None if variable is None else spelt(variable.get("name")),
            type_ref=type_of(variable),
            value=value or model.LiteralExpression(text="null"),
        )

    def _relation(self, node: Node) -> Expression:
        rows = tuple(
            tuple(self.read(cell) for cell in elements_of(row) if kind_of(cell) in EXPRESSIONS)
            for row in parts(node, "row")
        )
        columns = tuple(spelt(column.get("name")) for column in parts(node, "column"))
        return model.Relation(columns=columns, rows=rows, **self._base(node))

    def _list(self, node: Node) -> Expression:
        items = tuple(
            self.read(inner) for inner in elements_of(node) if kind_of(inner) in EXPRESSIONS
        )
        return model.BoxedList(items=items, **self._base(node))

    def _invocation(self, node: Node) -> Expression:
        bindings = tuple(
            (_parameter(part(inner, "parameter"), inner), self.only(inner))
            for inner in parts(node, "binding")
        )
        function = self.only(node) or model.LiteralExpression(text="null")
        return model.Invocation(function=function, bindings=bindings, **self._base(node))

    def function(self, node: Node) -> model.FunctionDefinition:
        return model.FunctionDefinition(
            parameters=tuple(_parameter(inner, node) for inner in parts(node, "formalParameter")),
            body=self.only(node),
            kind=node.get("kind", "FEEL"),
            **self._base(node),
        )

    def _conditional(self, node: Node) -> Expression:
        return model.Conditional(
            condition=self._within(node, "if"),
            then=self._within(node, "then"),
            otherwise=self._within(node, "else"),
            **self._base(node),
        )

    def _filter(self, node: Node) -> Expression:
        return model.BoxedFilter(
            source=self._within(node, "in"), match=self._within(node, "match"), **self._base(node)
        )

    def _iteration(self, node: Node) -> Expression:
        kind = kind_of(node) or "for"
        return model.BoxedIteration(
            kind=kind,
            variable=spelt(node.get("iteratorVariable")),
            source=self._within(node, "in"),
            body=self._within(node, "return" if kind == "for" else "satisfies"),
            **self._base(node),
        )


def _cell(node: Node) -> model.Cell:
    return model.Cell(id=nearest_id(node), line=line_of(node), text=content(node))


def _parameter(node: Node | None, holder: Node) -> model.Parameter:
    source = holder if node is None else node
    return model.Parameter(
        id=source.get("id"),
        line=line_of(source),
        name=spelt(source.get("name")),
        type_ref=type_of(node),
    )


EXPRESSIONS: Final[dict[str, Callable[[ExpressionReader, Node], Expression]]] = {
    "literalExpression": ExpressionReader._literal,
    "decisionTable": ExpressionReader._table,
    "context": ExpressionReader._context,
    "relation": ExpressionReader._relation,
    "list": ExpressionReader._list,
    "invocation": ExpressionReader._invocation,
    "functionDefinition": ExpressionReader.function,
    "conditional": ExpressionReader._conditional,
    "filter": ExpressionReader._filter,
    "for": ExpressionReader._iteration,
    "some": ExpressionReader._iteration,
    "every": ExpressionReader._iteration,
}
"""How each boxed expression is read, by its local name."""

"""Reads the top-level elements of a DMN file: decisions, inputs, functions, services, types."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.bpmn.reader.dmn_expressions import ExpressionReader
from engine.bpmn.reader.dmn_names import content, kind_of, part, parts, spelt, type_of
from engine.bpmn.reader.names import Node, elements_of, line_of
from engine.bpmn.reader.problems import Problems
from engine.dmn import model
from engine.errors import Text

_DOCUMENTED: Final = frozenset(
    {
        "description",
        "extensionElements",
        "DMNDI",
        "knowledgeSource",
        "elementCollection",
        "performanceIndicator",
        "organizationUnit",
        "textAnnotation",
        "association",
        "group",
        "businessContextElement",
    }
)
"""Elements that say something to people and nothing to an evaluation."""


class DmnReader:
    """Reads one file; what is wrong goes to `problems`."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._expressions = ExpressionReader(problems)
        self._namespace = ""

    def definitions(self, root: Node) -> model.DecisionModel:
        self._namespace = root.get("namespace") or ""
        self._refuse_unknown(root)
        inputs = tuple(self._input(node) for node in parts(root, "inputData"))
        decisions = tuple(self._decision(node) for node in parts(root, "decision"))
        self._refuse_repeated_ids(root)
        return model.DecisionModel(
            id=root.get("id"),
            name=spelt(root.get("name")),
            namespace=self._namespace,
            inputs=inputs,
            decisions=_with_input_names(decisions, inputs),
            knowledge=tuple(
                self._knowledge(node) for node in parts(root, "businessKnowledgeModel")
            ),
            services=tuple(self._service(node) for node in parts(root, "decisionService")),
            items=tuple(self._item(node) for node in parts(root, "itemDefinition")),
            imports=tuple(self._import(node) for node in parts(root, "import")),
        )

    def _refuse_unknown(self, root: Node) -> None:
        for node in elements_of(root):
            kind = kind_of(node)
            if kind is not None and kind not in _DOCUMENTED and kind not in _READ:
                self._problems.error(
                    "dmn-unknown-element",
                    node,
                    Text(zh=f"不认识的 DMN 元素 {kind}", en=f"Expected a DMN element, got {kind}"),
                )

    def _refuse_repeated_ids(self, root: Node) -> None:
        seen: set[str] = set()
        for node in root.iter("*"):
            own = node.get("id") if kind_of(node) else None
            if own is not None and own in seen:
                text = Text(zh=f"标识 {own} 重复", en=f"Expected distinct ids, got {own} twice")
                self._problems.error("dmn-duplicate-id", node, text)
            if own is not None:
                seen.add(own)

    def _named(self, node: Node) -> tuple[str, str]:
        """Id and name of an element that must have a name; the id falls back to the name."""
        name = spelt(node.get("name"))
        if not name:
            text = Text(zh="缺少 name 属性", en="Expected a name attribute")
            self._problems.error("dmn-name", node, text)
        return node.get("id") or name, name

    def _variable(self, node: Node) -> tuple[str, str | None]:
        variable = part(node, "variable")
        name = spelt(variable.get("name")) if variable is not None else ""
        return name or spelt(node.get("name")), type_of(variable)

    def _input(self, node: Node) -> model.InputData:
        own, _ = self._named(node)
        name, type_ref = self._variable(node)
        return model.InputData(id=own, line=line_of(node), name=name, type_ref=type_ref)

    def _decision(self, node: Node) -> model.Decision:
        own, name = self._named(node)
        variable, type_ref = self._variable(node)
        return model.Decision(
            id=own,
            line=line_of(node),
            name=name,
            variable=variable,
            type_ref=type_ref,
            expression=self._expressions.only(node),
            inputs=self._requirements(node, "informationRequirement", "requiredInput"),
            decisions=self._requirements(node, "informationRequirement", "requiredDecision"),
            knowledge=self._requirements(node, "knowledgeRequirement", "requiredKnowledge"),
        )

    def _requirements(self, node: Node, kind: str, target: str) -> tuple[str, ...]:
        return tuple(
            self._reference(found)
            for requirement in parts(node, kind)
            for found in parts(requirement, target)
        )

    def _references(self, node: Node, kind: str) -> tuple[str, ...]:
        return tuple(self._reference(found) for found in parts(node, kind))

    def _reference(self, node: Node) -> str:
        """`id` for an element of this file, `namespace#id` for another's."""
        space, _, own = (node.get("href") or "").rpartition("#")
        return own if space in ("", self._namespace) else f"{space}#{own}"

    def _knowledge(self, node: Node) -> model.BusinessKnowledgeModel:
        own, name = self._named(node)
        variable, type_ref = self._variable(node)
        logic = part(node, "encapsulatedLogic")
        if logic is None:
            function = model.FunctionDefinition(id=own, line=line_of(node))
        else:
            function = self._expressions.function(logic)
        return model.BusinessKnowledgeModel(
            id=own,
            line=line_of(node),
            name=variable or name,
            type_ref=type_ref,
            function=function,
            knowledge=self._requirements(node, "knowledgeRequirement", "requiredKnowledge"),
        )

    def _service(self, node: Node) -> model.DecisionService:
        own, name = self._named(node)
        variable, type_ref = self._variable(node)
        return model.DecisionService(
            id=own,
            line=line_of(node),
            name=variable or name,
            type_ref=type_ref,
            outputs=self._references(node, "outputDecision"),
            encapsulated=self._references(node, "encapsulatedDecision"),
            input_decisions=self._references(node, "inputDecision"),
            input_data=self._references(node, "inputData"),
        )

    def _item(self, node: Node) -> model.ItemDefinition:
        _, name = self._named(node)
        function = part(node, "functionItem")
        return model.ItemDefinition(
            id=node.get("id"),
            line=line_of(node),
            name=name,
            type_ref=type_of(node),
            is_list=node.get("isCollection") in ("true", "1"),
            components=tuple(self._item(inner) for inner in parts(node, "itemComponent")),
            allowed=content(part(node, "allowedValues")) or None,
            constraint=content(part(node, "typeConstraint")) or None,
            function_result=None if function is None else function.get("outputTypeRef", "Any"),
        )

    def _import(self, node: Node) -> model.Import:
        return model.Import(
            id=node.get("id"),
            line=line_of(node),
            name=spelt(node.get("name")),
            namespace=node.get("namespace") or "",
        )


_READ: Final = frozenset(
    {
        "inputData",
        "decision",
        "businessKnowledgeModel",
        "decisionService",
        "itemDefinition",
        "import",
    }
)


def _with_input_names(
    decisions: tuple[model.Decision, ...], inputs: tuple[model.InputData, ...]
) -> tuple[model.Decision, ...]:
    """The decisions, each with the names of all input data behind it."""
    by_id = {decision.id: decision for decision in decisions}
    names = {item.id: item.name for item in inputs}

    def behind(decision: model.Decision) -> tuple[str, ...]:
        found: dict[str, None] = {}
        pending, seen = [decision], {decision.id}
        while pending:
            current = pending.pop(0)
            found.update((names[own], None) for own in current.inputs if own in names)
            for own in current.decisions:
                if own in by_id and own not in seen:
                    seen.add(own)
                    pending.append(by_id[own])
        return tuple(found)

    return tuple(replace(decision, input_names=behind(decision)) for decision in decisions)

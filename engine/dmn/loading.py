"""Loads DMN files into one set of linked models, and evaluates what they hold by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from engine.bpmn.reader.dmn import DmnSource, read_dmn_source
from engine.core.values import Value
from engine.dmn.decisions import (
    CompiledDecision,
    DecisionResult,
    check_model,
    compile_decision,
    refusal,
)
from engine.dmn.errors import DmnError
from engine.dmn.inputs import DeclaredInput, Element, declared_inputs, read_inputs
from engine.dmn.invocables import CompiledInvocable, compile_invocable
from engine.dmn.linking import link
from engine.dmn.model import Decision, DecisionModel
from engine.errors import Finding, Text
from engine.feel import Extension
from engine.feel.explanation import shown

_Compiled = CompiledDecision | CompiledInvocable
_KINDS: Final = "decision, decision service or business knowledge model"


def load(*files: DmnSource, functions: Mapping[str, Extension] | None = None) -> ModelSet:
    """The models of these files (paths, or contents as bytes), their imports linked.

    Raises DeploymentRefused for a file that is no DMN, and DmnError for imports that no file
    answers. What is wrong with single expressions is told by `findings`, and by evaluating them.
    `functions` are extension functions that the expressions may call.
    """
    return ModelSet(link(read_dmn_source(file) for file in files), functions or {})


class ModelSet:
    """Linked models. Names are looked up in all of them; `model` narrows it to one."""

    __slots__ = ("_compiled", "_functions", "models")

    def __init__(
        self, models: tuple[DecisionModel, ...], functions: Mapping[str, Extension]
    ) -> None:
        self.models = models
        self._functions = functions
        self._compiled: dict[tuple[int, str], tuple[_Compiled, tuple[DeclaredInput, ...]]] = {}

    def names(self) -> tuple[str, ...]:
        """Everything that can be evaluated, in the order of the files."""
        return tuple(element.name for _, element in self._elements(None))

    def findings(self) -> tuple[Finding, ...]:
        """Everything wrong with the expressions, types and references of the models."""
        return tuple(
            finding for model in self.models for finding in check_model(model, self._functions)
        )

    def evaluate(
        self,
        name: str,
        inputs: Mapping[str, Value] | None = None,
        *,
        model: str | None = None,
        now: datetime | None = None,
        strict: bool = True,
    ) -> DecisionResult:
        """The result of the decision, decision service or knowledge model with this name or id.

        Inputs go by the names of input data or parameters; text is read as the date, time or
        duration that its type declares. `model` is the name or namespace of one model, for
        names that several define. Strict evaluation raises DmnError where the standard answers
        null because of an error, also for expressions that are not FEEL.
        """
        home, element = self._find(name, model)
        compiled, declared = self._compile(home, element)
        if strict and compiled.problems:
            raise refusal(element.name, compiled.problems)
        given = read_inputs(declared, inputs or {})
        if isinstance(compiled, CompiledDecision):
            return compiled.evaluate(given, now=now, strict=strict)
        value = compiled.evaluate(given, now=now, strict=strict)
        return _called(compiled, given, value)

    def _compile(
        self, home: DecisionModel, element: Element
    ) -> tuple[_Compiled, tuple[DeclaredInput, ...]]:
        key = (id(home), element.id)
        if key not in self._compiled:
            make: Any = compile_decision if isinstance(element, Decision) else compile_invocable
            compiled = make(home, element.id, functions=self._functions, tolerant=True)
            self._compiled[key] = (compiled, declared_inputs(home, element))
        return self._compiled[key]

    def _elements(self, wanted: str | None) -> Iterator[tuple[DecisionModel, Element]]:
        for home in self.models:
            if wanted in (None, home.name, home.namespace):
                elements: tuple[Element, ...] = (*home.decisions, *home.services, *home.knowledge)
                for element in elements:
                    yield home, element

    def _find(self, name: str, model: str | None) -> tuple[DecisionModel, Element]:
        elements = list(self._elements(model))
        found = [one for one in elements if one[1].name == name]
        found = found or [one for one in elements if one[1].id == name]
        if not found:
            known = ", ".join(element.name for _, element in elements[:12])
            raise DmnError(
                f"没有名为“{name}”的决策、决策服务或函数；现有：{known}",
                f"Expected a {_KINDS} named {name!r}; known: {known}",
            )
        if len(found) > 1:
            homes = ", ".join(home.name for home, _ in found)
            raise DmnError(
                f"“{name}”不止一个：{homes}；请指明模型",
                f"Expected one {name!r}, found it in {homes}: name the model",
            )
        return found[0]


def _called(
    compiled: CompiledInvocable, given: Mapping[str, Value], value: Value
) -> DecisionResult:
    inputs = tuple((name, given.get(name)) for name in compiled.parameters)
    pairs = ", ".join(f"{name} = {shown(item)}" for name, item in inputs)
    text = Text(
        zh=f"“{compiled.name}”（{pairs.replace(', ', '，')}）的结果为 {shown(value)}",
        en=f"{compiled.name!r} with {pairs or 'no arguments'} gives {shown(value)}",
    )
    return DecisionResult(output=value, rule_ids=(), inputs=inputs, text=text)

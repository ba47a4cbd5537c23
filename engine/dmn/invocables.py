"""Evaluates one business knowledge model or decision service by name, with named arguments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.core.values import Value
from engine.dmn.errors import DmnError
from engine.dmn.graph import Graph
from engine.dmn.model import BusinessKnowledgeModel, DecisionModel, DecisionService
from engine.feel import Extension, FeelError
from engine.feel.errors import Undefined
from engine.feel.runtime import Runtime, leave

Invocable = BusinessKnowledgeModel | DecisionService


class CompiledInvocable:
    """A function of a model, ready to evaluate; `parameters` in the order of its calls."""

    __slots__ = ("_element", "_graph", "id", "name", "parameters", "problems")

    def __init__(self, graph: Graph, element: Invocable) -> None:
        self._graph = graph
        self._element = element
        self.id = element.id
        self.name = element.name
        self.problems = tuple(graph.elements.problems)
        self.parameters = graph.parameters_of(element, graph.elements.root)

    def evaluate(
        self, arguments: Mapping[str, Value], *, now: datetime | None = None, strict: bool = True
    ) -> Value:
        """The result for arguments by name; what is not given is null.

        Raises DmnError as `CompiledDecision.evaluate` does, and for unknown argument names.
        """
        unknown = ", ".join(sorted(set(arguments) - set(self.parameters)))
        if unknown:
            raise self._error(f"没有参数 {unknown}", f"Expected no arguments {unknown}")
        runtime = Runtime(now=now, strict=strict)
        try:
            function = self._graph.function(self._element, self._graph.elements.root, runtime)
            value = function.call([arguments.get(name) for name in self.parameters])
            return leave(value, strict)
        except FeelError as error:
            raise self._error(error.text.zh, error.text.en) from error
        except Undefined as error:
            raise self._error(error.zh, error.en) from error
        except RecursionError:
            raise self._error("嵌套过深", "The evaluation is nested too deep") from None

    def _error(self, zh: str, en: str) -> DmnError:
        return DmnError(f"“{self.name}”：{zh}", f"{self.name!r}: {en}")


def compile_invocable(
    model: DecisionModel,
    wanted: str,
    *,
    functions: Mapping[str, Extension] | None = None,
    tolerant: bool = False,
) -> CompiledInvocable:
    """Compiles the knowledge model or decision service with this id or name. Raises DmnError.

    A tolerant compilation only lists `problems`; what is not FEEL then evaluates to null.
    """
    candidates: tuple[Invocable, ...] = (*model.knowledge, *model.services)
    found = [item for item in candidates if wanted in (item.id, item.name)]
    if not found:
        raise DmnError(
            f"没有函数或决策服务“{wanted}”", f"Expected a function {wanted!r}, found none"
        )
    graph = Graph(model, None, functions)
    graph.prepare(found[0], model)
    if graph.elements.problems and not tolerant:
        first = graph.elements.problems[0].text
        raise DmnError(first.zh, first.en, findings=tuple(graph.elements.problems))
    return CompiledInvocable(graph, found[0])

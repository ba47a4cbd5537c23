"""Compiles one decision of a model and evaluates it with the rules and inputs that decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.values import Value
from engine.dmn.conforming import conform
from engine.dmn.elements import Key
from engine.dmn.errors import DmnError
from engine.dmn.graph import Graph, Unit
from engine.dmn.model import Decision, DecisionModel, DecisionTable
from engine.errors import Finding, Text
from engine.feel import Extension, FeelError
from engine.feel.errors import Undefined
from engine.feel.explanation import shown
from engine.feel.functions import Function
from engine.feel.runtime import Runtime, leave


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """The output, the rules that gave it, and what was read: input columns, or names and paths."""

    output: Value
    rule_ids: tuple[str, ...]
    inputs: tuple[tuple[str, Value], ...]
    text: Text


class CompiledDecision:
    """A decision with everything that it requires, ready to evaluate."""

    __slots__ = ("_graph", "_plan", "id", "input_names", "name", "problems")

    def __init__(self, graph: Graph, plan: list[Unit], decision: Decision) -> None:
        self._graph = graph
        self._plan = plan
        self.id = decision.id
        self.name = decision.name
        self.input_names = decision.input_names
        self.problems = tuple(graph.elements.problems)

    def evaluate(
        self, variables: Mapping[str, Value], *, now: datetime | None = None, strict: bool = True
    ) -> DecisionResult:
        """The result over the variables; names that the decision does not know are ignored.

        Strict evaluation raises DmnError where the standard answers null because of an error:
        no matching rule, overlapping rules, a wrong type, an unknown name. Bounds raise it always.
        """
        runtime = Runtime(now=now, strict=strict)
        try:
            return self._evaluate(variables, runtime)
        except (FeelError, Undefined) as error:
            text = error.text if isinstance(error, FeelError) else Text(zh=error.zh, en=error.en)
            raise self._named(text) from error
        except DmnError as error:
            raise self._named(error.text, error.rule_ids) from error
        except RecursionError:
            text = Text(zh="嵌套过深", en="The evaluation is nested too deep")
            raise self._named(text) from None

    def tables(self) -> tuple[DecisionTable, ...]:
        """The tables that it is made of, each after those that it requires."""
        found = (unit.decision.expression for unit in self._plan)
        return tuple(one for one in found if isinstance(one, DecisionTable))

    def _named(self, text: Text, rule_ids: tuple[str, ...] = ()) -> DmnError:
        return DmnError(
            f"决策“{self.name}”：{text.zh}", f"Decision {self.name!r}: {text.en}", rule_ids=rule_ids
        )

    def _evaluate(self, variables: Mapping[str, Value], runtime: Runtime) -> DecisionResult:
        values: dict[Key, Value] = {}
        *before, unit = self._plan
        self._graph.run(before, values, variables, runtime)
        seen = self._graph.variables_for(unit, values, variables, runtime)
        if unit.table is None:
            runtime.trace = {}
            output = unit.evaluate(seen, runtime)
            rule_ids: tuple[str, ...] = ()
            inputs = _storable(runtime.trace.items())
        else:
            result = unit.table.decide(seen, runtime)
            coerce = self._graph.elements.items(unit.home).coerce
            kind = unit.decision.type_ref
            output = conform(result.output, kind, runtime, coerce, unit.decision.name)
            rule_ids, inputs = result.rule_ids, _storable(result.inputs)
        output = leave(output, runtime.strict)
        text = _sentence(unit.decision.name, inputs, rule_ids, output)
        return DecisionResult(output=output, rule_ids=rule_ids, inputs=inputs, text=text)


def _storable(read: Iterable[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    """What was read, without functions and with ranges as null."""
    return tuple(
        (path, leave(value, False)) for path, value in read if not isinstance(value, Function)
    )


def _sentence(
    name: str, inputs: tuple[tuple[str, Value], ...], rule_ids: tuple[str, ...], output: Value
) -> Text:
    pairs = [f"{title} = {shown(value)}" for title, value in inputs]
    zh_inputs = f"（{'，'.join(pairs)}）" if pairs else ""
    en_inputs = f" with {', '.join(pairs)}" if pairs else ""
    zh_rules = f"，符合规则 {'、'.join(rule_ids)}" if rule_ids else ""
    en_rules = f" by {', '.join(rule_ids)}" if rule_ids else ""
    return Text(
        zh=f"决策“{name}”{zh_inputs}{zh_rules}，结果为 {shown(output)}",
        en=f"Decision {name!r}{en_inputs} gives {shown(output)}{en_rules}",
    )


def compile_decision(
    model: DecisionModel,
    decision_id: str,
    *,
    names: Iterable[str] | None = None,
    functions: Mapping[str, Extension] | None = None,
    tolerant: bool = False,
) -> CompiledDecision:
    """Compiles the decision with this id (or name) and all that it requires.

    `names` are the variables of the caller: with them the scope is closed, and unknown names are
    refused. Without, it is closed only if the decision declares input data.
    Raises DmnError that names every problem of the decision; a tolerant compilation only lists
    them in `problems`, and what is not FEEL evaluates to null.
    """
    decision = model.decision(decision_id)
    if decision is None:
        raise DmnError(
            f"没有决策“{decision_id}”", f"Expected a decision {decision_id!r}, found none"
        )
    graph = Graph(model, names, functions)
    plan = graph.plan([(decision, model)], frozenset())
    for unit in plan:
        graph.prepare_knowledge(unit.decision, unit.home)
    if graph.elements.problems and not tolerant:
        raise refusal(decision.name, graph.elements.problems)
    return CompiledDecision(graph, plan, decision)


def refusal(name: str, problems: Sequence[Finding]) -> DmnError:
    """The error of a decision or function that has problems, telling the first of them."""
    first = problems[0].text
    return DmnError(
        f"“{name}”无效：{first.zh}",
        f"{name!r} is not valid: {first.en}",
        findings=tuple(problems),
    )


def check_model(
    model: DecisionModel, functions: Mapping[str, Extension] | None = None
) -> tuple[Finding, ...]:
    """Everything wrong with the decisions and functions of a model, in file order."""
    graph = Graph(model, None, functions)
    for decision in model.decisions:
        graph.plan([(decision, model)], frozenset())
        graph.prepare_knowledge(decision, model)
    graph.elements.check_types(model)
    distinct = dict.fromkeys(graph.elements.problems)
    return tuple(distinct)

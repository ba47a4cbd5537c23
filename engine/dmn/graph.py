"""The requirement graph: compiles decisions, knowledge models and services, and evaluates them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.core.values import Value
from engine.dmn import model
from engine.dmn.boxed import boxed, function_maker, within_call
from engine.dmn.conforming import conform, typed
from engine.dmn.elements import Elements, Key, given_value, import_name, spelling, variable_of
from engine.dmn.items import Items
from engine.dmn.model import DecisionModel
from engine.dmn.scope import Evaluate, Scope
from engine.dmn.tables import Table
from engine.feel import Extension
from engine.feel.errors import Undefined
from engine.feel.functions import Function
from engine.feel.runtime import Runtime

_MAX_CHAIN: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A compiled decision: `table` is set when the decision is one table."""

    key: Key
    decision: model.Decision
    home: DecisionModel
    evaluate: Evaluate
    table: Table | None


class Graph:
    """Everything of one model (and its imports) that decisions can require, compiled on demand."""

    def __init__(
        self,
        root: DecisionModel,
        names: Iterable[str] | None,
        functions: Mapping[str, Extension] | None,
    ) -> None:
        self.elements = Elements(root)
        self._names = None if names is None else frozenset(names)
        self._functions = dict(functions or {})
        self._units: dict[Key, Unit] = {}
        self._makers: dict[Key, Callable[[str, Mapping[str, Value], Runtime], Function]] = {}

    # -- compiling ---------------------------------------------------------------------------

    def unit(self, decision: model.Decision, home: DecisionModel) -> Unit:
        """The compiled decision."""
        key = (home.namespace, decision.id)
        found = self._units.get(key)
        if found is None:
            found = self._units[key] = self._compile(key, decision, home)
        return found

    def _compile(self, key: Key, decision: model.Decision, home: DecisionModel) -> Unit:
        scope = self.scope_of(decision, home)
        expression = decision.expression
        if expression is None:
            zh, en = (
                f"决策“{decision.name}”没有表达式",
                f"Expected an expression in {decision.name!r}",
            )
            self.elements.report("dmn-no-expression", decision, zh, en)
        table = Table(expression, scope) if isinstance(expression, model.DecisionTable) else None
        evaluate = boxed(expression, scope) if table is None else _output_of(table)
        evaluate = typed(evaluate, decision.type_ref, scope, decision.name)
        return Unit(key=key, decision=decision, home=home, evaluate=evaluate, table=table)

    def scope_of(self, decision: model.Decision, home: DecisionModel) -> Scope:
        """What the decision requires; open where no input data is declared nor names given."""
        references = (*decision.inputs, *decision.decisions, *decision.knowledge)
        required = self.elements.required(references, home, decision)
        known = [spelling(element, found, home) for element, found in required]
        is_open = self._names is None and not decision.inputs
        scope = self._scope(home, None if is_open else (self._names or frozenset()))
        return scope.with_names(name for name in known if name)

    def _scope(self, home: DecisionModel, names: frozenset[str] | None) -> Scope:
        return Scope(
            names=names,
            items=self.elements.items(home),
            problems=self.elements.problems,
            functions=self._functions,
            members=self.elements.members(),
        )

    def plan(
        self, targets: Iterable[tuple[Any, DecisionModel]], given: frozenset[Key]
    ) -> list[Unit]:
        """The decisions behind the targets and these, each after what it requires.

        `given` decisions are inputs (of a decision service) and are not entered. Cycles are
        reported and cut.
        """
        order: list[Unit] = []
        done: set[Key] = set(given)
        path: list[Key] = []

        def visit(decision: model.Decision, home: DecisionModel) -> None:
            key = (home.namespace, decision.id)
            if key in done:
                return
            if key in path or len(path) > _MAX_CHAIN:
                zh = f"决策“{decision.name}”依赖自身，或依赖链超过 {_MAX_CHAIN} 层"
                en = (
                    f"Expected {decision.name!r} not to require itself or a chain over {_MAX_CHAIN}"
                )
                self.elements.report("dmn-cycle", decision, zh, en)
                return
            path.append(key)
            for element, found in self.elements.required(decision.decisions, home, decision):
                if isinstance(element, model.Decision):
                    visit(element, found)
            path.pop()
            done.add(key)
            order.append(self.unit(decision, home))

        for target, home in targets:
            visit(target, home)
        return order

    def prepare_knowledge(self, decision: model.Decision, home: DecisionModel) -> None:
        """Compiles the functions that a decision requires, so that problems show at once."""
        self._prepare(self.elements.required(decision.knowledge, home, decision))

    def prepare(self, element: Any, home: DecisionModel) -> None:
        """Compiles one function and all that it requires."""
        self._prepare([(element, home)])

    def parameters_of(self, element: Any, home: DecisionModel) -> tuple[str, ...]:
        """The parameter names of a knowledge model or a decision service."""
        if isinstance(element, model.BusinessKnowledgeModel):
            return tuple(parameter.name for parameter in element.function.parameters)
        required = [
            *self.elements.required(element.input_data, home, element),
            *self.elements.required(element.input_decisions, home, element),
        ]
        return tuple(variable_of(found) for found, _ in required)

    def _prepare(self, pending: list[tuple[Any, DecisionModel]]) -> None:
        seen: set[Key] = set()
        while pending:
            element, found = pending.pop()
            key = (found.namespace, element.id)
            if key in seen:
                continue
            seen.add(key)
            if isinstance(element, model.BusinessKnowledgeModel):
                self._maker(element, found)
                pending.extend(self.elements.required(element.knowledge, found, element))
            elif isinstance(element, model.DecisionService):
                for unit in self._service_plan(element, found):
                    pending.extend(
                        self.elements.required(unit.decision.knowledge, unit.home, element)
                    )

    def _maker(
        self, knowledge: model.BusinessKnowledgeModel, home: DecisionModel
    ) -> Callable[[str, Mapping[str, Value], Runtime], Function]:
        key = (home.namespace, knowledge.id)
        found = self._makers.get(key)
        if found is None:
            required = self.elements.required(knowledge.knowledge, home, knowledge)
            known = [spelling(element, other, home) for element, other in required]
            scope = self._scope(home, frozenset())
            scope = scope.with_names([*(name for name in known if name), knowledge.name])
            found = self._makers[key] = function_maker(knowledge.function, scope)
        return found

    def _service_plan(self, service: model.DecisionService, home: DecisionModel) -> list[Unit]:
        given = self.elements.required(service.input_decisions, home, service)
        outputs = self.elements.required(service.outputs, home, service)
        keys = frozenset((found.namespace, element.id) for element, found in given)
        return self.plan(outputs, keys)

    # -- evaluating --------------------------------------------------------------------------

    def variables_for(
        self, unit: Unit, values: Mapping[Key, Value], given: Mapping[str, Value], runtime: Runtime
    ) -> dict[str, Value]:
        """What the decision sees: the caller's variables, then what it requires, by name."""
        decision, home = unit.decision, unit.home
        variables = dict(given)
        references = (*decision.inputs, *decision.decisions, *decision.knowledge)
        for reference in references:
            found = self.elements.element(reference, home)
            if found is not None:
                self._bind(variables, *found, home, _Sources(values, given, runtime))
        return variables

    def _bind(
        self,
        variables: dict[str, Value],
        element: Any,
        found: DecisionModel,
        home: DecisionModel,
        sources: _Sources,
    ) -> None:
        name = variable_of(element)
        key = (found.namespace, element.id)
        if isinstance(element, model.InputData):
            own = found is home or not import_name(found, home)
            if own and name not in sources.given:
                return
            value = given_value(sources.given, name, found, home)
            coerce = self.elements.items(found).coerce
            value = conform(value, element.type_ref, sources.runtime, coerce, name)
        elif isinstance(element, model.Decision):
            value = sources.values.get(key)
        else:
            value = self.function(element, found, sources.runtime)
        prefix = "" if found is home else import_name(found, home)
        if not prefix:
            variables[name] = value
            return
        inner = variables.get(prefix)
        variables[prefix] = {**(inner if type(inner) is dict else {}), name: value}

    def function(self, element: Any, home: DecisionModel, runtime: Runtime) -> Function:
        """The value of a knowledge model or a decision service."""
        if isinstance(element, model.DecisionService):
            return self._service(element, home, runtime)
        maker = self._maker(element, home)
        variables: dict[str, Value] = {}
        made = maker(element.name, variables, runtime)
        variables[element.name] = made  # it may call itself
        for other, found in self.elements.required(element.knowledge, home, element):
            if other is not element:
                sources = _Sources({}, {}, runtime)
                self._bind(variables, other, found, home, sources)
        return _typed_function(made, element.type_ref, self.elements.items(home), runtime)

    def _service(
        self, service: model.DecisionService, home: DecisionModel, runtime: Runtime
    ) -> Function:
        plan = self._service_plan(service, home)
        inputs = self.elements.required(service.input_data, home, service)
        decisions = self.elements.required(service.input_decisions, home, service)
        parameters = [*inputs, *decisions]
        names = tuple(variable_of(element) for element, _ in parameters)
        outputs = self.elements.required(service.outputs, home, service)

        def call(arguments: list[Value]) -> Value:
            if len(arguments) != len(names):
                raise Undefined(
                    f"决策服务需要 {len(names)} 个参数，但给了 {len(arguments)} 个",
                    f"The decision service expects {len(names)} arguments, got {len(arguments)}",
                )
            given: dict[str, Value] = {}
            values: dict[Key, Value] = {}
            for (element, found), value in zip(parameters, arguments, strict=True):
                name = variable_of(element)
                coerce = self.elements.items(found).coerce
                fitted = conform(value, element.type_ref, runtime, coerce, name)
                given[name] = fitted
                values[(found.namespace, element.id)] = fitted
            within_call(runtime, lambda: self.run(plan, values, given, runtime))
            results = {
                variable_of(element): values.get((found.namespace, element.id))
                for element, found in outputs
            }
            return next(iter(results.values())) if len(results) == 1 else results

        return Function(service.name, names, call)

    def run(
        self,
        plan: Iterable[Unit],
        values: dict[Key, Value],
        given: Mapping[str, Value],
        runtime: Runtime,
    ) -> None:
        """Evaluates the units in order into `values`."""
        for unit in plan:
            variables = self.variables_for(unit, values, given, runtime)
            values[unit.key] = unit.evaluate(variables, runtime)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where values come from during one evaluation."""

    values: Mapping[Key, Value]
    given: Mapping[str, Value]
    runtime: Runtime


def _output_of(table: Table) -> Evaluate:
    return lambda variables, runtime: table.decide(variables, runtime).output


def _typed_function(
    made: Function, type_ref: str | None, items: Items, runtime: Runtime
) -> Function:
    if type_ref is None or not items.knows(type_ref) or items.is_function(type_ref):
        return made

    def call(values: list[Value]) -> Value:
        return conform(made.call(values), type_ref, runtime, items.coerce, made.name)

    return Function(made.name, made.parameters, call)

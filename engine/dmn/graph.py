"""The requirement graph: compiles decisions, knowledge models and services, and evaluates them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.core.values import Value
from engine.dmn import model
from engine.dmn.boxed import boxed, conform, function_maker, typed, within_call
from engine.dmn.items import Items
from engine.dmn.model import DecisionModel
from engine.dmn.scope import Evaluate, Scope
from engine.dmn.tables import Table
from engine.errors import Finding, Text
from engine.feel import Extension
from engine.feel.errors import Undefined
from engine.feel.functions import Function
from engine.feel.runtime import Runtime

Key = tuple[str, str]
"""Namespace and id of an element."""

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
        self.root = root
        self.problems: list[Finding] = []
        self._names = None if names is None else frozenset(names)
        self._functions = dict(functions or {})
        self._models = _all_models(root)
        self._units: dict[Key, Unit] = {}
        self._makers: dict[Key, Callable[[str, Mapping[str, Value], Runtime], Function]] = {}
        self._items = {space: _items_of(home, self._models) for space, home in self._models.items()}

    # -- finding -----------------------------------------------------------------------------

    def element(self, reference: str, home: DecisionModel) -> tuple[Any, DecisionModel] | None:
        """The element that a reference (`id` or `namespace#id`) means, and its model."""
        space, _, wanted = reference.rpartition("#")
        found = self._models.get(space) if space else home
        if found is None:
            return None
        for group in (found.decisions, found.inputs, found.knowledge, found.services):
            for element in group:
                if element.id == wanted:
                    return element, found
        return None

    def _required(
        self, references: Iterable[str], home: DecisionModel, part: model.Part
    ) -> list[tuple[Any, DecisionModel]]:
        found = []
        for reference in references:
            element = self.element(reference, home)
            if element is None:
                zh = f"引用的元素 {reference} 不存在"
                self._report(
                    "dmn-reference", part, zh, f"Expected an element {reference}, found none"
                )
            else:
                found.append(element)
        return found

    def _report(self, rule: str, part: model.Part, zh: str, en: str) -> None:
        self.problems.append(
            Finding(
                rule=rule,
                severity="error",
                text=Text(zh=zh, en=en),
                element_id=part.id,
                line=part.line,
            )
        )

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
            self._report("dmn-no-expression", decision, zh, en)
        table = Table(expression, scope) if isinstance(expression, model.DecisionTable) else None
        evaluate = boxed(expression, scope) if table is None else _output_of(table)
        evaluate = typed(evaluate, decision.type_ref, scope, decision.name)
        return Unit(key=key, decision=decision, home=home, evaluate=evaluate, table=table)

    def scope_of(self, decision: model.Decision, home: DecisionModel) -> Scope:
        """What the decision requires; open where no input data is declared nor names given."""
        references = (*decision.inputs, *decision.decisions, *decision.knowledge)
        required = self._required(references, home, decision)
        known = [_spelling(element, found, home) for element, found in required]
        is_open = self._names is None and not decision.inputs
        scope = self._scope(home, None if is_open else (self._names or frozenset()))
        return scope.with_names(name for name in known if name)

    def _scope(self, home: DecisionModel, names: frozenset[str] | None) -> Scope:
        members = set(model.member_names(home.items))
        for other in self._models.values():
            members.update(model.member_names(other.items))
            members.update(_variable_of(element) for element in _elements(other))
        return Scope(
            names=names,
            items=self._items[home.namespace],
            problems=self.problems,
            functions=self._functions,
            members=frozenset(members),
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
                zh = f"决策“{decision.name}”依赖自身,或依赖链超过 {_MAX_CHAIN} 层"
                en = (
                    f"Expected {decision.name!r} not to require itself or a chain over {_MAX_CHAIN}"
                )
                self._report("dmn-cycle", decision, zh, en)
                return
            path.append(key)
            for element, found in self._required(decision.decisions, home, decision):
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
        self._prepare(self._required(decision.knowledge, home, decision))

    def prepare(self, element: Any, home: DecisionModel) -> None:
        """Compiles one function and all that it requires."""
        self._prepare([(element, home)])

    def parameters_of(self, element: Any, home: DecisionModel) -> tuple[str, ...]:
        """The parameter names of a knowledge model or a decision service."""
        if isinstance(element, model.BusinessKnowledgeModel):
            return tuple(parameter.name for parameter in element.function.parameters)
        required = [
            *self._required(element.input_data, home, element),
            *self._required(element.input_decisions, home, element),
        ]
        return tuple(_variable_of(found) for found, _ in required)

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
                pending.extend(self._required(element.knowledge, found, element))
            elif isinstance(element, model.DecisionService):
                for unit in self._service_plan(element, found):
                    pending.extend(self._required(unit.decision.knowledge, unit.home, element))

    def _maker(
        self, knowledge: model.BusinessKnowledgeModel, home: DecisionModel
    ) -> Callable[[str, Mapping[str, Value], Runtime], Function]:
        key = (home.namespace, knowledge.id)
        found = self._makers.get(key)
        if found is None:
            required = self._required(knowledge.knowledge, home, knowledge)
            known = [_spelling(element, other, home) for element, other in required]
            scope = self._scope(home, frozenset())
            scope = scope.with_names([*(name for name in known if name), knowledge.name])
            found = self._makers[key] = function_maker(knowledge.function, scope)
        return found

    def _service_plan(self, service: model.DecisionService, home: DecisionModel) -> list[Unit]:
        given = self._required(service.input_decisions, home, service)
        outputs = self._required(service.outputs, home, service)
        keys = frozenset((found.namespace, element.id) for element, found in given)
        return self.plan(outputs, keys)

    def items_of(self, unit: Unit) -> Items:
        return self._items[unit.home.namespace]

    def check_types(self, home: DecisionModel) -> None:
        """Reports references to types that nobody defines."""
        items = self._items[home.namespace]
        referring: list[model.InputData | model.Decision | model.ItemDefinition] = []
        referring += [*home.inputs, *home.decisions, *_flat(home.items)]
        for part in referring:
            if not items.knows(part.type_ref):
                zh = f"未知的类型 {part.type_ref}"
                self._report("dmn-type", part, zh, f"Expected a known type, got {part.type_ref}")

    # -- evaluating --------------------------------------------------------------------------

    def variables_for(
        self, unit: Unit, values: Mapping[Key, Value], given: Mapping[str, Value], runtime: Runtime
    ) -> dict[str, Value]:
        """What the decision sees: the caller's variables, then what it requires, by name."""
        decision, home = unit.decision, unit.home
        variables = dict(given)
        references = (*decision.inputs, *decision.decisions, *decision.knowledge)
        for reference in references:
            found = self.element(reference, home)
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
        name = _variable_of(element)
        key = (found.namespace, element.id)
        if isinstance(element, model.InputData):
            if found is home and name not in sources.given:
                return
            value = _given(sources.given, name, found, home)
            coerce = self._items[found.namespace].coerce
            value = conform(value, element.type_ref, sources.runtime, coerce, name)
        elif isinstance(element, model.Decision):
            value = sources.values.get(key)
        else:
            value = self.function(element, found, sources.runtime)
        if found is home:
            variables[name] = value
            return
        prefix = _import_name(found, home)
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
        for other, found in self._required(element.knowledge, home, element):
            if other is not element:
                sources = _Sources({}, {}, runtime)
                self._bind(variables, other, found, home, sources)
        return _typed_function(made, element.type_ref, self._items[home.namespace], runtime)

    def _service(
        self, service: model.DecisionService, home: DecisionModel, runtime: Runtime
    ) -> Function:
        plan = self._service_plan(service, home)
        inputs = self._required(service.input_data, home, service)
        decisions = self._required(service.input_decisions, home, service)
        parameters = [*inputs, *decisions]
        names = tuple(_variable_of(element) for element, _ in parameters)
        outputs = self._required(service.outputs, home, service)

        def call(arguments: list[Value]) -> Value:
            if len(arguments) != len(names):
                raise Undefined(
                    f"决策服务需要 {len(names)} 个参数,但给了 {len(arguments)} 个",
                    f"The decision service expects {len(names)} arguments, got {len(arguments)}",
                )
            given: dict[str, Value] = {}
            values: dict[Key, Value] = {}
            for (element, found), value in zip(parameters, arguments, strict=True):
                name = _variable_of(element)
                coerce = self._items[found.namespace].coerce
                fitted = conform(value, element.type_ref, runtime, coerce, name)
                given[name] = fitted
                values[(found.namespace, element.id)] = fitted
            within_call(runtime, lambda: self.run(plan, values, given, runtime))
            results = {
                _variable_of(element): values.get((found.namespace, element.id))
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


def _flat(items: Iterable[model.ItemDefinition]) -> Iterable[model.ItemDefinition]:
    for item in items:
        yield item
        yield from _flat(item.components)


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


def _variable_of(element: Any) -> str:
    return element.variable if isinstance(element, model.Decision) else str(element.name)


def _elements(home: DecisionModel) -> Iterable[Any]:
    return (*home.decisions, *home.inputs, *home.knowledge, *home.services)


def _import_name(found: DecisionModel, home: DecisionModel) -> str:
    names = {item.namespace: item.name for item in home.imports}
    return names.get(found.namespace, "")


def _spelling(element: Any, found: DecisionModel, home: DecisionModel) -> str:
    """The name at the start of how the home model writes the element."""
    return _variable_of(element) if found is home else _import_name(found, home)


def _given(
    given: Mapping[str, Value], name: str, found: DecisionModel, home: DecisionModel
) -> Value:
    """The caller's value of an input, which for an imported one may be written three ways."""
    prefix = "" if found is home else _import_name(found, home)
    nested = given.get(prefix)
    if type(nested) is dict and name in nested:
        return nested[name]
    return given.get(f"{prefix}.{name}", given.get(name))


def _all_models(root: DecisionModel) -> dict[str, DecisionModel]:
    models: dict[str, DecisionModel] = {}
    pending = [root]
    while pending:
        home = pending.pop()
        if home.namespace not in models:
            models[home.namespace] = home
            pending.extend(home.imported)
    return models


def _items_of(home: DecisionModel, models: Mapping[str, DecisionModel]) -> Items:
    known = [(item.name, item) for item in home.items]
    for imported in home.imports:
        other = models.get(imported.namespace)
        if other is not None:
            known += [(f"{imported.name}.{item.name}", item) for item in other.items]
    return Items(known)

"""Decision tables: which rules match, and what the hit policy makes of them (DMN 1.5, clause 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.core.values import Value
from engine.dmn.conforming import conform
from engine.dmn.errors import DmnError
from engine.dmn.hits import Hit, Outcome, Policy, resolve
from engine.dmn.model import DecisionTable, InputClause, OutputClause, Rule
from engine.dmn.scope import Scope
from engine.errors import Text
from engine.feel import Compiled, FeelTypeError
from engine.feel.explanation import shown
from engine.feel.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class TableResult:
    """The value of a table, the rules that gave it, and the inputs it looked at."""

    output: Value
    rule_ids: tuple[str, ...]
    inputs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    title: str
    value: Compiled
    allowed: Compiled | None
    type_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    id: str
    tests: tuple[Compiled | None, ...]
    outputs: tuple[Compiled, ...]


class Table:
    """A compiled decision table."""

    def __init__(self, table: DecisionTable, scope: Scope) -> None:
        self._scope = scope
        self._inputs = [_input(clause, scope) for clause in table.inputs]
        self._rules = [
            _rule(rule, number, table, scope) for number, rule in enumerate(table.rules, 1)
        ]
        self._outputs = table.outputs
        self._defaults = [_default(clause, scope) for clause in table.outputs]
        self._ranks = [_ranks(clause, scope) for clause in table.outputs]
        self._policy = Policy(policy=table.hit_policy, aggregator=table.aggregator)
        _check_outputs(table, scope)

    def decide(self, variables: Mapping[str, Value], runtime: Runtime) -> TableResult:
        """Evaluates the table. Strict evaluation raises DmnError for what FEEL makes null."""
        values = [self._read(clause, variables, runtime) for clause in self._inputs]
        seen = tuple(
            (clause.title, value) for clause, value in zip(self._inputs, values, strict=True)
        )
        scopes = [{**variables, "?": value} for value in values]
        hits = [
            Hit(rule_id=rule.id, output=self._output(rule.outputs, variables, runtime))
            for rule in self._rules
            if self._matches(rule, scopes, runtime)
        ]
        if not hits:
            return TableResult(
                output=self._nothing(seen, variables, runtime), rule_ids=(), inputs=seen
            )
        outcome = resolve(self._policy, hits, self._rank)
        if outcome.problem is not None:
            return self._refuse(outcome, seen, runtime)
        return TableResult(output=outcome.output, rule_ids=outcome.rule_ids, inputs=seen)

    def _read(self, clause: _Input, variables: Mapping[str, Value], runtime: Runtime) -> Value:
        value = clause.value.run(variables, runtime)
        coerce = self._scope.items.coerce
        value = conform(value, clause.type_ref, runtime, coerce, clause.title)
        if clause.allowed is None or value is None:
            return value
        scope = {**variables, "?": value}
        if clause.allowed.run(scope, Runtime(now=runtime.now, strict=False)) is True:
            return value
        if runtime.strict:
            raise DmnError(
                f"输入“{clause.title}”的值 {shown(value)} 不在允许范围 {clause.allowed.text} 内",
                f"Expected input {clause.title!r} among {clause.allowed.text}, got {shown(value)}",
            )
        return None

    def _matches(self, rule: _Rule, scopes: list[dict[str, Value]], runtime: Runtime) -> bool:
        runtime.spend(1)
        for test, scope in zip(rule.tests, scopes, strict=True):
            if test is None:
                continue
            strict = runtime.strict
            # A missing input matches no comparison; only a present one can be of a wrong kind.
            runtime.strict = strict and scope["?"] is not None
            try:
                matched = test.run(scope, runtime)
            except FeelTypeError as error:
                zh, en = f"规则 {rule.id}：{error.text.zh}", f"Rule {rule.id}: {error.text.en}"
                raise DmnError(zh, en, rule_ids=(rule.id,)) from error
            finally:
                runtime.strict = strict
            if matched is not True:
                return False
        return True

    def _output(
        self,
        cells: tuple[Compiled | None, ...],
        variables: Mapping[str, Value],
        runtime: Runtime,
    ) -> Value:
        coerce = self._scope.items.coerce
        values = [
            None
            if cell is None
            else conform(
                cell.run(variables, runtime), clause.type_ref, runtime, coerce, clause.name or ""
            )
            for cell, clause in zip(cells, self._outputs, strict=True)
        ]
        if len(values) == 1:
            return values[0]
        return {
            clause.name or f"output{number}": value
            for number, (clause, value) in enumerate(zip(self._outputs, values, strict=True), 1)
        }

    def _nothing(
        self,
        seen: tuple[tuple[str, Value], ...],
        variables: Mapping[str, Value],
        runtime: Runtime,
    ) -> Value:
        if any(default is not None for default in self._defaults):
            return self._output(tuple(self._defaults), variables, runtime)
        empty = self._policy.empty()
        if empty is not None or not runtime.strict:
            return empty
        zh = "，".join(f"{title} = {shown(value)}" for title, value in seen)
        raise DmnError(f"没有规则符合：{zh}", f"No rule matches: {zh.replace(',', ', ')}")

    def _refuse(
        self, outcome: Outcome, seen: tuple[tuple[str, Value], ...], runtime: Runtime
    ) -> TableResult:
        if runtime.strict and outcome.problem is not None:
            problem = outcome.problem
            raise DmnError(problem.zh, problem.en, rule_ids=outcome.rule_ids)
        return TableResult(output=None, rule_ids=outcome.rule_ids, inputs=seen)

    def _rank(self, output: Value) -> tuple[int, ...]:
        """The place of an output among the allowed values, column by column."""
        single = len(self._outputs) == 1
        places = []
        for number, (clause, ranks) in enumerate(zip(self._outputs, self._ranks, strict=True), 1):
            value = output if single else output[clause.name or f"output{number}"]
            places.append(ranks.index(value) if value in ranks else len(ranks))
        return tuple(places)


def _input(clause: InputClause, scope: Scope) -> _Input:
    title = clause.text.strip() or clause.label
    place = Text(zh=f"输入列“{title}”", en=f"Input column {title!r}")
    return _Input(
        title=title,
        value=scope.expression(clause.text, clause, place),
        allowed=scope.tests(clause.allowed, clause, place) if clause.allowed else None,
        type_ref=clause.type_ref,
    )


def _rule(rule: Rule, number: int, table: DecisionTable, scope: Scope) -> _Rule:
    rule_id = rule.id or str(number)
    if len(rule.inputs) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
        scope.report(
            "dmn-arity",
            rule,
            Text(
                zh=f"规则 {rule_id} 应有 {len(table.inputs)} 个条件和 {len(table.outputs)} 个结果，"
                f"实际为 {len(rule.inputs)} 和 {len(rule.outputs)}",
                en=f"Expected {len(table.inputs)} conditions and {len(table.outputs)} results in "
                f"rule {rule_id}, got {len(rule.inputs)} and {len(rule.outputs)}",
            ),
        )
        return _Rule(id=rule_id, tests=(), outputs=())
    tests = []
    for column, cell in enumerate(rule.inputs, 1):
        text = cell.text.strip()
        place = Text(
            zh=f"规则 {rule_id} 第 {column} 列条件", en=f"Rule {rule_id}, condition {column}"
        )
        tests.append(None if text in ("", "-") else scope.tests(cell.text, cell, place))
    outputs = []
    for column, cell in enumerate(rule.outputs, 1):
        place = Text(zh=f"规则 {rule_id} 第 {column} 列结果", en=f"Rule {rule_id}, result {column}")
        text = cell.text if cell.text.strip() not in ("", "-") else "null"
        outputs.append(scope.expression(text, cell, place))
    return _Rule(id=rule_id, tests=tuple(tests), outputs=tuple(outputs))


def _default(clause: OutputClause, scope: Scope) -> Compiled | None:
    if not clause.default:
        return None
    place = Text(zh="默认结果", en="Default result")
    return scope.expression(clause.default, clause, place)


def _ranks(clause: OutputClause, scope: Scope) -> list[Value]:
    """The allowed output values in order, if they are listed one by one."""
    text = clause.allowed or scope.items.listed_values(clause.type_ref)
    if not text:
        return []
    compiled = scope.expression(f"[{text}]", clause, Text(zh="允许的结果", en="Output values"))
    values = compiled.evaluate({})
    return values if type(values) is list else []


def _check_outputs(table: DecisionTable, scope: Scope) -> None:
    names = [clause.name for clause in table.outputs]
    if not names:
        zh, en = "决策表没有结果列", "Expected at least one output column"
        scope.report("dmn-outputs", table, Text(zh=zh, en=en))
    elif len(names) > 1 and (None in names or len(set(names)) < len(names)):
        zh, en = "多个结果列应各有不同的名称", "Expected distinct names of output columns"
        scope.report("dmn-outputs", table, Text(zh=zh, en=en))

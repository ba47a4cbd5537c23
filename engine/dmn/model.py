"""What a DMN file says (DMN 1.5, clauses 6 to 10): plain data, names as written, FEEL as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class HitPolicy(StrEnum):
    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    OUTPUT_ORDER = "OUTPUT ORDER"
    RULE_ORDER = "RULE ORDER"
    COLLECT = "COLLECT"


class Aggregator(StrEnum):
    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Anything with an id and a line in the file; either may be missing."""

    id: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Part):
    """An expression of any boxed form; `type_ref` names the type of its value."""

    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralExpression(Expression):
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause(Part):
    """A column of conditions. `allowed` are unary tests over the values it may meet."""

    text: str
    label: str = ""
    type_ref: str | None = None
    allowed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause(Part):
    """A column of results; the order of `allowed` ranks them for the priority policies."""

    name: str | None = None
    label: str = ""
    type_ref: str | None = None
    allowed: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Part):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Part):
    inputs: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(Expression):
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregator: Aggregator | None = None
    inputs: tuple[InputClause, ...] = ()
    outputs: tuple[OutputClause, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry(Part):
    """An entry of a boxed context; the one without a name is the result."""

    name: str | None
    type_ref: str | None = None
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedContext(Expression):
    entries: tuple[ContextEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Expression):
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Expression, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedList(Expression):
    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Part):
    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation(Expression):
    function: Expression
    bindings: tuple[tuple[Parameter, Expression | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDefinition(Expression):
    parameters: tuple[Parameter, ...] = ()
    body: Expression | None = None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Expression):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedFilter(Expression):
    source: Expression
    match: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedIteration(Expression):
    """`for`, `some` or `every` over a boxed source; `kind` is that word."""

    kind: str
    variable: str
    source: Expression
    body: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDefinition(Part):
    """A named type: a reference, or components, perhaps a list, perhaps constrained."""

    name: str
    type_ref: str | None = None
    is_list: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed: str | None = None
    constraint: str | None = None
    function_result: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData(Part):
    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Part):
    """`inputs`, `decisions` and `knowledge` are the ids that it requires directly.

    `input_names` are the names of all input data behind it, direct or through other decisions.
    """

    id: str
    name: str
    variable: str
    type_ref: str | None = None
    expression: Expression | None = None
    inputs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    input_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessKnowledgeModel(Part):
    id: str
    name: str
    function: FunctionDefinition
    type_ref: str | None = None
    knowledge: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Part):
    id: str
    name: str
    type_ref: str | None = None
    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import(Part):
    """Another model whose elements are known here as `name.element`."""

    name: str
    namespace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionModel:
    """One DMN file. `imported` holds the models of its imports by namespace, once resolved."""

    id: str | None
    name: str
    namespace: str
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[BusinessKnowledgeModel, ...] = ()
    services: tuple[DecisionService, ...] = ()
    items: tuple[ItemDefinition, ...] = ()
    imports: tuple[Import, ...] = ()
    imported: tuple[DecisionModel, ...] = field(default=())

    def decision_ids(self) -> tuple[str, ...]:
        return tuple(decision.id for decision in self.decisions)

    def decision(self, wanted: str) -> Decision | None:
        """The decision with this id, or else with this name."""
        by_id = {decision.id: decision for decision in self.decisions}
        by_name = {decision.name: decision for decision in self.decisions}
        return by_id.get(wanted) or by_name.get(wanted)


def member_names(items: tuple[ItemDefinition, ...]) -> Iterator[str]:
    """The names of all components of the item definitions, at every depth."""
    for item in items:
        for component in item.components:
            yield component.name
        yield from member_names(item.components)

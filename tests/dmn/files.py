"""Builds small DMN files for tests: only what a test is about is written out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from xml.sax.saxutils import escape

from engine.bpmn.reader.dmn import read_dmn
from engine.core.values import Value
from engine.dmn import DecisionModel, DecisionResult, compile_decision

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def D(text: str | int) -> Decimal:  # noqa: N802  (reads as the constructor that it stands for)
    return Decimal(text)


def definitions(*elements: str, namespace: str = NAMESPACE) -> bytes:
    body = "\n".join(elements)
    return (
        f'<definitions xmlns="{namespace}" id="m" name="m" namespace="urn:m">\n{body}\n'
        "</definitions>"
    ).encode()


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def decision(
    name: str, expression: str, *requires: str, type_ref: str | None = None, extra: str = ""
) -> str:
    """A decision whose id is its name; `requires` are fragments from `input_of` and the like."""
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{kind}/>'
        f"{''.join(requires)}{expression}{extra}</decision>"
    )


def input_data(name: str, type_ref: str | None = None) -> str:
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}"{kind}/></inputData>'


def needs_input(name: str) -> str:
    href = f'<requiredInput href="#{name}"/>'
    return f"<informationRequirement>{href}</informationRequirement>"


def needs_decision(name: str) -> str:
    href = f'<requiredDecision href="#{name}"/>'
    return f"<informationRequirement>{href}</informationRequirement>"


def needs_knowledge(name: str) -> str:
    href = f'<requiredKnowledge href="#{name}"/>'
    return f"<knowledgeRequirement>{href}</knowledgeRequirement>"


def table(
    inputs: Iterable[str],
    outputs: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    policy: str = "UNIQUE",
    aggregation: str | None = None,
) -> str:
    """A table; `inputs` and `outputs` are raw clause XML or plain expressions and names."""
    columns = [item if item.startswith("<") else _input(item) for item in inputs]
    results = [item if item.startswith("<") else _output(item) for item in outputs]
    aggregate = f' aggregation="{aggregation}"' if aggregation else ""
    rules = "".join(_rule(f"r{n}", row, len(columns)) for n, row in enumerate(rows, 1))
    return (
        f'<decisionTable hitPolicy="{policy}"{aggregate}>'
        f"{''.join(columns)}{''.join(results)}{rules}</decisionTable>"
    )


def _input(text: str) -> str:
    return f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>"


def _output(name: str) -> str:
    return f'<output name="{name}"/>'


def _rule(rule_id: str, cells: tuple[str, ...], width: int) -> str:
    entries = "".join(
        f"<{kind}><text>{escape(text)}</text></{kind}>"
        for place, text in enumerate(cells)
        for kind in ("inputEntry" if place < width else "outputEntry",)
    )
    return f'<rule id="{rule_id}">{entries}</rule>'


def decide(
    data: bytes | DecisionModel, name: str, variables: dict[str, Value], *, strict: bool = True
) -> DecisionResult:
    model = read_dmn(data) if isinstance(data, bytes) else data
    return compile_decision(model, name).evaluate(variables, strict=strict)

"""DMN 1.3 to 1.5: decision models as data, compiled on FEEL and evaluated with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.dmn.analysis import Analysis, Overlap, analyse_table
from engine.dmn.decisions import CompiledDecision, DecisionResult, check_model, compile_decision
from engine.dmn.errors import DmnError
from engine.dmn.findings import table_findings
from engine.dmn.invocables import CompiledInvocable, compile_invocable
from engine.dmn.linking import link
from engine.dmn.model import (
    Aggregator,
    BoxedContext,
    BusinessKnowledgeModel,
    Decision,
    DecisionModel,
    DecisionService,
    DecisionTable,
    FunctionDefinition,
    HitPolicy,
    InputClause,
    InputData,
    Invocation,
    ItemDefinition,
    LiteralExpression,
    OutputClause,
    Relation,
    Rule,
)

if TYPE_CHECKING:
    from engine.dmn.loading import ModelSet, load

__all__ = [
    "Aggregator",
    "Analysis",
    "BoxedContext",
    "BusinessKnowledgeModel",
    "CompiledDecision",
    "CompiledInvocable",
    "Decision",
    "DecisionModel",
    "DecisionResult",
    "DecisionService",
    "DecisionTable",
    "DmnError",
    "FunctionDefinition",
    "HitPolicy",
    "InputClause",
    "InputData",
    "Invocation",
    "ItemDefinition",
    "LiteralExpression",
    "ModelSet",
    "OutputClause",
    "Overlap",
    "Relation",
    "Rule",
    "analyse_table",
    "check_model",
    "compile_decision",
    "compile_invocable",
    "link",
    "load",
    "table_findings",
]


def __getattr__(name: str) -> Any:
    """`load` needs the XML reader, which is loaded when asked for: the rest stays pure."""
    if name in ("ModelSet", "load"):
        from engine.dmn import loading

        return getattr(loading, name)
    raise AttributeError(f"module 'engine.dmn' has no attribute {name!r}")

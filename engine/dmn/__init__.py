"""DMN 1.3 to 1.5: decision models as data, compiled on FEEL and evaluated with their reasons."""

from engine.dmn.analysis import Analysis, Overlap, analyse_table
from engine.dmn.decisions import CompiledDecision, DecisionResult, check_model, compile_decision
from engine.dmn.errors import DmnError
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
    "OutputClause",
    "Overlap",
    "Relation",
    "Rule",
    "analyse_table",
    "check_model",
    "compile_decision",
    "compile_invocable",
    "link",
]

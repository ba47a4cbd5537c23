"""FEEL of DMN 1.5: compile an expression once, evaluate it often, without access to the host."""

from engine.feel.compiled import Compiled, Explained, compile_expression, compile_unary_tests
from engine.feel.errors import FeelError, FeelLimitError, FeelSyntaxError, FeelTypeError
from engine.feel.functions import Extension

__all__ = [
    "Compiled",
    "Explained",
    "Extension",
    "FeelError",
    "FeelLimitError",
    "FeelSyntaxError",
    "FeelTypeError",
    "compile_expression",
    "compile_unary_tests",
]

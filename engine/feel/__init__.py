"""FEEL of DMN 1.5: compile an expression once, evaluate it often, without access to the host."""

from engine.feel.compiled import Compiled, Explained, compile_expression, compile_unary_tests
from engine.feel.errors import FeelError, FeelLimitError, FeelSyntaxError, FeelTypeError
from engine.feel.functions import Extension

compile = compile_expression  # noqa: A001  (the documented name: `engine.feel.compile`)

__all__ = [
    "Compiled",
    "Explained",
    "Extension",
    "FeelError",
    "FeelLimitError",
    "FeelSyntaxError",
    "FeelTypeError",
    "compile",
    "compile_expression",
    "compile_unary_tests",
]

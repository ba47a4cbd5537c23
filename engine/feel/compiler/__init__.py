"""Turns the syntax tree into closures over frames; one module per family of nodes."""

from engine.feel.compiler.compilation import Compilation

__all__ = ["Compilation"]

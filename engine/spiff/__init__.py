"""The witness: SpiffWorkflow behind the Interpreter port, re-executing what the kernel decided."""

from engine.spiff.interpreter import SpiffInterpreter

__all__ = ["SpiffInterpreter"]

"""The token interpreter: our default implementation of the Interpreter port, pure."""

from engine.kernel.interpreter import Kernel

__all__ = ["Kernel"]

"""The token interpreter: our default implementation of the Interpreter port, pure."""

from engine.kernel.interpreter import Kernel
from engine.kernel.model import MAX_CALLS

__all__ = ["MAX_CALLS", "Kernel"]

"""Makes a bundle ready to run, once, or refuses it with every finding."""

from __future__ import annotations

from engine.core.advance import BOUNDS
from engine.core.definition import Bundle
from engine.errors import DeploymentRefused
from engine.kernel.checks import check
from engine.kernel.compiler import Compiler
from engine.kernel.model import Prepared, Process
from engine.kernel.nodes import process_of


def prepare(bundle: Bundle, max_calls: int = BOUNDS.calls, slices: int = 1) -> Prepared:
    """The bundle ready to run within these bounds. Raises DeploymentRefused."""
    compiler = Compiler(bundle)
    processes: dict[str, Process] = {}
    for key, definition in compiler.processes.items():
        check(compiler, definition)
        processes[key] = process_of(compiler, definition, key)
    if compiler.findings:
        raise DeploymentRefused(tuple(compiler.findings))
    return Prepared(
        key=bundle.process.key,
        processes=processes,
        decisions=bundle.decisions,
        parameters=dict(bundle.parameters),
        declared=compiler.declared,
        max_calls=max_calls,
        slices=slices,
    )

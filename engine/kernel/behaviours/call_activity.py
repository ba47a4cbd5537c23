"""Call activities: another process runs inside the same case (BPMN 2.0.2, 13.3.5)."""

from __future__ import annotations

from engine.core.events import VariablesChanged
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel import scopes
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Status, Token
from engine.kernel.variables import evaluate


class CallActivity(WaitingElement):
    """The called process sees its inputs only; its variables come back as `result`."""

    __slots__ = ()
    waiting = Status.OPEN

    def prepare(self, run: Run, token: Token, node: Node) -> dict[str, Value]:
        most = run.prepared.max_calls
        if run.scopes[token.scope].depth >= most:
            raise Stuck(
                IncidentKind.INTERPRETER,
                node.element,
                f"调用嵌套超过 {most} 层，可能是无止境的递归",
                f"Calls are nested more than {most} deep: perhaps an endless recursion",
            )
        return evaluate(run, node.inputs, run.visible(token.scope))

    def start(self, run: Run, token: Token, node: Node, prepared: dict[str, Value]) -> None:
        key = node.element.called_name
        scopes.open_scope(run, token, key, wall=True, variables=prepared)
        if prepared:
            run.emit(VariablesChanged(scope=token.id, new=prepared, element_id=node.id))
        called = run.prepared.processes[key]
        scopes.fill(run, token.id, called.starts, called.on_events)

"""Event-based gateways: what happens first decides (BPMN 2.0.2, 13.4.4)."""

from __future__ import annotations

from engine.core import events as ev
from engine.core.values import Value
from engine.kernel import watching
from engine.kernel.behaviours.waiting import WaitingElement
from engine.kernel.model import Branch, Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token, Watch

Awaited = tuple[Node, tuple[Watch, ...]]


class EventBasedGateway(WaitingElement):
    """Awaits all its events by itself; the first that comes is taken, the others are given up."""

    __slots__ = ()

    def prepare(self, run: Run, token: Token, node: Node) -> list[Awaited]:
        events = [run.node_of(token.scope, branch.target) for branch in node.branches]
        return [(event, watching.planned(run, token, event)) for event in events]

    def start(self, run: Run, token: Token, node: Node, prepared: list[Awaited]) -> None:
        for event, watches in prepared:
            watching.begin_all(run, watches, event.element)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        parts = watching.arrived(run, watch, node, data)
        if not parts:
            return
        token = run.tokens.pop(watch.token)
        gateway = run.node(token)
        if token.incident:
            run.resolve(token)
        run.emit(ev.ElementCompleted(element_id=gateway.id, token=token.id))
        for other in token.held:
            run.cancel_watch(other)
        branch = next(one for one in gateway.branches if one.target == node.id)
        run.emit(ev.FlowTaken(flow_id=branch.flow, token=token.id))
        arrive(run, branch, token.scope, watching.payload(parts))


def arrive(run: Run, branch: Branch, scope: int, data: Value) -> None:
    """A token at an event that has come already; whoever calls accounts for it in the scope."""
    token_id = run.place(branch.target, scope, branch.flow)
    token = run.tokens[token_id]
    run.emit(
        ev.ElementActivated(
            element_id=token.element,
            token=token_id,
            scope=scope,
            process=run.called_process(scope),
        )
    )
    run.resume(run.wait(token, token.status), Phase.FINISH, data)

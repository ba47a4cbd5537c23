"""Transactions: sub-processes that can be cancelled as a whole (BPMN 2.0.2, 13.3.4, 13.5.5)."""

from __future__ import annotations

from engine.core import events as ev
from engine.core.definition import Kind, Trigger
from engine.kernel import compensation, scopes
from engine.kernel.behaviours.behaviour import Behaviour
from engine.kernel.behaviours.boundary_event import BoundaryEvent
from engine.kernel.behaviours.end_event import reach
from engine.kernel.behaviours.sub_process import SubProcess
from engine.kernel.model import Node
from engine.kernel.repetition import whole_of
from engine.kernel.run import Run
from engine.kernel.state import Phase, Token


class Transaction(SubProcess):
    """Completes as any sub-process; an error that leaves it (a hazard) undoes nothing."""

    __slots__ = ()


class CancelEnd(Behaviour):
    """What is active in the transaction is cancelled, what is completed is undone, then control
    leaves by the cancel boundary event."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        reach(run, token)
        scope = _transaction(run, token).id
        taken = compensation.cancel_and_take(run, scope, node.id)
        run.count(scope, 1)
        owner = run.tokens[run.place(node.id, scope)]
        if taken:
            compensation.begin(run, owner, taken)
        else:
            self.undone(run, owner, node)

    def undone(self, run: Run, token: Token, node: Node) -> None:
        host = whole_of(run, run.tokens[token.scope])
        boundary = next(
            one for one in run.node(host).boundaries if one.element.event.trigger is Trigger.CANCEL
        )
        if token.active:
            run.emit(ev.ElementCompleted(element_id=node.id, token=token.id))
        del run.tokens[token.id]
        scopes.cancel(run, host, boundary.id)
        run.add(boundary.id, host.scope, Phase.FINISH)


class BoundaryCancel(BoundaryEvent):
    """Occurs when a cancel end event has undone the transaction."""

    __slots__ = ()


def _transaction(run: Run, token: Token) -> Token:
    """The nearest transaction around the event, which deployment has made sure of."""
    host = run.tokens[token.scope]
    while run.node(host).element.kind is not Kind.TRANSACTION:
        host = run.tokens[host.scope]
    return host

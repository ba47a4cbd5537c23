"""Start events: where tokens begin, of themselves or by a trigger (BPMN 2.0.2, 10.5.2, 13.5.1)."""

from __future__ import annotations

from dataclasses import replace

from engine.core.values import Value
from engine.kernel import handlers, watching
from engine.kernel.behaviours.behaviour import Behaviour, complete, pass_through, take_result
from engine.kernel.behaviours.user_task import withdraw
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Phase, Status, Token, Watch
from engine.kernel.variables import accept


class StartEvent(Behaviour):
    """What the trigger brought is the token's `data` in the phase `finish`.

    A token that is active here was moved back (engine.kernel.moves): it waits for the initiator to
    revise what they handed in.
    """

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        pass_through(run, token, node)

    def answered(self, run: Run, token: Token, node: Node, data: Value) -> None:
        run.resume(token, Phase.FINISH, data)

    def finish(self, run: Run, token: Token, node: Node) -> None:
        if token.active:
            accept(run, token.scope, token.data["data"], token.data["by"], node.id)
            complete(run, token, node)
            return
        take_result(run, token, node, token.data)
        pass_through(run, token, node)

    def canceled(self, run: Run, token: Token) -> None:
        if token.status is Status.WAITING:
            withdraw(run, token)

    def arm(self, run: Run, token: Token, node: Node) -> None:
        planned = watching.planned(run, token, node)
        run.tokens[token.id] = replace(token, status=Status.WAITING)
        watching.begin_all(run, planned, node.element)

    def triggered(self, run: Run, watch: Watch, node: Node, data: Value) -> None:
        parts = watching.arrived(run, watch, node, data)
        if not parts:
            return
        if not node.element.interrupting:
            watching.again(run, parts, node)
        scope = run.tokens[watch.token].scope
        handlers.in_scope(run, scope, node, watching.payload(parts))
